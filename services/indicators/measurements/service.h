// MeasurementsService (空气质量监测数据): checks, records, derives, replies. Thread-safe.
#ifndef QCITY_SERVICES_INDICATORS_MEASUREMENTS_SERVICE_H_
#define QCITY_SERVICES_INDICATORS_MEASUREMENTS_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/measurements.grpc.pb.h"
#include "services/indicators/measurements/rules.h"
#include "services/indicators/measurements/store.h"

namespace qcity::indicators::measurements {

class MeasurementsService final : public rpc::Service {
 public:
  using Api = v1::MeasurementsService;

  MeasurementsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;
  using ImportResponse = v1::ImportMeasurementsResponse;

  absl::StatusOr<ImportResponse> ImportMeasurements(const CallContext& call,
                                                    const v1::ImportMeasurementsRequest& request);
  absl::StatusOr<v1::ListMeasurementsResponse> ListMeasurements(const CallContext& call,
                                                                const v1::ListMeasurementsRequest& request);
  absl::StatusOr<v1::GetDerivedFiguresResponse> GetDerivedFigures(const CallContext& call,
                                                                  const v1::GetDerivedFiguresRequest& request);

  // The measurements that `rows` change, as they are afterwards; counts all rows into `response`.
  absl::StatusOr<std::vector<v1::Measurement>> Changed(sql::Transaction& transaction, const CallContext& call,
                                                       absl::Span<const CheckedRow> rows,
                                                       ImportResponse& response) const;
  // Derives `indicator` anew for every period that `changed` touches; adds what became another to `response`.
  absl::Status DeriveAgain(sql::Transaction& transaction, const CallContext& call, const plan::v1::Indicator& indicator,
                           absl::Span<const v1::Measurement> changed, ImportResponse& response) const;
  absl::Status Publish(sql::Transaction& transaction, const CallContext& call, const plan::v1::Indicator& indicator,
                       const domain::Period& period, ImportResponse& response) const;

  const domain::Plan& PlanOf(const CallContext& call) const;
  absl::Status CheckLead(const CallContext& call) const;

  sql::Database& database_;
  feed::Outbox& outbox_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
  const MeasurementStore store_{};
};

}  // namespace qcity::indicators::measurements

#endif  // QCITY_SERVICES_INDICATORS_MEASUREMENTS_SERVICE_H_
