#include "services/aggregation/performance/service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/unicode.h"
#include "common/domain/evidence.h"
#include "common/rpc/command.h"
#include "services/aggregation/performance/list.h"
#include "services/aggregation/projector.h"

namespace qcity::aggregation::performance {
namespace {

constexpr int kRecipientLength = 200;
constexpr int kDocumentLength = 500;
constexpr int kMostItems = 100;

Actor ActorOf(const rpc::CallContext& call) { return {call.principal.person, call.principal.organization, call.now}; }

absl::Status CheckObjection(const v1::ObjectToPerformanceRequest& request) {
  RETURN_IF_ERROR(CheckRequiredText("reason", request.reason(), kFreeTextLength, Newlines::kAllow));
  if (request.items().empty() || request.items_size() > kMostItems)
    return InvalidField("items", {"请写明 1 至 100 个异议项", "name 1 to 100 contested reports"});
  if (request.evidence().empty()) return InvalidField("evidence", {"至少一件佐证材料", "at least one document"});
  return domain::CheckDocuments(request.evidence(), "evidence");
}

v1::Objection ObjectionOf(const v1::ObjectToPerformanceRequest& request) {
  v1::Objection objection;
  objection.set_organization(request.organization());
  *objection.mutable_items() = request.items();
  objection.set_reason(request.reason());
  *objection.mutable_evidence() = request.evidence();
  return objection;
}

}  // namespace

PerformanceService::PerformanceService(rpc::Edge& edge, sql::Database& database, const Aggregator& aggregator,
                                       rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      database_(database),
      aggregator_(aggregator),
      plans_(env.plans()),
      calendar_(env.calendar()) {
  using S = PerformanceService;
  Handle("GetPerformance", &S::GetPerformance);
  Handle("DraftPerformance", &S::DraftPerformance);
  Handle("PublishForObjection", &S::PublishForObjection);
  Handle("ObjectToPerformance", &S::ObjectToPerformance);
  Handle("DecideObjection", &S::DecideObjection);
  Handle("ConfirmPerformance", &S::ConfirmPerformance);
  Handle("ExportPerformance", &S::ExportPerformance);
}

absl::StatusOr<int> PerformanceService::YearOf(const CallContext& call, absl::string_view name) const {
  const absl::CivilDay today = ShanghaiDay(call.now);
  return performance::YearOf(*plans_.InForce(today), name, today);
}

v1::PerformanceRecord PerformanceService::ListAsOf(int year, absl::CivilDay as_of) const {
  const domain::Plan& plan = *plans_.InForce(as_of);
  return ListOf(plan, InputsAsOf(plan, aggregator_.Known()->entities, EndOfShanghaiDay(as_of)), year, as_of);
}

absl::StatusOr<v1::PerformanceRecord> PerformanceService::Load(sql::Transaction& transaction, int year) const {
  ASSIGN_OR_RETURN(std::optional<v1::PerformanceRecord> record, store_.Load(transaction, year));
  return record.has_value() ? *std::move(record) : v1::PerformanceRecord();
}

template <typename Request>
absl::StatusOr<v1::Performance> PerformanceService::Move(const CallContext& call, const Request& request, Step step) {
  ASSIGN_OR_RETURN(const int year, YearOf(call, request.name()));
  return rpc::Command<v1::Performance>(database_, call, request,
                                       [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Performance> {
                                         ASSIGN_OR_RETURN(v1::PerformanceRecord record, Load(transaction, year));
                                         ASSIGN_OR_RETURN(record, step(std::move(record)));
                                         RETURN_IF_ERROR(store_.Save(transaction, record));
                                         return ViewOf(record);
                                       });
}

absl::StatusOr<v1::Performance> PerformanceService::GetPerformance(const CallContext& call,
                                                                   const v1::GetPerformanceRequest& request) {
  ASSIGN_OR_RETURN(const int year, YearOf(call, request.name()));
  ASSIGN_OR_RETURN(const v1::PerformanceRecord record,
                   database_.Read([&](sql::Transaction& transaction) { return Load(transaction, year); }));
  if (record.head().state() != v1::PERFORMANCE_STATE_UNSPECIFIED) return ViewOf(record);
  const absl::CivilDay today = ShanghaiDay(call.now);
  return ViewOf(ListAsOf(year, std::min(today, LastDayOf(*plans_.InForce(today), year))));
}

absl::StatusOr<v1::Performance> PerformanceService::DraftPerformance(const CallContext& call,
                                                                     const v1::DraftPerformanceRequest& request) {
  return Move(call, request, [&](const v1::PerformanceRecord& before) -> absl::StatusOr<v1::PerformanceRecord> {
    const absl::CivilDay today = ShanghaiDay(call.now);
    ASSIGN_OR_RETURN(const int year, YearOf(call, request.name()));
    ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOfDraft(*plans_.InForce(today), year, request.as_of(), today));
    return Draft(before, ListAsOf(year, as_of), ActorOf(call));
  });
}

absl::StatusOr<v1::Performance> PerformanceService::PublishForObjection(const CallContext& call,
                                                                        const v1::PublishForObjectionRequest& request) {
  return Move(call, request, [&](v1::PerformanceRecord record) -> absl::StatusOr<v1::PerformanceRecord> {
    RETURN_IF_ERROR(CheckMayPublish(record));
    const absl::CivilDay today = ShanghaiDay(call.now);
    ASSIGN_OR_RETURN(const domain::DueDay window, calendar_.AddWorkingDays(today, kObjectionWorkingDays, today));
    return Publish(std::move(record), window.due, ActorOf(call));
  });
}

absl::StatusOr<v1::Performance> PerformanceService::ObjectToPerformance(const CallContext& call,
                                                                        const v1::ObjectToPerformanceRequest& request) {
  RETURN_IF_ERROR(CheckObjection(request));
  return Move(call, request, [&](v1::PerformanceRecord record) {
    return Object(std::move(record), ObjectionOf(request), ActorOf(call));
  });
}

absl::StatusOr<v1::Performance> PerformanceService::DecideObjection(const CallContext& call,
                                                                    const v1::DecideObjectionRequest& request) {
  RETURN_IF_ERROR(CheckRequiredText("reason", request.reason(), kFreeTextLength, Newlines::kAllow));
  return Move(call, request,
              [&](v1::PerformanceRecord record) { return Decide(std::move(record), request, ActorOf(call)); });
}

absl::StatusOr<v1::Performance> PerformanceService::ConfirmPerformance(const CallContext& call,
                                                                       const v1::ConfirmPerformanceRequest& request) {
  return Move(call, request, [&](v1::PerformanceRecord record) { return Confirm(std::move(record), ActorOf(call)); });
}

absl::StatusOr<v1::ExportPerformanceResponse> PerformanceService::ExportPerformance(
    const CallContext& call, const v1::ExportPerformanceRequest& request) {
  RETURN_IF_ERROR(CheckRequiredText("recipient", request.recipient(), kRecipientLength));
  RETURN_IF_ERROR(CheckRequiredText("document", request.document(), kDocumentLength));
  v1::ExportPerformanceResponse response;
  ASSIGN_OR_RETURN(*response.mutable_performance(),
                   Move(call, request, [&](v1::PerformanceRecord record) -> absl::StatusOr<v1::PerformanceRecord> {
                     RETURN_IF_ERROR(CheckMayExport(record));
                     v1::PerformanceExport handed_out;
                     handed_out.set_recipient(request.recipient());
                     handed_out.set_document(request.document());
                     handed_out.set_sha256(Sha256Hex(CsvOf(ViewOf(record))));
                     return Export(std::move(record), std::move(handed_out), ActorOf(call));
                   }));
  // A confirmed list never changes, so its file is the same whenever it is made.
  response.set_csv(CsvOf(response.performance()));
  response.set_sha256(Sha256Hex(response.csv()));
  return response;
}

}  // namespace qcity::aggregation::performance
