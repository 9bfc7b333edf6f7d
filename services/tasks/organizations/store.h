// The rows of leading bodies. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_TASKS_ORGANIZATIONS_STORE_H_
#define QCITY_SERVICES_TASKS_ORGANIZATIONS_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/organizations.pb.h"

namespace qcity::tasks::organizations {

extern const char kSchema[];  // schema.sql

class LeadingBodyStore {
 public:
  // nullopt if the organisation has registered nothing.
  absl::StatusOr<std::optional<v1::LeadingBody>> Load(sql::Transaction& transaction,
                                                      const std::string& organization) const;
  // All that there are, by organisation.
  absl::StatusOr<std::vector<v1::LeadingBody>> LoadAll(sql::Transaction& transaction) const;
  absl::Status Save(sql::Transaction& transaction, const v1::LeadingBody& body) const;
};

}  // namespace qcity::tasks::organizations

#endif  // QCITY_SERVICES_TASKS_ORGANIZATIONS_STORE_H_
