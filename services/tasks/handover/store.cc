#include "services/tasks/handover/store.h"

#include <vector>

#include "common/base/status.h"

namespace qcity::tasks::handover {
namespace {

constexpr char kSelect[] = "SELECT lead, holder FROM task_holder WHERE task = $1 AND occurrence = $2 ORDER BY lead";

constexpr char kSelectAll[] = "SELECT task, occurrence, lead, holder FROM task_holder ORDER BY task, occurrence, lead";

constexpr char kUpsert[] = R"sql(
  INSERT INTO task_holder (task, occurrence, lead, holder) VALUES ($1, $2, $3, $4)
  ON CONFLICT (task, occurrence, lead) DO UPDATE SET holder = excluded.holder)sql";

}  // namespace

absl::StatusOr<Holders> HolderStore::Load(sql::Transaction& transaction, const OccurrenceKey& key) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelect, key.task, key.id));
  Holders holders;
  for (const sql::Row& row : rows) holders[row.Text(0)] = row.Text(1);
  return holders;
}

absl::StatusOr<HoldersByOccurrence> HolderStore::LoadAll(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectAll));
  HoldersByOccurrence holders;
  for (const sql::Row& row : rows) holders[{row.Text(0), row.Text(1)}][row.Text(2)] = row.Text(3);
  return holders;
}

absl::Status HolderStore::Save(sql::Transaction& transaction, const PartKey& key, const std::string& holder) const {
  return transaction.Execute(kUpsert, key.occurrence.task, key.occurrence.id, key.lead, holder);
}

}  // namespace qcity::tasks::handover
