#include "services/tasks/ledger.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/tasks/names.h"

namespace qcity::tasks {

absl::StatusOr<v1::TaskPart> Ledger::Move(sql::Transaction& transaction, const Addressed& addressed, absl::Time now,
                                          Rule rule) const {
  const PartKey& key = addressed.key;
  ASSIGN_OR_RETURN(std::optional<v1::TaskPart> stored, store_.Load(transaction, key));
  v1::TaskPart before =
      stored.has_value() ? *std::move(stored) : NewPart(OccurrenceName(campaign_, key.occurrence), key.lead);
  SetDue(before, addressed.due);
  RETURN_IF_ERROR(CheckEtag(before, addressed.etag));
  ASSIGN_OR_RETURN(v1::TaskPart part, rule(std::move(before)));
  // The position is taken only after the rule agreed: a refusal leaves no gap.
  ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, now));
  part.set_version(position);
  RETURN_IF_ERROR(store_.Save(transaction, key, part));
  RETURN_IF_ERROR(outbox_.Put(transaction, position,
                              absl::StrCat("parts/", key.occurrence.task, "/", key.occurrence.id, "/", key.lead), part,
                              now));
  return part;
}

}  // namespace qcity::tasks
