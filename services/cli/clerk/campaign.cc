#include "services/cli/clerk/campaign.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {
namespace {

using aggregation::v1::AggregationService;
constexpr char kService[] = "aggregation";

absl::StatusOr<std::string> AskDigest(Connection& connection, AggregationService::Stub& stub, const std::string& id) {
  aggregation::v1::ListCampaignsResponse response;
  RETURN_IF_ERROR(
      connection.Call(kService, [&](grpc::ClientContext* call) { return stub.ListCampaigns(call, {}, &response); }));
  for (const aggregation::v1::Campaign& campaign : response.campaigns()) {
    if (absl::EndsWith(campaign.name(), absl::StrCat("/", id))) return campaign.plan_digest();
  }
  return UsageError({absl::StrCat("服务上没有创建活动 ", id), absl::StrCat("the server does not run ", id)});
}

// The server's clock may be a set one: its readiness tells its day.
absl::StatusOr<std::string> AskToday(Connection& connection, AggregationService::Stub& stub, const std::string& id) {
  aggregation::v1::GetReadinessRequest request;
  request.set_name(absl::StrCat("campaigns/", id, "/readiness"));
  aggregation::v1::Readiness readiness;
  RETURN_IF_ERROR(connection.Call(
      kService, [&](grpc::ClientContext* call) { return stub.GetReadiness(call, request, &readiness); }));
  return readiness.as_of();
}

Text NamedIn(const domain::Plan& plan, const std::string& organization) {
  const std::string name = absl::StrCat(plan.NameOf(organization), " (", organization, ")");
  return {name, name};
}

}  // namespace

absl::StatusOr<ClerkCampaign> AskCampaign(Connection& connection, const std::string& day) {
  ClerkCampaign campaign;
  ASSIGN_OR_RETURN(campaign.id, connection.Campaign());
  AggregationService::Stub stub(connection.To(kService));
  ASSIGN_OR_RETURN(const std::string digest, AskDigest(connection, stub, campaign.id));
  campaign.digest = ShortDigest(digest);
  std::string date = day;
  if (date.empty()) {
    ASSIGN_OR_RETURN(date, AskToday(connection, stub, campaign.id));
  }
  ASSIGN_OR_RETURN(campaign.day, domain::ParseDay(date, "--as-of"));
  aggregation::v1::GetPlanRequest request;
  request.set_name(absl::StrCat("campaigns/", campaign.id, "/plan"));
  request.set_date(date);
  plan::v1::Plan document;
  RETURN_IF_ERROR(
      connection.Call(kService, [&](grpc::ClientContext* call) { return stub.GetPlan(call, request, &document); }));
  ASSIGN_OR_RETURN(campaign.plan, domain::Plan::Make(std::move(document)));
  return campaign;
}

absl::StatusOr<std::string> OrganizationOf(const domain::Plan& plan, const std::string& typed) {
  for (const plan::v1::Organization& organization : plan.document().organizations()) {
    const auto& aliases = organization.aliases();
    if (organization.id() == typed || organization.name() == typed ||
        std::find(aliases.begin(), aliases.end(), typed) != aliases.end()) {
      return organization.id();
    }
  }
  return UsageError(
      {absl::StrCat("方案中没有单位 ", typed, "；qcity plan show --part organizations 列出全部单位"),
       absl::StrCat("the plan has no organisation ", typed, "; qcity plan show --part organizations lists them")});
}

absl::Status CheckOwner(const ClerkCampaign& campaign, const RowKey& key, const std::string& wanted,
                        const std::string& caller) {
  if (key.campaign != campaign.id) {
    return Error(absl::StatusCode::kInvalidArgument, "WRONG_CAMPAIGN",
                 {absl::StrCat("填报表属于创建活动 ", key.campaign, "，这里只接受 ", campaign.id, " 的"),
                  absl::StrCat("the file is of the campaign ", key.campaign, "; only files of ", campaign.id,
                               " are taken here")});
  }
  const Text owner = NamedIn(*campaign.plan, key.organization);
  if (!wanted.empty() && wanted != key.organization) {
    const Text named = NamedIn(*campaign.plan, wanted);
    return Error(absl::StatusCode::kInvalidArgument, "WRONG_ORGANIZATION",
                 {absl::StrCat("填报表属于 ", owner.zh, "，--organization 指定的是 ", named.zh),
                  absl::StrCat("the file is ", owner.en, "'s, --organization names ", named.en)});
  }
  const std::string own = caller.substr(caller.rfind('@') + 1);
  if (own != key.organization && !campaign.plan->HasRole(own, plan::v1::OFFICE)) {
    return Error(absl::StatusCode::kPermissionDenied, "WRONG_ORGANIZATION",
                 {absl::StrCat("填报表属于 ", owner.zh, "，只能由该单位或质强委办公室导入"),
                  absl::StrCat("the file is ", owner.en, "'s: only that organisation or the office may import it")});
  }
  if (key.plan != campaign.digest) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_CHANGED",
                 {absl::StrCat("填报表生成后方案已更新（", key.plan, " → ", campaign.digest, "），请重新生成填报表"),
                  absl::StrCat("the plan has changed since the file was made (", key.plan, " -> ", campaign.digest,
                               "); make the file anew")});
  }
  return absl::OkStatus();
}

}  // namespace qcity::cli
