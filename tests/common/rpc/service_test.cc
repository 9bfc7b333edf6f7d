// How a service's methods are served: hot reads, client streams, and what the server says of itself.
#include "common/rpc/service.h"

#include <atomic>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/common/rpc/echo.h"
#include "tests/support/test_server.h"

namespace qcity {
namespace {

using test::v1::EchoRequest;
using test::v1::EchoResponse;
using test::v1::EchoService;
using testing_support::Call;
using testing_support::CallAs;
using testing_support::EchoHooks;
using testing_support::MakeEcho;
using testing_support::TestServer;

// Counts how ForMembers was answered, and remembers what its peek was asked.
struct HotReads {
  EchoHooks Hooks() {
    return {.during =
                [this](const rpc::CallContext&) {
                  ++served;
                  return absl::OkStatus();
                },
            .at_hand = [this](const EchoRequest& request) -> std::optional<EchoResponse> {
              ++peeked;
              last_label = request.label();
              if (request.label() != "at hand") return std::nullopt;
              EchoResponse reply;
              reply.set_count(42);
              return reply;
            }};
  }

  std::atomic<int> peeked = 0, served = 0;
  std::string last_label;
};

EchoRequest Labelled(const std::string& label) {
  EchoRequest request;
  request.set_label(label);
  return request;
}

TEST(HotRead, IsAnsweredWithWhatIsAtHandElseServed) {
  HotReads reads;
  TestServer server({MakeEcho(reads.Hooks())});
  const auto stub = EchoService::NewStub(server.channel());
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForMembers, "li@west", Labelled("at hand"))->count(), 42);
  EXPECT_EQ(reads.served, 0);
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForMembers, "li@west", Labelled("far"))->request().label(), "far");
  EXPECT_EQ(reads.served, 1);
}

TEST(HotRead, PassesEveryCheckBeforeItIsLookedFor) {
  HotReads reads;
  TestServer server({MakeEcho(reads.Hooks())});
  const auto stub = EchoService::NewStub(server.channel());
  const auto ask = [&](absl::string_view caller, const std::string& label) {
    return Call(*stub, &EchoService::Stub::ForMembers, caller, Labelled(label)).status().code();
  };
  EXPECT_EQ(ask("", "at hand"), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ask("li@experts", "at hand"), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ask("li@west", std::string("at\0hand", 7)), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(reads.peeked, 0);
  EXPECT_EQ(reads.served, 0);
  EXPECT_EQ(ask("li@west", "e\xCC\x81"), absl::StatusCode::kOk);
  EXPECT_EQ(reads.last_label, "\xC3\xA9");  // In normal form C.
}

TEST(ClientStream, IsReadToItsEndHoweverLongItIs) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.NewConnection());
  CallAs context("li@quality-bureau");
  EchoResponse reply;
  const auto writer = stub->Count(&context, &reply);
  EchoRequest request;
  request.set_resource("campaigns/small-city/indicators/1-1");
  request.set_text(std::string(1'000, 'a'));
  constexpr int kMessages = 2'000;  // Far more than is read ahead.
  for (int i = 0; i < kMessages; ++i) ASSERT_TRUE(writer->Write(request));
  ASSERT_TRUE(writer->WritesDone());
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(reply.count(), kMessages);
}

TEST(ClientStream, EndsWithItsHandlerWhileTheClientStillWrites) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.NewConnection());
  CallAs context("li@quality-bureau");
  EchoResponse reply;
  const auto writer = stub->Count(&context, &reply);
  EchoRequest request;
  request.set_resource("campaigns/small-city/indicators/99");
  while (writer->Write(request)) continue;
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

EchoRequest CountTo(double number) {
  EchoRequest request;
  request.set_number(number);
  return request;
}

TEST(ServerStream, SendsAllThatItsHandlerSaysThenEnds) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.NewConnection());
  CallAs context("li@west");
  EchoRequest request = CountTo(500);
  request.set_label("e\xCC\x81");
  const auto reader = stub->Tell(&context, request);
  EchoResponse reply;
  for (int i = 1; i <= 500; ++i) {
    ASSERT_TRUE(reader->Read(&reply));
    EXPECT_EQ(reply.count(), i);
  }
  EXPECT_FALSE(reader->Read(&reply));
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(reply.request().label(), "\xC3\xA9");  // In normal form C.
}

