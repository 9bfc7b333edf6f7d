#include "services/aggregation/service.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/timestamp.h"
#include "common/base/unicode.h"
#include "common/cache/read_through.h"
#include "common/domain/period.h"
#include "common/rpc/command.h"
#include "services/aggregation/answer.h"
#include "services/aggregation/explain.h"
#include "services/aggregation/live.h"
#include "services/aggregation/names.h"
#include "services/aggregation/rules.h"

namespace qcity::aggregation {
namespace {

constexpr absl::Duration kLongestWait = absl::Seconds(2);
constexpr std::size_t kReplyBytes = 16 << 20;
constexpr int kDefaultPoints = 100;
constexpr int kMostPoints = 1000;
constexpr int kDocumentLength = 500;

// The days of a series: every `step` days from the first, and the last one.
std::vector<absl::CivilDay> DaysOf(absl::CivilDay first, absl::CivilDay last, std::int64_t step) {
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = first; day < last; day += step) days.push_back(day);
  days.push_back(last);
  return days;
}

// How many points DaysOf gives for a last day that is `days` after the first.
std::int64_t PointsOf(std::int64_t days, std::int64_t step) { return (days + step - 1) / step + 1; }

// The step asked for, or the least that gives at most kDefaultPoints.
absl::StatusOr<std::int64_t> StepOf(std::int32_t asked, std::int64_t days) {
  if (asked < 0 || asked > 366) return InvalidField("step_days", {"应为 0 到 366", "want 0 to 366"});
  const std::int64_t least = std::max<std::int64_t>(1, (days + kDefaultPoints - 2) / (kDefaultPoints - 1));
  const std::int64_t step = asked > 0 ? asked : least;
  if (PointsOf(days, step) <= kMostPoints) return step;
  return InvalidField("step_days", {absl::StrCat("间隔太小：至多 ", kMostPoints, " 点"),
                                    absl::StrCat("too small: at most ", kMostPoints, " points")});
}

}  // namespace

AggregationService::AggregationService(rpc::Edge& edge, Aggregator& aggregator, feed::Outbox& outbox,
                                       ReadinessWatch& watchers, rpc::Env& env)
    : rpc::Service(edge, v1::AggregationService::service_full_name()),
      aggregator_(aggregator),
      outbox_(outbox),
      watchers_(watchers),
      plans_(env.plans()),
      cache_(env.cache()),
      replies_(kReplyBytes),
      campaign_(env.plans().Latest()->id()) {
  using S = AggregationService;
  HandleHot("GetReadiness", &S::PeekReadiness, &S::GetReadiness);
  Handle("ExplainReadiness", &S::ExplainReadiness);
  HandleWatch("WatchReadiness", &S::WatchReadiness);
  Handle("ListGaps", &S::ListGaps);
  Handle("GetReadinessHistory", &S::GetReadinessHistory);
  Handle("RankOrganizations", &S::RankOrganizations);
  Handle("DeclareVeto", &S::DeclareVeto);
  Handle("LiftVeto", &S::LiftVeto);
  Handle("GetPlan", &S::GetPlan);
  Handle("ListCampaigns", &S::ListCampaigns);
}

absl::StatusOr<absl::CivilDay> AggregationService::DayOf(const CallContext& call, absl::string_view text,
                                                         absl::string_view path) const {
  const absl::CivilDay today = ShanghaiDay(call.now);
  return plans_.InForce(today)->AsOf(text, path, today);
}

AggregationService::Known AggregationService::KnownAsOf(const Knowledge& knowledge, absl::CivilDay as_of) const {
  const domain::Plan& plan = *plans_.InForce(as_of);
  return {plan, InputsAsOf(plan, knowledge.entities, EndOfShanghaiDay(as_of))};
}

v1::Readiness AggregationService::ScoredAsOf(const Knowledge& knowledge, absl::CivilDay as_of) const {
  v1::Readiness readiness = aggregation::ReadinessAsOf(*plans_.InForce(as_of), knowledge.entities, as_of);
  readiness.set_version(knowledge.readiness.version());
  return readiness;
}

absl::StatusOr<v1::Readiness> AggregationService::ReadinessAsOf(const CallContext& call, absl::CivilDay as_of) {
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  const std::string day = domain::FormatDay(as_of);
  if (knowledge->readiness.as_of() == day) return knowledge->readiness;
  // Midnight has passed, the stored one is of yesterday.
  if (as_of == ShanghaiDay(call.now)) return ScoredAsOf(*knowledge, as_of);
  const std::int64_t version = knowledge->readiness.version();
  return cache::ReadThrough<v1::Readiness>(
      {replies_, cache_}, ReplyKey(day, version), version,
      [&]() -> absl::StatusOr<v1::Readiness> { return ScoredAsOf(*knowledge, as_of); });
}

// What is known of a past day changes only with the version and the plans: they are part of the key, and so is the database that counts the versions.
std::string AggregationService::ReplyKey(absl::string_view day, std::int64_t version) const {
  return absl::StrCat("readiness/", campaign_, "/", day, "@", outbox_.epoch(), "-", version, "/plans-",
                      plans_.Digest());
}

