// Resource names of the tasks service, read and written in one place. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_NAMES_H_
#define QCITY_SERVICES_TASKS_NAMES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity::tasks {

// What identifies an occurrence.
struct OccurrenceKey {
  std::string task;  // Number.
  std::string id;
};

// "campaigns/C/tasks/N/occurrences/ID" -> {N, ID}. INVALID_ARGUMENT at "name" for another shape, NOT_FOUND for another
// campaign.
absl::StatusOr<OccurrenceKey> ParseOccurrenceName(absl::string_view campaign, absl::string_view name);

// "campaigns/C"; errors at "parent".
absl::Status CheckParent(absl::string_view campaign, absl::string_view parent);

std::string OccurrenceName(absl::string_view campaign, const OccurrenceKey& key);

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_NAMES_H_
