// Resource names of the aggregation service's requests. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_NAMES_H_
#define QCITY_SERVICES_AGGREGATION_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity::aggregation {

// Whether `name` is campaigns/{campaign} followed by `rest` ("/readiness", "/plan", ""). INVALID_ARGUMENT at `path` for another shape, NOT_FOUND for another campaign.
absl::Status CheckName(absl::string_view campaign, absl::string_view name, absl::string_view rest,
                       absl::string_view path);

// What follows the last '/': "campaigns/C/tasks/29-1/occurrences/2018" -> "2018".
std::string LastSegment(absl::string_view name);

// "campaigns/C/vetoes/12" -> 12.
absl::StatusOr<std::int64_t> VetoId(absl::string_view campaign, absl::string_view name);
std::string VetoName(absl::string_view campaign, std::int64_t id);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_NAMES_H_
