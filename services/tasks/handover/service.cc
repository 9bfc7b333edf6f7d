#include "services/tasks/handover/service.h"

#include <utility>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "common/rpc/command.h"
#include "services/tasks/check.h"
#include "services/tasks/handover/rules.h"
#include "services/tasks/handover/store.h"

namespace qcity::tasks::handover {

using v1::TaskPart;

constexpr int kDocumentLength = 500;

absl::Status EntrustHolders(sql::Database& database, rpc::Directory& directory) {
  ASSIGN_OR_RETURN(const HoldersByOccurrence all,
                   database.Read([](sql::Transaction& transaction) { return HolderStore().LoadAll(transaction); }));
  for (const auto& [occurrence, holders] : all) {
    for (const auto& [lead, holder] : holders) directory.Entrust(occurrence.first, holder);
  }
  return absl::OkStatus();
}

HandoversService::HandoversService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      directory_(env.mutable_directory()),
      steps_(database, outbox, env.plans()) {
  Handle("HandOverTask", &HandoversService::HandOverTask);
}

absl::StatusOr<TaskPart> HandoversService::HandOverIn(sql::Transaction& transaction, const rpc::CallContext& call,
                                                      const v1::HandOverTaskRequest& request) {
  ASSIGN_OR_RETURN(const Place place, CheckOccurrence(steps_.PlanOf(call), request.name()));
  const OccurrenceKey key{place.task->number(), place.occurrence.id};
  ASSIGN_OR_RETURN(const Holders holders, steps_.holders().Load(transaction, key));
  const auto step = [&](TaskPart part, const Place&, const Actor& actor) -> absl::StatusOr<TaskPart> {
    RETURN_IF_ERROR(CheckReceiver(steps_.PlanOf(call), place, holders, request.to(), ShanghaiDay(call.now)));
    return HandOver(std::move(part), request, actor);
  };
  ASSIGN_OR_RETURN(TaskPart part, steps_.MoveLeadIn(transaction, call, request, step));
  RETURN_IF_ERROR(steps_.holders().Save(transaction, {key, part.lead()}, ResponsibleFor(part)));
  transaction.AfterCommit([this, task = key.task, to = request.to()] { directory_.Entrust(task, to); });
  return part;
}

absl::StatusOr<TaskPart> HandoversService::HandOverTask(const rpc::CallContext& call,
                                                        const v1::HandOverTaskRequest& request) {
  RETURN_IF_ERROR(CheckWords(request.reason(), "reason"));
  RETURN_IF_ERROR(CheckRequiredText("document", request.document(), kDocumentLength));
  return rpc::Command<TaskPart>(steps_.database(), call, request,
                                [&](sql::Transaction& transaction) { return HandOverIn(transaction, call, request); });
}

}  // namespace qcity::tasks::handover
