#include "common/sql/staging.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "common/base/status.h"

namespace qcity::sql {

const char kStagingSchema[] = R"sql(
CREATE TABLE staged_row (
  stage TEXT NOT NULL,
  page BIGINT NOT NULL,
  place BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (stage, page, place)
);
)sql";

namespace {

constexpr std::size_t kPageRows = 1'000;
constexpr std::size_t kPageBytes = 1 << 20;

constexpr char kInsert[] = "INSERT INTO staged_row (stage, page, place, body) VALUES ($1, $2, $3, $4)";
constexpr char kSelectPage[] = "SELECT body FROM staged_row WHERE stage = $1 AND page = $2 ORDER BY place";
constexpr char kDeletePage[] = "DELETE FROM staged_row WHERE stage = $1 AND page = $2";
constexpr char kDeleteAll[] = "DELETE FROM staged_row";

}  // namespace

Staging::~Staging() {
  for (int page = 0; page < pages_; ++page) {
    const absl::Status status =
        database_.Write([&](Transaction& transaction) { return transaction.Execute(kDeletePage, name_, page); });
    if (status.ok()) continue;
    Log(Severity::kWarning, "staged rows stay until the next start", {{"stage", name_}, {"why", status.ToString()}});
    return;
  }
}

absl::Status Staging::Add(std::string body) {
  bytes_ += body.size();
  waiting_bytes_ += body.size();
  waiting_.push_back({std::move(body)});
  return waiting_.size() < kPageRows && waiting_bytes_ < kPageBytes ? absl::OkStatus() : WritePage();
}

absl::Status Staging::WritePage() {
  const int page = pages_++;  // Counted before it is known to be there, so that it is forgotten whatever the outcome.
  absl::Status status = database_.Write([&](Transaction& transaction) -> absl::Status {
    std::int64_t place = 0;
    for (const Bytes& body : waiting_) RETURN_IF_ERROR(transaction.Execute(kInsert, name_, page, place++, body));
    return absl::OkStatus();
  });
  waiting_.clear();
  waiting_bytes_ = 0;
  return status;
}

absl::StatusOr<std::vector<Row>> Staging::ReadPage(Transaction& transaction, int page) const {
  return transaction.Query(kSelectPage, name_, page);
}

absl::Status Staging::Sweep(Database& database) {
  return database.Write([](Transaction& transaction) { return transaction.Execute(kDeleteAll); });
}

}  // namespace qcity::sql
