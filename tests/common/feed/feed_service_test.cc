// FeedService and LatestWatch as clients of gRPC see them.
#include "common/feed/feed_service.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/feed/latest_watch.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "qcity/feed/v1/feed.grpc.pb.h"
#include "tests/common/feed/feed_host.h"
#include "tests/common/feed/feed_testing.h"

namespace qcity::feed {
namespace {

// One watch of a client.
class Watching {
 public:
  Watching(const std::shared_ptr<grpc::Channel>& channel, const v1::WatchRequest& request,
           const std::string& caller = "tests@service")
      : stub_(v1::FeedService::NewStub(channel)) {
    if (!caller.empty()) context_.AddMetadata("x-qcity-caller", caller);
    reader_ = stub_->Watch(&context_, request);
  }
  std::optional<v1::WatchResponse> Next() {
    v1::WatchResponse message;
    if (!reader_->Read(&message)) return std::nullopt;
    return message;
  }
  // Reads to the end.
  grpc::Status End() {
    while (Next().has_value()) {
    }
    return reader_->Finish();
  }
  void Cancel() { context_.TryCancel(); }

 private:
  const std::unique_ptr<v1::FeedService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader_;
};

// CANCELLED: a message was under way.
bool EndedByServer(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE || status.error_code() == grpc::StatusCode::CANCELLED;
}

v1::WatchRequest RequestOf(const std::string& feed) {
  v1::WatchRequest request;
  request.set_feed(feed);
  return request;
}

class FeedServiceTest : public ::testing::Test {
 protected:
  const std::string directory_ = FreshDirectory();
  const std::string socket_ = directory_ + "/s";
  std::unique_ptr<Producer> producer_ = std::make_unique<Producer>(directory_ + "/feed.db", socket_);
  const std::shared_ptr<grpc::Channel> channel_ = ChannelTo(socket_);
};

TEST_F(FeedServiceTest, StreamsHelloHistoryCaughtUpAndLiveChanges) {
  ASSERT_TRUE(Put(producer_->database(), producer_->outbox(), "a", 1).ok());
  Watching watch(channel_, RequestOf(kFeed));
  EXPECT_EQ(watch.Next()->hello().head(), 1);
  EXPECT_EQ(watch.Next()->changes().changes(0).subject(), "a");
  EXPECT_EQ(watch.Next()->caught_up().position(), 1);
  ASSERT_TRUE(Put(producer_->database(), producer_->outbox(), "b", 1).ok());
  EXPECT_EQ(watch.Next()->changes().changes(0).subject(), "b");
  watch.Cancel();
  EXPECT_EQ(watch.End().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(FeedServiceTest, RefusesWithTheCodeThatTellsWhatToDo) {
  EXPECT_EQ(Watching(channel_, RequestOf("nowhere")).End().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_NE(Watching(channel_, RequestOf(kFeed), "").End().error_code(), grpc::StatusCode::OK);
  v1::WatchRequest request = RequestOf(kFeed);
  request.mutable_token()->set_feed(kFeed);
  request.mutable_token()->set_epoch("another");
  EXPECT_EQ(Watching(channel_, request).End().error_code(), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(FeedServiceTest, ShutdownEndsReadersAndThoseWhoDoNotRead) {
  Watching reading(channel_, RequestOf(kFeed));
  Watching idle(ChannelTo(socket_), RequestOf(kFeed));
  ASSERT_TRUE(reading.Next().has_value());
  ASSERT_TRUE(idle.Next().has_value());
  google::protobuf::StringValue entity;
  entity.set_value(std::string(500'000, 'x'));
  for (int i = 0; i < 20; ++i) {  // More than a connection takes unread.
    const absl::Status status = producer_->database().Write([&](sql::Transaction& transaction) -> absl::Status {
      const auto position = producer_->outbox().NextPosition(transaction, absl::UnixEpoch());
      return producer_->outbox().Put(transaction, *position, absl::StrCat(i), entity, absl::UnixEpoch());
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  for (std::int64_t seen = 0; seen < 20;) {
    const auto message = reading.Next();
    ASSERT_TRUE(message.has_value());
    if (message->has_changes()) seen = message->changes().changes().rbegin()->sequence();
  }
  producer_.reset();  // Returns only when no stream is left.
  EXPECT_TRUE(EndedByServer(reading.End()));
  EXPECT_TRUE(EndedByServer(idle.End()));
}

TEST_F(FeedServiceTest, ClientsThatVanishDisturbNobody) {
  Watching stays(channel_, RequestOf(kFeed));
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        Watching watch(channel_, RequestOf(kFeed));
        if (round % 2 == 0) watch.Next();
        watch.Cancel();
      }
    });
  }
  WriteAtRandom(producer_->database(), producer_->outbox(), 2, 50, 1);
  for (std::thread& client : clients) client.join();
  State state;
  for (std::int64_t seen = 0; seen < producer_->outbox().Committed();) {
    const auto message = stays.Next();
    ASSERT_TRUE(message.has_value());
    const std::vector<v1::Change> changes(message->changes().changes().begin(), message->changes().changes().end());
    EXPECT_TRUE(IsOrdered(changes, seen));
    if (!changes.empty()) seen = changes.back().sequence();
    Fold(changes, state);
  }
  EXPECT_TRUE(IsComplete(state, producer_->outbox()));
}

// A service whose watch is a LatestWatch; the value is the position of a progress message.
class LatestService : public v1::FeedService::CallbackService {
 public:
  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(grpc::CallbackServerContext* context,
                                                     const v1::WatchRequest* request) override {
    if (request->feed().empty()) return watchers_.Refuse(grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no"));
    return watchers_.Watch(context, Value(0));
  }
  static v1::WatchResponse Value(std::int64_t value) {
    v1::WatchResponse response;
    response.mutable_progress()->set_position(value);
    response.mutable_hello()->set_epoch(std::string(value == 0 ? 0 : 100'000, 'x'));
    response.mutable_hello()->set_head(value);
    return response;
  }
  LatestWatch<v1::WatchResponse>& watchers() { return watchers_; }

 private:
  LatestWatch<v1::WatchResponse> watchers_;
};

class LatestWatchTest : public ::testing::Test {
 protected:
  LatestWatchTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("unix:" + socket_, grpc::InsecureServerCredentials());
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~LatestWatchTest() override {
    service_.watchers().Shutdown();
    server_->Shutdown();
    server_->Wait();
  }
  const std::string socket_ = FreshDirectory() + "/s";
  LatestService service_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(LatestWatchTest, BeginsWithTheInitialValueAndThenFollows) {
  Watching watch(ChannelTo(socket_), RequestOf(kFeed));
  EXPECT_EQ(watch.Next()->hello().head(), 0);
  service_.watchers().Publish(LatestService::Value(7));
  EXPECT_EQ(watch.Next()->hello().head(), 7);
}

TEST_F(LatestWatchTest, BeginsWithTheLastPublishedValue) {
  service_.watchers().Publish(LatestService::Value(7));
  EXPECT_EQ(Watching(ChannelTo(socket_), RequestOf(kFeed)).Next()->hello().head(), 7);
}

TEST_F(LatestWatchTest, AWatcherThatDoesNotReadSkipsToTheNewest) {
  Watching watch(ChannelTo(socket_), RequestOf(kFeed));
  ASSERT_TRUE(watch.Next().has_value());
  constexpr int kPublished = 2'000;  // 200 MB: what nobody reads must not pile up, and Publish must not wait.
  for (int i = 1; i <= kPublished; ++i) service_.watchers().Publish(LatestService::Value(i));
  int received = 0;
  std::int64_t last = 0;
  for (; last < kPublished; ++received) {
    const std::int64_t value = watch.Next()->hello().head();
    ASSERT_GT(value, last);
    last = value;
  }
  EXPECT_LT(received, kPublished);
}

TEST_F(LatestWatchTest, RefusesAndShutsDown) {
  EXPECT_EQ(Watching(ChannelTo(socket_), RequestOf("")).End().error_code(), grpc::StatusCode::PERMISSION_DENIED);
  Watching watch(ChannelTo(socket_), RequestOf(kFeed));
  ASSERT_TRUE(watch.Next().has_value());
  service_.watchers().Shutdown();
  EXPECT_TRUE(EndedByServer(watch.End()));
  EXPECT_EQ(Watching(ChannelTo(socket_), RequestOf(kFeed)).End().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace qcity::feed
