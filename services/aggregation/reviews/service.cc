#include "services/aggregation/reviews/service.h"

#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/rpc/command.h"
#include "services/aggregation/names.h"
#include "services/aggregation/reviews/names.h"
#include "services/aggregation/reviews/rules.h"
#include "services/aggregation/reviews/snapshot.h"

namespace qcity::aggregation::reviews {
namespace {

Actor ActorOf(const rpc::CallContext& call) { return {call.principal.person, call.principal.organization, call.now}; }

absl::StatusOr<v1::FrozenReadiness> Thawed(const std::string& bytes) {
  v1::FrozenReadiness frozen;
  if (frozen.ParseFromString(bytes)) return frozen;
  return absl::DataLossError("what a review froze does not parse");
}

}  // namespace

ReviewsService::ReviewsService(rpc::Edge& edge, sql::Database& database, const Aggregator& aggregator, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      database_(database),
      aggregator_(aggregator),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  using S = ReviewsService;
  Handle("OpenReview", &S::OpenReview);
  Handle("ListReviews", &S::ListReviews);
  Handle("GetReview", &S::GetReview);
  Handle("InviteExpert", &S::InviteExpert);
  Handle("MarkItem", &S::MarkItem);
  Handle("RecordFinding", &S::RecordFinding);
  Handle("ListFindings", &S::ListFindings);
  Handle("AssignRectification", &S::AssignRectification);
  Handle("ReportRectification", &S::ReportRectification);
  Handle("CloseRectification", &S::CloseRectification);
  Handle("ReturnRectification", &S::ReturnRectification);
  Handle("CloseReview", &S::CloseReview);
}

const domain::Plan& ReviewsService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

absl::Status ReviewsService::CheckMayRead(const CallContext& call, const v1::Review& review) const {
  const plan::v1::Organization* body = PlanOf(call).FindOrganization(call.principal.organization);
  const bool member = body != nullptr && body->kind() != plan::v1::THIRD_PARTY;
  return member ? absl::OkStatus() : RequireInvited(review, ActorOf(call));
}

absl::StatusOr<v1::Review> ReviewsService::Load(sql::Transaction& transaction, std::int64_t id) const {
  ASSIGN_OR_RETURN(std::optional<v1::Review> review, store_.Load(transaction, id));
  if (!review.has_value()) return NoReview(absl::StrCat(id));
  return *std::move(review);
}

absl::StatusOr<std::vector<v1::Finding>> ReviewsService::FindingsOf(const CallContext& call,
                                                                    sql::Transaction& transaction,
                                                                    std::int64_t id) const {
  ASSIGN_OR_RETURN(std::vector<v1::Finding> findings, store_.Findings(transaction, id));
  const int yellow_days = PlanOf(call).document().policy().tasks().yellow_days();
  for (v1::Finding& finding : findings) finding.set_light(LightOf(finding, yellow_days, ShanghaiDay(call.now)));
  return findings;
}

absl::StatusOr<v1::GetReviewResponse> ReviewsService::View(const CallContext& call, sql::Transaction& transaction,
                                                           std::int64_t id, bool with_snapshot) const {
  ASSIGN_OR_RETURN(v1::Review review, Load(transaction, id));
  ASSIGN_OR_RETURN(std::string bytes, store_.LoadSnapshot(transaction, id));
  ASSIGN_OR_RETURN(const v1::FrozenReadiness frozen, Thawed(bytes));
  ASSIGN_OR_RETURN(const std::vector<v1::ItemMark> marks, store_.Marks(transaction, id));
  ASSIGN_OR_RETURN(const std::vector<v1::Finding> findings, FindingsOf(call, transaction, id));
  const std::vector<v1::ReviewItem> items = ItemsOf(frozen, marks);
  v1::GetReviewResponse response;
  *response.mutable_review() = WithCounts(std::move(review), items, findings);
  response.mutable_items()->Add(items.begin(), items.end());
  response.mutable_findings()->Add(findings.begin(), findings.end());
  if (!with_snapshot) return response;
  response.mutable_snapshot()->set_sha256(response.review().snapshot_sha256());
  response.mutable_snapshot()->set_frozen(std::move(bytes));
  return response;
}

absl::Status ReviewsService::Touch(const CallContext& call, sql::Transaction& transaction, std::int64_t id,
                                   v1::Review review) const {
  *review.mutable_updated() = TimestampOf(call.now);
  return store_.Save(transaction, id, review);
}

template <typename Request>
absl::StatusOr<v1::Finding> ReviewsService::Move(const CallContext& call, const Request& request, Step step) {
  ASSIGN_OR_RETURN(const FindingId name, FindingIdOf(campaign_, request.name()));
  return rpc::Command<v1::Finding>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Finding> {
        ASSIGN_OR_RETURN(v1::Review review, Load(transaction, name.review));
        ASSIGN_OR_RETURN(std::optional<v1::Finding> before, store_.LoadFinding(transaction, name.review, name.number));
        if (!before.has_value()) return NoFinding(absl::StrCat(name.number));
        ASSIGN_OR_RETURN(v1::Finding finding, step(*std::move(before)));
        RETURN_IF_ERROR(store_.SaveFinding(transaction, name.review, name.number, finding));
        RETURN_IF_ERROR(Touch(call, transaction, name.review, std::move(review)));
        const int yellow_days = PlanOf(call).document().policy().tasks().yellow_days();
        finding.set_light(LightOf(finding, yellow_days, ShanghaiDay(call.now)));
        return finding;
      });
}

