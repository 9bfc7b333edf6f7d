#include "tests/common/feed/feed_host.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::feed {
namespace {

constexpr absl::string_view kCopySchema = R"sql(
CREATE TABLE copy (key TEXT PRIMARY KEY, change BYTEA NOT NULL);
CREATE TABLE effect (position BIGINT PRIMARY KEY);
CREATE TABLE token (id BIGINT PRIMARY KEY, token BYTEA NOT NULL);
)sql";

std::unique_ptr<sql::Database> OpenCopy(const std::string& path) {
  const sql::Migration schema[] = {{1, kCopySchema}};
  auto database = sql::OpenSqlite({.path = path, .clock_kind = "set"}, schema);
  EXPECT_TRUE(database.ok()) << database.status();
  return *std::move(database);
}

}  // namespace

rpc::Edge& TestEdge() {
  static const domain::PlanVersions plans({testing_support::SmallCity()});
  static const rpc::Directory directory(plans);
  static const std::unique_ptr<Clock> clock = MakeSystemClock();
  static const std::unique_ptr<rpc::Edge> edge =
      *rpc::Edge::Make("qcity.feed.v1.FeedService", directory, *clock, {.insecure_local = true});
  return *edge;
}

Producer::Producer(const std::string& path, const std::string& socket, const FeedServerOptions& options)
    : database_(OpenFeedDatabase(path)), outbox_(std::make_unique<Outbox>(*database_, kFeed, "campaign")) {
  auto feeds = FeedServer::Make({outbox_.get()}, "digest", TestEdge(), options);
  EXPECT_TRUE(feeds.ok()) << feeds.status();
  feeds_ = *std::move(feeds);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("unix:", socket), grpc::InsecureServerCredentials());
  builder.RegisterService(feeds_->service());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) std::abort();
}

Producer::~Producer() {
  feeds_->Shutdown();
  // No deadline: the feed's shutdown alone must have ended every stream.
  server_->Shutdown();
  server_->Wait();
  server_.reset();
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& socket) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 10);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 50);
  return grpc::CreateCustomChannel(absl::StrCat("unix:", socket), grpc::InsecureChannelCredentials(), arguments);
}

CopySink::CopySink(const std::string& path) : database_(OpenCopy(path)) {}

absl::StatusOr<std::optional<v1::Token>> CopySink::LoadToken() {
  return database_->Read([](sql::Transaction& transaction) -> absl::StatusOr<std::optional<v1::Token>> {
    ASSIGN_OR_RETURN(const auto row, transaction.QueryOne("SELECT token FROM token"));
    if (!row.has_value()) return std::nullopt;
    v1::Token token;
    EXPECT_TRUE(token.ParseFromString(row->Blob(0)));
    return token;
  });
}

absl::Status CopySink::Apply(absl::Span<const v1::Change* const> changes, const v1::Token& token) {
  if (failures_ > 0 && failures_-- > 0) return absl::UnavailableError("failing on purpose");
  return database_->Write([&](sql::Transaction& transaction) -> absl::Status {
    for (const v1::Change* change : changes) {
      RETURN_IF_ERROR(transaction.Execute("INSERT INTO effect (position) VALUES ($1)", change->sequence()));
      RETURN_IF_ERROR(transaction.Execute(
          "INSERT INTO copy (key, change) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET change = excluded.change",
          change->subject(), sql::Bytes{change->SerializeAsString()}));
    }
    return transaction.Execute(
        "INSERT INTO token (id, token) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET token = excluded.token",
        sql::Bytes{token.SerializeAsString()});
  });
}

absl::Status CopySink::Reset() {
  {
    MutexLock lock(mutex_);
    ++resets_;
    caught_up_ = -1;
    changed_.NotifyAll();
  }
  return database_->Write([](sql::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(transaction.Execute("DELETE FROM copy"));
    RETURN_IF_ERROR(transaction.Execute("DELETE FROM effect"));
    return transaction.Execute("DELETE FROM token");
  });
}

void CopySink::CaughtUp(std::int64_t position) {
  MutexLock lock(mutex_);
  caught_up_ = position;
  changed_.NotifyAll();
}

void CopySink::AwaitReset() {
  MutexLock lock(mutex_);
  while (resets_ == 0) changed_.Wait(mutex_);
}

int CopySink::resets() {
  MutexLock lock(mutex_);
  return resets_;
}

void CopySink::AwaitCaughtUp(std::int64_t position) {
  MutexLock lock(mutex_);
  while (caught_up_ < position) changed_.Wait(mutex_);
}

State CopySink::ReadState() {
  const auto rows = database_->Read(
      [](sql::Transaction& transaction) { return transaction.Query("SELECT key, change FROM copy ORDER BY key"); });
  EXPECT_TRUE(rows.ok()) << rows.status();
  State state;
  for (const sql::Row& row : *rows) EXPECT_TRUE(state[row.Text(0)].ParseFromString(row.Blob(1)));
  return state;
}

}  // namespace qcity::feed
