// A durable write over gRPC, with 32 under way at a time, beside single-row transactions made directly with SQLite by one thread (more would only wait for
// each other): the same disk, the same durability, a row as long as the observation that we store beside its outbox and request rows.
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "sqlite3.h"
#include "tests/bench/city.h"
#include "tests/bench/side_by_side.h"

namespace qcity::bench {
namespace {

using testing_support::Call;
using Stub = indicators::v1::IndicatorsService::Stub;

constexpr int kInFlight = 32;
constexpr std::size_t kRowBytes = 300;  // About what a stored observation takes.
constexpr absl::CivilDay kToday(2019, 12, 20);

// One of the writers that share the figures: reports its own in turn, and again as corrections when all are there.
class Reporter {
 public:
  Reporter(const City& city, int writer, std::vector<indicators::v1::Observation> figures)
      : stub_(city.NewConnection()), writer_(writer), figures_(std::move(figures)) {}

  // The stored observation.
  indicators::v1::Observation Report() {
    indicators::v1::Observation& figure = figures_[reports_ % figures_.size()];
    indicators::v1::ReportObservationRequest request;
    request.set_request_id(absl::StrCat("w", writer_, "-", ++reports_));
    *request.mutable_observation() = figure;
    indicators::v1::Observation stored = Demand(Call(stub_, &Stub::ReportObservation, kOfficer, request));
    figure.set_supersedes(stored.name());
    return stored;
  }

 private:
  Stub stub_;
  const int writer_;
  std::vector<indicators::v1::Observation> figures_;
  std::size_t reports_ = 0;
};

std::vector<std::unique_ptr<Reporter>> Reporters(const City& city) {
  std::vector<std::vector<indicators::v1::Observation>> shares(kInFlight);
  int next = 0;
  for (indicators::v1::Observation& figure : SubannualFigures(kToday))
    shares[next++ % kInFlight].push_back(std::move(figure));
  std::vector<std::unique_ptr<Reporter>> reporters;
  for (int i = 0; i < kInFlight; ++i) reporters.push_back(std::make_unique<Reporter>(city, i, std::move(shares[i])));
  return reporters;
}

Side ReportsOf(std::vector<std::unique_ptr<Reporter>> reporters) {
  const auto shared = std::make_shared<std::vector<std::unique_ptr<Reporter>>>(std::move(reporters));
  return [shared](absl::Duration slice) {
    return RateOf(kInFlight, slice, [&](int writer) { (*shared)[writer]->Report(); });
  };
}

// A table of rows, nothing else, as SQLite alone writes it.
class RawTable {
 public:
  RawTable(const std::string& directory, std::size_t row_bytes) : row_(row_bytes, 'x') {
    Check(sqlite3_open(absl::StrCat(directory, "/raw.db").c_str(), &database_));
    for (const char* sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
                            "CREATE TABLE observation (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"}) {
      Check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr));
    }
    Check(sqlite3_prepare_v2(database_, "INSERT INTO observation (body) VALUES (?)", -1, &insert_, nullptr));
    Check(sqlite3_bind_blob(insert_, 1, row_.data(), static_cast<int>(row_.size()), SQLITE_STATIC));
  }
  ~RawTable() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }
  RawTable(const RawTable&) = delete;
  RawTable& operator=(const RawTable&) = delete;

  // One row, one transaction.
  void Insert() {
    if (sqlite3_step(insert_) != SQLITE_DONE) Check(SQLITE_ERROR);
    Check(sqlite3_reset(insert_));
  }

 private:
  void Check(int code) const {
    if (code != SQLITE_OK) Demand(absl::InternalError(sqlite3_errmsg(database_)));
  }

  const std::string row_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void CompareWithRaw(Report& report, const std::string& name, const std::string& binary) {
  const City city(binary, report.NewDirectory(), absl::FromCivil(absl::CivilHour(kToday) + 12, ShanghaiZone()));
  auto reporters = Reporters(city);
  RawTable raw(report.NewDirectory(), reporters.front()->Report().ByteSizeLong());
  report.Compare({.name = name, .ours = "ReportObservation x32", .reference = "raw sqlite3", .goal = 2.0},
                 ReportsOf(std::move(reporters)),
                 [&](absl::Duration slice) { return RateOf(1, slice, [&](int) { raw.Insert(); }); });
}

// The same row by common/sql, without gRPC and the rows beside it: what sharing a commit is worth on this disk.
void CompareGroupCommit(Report& report) {
  const std::string directory = report.NewDirectory();
  const std::unique_ptr<sql::Database> database =
      Demand(sql::OpenSqlite({.path = absl::StrCat(directory, "/shared.db"), .clock_kind = "system"},
                             {{1, "CREATE TABLE observation (id BIGINT PRIMARY KEY, body BYTEA NOT NULL)"}}));
  RawTable raw(directory, kRowBytes);
  const sql::Bytes body{std::string(kRowBytes, 'x')};
  std::atomic<std::int64_t> next = 0;
  const Side writes = [&](absl::Duration slice) {
    return RateOf(kInFlight, slice, [&](int) {
      const std::int64_t id = ++next;
      Demand(database->Write([&](sql::Transaction& transaction) {
        return transaction.Execute("INSERT INTO observation (id, body) VALUES ($1, $2)", id, body);
      }));
    });
  };
  report.Compare(
      {.name = "durable write, common/sql alone", .ours = "Write x32", .reference = "raw sqlite3", .goal = 2.0}, writes,
      [&](absl::Duration slice) { return RateOf(1, slice, [&](int) { raw.Insert(); }); });
}

int Run(int argc, char** argv) {
  Report report("write_bench", argc, argv);
  CompareGroupCommit(report);
  CompareWithRaw(report, "durable write, indicators alone", "qcity-indicators");
  CompareWithRaw(report, "durable write, scored as it comes", "qcityd");
  return report.Finish();
}

}  // namespace
}  // namespace qcity::bench

int main(int argc, char** argv) { return qcity::bench::Run(argc, argv); }
