// Resource names of the indicators service, read and written in one place. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_NAMES_H_
#define QCITY_SERVICES_INDICATORS_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity::indicators {

// "campaigns/C/indicators/N" -> "N". INVALID_ARGUMENT at `path` for another shape, NOT_FOUND for another campaign.
absl::StatusOr<std::string> IndicatorNumber(absl::string_view campaign, absl::string_view name, absl::string_view path);

// "campaigns/C/indicators/N/observations/ID" -> ID.
absl::StatusOr<std::int64_t> ObservationId(absl::string_view campaign, absl::string_view name, absl::string_view path);

// "campaigns/C" -> "", "campaigns/C/indicators/N" -> "N".
absl::StatusOr<std::string> ParentNumber(absl::string_view campaign, absl::string_view parent);

std::string IndicatorName(absl::string_view campaign, absl::string_view number);
std::string ObservationName(absl::string_view campaign, absl::string_view number, std::int64_t id);

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_NAMES_H_
