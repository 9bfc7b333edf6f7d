// AcceptanceService (考核验收): the application for acceptance. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_ACCEPTANCE_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_ACCEPTANCE_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/acceptance.grpc.pb.h"
#include "services/aggregation/acceptance/rules.h"
#include "services/aggregation/acceptance/store.h"
#include "services/aggregation/reviews/store.h"

namespace qcity::aggregation::acceptance {

class AcceptanceService final : public rpc::Service {
 public:
  using Api = v1::AcceptanceService;

  AcceptanceService(rpc::Edge& edge, sql::Database& database, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  absl::StatusOr<v1::Application> GetApplication(const CallContext& call, const v1::GetApplicationRequest& request);
  absl::StatusOr<v1::Application> AdvanceApplication(const CallContext& call,
                                                     const v1::AdvanceApplicationRequest& request);

  absl::StatusOr<v1::Application> Load(sql::Transaction& transaction) const;
  absl::StatusOr<ExpertReviews> ReviewsNow(sql::Transaction& transaction) const;

  sql::Database& database_;
  const std::string campaign_;
  const AcceptanceStore store_{};
  const reviews::ReviewsStore reviews_{};
};

}  // namespace qcity::aggregation::acceptance

#endif  // QCITY_SERVICES_AGGREGATION_ACCEPTANCE_SERVICE_H_
