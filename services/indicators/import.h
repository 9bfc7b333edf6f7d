// Imports of figures: read the stream, apply row by row, all or nothing or the best of it. Rows are idempotent by their
// natural key. Any thread.
#ifndef QCITY_SERVICES_INDICATORS_IMPORT_H_
#define QCITY_SERVICES_INDICATORS_IMPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/context.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"

namespace qcity::indicators {

// A file as received.
struct ImportFile {
  v1::ImportSettings settings;
  std::vector<v1::ImportRow> rows;
  std::string digest;  // Of the rows: the same request_id with other rows is another request.
};

// Reads the whole stream into memory. INVALID_ARGUMENT if the first message is not the settings, RESOURCE_EXHAUSTED
// (reason IMPORT_TOO_LARGE) beyond 50,000 rows.
absl::StatusOr<ImportFile> ReadImport(absl::string_view campaign,
                                      grpc::ServerReader<v1::ImportObservationsRequest>& reader);

// What became of a row: the version written, or nullopt because it repeats what stands.
struct RowOutcome {
  std::optional<std::int64_t> version;
};
using RowWriter =
    absl::FunctionRef<absl::StatusOr<RowOutcome>(sql::Transaction& transaction, v1::Observation observation)>;

// Writes the rows by `write`: in one transaction that a refused row or validate_only undoes, or, under best_effort, in
// transactions of 1,000 rows.
absl::StatusOr<v1::ImportObservationsResponse> RunImport(sql::Database& database, const rpc::CallContext& call,
                                                         const ImportFile& file, RowWriter write);

// Whether `status` is a rule's refusal of one item (and not the database's failure, which ends the whole call).
bool IsRefusal(const absl::Status& status);

// A refusal as the item's result.
v1::RowError RowErrorOf(const absl::Status& status, std::int64_t row);

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_IMPORT_H_
