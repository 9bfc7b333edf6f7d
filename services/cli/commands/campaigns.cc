// qcity campaigns: what the server runs.
#include <string>

#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::Campaign;
using aggregation::v1::ListCampaignsResponse;

Report ShowCampaigns(const ListCampaignsResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  Table table{{"", ""},
              {{"name", {"名称", "Name"}},
               {"city", {"城市", "City"}},
               {"title", {"方案", "Plan"}},
               {"planVersions", {"版本", "Versions"}},
               {"planDigest", {"方案摘要", "Digest"}}},
              {}};
  for (const Campaign& campaign : response.campaigns()) {
    table.rows.push_back({campaign.name(), campaign.city(), campaign.title(),
                          Listed(campaign.plan_versions(), context.language()),
                          Cell(campaign.plan_digest().substr(0, 12), Tone::kPlain, campaign.plan_digest())});
  }
  report.tables.push_back(std::move(table));
  return report;
}

}  // namespace

void RegisterCampaigns(Commands& root) {
  Commands group = root.Group("campaigns", {"创建活动", "Campaigns"});
  Unary(group, "list", {"服务上有哪些", "Those that the server runs"}, "aggregation",
        &AggregationService::Stub::ListCampaigns)
      .Show(ShowCampaigns);
}

}  // namespace qcity::cli
