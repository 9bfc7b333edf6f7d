// Resource names and dates of the aggregation service's requests. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_NAMES_H_
#define QCITY_SERVICES_AGGREGATION_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"

namespace qcity::aggregation {

// Whether `name` is campaigns/{campaign} followed by `rest` ("/readiness", "/plan", ""). INVALID_ARGUMENT at `path` for another shape, NOT_FOUND for another campaign.
absl::Status CheckName(absl::string_view campaign, absl::string_view name, absl::string_view rest,
                       absl::string_view path);

// "campaigns/C/vetoes/12" -> 12.
absl::StatusOr<std::int64_t> VetoId(absl::string_view campaign, absl::string_view name);
std::string VetoName(absl::string_view campaign, std::int64_t id);

// The day asked for: `text`, or, if empty, today but not after the campaign's end. INVALID_ARGUMENT at `path` for a malformed day, one after today or before the data
// window.
absl::StatusOr<absl::CivilDay> AsOf(const domain::Plan& plan, absl::string_view text, absl::string_view path,
                                    absl::CivilDay today);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_NAMES_H_
