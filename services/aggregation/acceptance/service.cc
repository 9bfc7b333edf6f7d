#include "services/aggregation/acceptance/service.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "services/aggregation/names.h"

namespace qcity::aggregation::acceptance {
namespace {

constexpr char kRest[] = "/application";

Actor ActorOf(const rpc::CallContext& call) { return {call.principal.person, call.principal.organization, call.now}; }

}  // namespace

AcceptanceService::AcceptanceService(rpc::Edge& edge, sql::Database& database, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()), database_(database), campaign_(env.plans().Latest()->id()) {
  using S = AcceptanceService;
  Handle("GetApplication", &S::GetApplication);
  Handle("AdvanceApplication", &S::AdvanceApplication);
}

absl::StatusOr<v1::Application> AcceptanceService::Load(sql::Transaction& transaction) const {
  ASSIGN_OR_RETURN(v1::Application application, store_.Load(transaction));
  application.set_name(absl::StrCat("campaigns/", campaign_, kRest));
  return application;
}

absl::StatusOr<ExpertReviews> AcceptanceService::ReviewsNow(sql::Transaction& transaction) const {
  ExpertReviews now;
  ASSIGN_OR_RETURN(const std::vector<std::int64_t> ids, reviews_.Ids(transaction));
  for (const std::int64_t id : ids) {
    ASSIGN_OR_RETURN(const std::optional<v1::Review> review, reviews_.Load(transaction, id));
    if (!review.has_value() || review->kind() != v1::EXPERT) continue;
    (review->state() == v1::REVIEW_CLOSED ? now.closed : now.open).push_back(review->name());
    ASSIGN_OR_RETURN(const std::vector<v1::Finding> findings, reviews_.Findings(transaction, id));
    for (const v1::Finding& finding : findings)
      if (finding.state() != v1::FINDING_RECTIFIED) now.findings_open.push_back(finding.name());
  }
  return now;
}

absl::StatusOr<v1::Application> AcceptanceService::GetApplication(const CallContext&,
                                                                  const v1::GetApplicationRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), kRest, "name"));
  return database_.Read([&](sql::Transaction& transaction) { return Load(transaction); });
}

absl::StatusOr<v1::Application> AcceptanceService::AdvanceApplication(const CallContext& call,
                                                                      const v1::AdvanceApplicationRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), kRest, "name"));
  RETURN_IF_ERROR(CheckAdvance(request));
  return rpc::Command<v1::Application>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Application> {
        ASSIGN_OR_RETURN(const ExpertReviews reviews, ReviewsNow(transaction));
        ASSIGN_OR_RETURN(v1::Application application, Load(transaction));
        ASSIGN_OR_RETURN(application, Advance(std::move(application), request, reviews, ActorOf(call)));
        RETURN_IF_ERROR(store_.Save(transaction, application));
        return application;
      });
}

}  // namespace qcity::aggregation::acceptance
