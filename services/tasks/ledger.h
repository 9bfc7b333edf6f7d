// Writes steps of parts: load the part, apply the rule, save and publish it whole. Runs in the caller's transaction;
// any thread.
#ifndef QCITY_SERVICES_TASKS_LEDGER_H_
#define QCITY_SERVICES_TASKS_LEDGER_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/feed/outbox.h"
#include "common/sql/database.h"
#include "services/tasks/rules.h"
#include "services/tasks/store.h"

namespace qcity::tasks {

// The part that a step is about, as the plan has it and as the caller knows it.
struct Addressed {
  PartKey key;
  absl::CivilDay due;     // Of the plan.
  std::int64_t etag = 0;  // Expected version; 0: not checked.
};

class Ledger {
 public:
  Ledger(const TaskStore& store, feed::Outbox& outbox, std::string campaign)
      : store_(store), outbox_(outbox), campaign_(std::move(campaign)) {}

  using Rule = absl::FunctionRef<absl::StatusOr<v1::TaskPart>(v1::TaskPart part)>;
  absl::StatusOr<v1::TaskPart> Move(sql::Transaction& transaction, const Addressed& addressed, absl::Time now,
                                    Rule rule) const;

 private:
  const TaskStore& store_;
  feed::Outbox& outbox_;
  const std::string campaign_;
};

}  // namespace qcity::tasks

#endif  // QCITY_SERVICES_TASKS_LEDGER_H_
