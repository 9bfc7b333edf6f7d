#include "services/indicators/import.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "common/rpc/request.h"
#include "services/indicators/names.h"

namespace qcity::indicators {
namespace {

constexpr std::size_t kMostRows = 50'000;
constexpr std::size_t kRowsPerCommit = 1'000;
constexpr int kMostErrors = 1'000;

// Undoes a transaction whose outcome is wanted but not its effect.
const char kUndo[] = "the import is undone";

// Applies rows[from, to) and adds to `response` what became of them.
absl::Status ApplyRows(sql::Transaction& transaction, const std::vector<v1::ImportRow>& rows, std::size_t from,
                       std::size_t to, RowWriter write, v1::ImportObservationsResponse& response) {
  for (std::size_t i = from; i < to; ++i) {
    const absl::StatusOr<RowOutcome> outcome = write(transaction, rows[i].observation());
    if (!outcome.ok() && !IsRefusal(outcome.status())) return outcome.status();
    if (!outcome.ok()) {
      response.set_rejected(response.rejected() + 1);
      if (response.errors_size() < kMostErrors) *response.add_errors() = RowErrorOf(outcome.status(), rows[i].row());
    } else if (outcome->version.has_value()) {
      response.set_imported(response.imported() + 1);
      response.set_version(*outcome->version);
    } else {
      response.set_unchanged(response.unchanged() + 1);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ImportObservationsResponse> RunAllOrNothing(sql::Database& database, const rpc::CallContext& call,
                                                               const ImportFile& file, RowWriter write) {
  v1::ImportObservationsResponse refused;
  absl::StatusOr<v1::ImportObservationsResponse> done = rpc::Command<v1::ImportObservationsResponse>(
      database, call, file.settings,
      [&](sql::Transaction& transaction) -> absl::StatusOr<v1::ImportObservationsResponse> {
        v1::ImportObservationsResponse response;
        response.set_rows(static_cast<std::int64_t>(file.rows.size()));
        RETURN_IF_ERROR(ApplyRows(transaction, file.rows, 0, file.rows.size(), write, response));
        refused.Clear();
        if (response.rejected() == 0 && !file.settings.validate_only()) return response;
        refused = std::move(response);
        return absl::CancelledError(kUndo);
      },
      file.digest);
  if (done.ok() || !absl::IsCancelled(done.status()) || done.status().message() != kUndo) return done;
  refused.clear_version();
  if (refused.rejected() > 0) refused.clear_imported();
  return refused;
}

absl::StatusOr<v1::ImportObservationsResponse> RunBestEffort(sql::Database& database, const ImportFile& file,
                                                             RowWriter write) {
  v1::ImportObservationsResponse response;
  response.set_rows(static_cast<std::int64_t>(file.rows.size()));
  for (std::size_t from = 0; from < file.rows.size(); from += kRowsPerCommit) {
    const std::size_t to = std::min(file.rows.size(), from + kRowsPerCommit);
    ASSIGN_OR_RETURN(
        response, database.Write([&](sql::Transaction& transaction) -> absl::StatusOr<v1::ImportObservationsResponse> {
          v1::ImportObservationsResponse next = response;
          RETURN_IF_ERROR(ApplyRows(transaction, file.rows, from, to, write, next));
          return next;
        }));
  }
  return response;
}

}  // namespace

absl::StatusOr<ImportFile> ReadImport(absl::string_view campaign,
                                      grpc::ServerReader<v1::ImportObservationsRequest>& reader) {
  ImportFile file;
  v1::ImportObservationsRequest message;
  if (!reader.Read(&message) || !message.has_settings()) {
    return InvalidField("settings", {"第一条消息应为导入设置", "the first message must hold the settings"});
  }
  RETURN_IF_ERROR(rpc::Sanitize(message));
  file.settings = std::move(*message.mutable_settings());
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(campaign, file.settings.parent()));
  if (!number.empty())
    return InvalidField("settings.parent", {"应为 campaigns/{campaign}", "want campaigns/{campaign}"});
  RETURN_IF_ERROR(rpc::internal::CheckRequestId(file.settings.request_id()));
  while (reader.Read(&message)) {
    if (!message.has_row()) return InvalidField("row", {"设置之后只能是数据行", "only rows may follow the settings"});
    if (file.rows.size() == kMostRows) {
      return Error(absl::StatusCode::kResourceExhausted, "IMPORT_TOO_LARGE",
                   {"一次最多导入 50000 行，请拆分文件", "at most 50,000 rows at once; split the file"});
    }
    file.digest += rpc::internal::DigestOf(message.row());
    file.rows.push_back(std::move(*message.mutable_row()));
  }
  return file;
}

absl::StatusOr<v1::ImportObservationsResponse> RunImport(sql::Database& database, const rpc::CallContext& call,
                                                         const ImportFile& file, RowWriter write) {
  if (file.settings.best_effort() && !file.settings.validate_only()) return RunBestEffort(database, file, write);
  return RunAllOrNothing(database, call, file, write);
}

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted: return true;
    default: return false;
  }
}

v1::RowError RowErrorOf(const absl::Status& status, std::int64_t row) {
  v1::RowError error;
  error.set_code(static_cast<int>(status.code()));
  error.set_row(row);
  const std::optional<ErrorDetail> detail = DetailOf(status);
  error.set_reason(detail.has_value() ? detail->reason : "");
  error.set_text_zh(detail.has_value() ? detail->text.zh : std::string(status.message()));
  error.set_text_en(std::string(status.message()));
  if (detail.has_value() && !detail->fields.empty()) error.set_field(detail->fields.front().path);
  return error;
}

}  // namespace qcity::indicators
