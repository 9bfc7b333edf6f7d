#include "services/indicators/import.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/batch.h"
#include "common/rpc/command.h"
#include "common/rpc/request.h"
#include "common/sql/message.h"
#include "services/indicators/names.h"

namespace qcity::indicators {
namespace {

using Response = v1::ImportObservationsResponse;

constexpr std::int64_t kMostRows = 100'000;
constexpr std::size_t kMostBytes = 256 << 20;
constexpr int kMostErrors = 1'000;

// Undoes a transaction whose outcome is wanted but not its effect.
const char kUndo[] = "the import is undone";

absl::Status Abandoned() {
  return Error(
      absl::StatusCode::kInvalidArgument, "IMPORT_ABANDONED",
      {"导入未以结束消息收尾，未写入任何数据", "the import stopped before its end; nothing of it was written"});
}

absl::Status TooLarge() {
  return Error(
      absl::StatusCode::kResourceExhausted, "IMPORT_TOO_LARGE",
      {"一次最多导入 100000 行、256 MiB，请拆分文件", "at most 100,000 rows and 256 MiB at once; split the file"});
}

void Refuse(const absl::Status& status, std::int64_t row, Response& response) {
  response.set_rejected(response.rejected() + 1);
  if (response.errors_size() < kMostErrors) *response.add_errors() = rpc::ItemErrorOf<v1::RowError>(status, row);
}

// Puts what was refused at once among what was refused later.
Response WithErrorsByRow(Response response, const Response& received) {
  response.set_rejected(response.rejected() + received.rejected());
  response.mutable_errors()->MergeFrom(received.errors());
  std::stable_sort(response.mutable_errors()->begin(), response.mutable_errors()->end(),
                   [](const v1::RowError& a, const v1::RowError& b) { return a.row() < b.row(); });
  const int surplus = std::max(0, response.errors_size() - kMostErrors);
  response.mutable_errors()->DeleteSubrange(response.errors_size() - surplus, surplus);
  return response;
}

}  // namespace

absl::Status Import::Receive(absl::string_view campaign, Reader& reader, RowCheck check) {
  v1::ImportObservationsRequest message;
  if (!reader.Read(&message) || !message.has_settings()) {
    return InvalidField("settings", {"第一条消息应为导入设置", "the first message must hold the settings"});
  }
  RETURN_IF_ERROR(rpc::Sanitize(message));
  settings_ = std::move(*message.mutable_settings());
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(campaign, settings_.parent()));
  if (!number.empty())
    return InvalidField("settings.parent", {"应为 campaigns/{campaign}", "want campaigns/{campaign}"});
  RETURN_IF_ERROR(rpc::internal::CheckRequestId(settings_.request_id()));
  // Read() is false for a stream that ended and for one that broke alike: only the end's own message tells them apart.
  while (reader.Read(&message)) {
    if (message.has_end()) return staging_.Finish();
    if (!message.has_row()) return InvalidField("row", {"设置之后只能是数据行", "only rows may follow the settings"});
    RETURN_IF_ERROR(Stage(std::move(*message.mutable_row()), check));
  }
  return Abandoned();
}

absl::Status Import::Stage(v1::ImportRow row, RowCheck check) {
  received_.set_rows(received_.rows() + 1);
  if (received_.rows() > kMostRows || staging_.bytes() > kMostBytes) return TooLarge();
  digest_ = rpc::internal::DigestOf(row, digest_);
  absl::StatusOr<v1::Observation> checked = check(std::move(*row.mutable_observation()));
  if (!checked.ok()) {
    Refuse(checked.status(), row.row(), received_);
    return absl::OkStatus();
  }
  *row.mutable_observation() = *std::move(checked);
  return staging_.Add(row.SerializeAsString());
}

absl::StatusOr<Response> Import::Apply(RowWriter write) {
  return settings_.best_effort() && !settings_.validate_only() ? ApplyBestEffort(write) : ApplyAllOrNothing(write);
}

// Adds to `response` what became of a page's rows.
absl::Status Import::ApplyPage(sql::Transaction& transaction, int page, RowWriter write, Response& response) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, staging_.ReadPage(transaction, page));
  for (const sql::Row& staged : rows) {
    ASSIGN_OR_RETURN(const v1::ImportRow row, sql::MessageAt<v1::ImportRow>(staged, 0));
    const absl::StatusOr<std::optional<std::int64_t>> version = write(transaction, row.observation());
    if (!version.ok() && !rpc::IsRefusal(version.status())) return version.status();
    if (!version.ok()) {
      Refuse(version.status(), row.row(), response);
    } else if (version->has_value()) {
      response.set_imported(response.imported() + 1);
      response.set_version(**version);
    } else {
      response.set_unchanged(response.unchanged() + 1);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Response> Import::ApplyAllOrNothing(RowWriter write) {
  Response refused;
  absl::StatusOr<Response> done = rpc::Command<Response>(
      database_, call_, settings_,
      [&](sql::Transaction& transaction) -> absl::StatusOr<Response> {
        Response response;
        for (int page = 0; page < staging_.pages(); ++page) {
          RETURN_IF_ERROR(ApplyPage(transaction, page, write, response));
        }
        response = WithErrorsByRow(std::move(response), received_);
        response.set_rows(received_.rows());
        refused.Clear();
        if (response.rejected() == 0 && !settings_.validate_only()) return response;
        refused = std::move(response);
        return absl::CancelledError(kUndo);
      },
      digest_);
  if (done.ok() || !absl::IsCancelled(done.status()) || done.status().message() != kUndo) return done;
  refused.clear_version();
  if (refused.rejected() > 0) refused.clear_imported();
  return refused;
}

absl::StatusOr<Response> Import::ApplyBestEffort(RowWriter write) {
  ASSIGN_OR_RETURN(std::optional<Response> first, rpc::FirstReply<Response>(database_, call_, settings_, digest_));
  if (first.has_value()) return *std::move(first);
  Response response;
  for (int page = 0; page < staging_.pages(); ++page) {
    ASSIGN_OR_RETURN(response, database_.Write([&](sql::Transaction& transaction) -> absl::StatusOr<Response> {
      Response next = response;
      RETURN_IF_ERROR(ApplyPage(transaction, page, write, next));
      return next;
    }));
  }
  response = WithErrorsByRow(std::move(response), received_);
  response.set_rows(received_.rows());
  return rpc::Command<Response>(
      database_, call_, settings_, [&](sql::Transaction&) -> absl::StatusOr<Response> { return response; }, digest_);
}

}  // namespace qcity::indicators
