// Many figures at once: batches, whose items succeed or fail by themselves, and imports of files.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "common/rpc/request.h"
#include "services/indicators/import.h"
#include "services/indicators/service.h"

namespace qcity::indicators {
namespace {

constexpr int kMostItems = 1000;

// Runs every request of a batch in one transaction. What a rule refuses becomes that item's result; what the database
// refuses ends the batch.
template <typename Request, typename Body>
absl::StatusOr<v1::BatchObservationsResponse> RunBatch(sql::Database& database, const rpc::CallContext& call,
                                                       const google::protobuf::RepeatedPtrField<Request>& requests,
                                                       Body body) {
  if (requests.empty() || requests.size() > kMostItems) {
    return InvalidField("requests", {absl::StrCat("应有 1 到 1000 项，收到 ", requests.size()),
                                     absl::StrCat("want 1 to 1,000 items, got ", requests.size())});
  }
  return database.Write([&](sql::Transaction& transaction) -> absl::StatusOr<v1::BatchObservationsResponse> {
    v1::BatchObservationsResponse response;
    for (int i = 0; i < requests.size(); ++i) {
      const absl::StatusOr<v1::Observation> observation = rpc::CommandIn<v1::Observation>(
          transaction, call, requests[i], [&](sql::Transaction& inner) { return body(inner, requests[i]); });
      if (!observation.ok() && !IsRefusal(observation.status())) return observation.status();
      v1::BatchObservationResult& result = *response.add_results();
      if (observation.ok()) {
        *result.mutable_observation() = *observation;
      } else {
        *result.mutable_error() = RowErrorOf(observation.status(), i);
      }
    }
    return response;
  });
}

}  // namespace

absl::StatusOr<v1::BatchObservationsResponse> IndicatorsService::BatchReportObservations(
    const CallContext& call, const v1::BatchReportObservationsRequest& request) {
  return RunBatch(database_, call, request.requests(),
                  [&](sql::Transaction& transaction, const v1::ReportObservationRequest& item) {
                    return ReportIn(transaction, call, item);
                  });
}

absl::StatusOr<v1::BatchObservationsResponse> IndicatorsService::BatchVerify(const CallContext& call,
                                                                             const v1::BatchVerifyRequest& request) {
  return RunBatch(database_, call, request.requests(),
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
