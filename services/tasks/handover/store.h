// Rows of who holds moved parts. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_TASKS_HANDOVER_STORE_H_
#define QCITY_SERVICES_TASKS_HANDOVER_STORE_H_

#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "services/tasks/agenda.h"
#include "services/tasks/names.h"
#include "services/tasks/store.h"

namespace qcity::tasks::handover {

extern const char kSchema[];  // schema.sql

// By number of the task and id of the occurrence.
using HoldersByOccurrence = absl::btree_map<std::pair<std::string, std::string>, Holders>;

class HolderStore {
 public:
  // Of one occurrence.
  absl::StatusOr<Holders> Load(sql::Transaction& transaction, const OccurrenceKey& key) const;
  absl::StatusOr<HoldersByOccurrence> LoadAll(sql::Transaction& transaction) const;
  absl::Status Save(sql::Transaction& transaction, const PartKey& key, const std::string& holder) const;
};

}  // namespace qcity::tasks::handover

#endif  // QCITY_SERVICES_TASKS_HANDOVER_STORE_H_
