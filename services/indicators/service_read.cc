// Answers: indicators with their figures, observations, references.
#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/cache/read_through.h"
#include "common/domain/period.h"
#include "common/rpc/page.h"
#include "services/indicators/action_plans/rules.h"
#include "services/indicators/action_plans/store.h"
#include "services/indicators/names.h"
#include "services/indicators/service.h"
#include "services/indicators/view.h"

namespace qcity::indicators {
namespace {

constexpr std::size_t kCursorColumns = 5;

std::vector<std::string> KeyColumns(const ObservationCursor& cursor) {
  return {cursor.key.indicator, cursor.key.part, cursor.key.subject, cursor.key.period, absl::StrCat(cursor.id)};
}

absl::StatusOr<ObservationCursor> CursorOf(const google::protobuf::Message& request) {
  ASSIGN_OR_RETURN(const std::vector<std::string> columns, rpc::DecodePageToken(request, kCursorColumns));
  if (columns.empty()) return ObservationCursor{};
  ObservationCursor cursor{{columns[0], columns[1], columns[2], columns[3]}, 0};
  if (!absl::SimpleAtoi(columns[4], &cursor.id)) return InvalidField("page_token", {"编号无效", "malformed id"});
  return cursor;
}

// The number of the indicator below which a list is asked for; empty: all. NOT_FOUND for one that the plan does not have.
absl::StatusOr<std::string> IndicatorBelow(const domain::Plan& plan, absl::string_view parent) {
  ASSIGN_OR_RETURN(std::string number, ParentNumber(plan.id(), parent));
  if (!number.empty()) RETURN_IF_ERROR(CheckIndicator(plan, parent).status());
  return number;
}

// Whether what the caller has seen is known here too.
absl::Status CheckMinVersion(std::int64_t wanted, std::int64_t version) {
  if (wanted <= version) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "NOT_CAUGHT_UP",
               {absl::StrCat("数据版本为 ", version, "，尚未到 ", wanted),
                absl::StrCat("the data stand at version ", version, ", not yet ", wanted)});
}

// One page of rows: asks for one more than wanted, to know whether another page follows.
template <typename Request>
absl::StatusOr<std::pair<std::vector<v1::Observation>, std::string>> ReadPage(sql::Database& database,
                                                                              const IndicatorStore& store,
                                                                              const Request& request,
                                                                              const ObservationFilter& filter) {
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const ObservationCursor after, CursorOf(request));
  ASSIGN_OR_RETURN(std::vector<ListedObservation> rows, database.Read([&](sql::Transaction& transaction) {
    return store.List(transaction, filter, after, size + 1);
  }));
  std::pair<std::vector<v1::Observation>, std::string> page;
  if (static_cast<int>(rows.size()) > size) {
    rows.pop_back();
    page.second = rpc::EncodePageToken(request, KeyColumns(rows.back().at));
  }
  for (ListedObservation& row : rows) page.first.push_back(std::move(row.observation));
  return page;
}

}  // namespace

absl::StatusOr<v1::ListObservationsResponse> IndicatorsService::ListObservations(
    const CallContext& call, const v1::ListObservationsRequest& request) {
  ObservationFilter filter;
  ASSIGN_OR_RETURN(filter.indicator, IndicatorBelow(PlanOf(call), request.parent()));
  filter.period = request.period();
  if (!filter.period.empty()) RETURN_IF_ERROR(domain::Period::Parse(filter.period).status());
  filter.states.assign(request.states().begin(), request.states().end());
  filter.with_warnings = request.with_warnings();
  ASSIGN_OR_RETURN(auto page, ReadPage(database_, store_, request, filter));
  v1::ListObservationsResponse response;
  response.mutable_observations()->Assign(page.first.begin(), page.first.end());
  response.set_next_page_token(page.second);
  return response;
}

absl::StatusOr<v1::ListReferencesResponse> IndicatorsService::ListReferences(const CallContext& call,
                                                                             const v1::ListReferencesRequest& request) {
  ObservationFilter filter;
  filter.references = true;
  ASSIGN_OR_RETURN(filter.indicator, IndicatorBelow(PlanOf(call), request.parent()));
  filter.subject = request.subject();
  ASSIGN_OR_RETURN(auto page, ReadPage(database_, store_, request, filter));
  v1::ListReferencesResponse response;
  response.mutable_references()->Assign(page.first.begin(), page.first.end());
  response.set_next_page_token(page.second);
  return response;
}