absl::StatusOr<v1::Review> ReviewsService::OpenReview(const CallContext& call, const v1::OpenReviewRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.parent(), "", "parent"));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, PlanOf(call).AsOf(request.as_of(), "as_of", ShanghaiDay(call.now)));
  const v1::FrozenReadiness frozen = FreezeOf(*plans_.InForce(as_of), aggregator_.Known()->entities, as_of);
  const std::string bytes = frozen.SerializeAsString();
  ASSIGN_OR_RETURN(const v1::Review opened, Open(request, frozen, Sha256Hex(bytes), ActorOf(call)));
  return rpc::Command<v1::Review>(database_, call, request,
                                  [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Review> {
                                    ASSIGN_OR_RETURN(const std::int64_t id, store_.NextId(transaction));
                                    v1::Review review = opened;
                                    review.set_name(ReviewName(campaign_, id));
                                    RETURN_IF_ERROR(store_.Save(transaction, id, review));
                                    RETURN_IF_ERROR(store_.SaveSnapshot(transaction, id, bytes));
                                    return WithCounts(std::move(review), ItemsOf(frozen, {}), {});
                                  });
}

absl::StatusOr<v1::ListReviewsResponse> ReviewsService::ListReviews(const CallContext& call,
                                                                    const v1::ListReviewsRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.parent(), "", "parent"));
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListReviewsResponse> {
    v1::ListReviewsResponse response;
    ASSIGN_OR_RETURN(const std::vector<std::int64_t> ids, store_.Ids(transaction));
    for (const std::int64_t id : ids) {
      ASSIGN_OR_RETURN(v1::GetReviewResponse view, View(call, transaction, id, /*with_snapshot=*/false));
      if (CheckMayRead(call, view.review()).ok()) *response.add_reviews() = std::move(*view.mutable_review());
    }
    return response;
  });
}

absl::StatusOr<v1::GetReviewResponse> ReviewsService::GetReview(const CallContext& call,
                                                                const v1::GetReviewRequest& request) {
  ASSIGN_OR_RETURN(const std::int64_t id, ReviewId(campaign_, request.name(), "name"));
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::GetReviewResponse> {
    ASSIGN_OR_RETURN(v1::GetReviewResponse view, View(call, transaction, id, request.with_snapshot()));
    RETURN_IF_ERROR(CheckMayRead(call, view.review()));
    return view;
  });
}

absl::StatusOr<v1::Review> ReviewsService::InviteExpert(const CallContext& call,
                                                        const v1::InviteExpertRequest& request) {
  ASSIGN_OR_RETURN(const std::int64_t id, ReviewId(campaign_, request.name(), "name"));
  return rpc::Command<v1::Review>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Review> {
        ASSIGN_OR_RETURN(v1::Review review, Load(transaction, id));
        ASSIGN_OR_RETURN(review, Invite(std::move(review), request, PlanOf(call), ActorOf(call)));
        RETURN_IF_ERROR(Touch(call, transaction, id, std::move(review)));
        ASSIGN_OR_RETURN(v1::GetReviewResponse view, View(call, transaction, id, /*with_snapshot=*/false));
        return std::move(*view.mutable_review());
      });
}

absl::StatusOr<v1::ReviewItem> ReviewsService::MarkItem(const CallContext& call, const v1::MarkItemRequest& request) {
  ASSIGN_OR_RETURN(const std::int64_t id, ReviewId(campaign_, request.name(), "name"));
  return rpc::Command<v1::ReviewItem>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::ReviewItem> {
        ASSIGN_OR_RETURN(v1::Review review, Load(transaction, id));
        ASSIGN_OR_RETURN(const v1::ItemMark mark, MarkOf(review, request, ActorOf(call)));
        RETURN_IF_ERROR(store_.AddMark(transaction, id, mark));
        RETURN_IF_ERROR(Touch(call, transaction, id, std::move(review)));
        ASSIGN_OR_RETURN(const v1::GetReviewResponse view, View(call, transaction, id, /*with_snapshot=*/false));
        const std::vector<v1::ReviewItem> items(view.items().begin(), view.items().end());
        const v1::ReviewItem* item = FindItem(items, request.item());
        if (item == nullptr) return NoItem(request.item());
        return *item;
      });
}