std::optional<std::string> AggregationService::PeekReadiness(const CallContext& call,
                                                             const v1::GetReadinessRequest& request) {
  const bool sound = CheckName(campaign_, request.name(), "/readiness", "name").ok();
  const absl::StatusOr<absl::CivilDay> as_of = DayOf(call, request.as_of(), "as_of");
  if (!sound || !as_of.ok() || !request.min_versions().empty()) return std::nullopt;
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  const std::string day = domain::FormatDay(*as_of);
  const bool newest = knowledge->readiness.as_of() == day;
  if (!newest && *as_of == ShanghaiDay(call.now)) return std::nullopt;
  const std::int64_t version = knowledge->readiness.version();
  const auto cached = newest ? nullptr : replies_.Get(ReplyKey(day, version), version);
  if (!newest && cached == nullptr) return std::nullopt;
  v1::Readiness sources;
  for (v1::Source& source : aggregator_.Sources()) *sources.add_sources() = std::move(source);
  // Messages that are joined as bytes are merged.
  return absl::StrCat(newest ? knowledge->readiness_bytes : *cached, sources.SerializeAsString());
}

absl::StatusOr<v1::Readiness> AggregationService::GetReadiness(const CallContext& call,
                                                               const v1::GetReadinessRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOf(call, request.as_of(), "as_of"));
  const std::vector<const v1::Source*> wanted(request.min_versions().pointer_begin(),
                                              request.min_versions().pointer_end());
  RETURN_IF_ERROR(aggregator_.WaitFor(wanted, kLongestWait));
  ASSIGN_OR_RETURN(v1::Readiness readiness, ReadinessAsOf(call, as_of));
  for (v1::Source& source : aggregator_.Sources()) *readiness.add_sources() = std::move(source);
  return readiness;
}

absl::StatusOr<v1::ExplainReadinessResponse> AggregationService::ExplainReadiness(
    const CallContext& call, const v1::ExplainReadinessRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOf(call, request.as_of(), "as_of"));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  const Known known = KnownAsOf(*knowledge, as_of);
  const score::Result result = score::Score(known.plan, known.inputs,
                                            {.as_of = as_of, .judged_at = as_of, .provisional = request.provisional()});
  const v1::Node root = ExplainOf(known.plan, result);
  const v1::Node* node = request.node().empty() ? &root : FindNode(root, request.node());
  if (node == nullptr) {
    return Error(absl::StatusCode::kNotFound, "NODE_NOT_FOUND",
                 {absl::StrCat("说明中没有节点“", request.node(), "”"),
                  absl::StrCat("the explanation has no node '", request.node(), "'")});
  }
  v1::ExplainReadinessResponse response;
  response.set_as_of(domain::FormatDay(as_of));
  *response.mutable_root() = *node;
  response.set_illustrative(result.illustrative);
  response.set_version(knowledge->readiness.version());
  return response;
}

grpc::ServerWriteReactor<v1::Readiness>* AggregationService::WatchReadiness(grpc::CallbackServerContext* context,
                                                                            const CallContext& call,
                                                                            const v1::WatchReadinessRequest& request) {
  const absl::Status status = CheckName(campaign_, request.name(), "/readiness", "name");
  if (!status.ok()) return watchers_.Refuse(rpc::ToGrpc(status, call.call_id));
  return watchers_.Watch(context, aggregator_.Known()->readiness);
}

absl::StatusOr<v1::ListGapsResponse> AggregationService::ListGaps(const CallContext& call,
                                                                  const v1::ListGapsRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOf(call, request.as_of(), "as_of"));
  const Known known = KnownAsOf(*aggregator_.Known(), as_of);
  RETURN_IF_ERROR(known.plan.CheckOrganization("organization", request.organization()));
  const score::Result result = score::Score(known.plan, known.inputs, {.as_of = as_of, .judged_at = as_of});
  v1::ListGapsResponse response;
  response.set_as_of(domain::FormatDay(as_of));
  for (v1::Gap& gap : GapsOf(known.plan, result, request.organization(), as_of)) *response.add_gaps() = std::move(gap);
  response.set_illustrative(result.illustrative);
  return response;
}

absl::StatusOr<v1::GetReadinessHistoryResponse> AggregationService::GetReadinessHistory(
    const CallContext& call, const v1::GetReadinessHistoryRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay to, DayOf(call, request.to(), "to"));
  ASSIGN_OR_RETURN(absl::CivilDay from, domain::ParseDay(plans_.InForce(to)->document().published(), "published"));
  from = std::min(from, to);
  if (!request.from().empty()) {
    ASSIGN_OR_RETURN(from, DayOf(call, request.from(), "from"));
  }
  if (from > to) return InvalidField("from", {"不得晚于 to", "must not be after `to`"});
  ASSIGN_OR_RETURN(const std::int64_t step, StepOf(request.step_days(), to - from));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  v1::GetReadinessHistoryResponse response;
  for (const absl::CivilDay day : DaysOf(from, to, step)) {
    const Known known = KnownAsOf(*knowledge, day);
    const score::Result result =
        score::Score(known.plan, known.inputs, {.as_of = day, .judged_at = day, .forecasts = false});
    *response.add_points() = PointOf(result);
    response.set_illustrative(response.illustrative() || result.illustrative);
  }
  return response;
}

