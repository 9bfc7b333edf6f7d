// The data window of a plan: the months that its figures may speak of. Pure; any thread.
#ifndef QCITY_COMMON_DOMAIN_DATA_WINDOW_H_
#define QCITY_COMMON_DOMAIN_DATA_WINDOW_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"

namespace qcity::domain {

// Whether the days `first` to `last` lie inside: INVALID_ARGUMENT at `path`, naming the window.
absl::Status CheckInDataWindow(const Plan& plan, absl::CivilDay first, absl::CivilDay last, absl::string_view path);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_DATA_WINDOW_H_
