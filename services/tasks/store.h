// The tasks service's rows: parts that something was recorded of. Every function runs in the caller's transaction; any
// thread.
#ifndef QCITY_SERVICES_TASKS_STORE_H_
#define QCITY_SERVICES_TASKS_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/tasks/names.h"

namespace qcity::tasks {

extern const char kSchema[];  // schema.sql

// What identifies a part.
struct PartKey {
  OccurrenceKey occurrence;
  std::string lead;
};

class TaskStore {
 public:
  // nullopt if nothing was recorded of it.
  absl::StatusOr<std::optional<v1::TaskPart>> Load(sql::Transaction& transaction, const PartKey& key) const;
  // Those of one occurrence.
  absl::StatusOr<std::vector<v1::TaskPart>> LoadOccurrence(sql::Transaction& transaction,
                                                           const OccurrenceKey& key) const;
  absl::StatusOr<std::vector<v1::TaskPart>> LoadAll(sql::Transaction& transaction) const;
  absl::Status Save(sql::Transaction& transaction, const PartKey& key, const v1::TaskPart& part) const;
};

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_STORE_H_
