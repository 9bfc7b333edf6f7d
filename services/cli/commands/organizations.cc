// qcity organizations: what is known of the campaign's organisations.
#include "qcity/aggregation/v1/performance.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/leading_bodies.h"
#include "services/cli/commands/performance_view.h"

namespace qcity::cli {

void RegisterOrganizations(Commands& root) {
  Commands group = root.Group("organizations", {"单位", "Organisations"});
  Unary(group, "performance", {"年度绩效：得分、名次和扣分", "A year's performance: scores, ranks, deductions"},
        "aggregation", &aggregation::v1::PerformanceService::Stub::GetPerformance)
      .Resource("--year", "name", {"performances"}, {"年度", "The year"}, "YYYY")
      .Show(PerformanceRowsReport);
  RegisterLeadingBodies(group);
}

}  // namespace qcity::cli
