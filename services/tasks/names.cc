#include "services/tasks/names.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/rpc/resource_name.h"

namespace qcity::tasks {

absl::StatusOr<OccurrenceKey> ParseOccurrenceName(absl::string_view campaign, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values,
                   rpc::ParseName("campaigns/{campaign}/tasks/{number}/occurrences/{id}", campaign, name, "name"));
  return OccurrenceKey{values[1], values[2]};
}

absl::Status CheckParent(absl::string_view campaign, absl::string_view parent) {
  return rpc::ParseName("campaigns/{campaign}", campaign, parent, "parent").status();
}

std::string OccurrenceName(absl::string_view campaign, const OccurrenceKey& key) {
  return absl::StrCat("campaigns/", campaign, "/tasks/", key.task, "/occurrences/", key.id);
}

}  // namespace qcity::tasks
