// Rules of the aggregation service's own writes: vetoes. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_RULES_H_
#define QCITY_SERVICES_AGGREGATION_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "qcity/aggregation/v1/aggregation.pb.h"

namespace qcity::aggregation {

// FAILED_PRECONDITION for a veto that was lifted already (WRONG_STATE), or that the same person declared (FOUR_EYES).
absl::Status CheckMayLift(const v1::Veto& veto, absl::string_view person);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_RULES_H_
