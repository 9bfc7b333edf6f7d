// Many figures at once: batches, whose items succeed or fail by themselves, and imports of files.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/rpc/batch.h"
#include "common/rpc/request.h"
#include "services/indicators/import.h"
#include "services/indicators/service.h"

namespace qcity::indicators {
namespace {

using Observations = std::vector<absl::StatusOr<v1::Observation>>;

v1::BatchObservationsResponse ResponseOf(const Observations& observations) {
  v1::BatchObservationsResponse response;
  for (const absl::StatusOr<v1::Observation>& observation : observations) {
    const int row = response.results_size();
    v1::BatchObservationResult& result = *response.add_results();
    if (observation.ok()) {
      *result.mutable_observation() = *observation;
    } else {
      *result.mutable_error() = rpc::ItemErrorOf<v1::RowError>(observation.status(), row);
    }
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::BatchObservationsResponse> IndicatorsService::BatchReportObservations(
    const CallContext& call, const v1::BatchReportObservationsRequest& request) {
  ASSIGN_OR_RETURN(const Observations observations,
                   (rpc::RunBatch<v1::Observation, v1::ReportObservationRequest>(
                       database_, call, request.requests(),
                       [&](sql::Transaction& transaction, const v1::ReportObservationRequest& item) {
                         return ReportIn(transaction, call, item);
                       })));
  return ResponseOf(observations);
}

absl::StatusOr<v1::BatchObservationsResponse> IndicatorsService::BatchVerify(const CallContext& call,
                                                                             const v1::BatchVerifyRequest& request) {
  ASSIGN_OR_RETURN(const Observations observations,
                   (rpc::RunBatch<v1::Observation, v1::VerifyObservationRequest>(
                       database_, call, request.requests(),
                       [&](sql::Transaction& transaction, const v1::VerifyObservationRequest& item) {
                         return VerifyIn(transaction, call, item);
                       })));
  return ResponseOf(observations);
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