// The year: its action plan tells the pace.
std::string IndicatorsService::ReplyKey(const CallContext& call, absl::string_view name, std::int64_t version) const {
  return absl::StrCat(name, "@", outbox_.epoch(), "-", version, "/plans-", plans_digest_, "/",
                      PlanOf(call).document().version(), "/", ShanghaiDay(call.now).year());
}

absl::StatusOr<v1::ActionPlan> IndicatorsService::ActionPlanOf(sql::Transaction& transaction, const CallContext& call) {
  const auto year = static_cast<int>(ShanghaiDay(call.now).year());
  ASSIGN_OR_RETURN(const v1::ActionPlanYear recorded, action_plans::LoadYear(transaction, year));
  const v1::ActionPlan* in_force = action_plans::InForceAt(recorded, call.now);
  return in_force == nullptr ? v1::ActionPlan() : *in_force;
}

std::optional<std::string> IndicatorsService::PeekIndicator(const CallContext& call,
                                                            const v1::GetIndicatorRequest& request) {
  const std::int64_t version = outbox_.Committed();
  if (!CheckMinVersion(request.min_version(), version).ok()) return std::nullopt;
  // Only names that were found sound are ever filled in.
  const auto cached = replies_.Get(ReplyKey(call, request.name(), version), version);
  return cached == nullptr ? std::nullopt : std::make_optional(*cached);
}

absl::StatusOr<v1::IndicatorView> IndicatorsService::GetIndicator(const CallContext& call,
                                                                  const v1::GetIndicatorRequest& request) {
  const domain::Plan& plan = PlanOf(call);
  ASSIGN_OR_RETURN(const std::string number, CheckIndicator(plan, request.name()));
  const std::int64_t version = outbox_.Committed();
  RETURN_IF_ERROR(CheckMinVersion(request.min_version(), version));
  return cache::ReadThrough<v1::IndicatorView>(
      {replies_, cache_}, ReplyKey(call, request.name(), version), version, [&] {
        return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::IndicatorView> {
          ASSIGN_OR_RETURN(const std::vector<v1::MeasurePeriod> history, store_.LoadIndicator(transaction, number));
          ASSIGN_OR_RETURN(const v1::Applicability applicability, store_.LoadApplicability(transaction, number));
          ASSIGN_OR_RETURN(const v1::ActionPlan action_plan, ActionPlanOf(transaction, call));
          return ViewOf(plan, number, history, applicability, Detail::kHistory,
                        GoalOf(action_plan, IndicatorName(campaign_, number)));
        });
      });
}

absl::StatusOr<v1::ListIndicatorsResponse> IndicatorsService::ListIndicators(const CallContext& call,
                                                                             const v1::ListIndicatorsRequest& request) {
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(campaign_, request.parent()));
  if (!number.empty()) return InvalidField("parent", {"应为 campaigns/{campaign}", "want campaigns/{campaign}"});
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const std::vector<std::string> after, rpc::DecodePageToken(request, 1));
  const domain::Plan& plan = PlanOf(call);
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  const int first = after.empty() ? 0 : plan.IndicatorIndex(after[0]) + 1;
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListIndicatorsResponse> {
    v1::ListIndicatorsResponse response;
    ASSIGN_OR_RETURN(const v1::ActionPlan action_plan, ActionPlanOf(transaction, call));
    for (int i = first; i < plan.document().indicators_size(); ++i) {
      const plan::v1::Indicator& indicator = plan.document().indicators(i);
      const bool wanted = request.organization().empty() ||
                          plan.LeadsIndicator(indicator, request.organization(), ShanghaiDay(call.now));
      if (!wanted) continue;
      if (response.indicators_size() == size) {
        const v1::IndicatorView& last = response.indicators(size - 1);
        response.set_next_page_token(rpc::EncodePageToken(request, {last.indicator().number()}));
        break;
      }
      ASSIGN_OR_RETURN(const std::vector<v1::MeasurePeriod> history,
                       store_.LoadIndicator(transaction, indicator.number()));
      ASSIGN_OR_RETURN(const v1::Applicability applicability,
                       store_.LoadApplicability(transaction, indicator.number()));
      *response.add_indicators() = ViewOf(plan, indicator.number(), history, applicability, Detail::kLatest,
                                          GoalOf(action_plan, IndicatorName(campaign_, indicator.number())));
    }
    return response;
  });
}

}  // namespace qcity::indicators