absl::StatusOr<v1::RankOrganizationsResponse> AggregationService::RankOrganizations(
    const CallContext& call, const v1::RankOrganizationsRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.parent(), "", "parent"));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, DayOf(call, request.as_of(), "as_of"));
  const Known known = KnownAsOf(*aggregator_.Known(), as_of);
  v1::RankOrganizationsResponse response;
  response.set_as_of(domain::FormatDay(as_of));
  for (v1::OrganizationRank& rank : RanksOf(known.plan, known.inputs, as_of))
    *response.add_organizations() = std::move(rank);
  response.set_illustrative(std::any_of(known.inputs.figures.begin(), known.inputs.figures.end(),
                                        [](const score::FigureInput& figure) { return figure.illustrative; }));
  return response;
}

template <typename Request>
absl::StatusOr<v1::Veto> AggregationService::ChangeVeto(
    const CallContext& call, const Request& request,
    absl::FunctionRef<absl::StatusOr<v1::Veto>(sql::Transaction&)> change) {
  v1::Veto veto;
  RETURN_IF_ERROR(aggregator_.Advance([&](sql::Transaction& transaction, Entities& entities) -> absl::StatusOr<bool> {
    bool fresh = false;
    const auto change_once = [&](sql::Transaction& inner) {
      fresh = true;
      return change(inner);
    };
    ASSIGN_OR_RETURN(veto, rpc::CommandIn<v1::Veto>(transaction, call, request, change_once));
    // A repeated request is answered with the veto as it was then, which may have been lifted since: nothing is new.
    if (fresh) entities.vetoes[veto.name()] = std::make_shared<const v1::Veto>(veto);
    return fresh;
  }));
  return veto;
}

absl::StatusOr<v1::Veto> AggregationService::DeclareVeto(const CallContext& call,
                                                         const v1::DeclareVetoRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.parent(), "", "parent"));
  RETURN_IF_ERROR(CheckRequiredText("reason", request.reason(), kFreeTextLength, Newlines::kAllow));
  RETURN_IF_ERROR(CheckRequiredText("document", request.document(), kDocumentLength));
  return ChangeVeto(call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Veto> {
    ASSIGN_OR_RETURN(const std::int64_t id, outbox_.PeekPosition(transaction));
    v1::Veto veto;
    veto.set_name(VetoName(campaign_, id));
    veto.set_reason(request.reason());
    veto.set_document(request.document());
    veto.set_declared_by(call.principal.person);
    *veto.mutable_declared() = TimestampOf(call.now);
    RETURN_IF_ERROR(store_.SaveVeto(transaction, id, veto));
    return veto;
  });
}

absl::StatusOr<v1::Veto> AggregationService::LiftVeto(const CallContext& call, const v1::LiftVetoRequest& request) {
  ASSIGN_OR_RETURN(const std::int64_t id, VetoId(campaign_, request.name()));
  RETURN_IF_ERROR(CheckRequiredText("reason", request.reason(), kFreeTextLength, Newlines::kAllow));
  return ChangeVeto(call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Veto> {
    ASSIGN_OR_RETURN(v1::Veto veto, store_.LoadVeto(transaction, id));
    RETURN_IF_ERROR(CheckMayLift(veto, call.principal.person));
    veto.set_lifted_by(call.principal.person);
    *veto.mutable_lifted() = TimestampOf(call.now);
    veto.set_lift_reason(request.reason());
    RETURN_IF_ERROR(store_.SaveVeto(transaction, id, veto));
    return veto;
  });
}

absl::StatusOr<plan::v1::Plan> AggregationService::GetPlan(const CallContext& call, const v1::GetPlanRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/plan", "name"));
  if (request.date().empty()) return plans_.InForce(ShanghaiDay(call.now))->document();
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(request.date(), "date"));
  return plans_.InForce(day)->document();
}

absl::StatusOr<v1::ListCampaignsResponse> AggregationService::ListCampaigns(const CallContext& call,
                                                                            const v1::ListCampaignsRequest& request) {
  v1::ListCampaignsResponse response;
  v1::Campaign& campaign = *response.add_campaigns();
  campaign.set_name(absl::StrCat("campaigns/", campaign_));
  campaign.set_title(plans_.Latest()->document().title());
  campaign.set_city(plans_.Latest()->document().city());
  for (const auto& version : plans_.all()) campaign.add_plan_versions(version->document().version());
  campaign.set_plan_digest(plans_.Digest());
  return response;
}

}  // namespace qcity::aggregation