TEST(ServerStream, WhatWasSentComesBeforeTheError) {
  std::atomic<int> left = 3;
  TestServer server({MakeEcho({.during = [&](const rpc::CallContext&) {
    return --left < 0 ? absl::FailedPreconditionError("enough") : absl::OkStatus();
  }})});
  const auto stub = EchoService::NewStub(server.NewConnection());
  CallAs context("li@west");
  const auto reader = stub->Tell(&context, CountTo(10));
  EchoResponse reply;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(reader->Read(&reply));
  EXPECT_FALSE(reader->Read(&reply));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST(ServerStream, IsForThoseWhoMay) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  const auto ask = [&](absl::string_view caller, const EchoRequest& request) {
    CallAs context(caller);
    const auto reader = stub->Tell(&context, request);
    EchoResponse reply;
    EXPECT_FALSE(reader->Read(&reply));
    return reader->Finish().error_code();
  };
  EXPECT_EQ(ask("", CountTo(1)), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ask("li@experts", CountTo(1)), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ask("li@west", Labelled(std::string("a\0b", 3))), grpc::StatusCode::INVALID_ARGUMENT);
}

// Two endless streams take both places; the third caller is told to come back, and may once one of them is gone.
TEST(ServerStream, OnlySomeAtATimeAndAClientThatGoesGivesItsPlaceBack) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.NewConnection());
  EchoResponse reply;
  CallAs first("li@west"), second("li@west");
  const auto one = stub->Tell(&first, CountTo(-1)), two = stub->Tell(&second, CountTo(-1));
  ASSERT_TRUE(one->Read(&reply));
  ASSERT_TRUE(two->Read(&reply));
  const auto ask = [&] {
    CallAs context("li@west");
    const auto reader = stub->Tell(&context, CountTo(1));
    while (reader->Read(&reply)) continue;
    return reader->Finish().error_code();
  };
  EXPECT_EQ(ask(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  first.TryCancel();
  while (one->Read(&reply)) continue;
  EXPECT_EQ(one->Finish().error_code(), grpc::StatusCode::CANCELLED);
  while (ask() == grpc::StatusCode::RESOURCE_EXHAUSTED) continue;  // Until its handler has noticed.
  EXPECT_EQ(ask(), grpc::StatusCode::OK);
  second.TryCancel();
}

namespace v1alpha = grpc::reflection::v1alpha;

v1alpha::ServerReflectionResponse Reflect(TestServer& server, const v1alpha::ServerReflectionRequest& request) {
  const auto stub = v1alpha::ServerReflection::NewStub(server.channel());
  CallAs context("");
  const auto stream = stub->ServerReflectionInfo(&context);
  EXPECT_TRUE(stream->Write(request));
  v1alpha::ServerReflectionResponse response;
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_TRUE(stream->WritesDone());
  EXPECT_TRUE(stream->Finish().ok());
  return response;
}

TEST(Reflection, ListsTheServices) {
  TestServer server({MakeEcho()});
  v1alpha::ServerReflectionRequest request;
  request.set_list_services("");
  std::set<std::string> names;
  const v1alpha::ServerReflectionResponse response = Reflect(server, request);
  for (const auto& service : response.list_services_response().service()) names.insert(service.name());
  EXPECT_THAT(names, testing::IsSupersetOf({"qcity.test.v1.EchoService", "qcity.feed.v1.FeedService"}));
}

TEST(Reflection, GivesAFileWithAllThatItImports) {
  TestServer server({MakeEcho()});
  v1alpha::ServerReflectionRequest by_symbol, by_name;
  by_symbol.set_file_containing_symbol("qcity.test.v1.EchoService.ForLeads");
  by_name.set_file_by_filename("qcity/test/v1/echo.proto");
  for (const auto& request : {by_symbol, by_name}) {
    google::protobuf::DescriptorPool pool;
    const v1alpha::ServerReflectionResponse response = Reflect(server, request);
    for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      ASSERT_TRUE(file.ParseFromString(bytes));
      EXPECT_NE(pool.BuildFile(file), nullptr) << file.name();  // Fails unless its imports came before.
    }
    EXPECT_NE(pool.FindServiceByName("qcity.test.v1.EchoService"), nullptr);
  }
}

TEST(Reflection, KnowsExtensionsAndSaysWhatItDoesNotKnow) {
  TestServer server({MakeEcho()});
  v1alpha::ServerReflectionRequest request;
  request.set_all_extension_numbers_of_type("google.protobuf.MethodOptions");
  const auto numbers = Reflect(server, request).all_extension_numbers_response();
  ASSERT_GT(numbers.extension_number_size(), 0);
  request.mutable_file_containing_extension()->set_containing_type("google.protobuf.MethodOptions");
  request.mutable_file_containing_extension()->set_extension_number(numbers.extension_number(0));
  EXPECT_TRUE(Reflect(server, request).has_file_descriptor_response());
  request.set_file_containing_symbol("qcity.tea.v1.Tea");
  EXPECT_EQ(Reflect(server, request).error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Reflect(server, {}).error_response().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace qcity
