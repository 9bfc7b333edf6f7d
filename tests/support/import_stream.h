// An import of figures as its sender makes it, message by message, and a look at what waits behind the server's back. One thread.
#ifndef QCITY_TESTS_SUPPORT_IMPORT_STREAM_H_
#define QCITY_TESTS_SUPPORT_IMPORT_STREAM_H_

#include <poll.h>
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/serve.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "tests/support/test_server.h"

namespace qcity::testing_support {

class ImportStream {
 public:
  using Response = indicators::v1::ImportObservationsResponse;

  ImportStream(indicators::v1::IndicatorsService::Stub& stub, absl::string_view caller,
               const indicators::v1::ImportSettings& settings)
      : context_(caller), writer_(stub.ImportObservations(&context_, &response_)) {
    *message_.mutable_settings() = settings;
    writer_->Write(message_);
  }

  // False once the server has answered, or is gone.
  bool Send(std::int64_t row, const indicators::v1::Observation& observation,
            const grpc::WriteOptions& options = grpc::WriteOptions()) {
    message_.mutable_row()->set_row(row);
    *message_.mutable_row()->mutable_observation() = observation;
    return writer_->Write(message_, options);
  }
  void SendEnd() {
    message_.mutable_end();
    writer_->Write(message_);
  }
  void Cancel() { context_.TryCancel(); }

  // Closes the stream, whether the end was sent or not; the answer.
  absl::StatusOr<Response> Finish() {
    writer_->WritesDone();
    const grpc::Status status = writer_->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return response_;
  }

 private:
  CallAs context_;
  Response response_;
  std::unique_ptr<grpc::ClientWriter<indicators::v1::ImportObservationsRequest>> writer_;
  indicators::v1::ImportObservationsRequest message_;
};

// How many rows wait in the indicators database of the data directory `data`, whoever has it open; -1 if it cannot be read now.
inline std::int64_t StagedRows(const std::string& data) {
  sqlite3* database = nullptr;
  sqlite3_stmt* count = nullptr;
  std::int64_t rows = -1;
  if (sqlite3_open_v2((data + "/indicators.db").c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK &&
      sqlite3_prepare_v2(database, "SELECT COUNT(*) FROM staged_row", -1, &count, nullptr) == SQLITE_OK &&
      sqlite3_step(count) == SQLITE_ROW) {
    rows = sqlite3_column_int64(count, 0);
  }
  sqlite3_finalize(count);
  sqlite3_close(database);
  return rows;
}

// Waits until so many rows wait there, or more; with none wanted, until none is left. False: not within a minute.
inline bool AwaitStagedRows(const std::string& data, std::int64_t wanted) {
  constexpr int kPollMs = 2;
  const absl::Time deadline = MonotonicNow() + absl::Seconds(60);
  while (MonotonicNow() < deadline) {
    const std::int64_t rows = StagedRows(data);
    if (wanted == 0 ? rows == 0 : rows >= wanted) return true;
    ::poll(nullptr, 0, kPollMs);
  }
  return false;
}

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_IMPORT_STREAM_H_