absl::StatusOr<v1::Finding> ReviewsService::RecordFinding(const CallContext& call,
                                                          const v1::RecordFindingRequest& request) {
  ASSIGN_OR_RETURN(const std::int64_t id, ReviewId(campaign_, request.name(), "name"));
  return rpc::Command<v1::Finding>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Finding> {
        ASSIGN_OR_RETURN(const v1::GetReviewResponse view, View(call, transaction, id, /*with_snapshot=*/false));
        if (!call.office) RETURN_IF_ERROR(RequireInvited(view.review(), ActorOf(call)));
        ASSIGN_OR_RETURN(v1::Finding finding, FindingOf(view.review(), request, ActorOf(call)));
        const std::vector<v1::ReviewItem> items(view.items().begin(), view.items().end());
        const v1::ReviewItem* item = FindItem(items, request.item());
        if (item == nullptr && !request.item().empty()) return NoItem(request.item());
        ASSIGN_OR_RETURN(const std::int64_t number, store_.NextFinding(transaction, id));
        if (number > kMostFindings) {
          return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_FINDINGS",
                       {"该评审已有 1000 个问题", "the review has 1000 findings already"});
        }
        finding.set_name(FindingName(view.review().name(), number));
        if (item != nullptr) finding.set_item_title(item->title());
        RETURN_IF_ERROR(store_.SaveFinding(transaction, id, number, finding));
        ASSIGN_OR_RETURN(v1::Review review, Load(transaction, id));
        RETURN_IF_ERROR(Touch(call, transaction, id, std::move(review)));
        finding.set_light(v1::FINDING_OFF);
        return finding;
      });
}

absl::StatusOr<v1::ListFindingsResponse> ReviewsService::ListFindings(const CallContext& call,
                                                                      const v1::ListFindingsRequest& request) {
  const bool all = CheckName(campaign_, request.parent(), "", "parent").ok();
  ASSIGN_OR_RETURN(const std::int64_t only,
                   all ? absl::StatusOr<std::int64_t>(0) : ReviewId(campaign_, request.parent(), "parent"));
  RETURN_IF_ERROR(PlanOf(call).CheckOrganization("owner", request.owner()));
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ListFindingsResponse> {
    v1::ListFindingsResponse response;
    std::vector<std::int64_t> ids = {only};
    if (all) {
      ASSIGN_OR_RETURN(ids, store_.Ids(transaction));
    }
    for (const std::int64_t id : ids) {
      ASSIGN_OR_RETURN(const v1::Review review, Load(transaction, id));
      const absl::Status readable = CheckMayRead(call, review);
      if (!readable.ok() && !all) return readable;
      if (!readable.ok()) continue;
      ASSIGN_OR_RETURN(const std::vector<v1::Finding> findings, FindingsOf(call, transaction, id));
      for (const v1::Finding& finding : findings) {
        const bool wanted = request.owner().empty() || finding.owner() == request.owner();
        const bool open = !request.open_only() || finding.state() != v1::FINDING_RECTIFIED;
        if (wanted && open) *response.add_findings() = finding;
      }
    }
    return response;
  });
}

absl::StatusOr<v1::Finding> ReviewsService::AssignRectification(const CallContext& call,
                                                                const v1::AssignRectificationRequest& request) {
  return Move(call, request,
              [&](v1::Finding finding) { return Assign(std::move(finding), request, PlanOf(call), ActorOf(call)); });
}

absl::StatusOr<v1::Finding> ReviewsService::ReportRectification(const CallContext& call,
                                                                const v1::ReportRectificationRequest& request) {
  return Move(call, request,
              [&](v1::Finding finding) { return Report(std::move(finding), request, PlanOf(call), ActorOf(call)); });
}

absl::StatusOr<v1::Finding> ReviewsService::CloseRectification(const CallContext& call,
                                                               const v1::CloseRectificationRequest& request) {
  return Move(call, request, [&](v1::Finding finding) { return Rectify(std::move(finding), request, ActorOf(call)); });
}

absl::StatusOr<v1::Finding> ReviewsService::ReturnRectification(const CallContext& call,
                                                                const v1::ReturnRectificationRequest& request) {
  return Move(call, request, [&](v1::Finding finding) { return Return(std::move(finding), request, ActorOf(call)); });
}

absl::StatusOr<v1::Review> ReviewsService::CloseReview(const CallContext& call, const v1::CloseReviewRequest& request) {
  ASSIGN_OR_RETURN(const std::int64_t id, ReviewId(campaign_, request.name(), "name"));
  return rpc::Command<v1::Review>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Review> {
        Closed closed;
        ASSIGN_OR_RETURN(closed.review, Load(transaction, id));
        ASSIGN_OR_RETURN(closed.findings, store_.Findings(transaction, id));
        ASSIGN_OR_RETURN(closed, Close(std::move(closed), request, ActorOf(call)));
        for (std::size_t i = 0; i < closed.findings.size(); ++i) {
          RETURN_IF_ERROR(store_.SaveFinding(transaction, id, static_cast<std::int64_t>(i) + 1, closed.findings[i]));
        }
        RETURN_IF_ERROR(Touch(call, transaction, id, std::move(closed.review)));
        ASSIGN_OR_RETURN(v1::GetReviewResponse view, View(call, transaction, id, /*with_snapshot=*/false));
        return std::move(*view.mutable_review());
      });
}

}  // namespace qcity::aggregation::reviews
