// A server as a whole: time, overload, health, many connections, and its end.
#include "common/rpc/server.h"

#include <grpcpp/generic/generic_stub.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/rpc/channel.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/common/rpc/echo.h"
#include "tests/support/health_client.h"
#include "tests/support/test_server.h"

namespace qcity {
namespace {

using test::v1::EchoRequest;
using test::v1::EchoResponse;
using test::v1::EchoService;
using testing_support::Call;
using testing_support::CallAs;
using testing_support::ConfigOf;
using testing_support::EchoHooks;
using testing_support::MakeEcho;
using testing_support::NewDataDirectory;
using testing_support::NoonOf;
using testing_support::TestServer;
using testing_support::TestServerOptions;

// A gate that calls wait at until it opens.
class Gate {
 public:
  void Pass() {
    MutexLock lock(mutex_);
    ++waiting_;
    changed_.NotifyAll();
    while (!open_) changed_.Wait(mutex_);
  }
  void AwaitWaiting(int count) {
    MutexLock lock(mutex_);
    while (waiting_ < count) changed_.Wait(mutex_);
  }
  void Open() {
    MutexLock lock(mutex_);
    open_ = true;
    changed_.NotifyAll();
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
};

absl::Status CallAt(EchoService::Stub& stub, const std::string& instant) {
  CallAs context("li@office");
  context.AddMetadata("x-qcity-clock", instant);
  EchoResponse reply;
  return rpc::FromGrpc(stub.ForAnyone(&context, EchoRequest(), &reply));
}

TEST(Clock, IsMovedForwardByACallerButNeverBack) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  EXPECT_TRUE(CallAt(*stub, "2018-06-01T08:00:00+08:00").ok());
  EXPECT_EQ(server.clock().Now(), NoonOf(2018, 6, 1) - absl::Hours(4));
  EXPECT_TRUE(CallAt(*stub, "2018-06-01T08:00:00+08:00").ok());  // The same instant again: rows of one moment.
  EXPECT_EQ(DetailOf(CallAt(*stub, "2018-06-01T07:59:59+08:00"))->reason, "CLOCK_BACKWARDS");
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForAnyone, "", EchoRequest())->now_micros(),
            absl::ToUnixMicros(server.clock().Now()));
}

TEST(Clock, IsMovedByWellFormedInstantsOnly) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  for (const char* instant : {"tomorrow", "2018-06-01", "infinite-future", "99999-01-01T00:00:00Z", ""}) {
    EXPECT_EQ(CallAt(*stub, instant).code(), absl::StatusCode::kInvalidArgument) << instant;
  }
  EXPECT_EQ(server.clock().Now(), NoonOf(2018, 5, 7));
}

TEST(Clock, OfTheSystemCannotBeMoved) {
  auto server = rpc::Server::Start(ConfigOf({}), {MakeEcho()});
  const auto stub = EchoService::NewStub((*server)->InProcessChannel());
  EXPECT_EQ(DetailOf(CallAt(*stub, "2099-06-01T08:00:00+08:00"))->reason, "CLOCK_IS_SYSTEM");
}

TEST(Deadline, ThatHasPassedIsNotServed) {
  std::atomic<int> handled = 0;
  TestServer server({MakeEcho({.during = [&](const rpc::CallContext& call) {
    EXPECT_LT(call.deadline, absl::InfiniteFuture());
    ++handled;
    return absl::OkStatus();
  }})});
  const auto stub = EchoService::NewStub(server.channel());
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(MakeSystemClock()->Now() - absl::Seconds(1)));
  EchoResponse reply;
  EXPECT_EQ(stub->ForAnyone(&context, EchoRequest(), &reply).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(handled, 0);
  EXPECT_TRUE(Call(*stub, &EchoService::Stub::ForAnyone, "", EchoRequest()).ok());
  EXPECT_EQ(handled, 1);
}

TEST(Overload, IsAnsweredWithTheTimeToComeBack) {
  Gate gate;
  const auto during = [&](const rpc::CallContext&) {
    gate.Pass();
    return absl::OkStatus();
  };
  TestServer server({MakeEcho({.during = during})});
  const auto stub = EchoService::NewStub(server.channel());
  const int limit = rpc::EdgeOptions().calls;
  std::vector<std::thread> callers;
  callers.reserve(limit);
  for (int i = 0; i < limit; ++i) {
    callers.emplace_back([&] { EXPECT_TRUE(Call(*stub, &EchoService::Stub::ForAnyone, "", EchoRequest()).ok()); });
  }
  gate.AwaitWaiting(limit);
  CallAs context("");
  EchoResponse reply;
  const grpc::Status status = stub->ForAnyone(&context, EchoRequest(), &reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf(rpc::FromGrpc(status))->reason, "OVERLOADED");
  EXPECT_EQ(context.GetServerTrailingMetadata().count("grpc-retry-pushback-ms"), 1);
  gate.Open();
  for (std::thread& caller : callers) caller.join();
  EXPECT_TRUE(Call(*stub, &EchoService::Stub::ForAnyone, "", EchoRequest()).ok());
}

