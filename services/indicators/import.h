// Imports of figures: rows are checked and staged as they come, and applied once the last one is there, all or nothing or
// the best of it. Rows are idempotent by their natural key. One thread for each import.
#ifndef QCITY_SERVICES_INDICATORS_IMPORT_H_
#define QCITY_SERVICES_INDICATORS_IMPORT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/context.h"
#include "common/rpc/request_stream.h"
#include "common/sql/database.h"
#include "common/sql/staging.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"

namespace qcity::indicators {

class Import {
 public:
  using Reader = rpc::RequestStream<v1::ImportObservationsRequest>;
  // A row's observation as it may be recorded, or why it may not be, whatever else is recorded.
  using RowCheck = absl::FunctionRef<absl::StatusOr<v1::Observation>(v1::Observation observation)>;
  // Records a checked observation. The version written; nullopt if it repeats what stands.
  using RowWriter = absl::FunctionRef<absl::StatusOr<std::optional<std::int64_t>>(sql::Transaction& transaction,
                                                                                  const v1::Observation& observation)>;

  // `call` and `database` outlive it. What was staged is forgotten at the end.
  Import(sql::Database& database, const rpc::CallContext& call)
      : database_(database), call_(call), staging_(database, call.call_id) {}

  // Reads the whole stream, in bounded memory. INVALID_ARGUMENT if it does not begin with settings, or does not come to its
  // end (reason IMPORT_ABANDONED); RESOURCE_EXHAUSTED (reason IMPORT_TOO_LARGE) beyond 100,000 rows or 256 MiB.
  absl::Status Receive(absl::string_view campaign, Reader& reader, RowCheck check);

  // Writes what was received by `write`: in one transaction that a refused row or validate_only undoes, or, under
  // best_effort, in transactions of 1,000 rows.
  absl::StatusOr<v1::ImportObservationsResponse> Apply(RowWriter write);

 private:
  absl::Status Stage(v1::ImportRow row, RowCheck check);
  absl::Status ApplyPage(sql::Transaction& transaction, int page, RowWriter write,
                         v1::ImportObservationsResponse& response) const;
  absl::StatusOr<v1::ImportObservationsResponse> ApplyAllOrNothing(RowWriter write);
  absl::StatusOr<v1::ImportObservationsResponse> ApplyBestEffort(RowWriter write);

  sql::Database& database_;
  const rpc::CallContext& call_;
  sql::Staging staging_;
  v1::ImportSettings settings_;
  std::string digest_;                       // Of the rows: the same request_id with other rows is another request.
  v1::ImportObservationsResponse received_;  // The rows that came, and those that were refused at once.
};

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_IMPORT_H_
