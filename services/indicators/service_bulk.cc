// Many figures at once: batches, whose items succeed or fail by themselves, and imports of files.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/rpc/batch.h"
#include "common/rpc/request.h"
#include "services/indicators/import.h"
#include "services/indicators/service.h"

namespace qcity::indicators {
namespace {

// A batch of steps of observations.
template <typename Request, typename Body>
absl::StatusOr<v1::BatchObservationsResponse> RunSteps(sql::Database& database, const rpc::CallContext& call,
                                                       const google::protobuf::RepeatedPtrField<Request>& requests,
                                                       Body body) {
  return rpc::RunBatch<v1::BatchObservationsResponse, v1::Observation>(
      database, call, requests, body, [](v1::BatchObservationResult& result, const v1::Observation& observation) {
        *result.mutable_observation() = observation;
      });
}

}  // namespace

absl::StatusOr<v1::BatchObservationsResponse> IndicatorsService::BatchReportObservations(
    const CallContext& call, const v1::BatchReportObservationsRequest& request) {
  return RunSteps(database_, call, request.requests(),
                  [&](sql::Transaction& transaction, const v1::ReportObservationRequest& item) {
                    return ReportIn(transaction, call, item);
                  });
}

absl::StatusOr<v1::BatchObservationsResponse> IndicatorsService::BatchVerify(const CallContext& call,
                                                                             const v1::BatchVerifyRequest& request) {
  return RunSteps(database_, call, request.requests(),
                  [&](sql::Transaction& transaction, const v1::VerifyObservationRequest& item) {
                    return VerifyIn(transaction, call, item);
                  });
}

absl::StatusOr<v1::ImportObservationsResponse> IndicatorsService::ImportObservations(
    const CallContext& call, rpc::RequestStream<v1::ImportObservationsRequest>& reader) {
  Import import(database_, call);
  RETURN_IF_ERROR(
      import.Receive(campaign_, reader, [&](v1::Observation observation) -> absl::StatusOr<v1::Observation> {
        RETURN_IF_ERROR(rpc::Sanitize(observation));
        RETURN_IF_ERROR(call.may(observation.indicator()));
        return CheckObservation(PlanOf(call), observation, SubjectKind::kCity, ShanghaiDay(call.now));
      }));
  return import.Apply([&](sql::Transaction& transaction,
                          const v1::Observation& checked) -> absl::StatusOr<std::optional<std::int64_t>> {
    bool stands = false;
    const absl::StatusOr<v1::Observation> written =
        AddChecked(transaction, call, checked,
                   [&](v1::MeasurePeriod period, v1::Observation observation, absl::string_view name,
                       const Actor& actor) -> absl::StatusOr<Step> {
                     stands = Stands(period, observation);
                     if (stands) return absl::AlreadyExistsError("unchanged");
                     return Report(std::move(period), std::move(observation), name, actor);
                   });
    if (stands) return std::nullopt;
    if (!written.ok()) return written.status();
    return written->version();
  });
}

}  // namespace qcity::indicators