TEST(Overload, OfClientStreamsIsRefusedToo) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  // One stream too many. Which one finds no place is a race; it alone ends by itself, the others once they are cancelled.
  const int count = rpc::EdgeOptions().client_streams + 1;
  std::vector<std::unique_ptr<CallAs>> contexts;
  for (int i = 0; i < count; ++i) contexts.push_back(std::make_unique<CallAs>("li@quality-bureau"));
  Gate first_end;
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < count; ++i) {
    callers.emplace_back([&, i] {
      EchoResponse reply;
      const grpc::StatusCode code = stub->Count(contexts[i].get(), &reply)->Finish().error_code();
      if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) ++refused;
      first_end.Pass();
    });
  }
  first_end.AwaitWaiting(1);
  EXPECT_EQ(refused, 1);
  for (const auto& context : contexts) context->TryCancel();
  first_end.Open();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(refused, 1);
}

TEST(Connections, TwoHundredAreServedAtOnce) {
  TestServer server({MakeEcho()});
  std::vector<std::unique_ptr<EchoService::Stub>> stubs;
  for (int i = 0; i < 200; ++i) {
    stubs.push_back(EchoService::NewStub(server.NewConnection()));
    EXPECT_TRUE(Call(*stubs.back(), &EchoService::Stub::ForAnyone, "", EchoRequest()).ok()) << i;
  }
  for (const auto& stub : stubs) EXPECT_TRUE(Call(*stub, &EchoService::Stub::ForAnyone, "", EchoRequest()).ok());
}

TEST(Connections, OfThoseWhoWaitAndAskWhetherWeAreThereAreKept) {
  TestServer server({MakeEcho()});
  const rpc::KeepAlive often = {.interval = absl::Milliseconds(1), .patience = absl::Seconds(10)};
  const auto stub = EchoService::NewStub(rpc::MakeChannel(absl::StrCat("127.0.0.1:", server.server().port()), often));
  CallAs context("li@quality-bureau");
  // gRPC asks once a second; by default a server takes offence at the third time.
  context.set_deadline(absl::ToChronoTime(MakeSystemClock()->Now() + absl::Seconds(5)));
  const auto reader = stub->Watch(&context, EchoRequest());
  EchoResponse reply;
  while (reader->Read(&reply)) continue;
  // The deadline ends it on either side, whichever sees it first; the connection did not.
  EXPECT_THAT(reader->Finish().error_code(),
              testing::AnyOf(grpc::StatusCode::DEADLINE_EXCEEDED, grpc::StatusCode::CANCELLED));
}

