// Parts (分项) of measures: which of them figures are owed in, and whether a reported one is one of them. Pure; any thread.
#ifndef QCITY_COMMON_DOMAIN_PART_H_
#define QCITY_COMMON_DOMAIN_PART_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::domain {

// The figures that one period is owed in, as part keys: of parts that must all hold (ALL) each; else one figure of the whole, an empty key. Under ADD the
// categories may stand for the whole: whoever reports one of them owes all.
std::vector<std::string> PartsOwedOf(const plan::v1::Indicator& indicator);

// Whether a figure of the measure may be of `part` (a key; empty: of the whole). INVALID_ARGUMENT at "part" for one that the measure does not have, and for
// the whole where every part must hold by itself: such a figure would never score.
absl::Status CheckPart(const plan::v1::Indicator& indicator, absl::string_view part);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_PART_H_
