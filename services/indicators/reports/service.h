// ReportsService (报送督办): lists what is missing, urges who owes it. Thread-safe.
#ifndef QCITY_SERVICES_INDICATORS_REPORTS_SERVICE_H_
#define QCITY_SERVICES_INDICATORS_REPORTS_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/reports.grpc.pb.h"
#include "services/indicators/reports/rules.h"
#include "services/indicators/store.h"

namespace qcity::indicators::reports {

class ReportsService final : public rpc::Service {
 public:
  using Api = v1::ReportsService;

  ReportsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  absl::StatusOr<v1::ListMissingReportsResponse> ListMissingReports(const CallContext& call,
                                                                    const v1::ListMissingReportsRequest& request);
  absl::StatusOr<v1::UrgedReport> UrgeReport(const CallContext& call, const v1::UrgeReportRequest& request);
  absl::StatusOr<v1::BatchUrgeReportsResponse> BatchUrgeReports(const CallContext& call,
                                                                const v1::BatchUrgeReportsRequest& request);

  // The body of an urging, alone or in a batch.
  absl::StatusOr<v1::UrgedReport> UrgeIn(sql::Transaction& transaction, const CallContext& call,
                                         const v1::UrgeReportRequest& request) const;
  // Everything that the question finds missing, in the answer's order; of one indicator if `number` is given.
  absl::StatusOr<std::vector<v1::MissingReport>> AllMissing(const domain::Plan& plan, const std::string& number,
                                                            const std::string& organization, const Question& question);
  absl::StatusOr<Recorded> Load(sql::Transaction& transaction, const std::string& number) const;
  const domain::Plan& PlanOf(const CallContext& call) const;

  sql::Database& database_;
  feed::Outbox& outbox_;
  const domain::PlanVersions& plans_;
  const IndicatorStore store_;
};

}  // namespace qcity::indicators::reports

#endif  // QCITY_SERVICES_INDICATORS_REPORTS_SERVICE_H_