TEST(Compression, OfRequestsIsRefused) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.NewConnection());
  CallAs context("");
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  EchoRequest request;
  request.set_label(std::string(10'000, 'a'));
  EchoResponse reply;
  EXPECT_EQ(stub->ForAnyone(&context, request, &reply).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

// The status of a unary call whose request is these bytes.
grpc::Status SendBytes(TestServer& server, const std::string& method, const std::string& bytes) {
  grpc::GenericStub stub(server.NewConnection());
  CallAs context("li@quality-bureau");
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, method, rpc::ToBuffer(bytes), &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status;
}

TEST(Message, ThatCannotBeReadIsAnInvalidArgument) {
  TestServer server({MakeEcho()});
  for (const char* method : {"ForAnyone", "Watch"}) {
    for (const std::string& bytes :
         {std::string("\xff\xff\xff"), std::string("\x0a\x05zhi", 5), std::string("\x0a\x01\xff")}) {
      const absl::Status status =
          rpc::FromGrpc(SendBytes(server, absl::StrCat("/qcity.test.v1.EchoService/", method), bytes));
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << method << " " << status;
    }
  }
}

TEST(Health, FollowsTheModules) {
  std::atomic<bool> ready = false;
  const auto is_ready = [&] { return ready ? absl::OkStatus() : absl::UnavailableError("not yet"); };
  TestServer server({MakeEcho({.ready = is_ready})});
  testing_support::HealthClient health(server.channel());
  EXPECT_FALSE(health.IsServing(""));
  EXPECT_FALSE(health.IsServing("echo"));
  EXPECT_TRUE(health.IsServing("databases"));
  ready = true;
  EXPECT_TRUE(health.AwaitServing(""));
  EXPECT_TRUE(health.IsServing("echo"));
}

TEST(Counts, TellMethodsAndCodes) {
  rpc::Edge* edge = nullptr;
  TestServer server({testing_support::MakeEcho({.edge = [&](rpc::Edge& made) { edge = &made; }})});
  const auto stub = EchoService::NewStub(server.channel());
  ASSERT_TRUE(Call(*stub, &EchoService::Stub::ForMembers, "li@west", EchoRequest()).ok());
  ASSERT_TRUE(Call(*stub, &EchoService::Stub::ForMembers, "li@west", EchoRequest()).ok());
  ASSERT_FALSE(Call(*stub, &EchoService::Stub::ForMembers, "li@experts", EchoRequest()).ok());
  std::vector<std::string> lines;
  for (const rpc::CallCount& count : edge->Counts()) {
    lines.push_back(absl::StrCat(count.method, " ", absl::StatusCodeToString(count.code), " ", count.count));
  }
  EXPECT_THAT(lines, testing::UnorderedElementsAre("qcity.test.v1.EchoService/ForMembers OK 2",
                                                   "qcity.test.v1.EchoService/ForMembers PERMISSION_DENIED 1"));
}

TEST(Stop, EndsOpenStreamsAndMayBeAskedTwice) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.NewConnection());
  CallAs context("li@west");
  auto reader = stub->Watch(&context, EchoRequest());
  EchoResponse reply;
  ASSERT_TRUE(reader->Read(&reply));
  server.server().Stop();
  EXPECT_FALSE(reader->Read(&reply));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  server.server().Stop();
}

TEST(Stop, LetsCallsInFlightFinish) {
  Gate gate;
  const auto during = [&](const rpc::CallContext&) {
    gate.Pass();
    return absl::OkStatus();
  };
  TestServer server({MakeEcho({.during = during})});
  const auto stub = EchoService::NewStub(server.NewConnection());
  std::thread caller([&] { EXPECT_TRUE(Call(*stub, &EchoService::Stub::ForAnyone, "", EchoRequest()).ok()); });
  gate.AwaitWaiting(1);
  std::thread stopper([&] { server.server().Stop(absl::Seconds(60)); });
  gate.Open();
  stopper.join();
  caller.join();
}

TEST(Stop, DoesNotWaitForAClientThatKeepsItsStreamOpen) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.NewConnection());
  CallAs context("li@quality-bureau");
  EchoResponse reply;
  auto writer = stub->Count(&context, &reply);
  EchoRequest request;
  request.set_resource("campaigns/small-city/indicators/1-1");
  ASSERT_TRUE(writer->Write(request));
  server.server().Stop(absl::Milliseconds(1));
  EXPECT_FALSE(writer->Finish().ok());
}

TEST(Start, OnATakenPortSaysSo) {
  TestServer first({MakeEcho()});
  rpc::Config config = ConfigOf({});
  config.listen = absl::StrCat("127.0.0.1:", first.server().port());
  const absl::Status status = rpc::Server::Start(config, {MakeEcho()}).status();
  EXPECT_EQ(DetailOf(status)->reason, "PORT_TAKEN");
  EXPECT_THAT(DetailOf(status)->text.zh, testing::HasSubstr(config.listen));
}

TEST(Start, OnDataOfAnotherServerSaysSo) {
  const TestServerOptions options = {.data = NewDataDirectory()};
  const auto open = [](rpc::Env& env) {
    const sql::Migration migrations[] = {{1, "CREATE TABLE t (a BIGINT NOT NULL)"}};
    const auto database = env.OpenDatabase("echo", migrations);
    EXPECT_EQ(database.ok() ? *database : nullptr, database.ok() ? *env.OpenDatabase("echo", migrations) : nullptr);
    return database.status();
  };
  TestServer first({MakeEcho({.make = open})}, options);
  EXPECT_TRUE(std::filesystem::exists(options.data + "/echo.db"));
  const absl::Status status =
      rpc::Server::Start(ConfigOf(options), {MakeEcho({.make = open})}, MakeSetClock(options.now, false)).status();
  EXPECT_EQ(DetailOf(status)->reason, "DATABASE_IN_USE");
  first.Restart();
}

TEST(Start, NeedsThePeersThatModulesCall) {
  const auto call_tasks = [](rpc::Env& env) { return env.ChannelTo("tasks").status(); };
  EXPECT_EQ(DetailOf(rpc::Server::Start(ConfigOf({}), {MakeEcho({.make = call_tasks})}).status())->reason,
            "PEER_MISSING");
  TestServerOptions options;
  options.peers["tasks"] = "127.0.0.1:1";
  EXPECT_TRUE(rpc::Server::Start(ConfigOf(options), {MakeEcho({.make = call_tasks})}).ok());
}

TEST(Channels, ToServicesOfTheSameServerWorkOnceItServes) {
  std::shared_ptr<grpc::Channel> channel;
  TestServer server({MakeEcho({.make = [&](rpc::Env& env) {
    channel = *env.ChannelTo("echo");
    return absl::OkStatus();
  }})});
  const auto stub = EchoService::NewStub(channel);
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForServices, "aggregation@service", EchoRequest())->caller(),
            "aggregation@service");
}

}  // namespace
}  // namespace qcity
