// Who may call what: every role and relation against every kind of caller, compared with a table that was written by hand from the small city's plan.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
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
using testing_support::MakeEcho;
using testing_support::NoonOf;
using testing_support::TestServer;
using UnaryMethod = grpc::Status (EchoService::Stub::*)(grpc::ClientContext*, const EchoRequest&, EchoResponse*);

UnaryMethod MethodNamed(absl::string_view name) {
  using Stub = EchoService::Stub;
  if (name == "ForAnyone") return &Stub::ForAnyone;
  if (name == "ForMembers") return &Stub::ForMembers;
  if (name == "ForOffice") return &Stub::ForOffice;
  if (name == "ForExperts") return &Stub::ForExperts;
  if (name == "ForAgencies") return &Stub::ForAgencies;
  if (name == "ForServices") return &Stub::ForServices;
  if (name == "ForLeads") return &Stub::ForLeads;
  if (name == "ForParticipants") return &Stub::ForParticipants;
  if (name == "ForSelf") return &Stub::ForSelf;
  return &Stub::ForLeadsOrOffice;
}

// On 2018-05-07. '+': allowed, '-': PERMISSION_DENIED, '?': UNAUTHENTICATED (asks for a name), '!': INVALID_ARGUMENT (names no resource).
constexpr char kMatrix[] = R"(
method           resource                            nobody office quality-bureau construction-bureau west market-bureau experts survey-agency service
ForAnyone        -                                   +      +      +              +                   +    +             +       +             +
ForMembers       -                                   ?      +      +              +                   +    +             -       -             -
ForOffice        -                                   ?      +      -              -                   -    -             -       -             -
ForExperts       -                                   ?      -      -              -                   -    -             +       -             -
ForAgencies      -                                   ?      -      -              -                   -    -             -       +             -
ForServices      -                                   ?      -      -              -                   -    -             -       -             +
ForLeads         -                                   ?      !      !              !                   !    !             -       -             -
ForLeads         campaigns/small-city/indicators/1-1 ?      -      +              -                   -    -             -       -             -
ForLeads         campaigns/small-city/indicators/1-1/observations/x ? - +         -                   -    -             -       -             -
ForLeads         campaigns/small-city/indicators/3   ?      -      +              +                   -    -             -       -             -
ForLeads         campaigns/small-city/tasks/1        ?      -      +              -                   -    -             -       -             -
ForLeads         campaigns/small-city/tasks/3/occurrences/2019 ? + -              -                   +    -             -       -             -
ForLeads         campaigns/small-city/tasks/99       ?      -      -              -                   -    -             -       -             -
ForLeads         campaigns/other/indicators/1-1      ?      -      -              -                   -    -             -       -             -
ForLeads         campaigns/small-city/indicators     ?      -      -              -                   -    -             -       -             -
ForLeads         indicators/1-1                      ?      -      -              -                   -    -             -       -             -
ForParticipants  campaigns/small-city/tasks/1        ?      -      +              +                   +    -             -       -             -
ForParticipants  campaigns/small-city/tasks/2        ?      -      -              +                   -    -             -       -             -
ForParticipants  campaigns/small-city/indicators/1-1 ?      -      +              -                   -    -             -       -             -
ForSelf          west                                ?      -      -              -                   +    -             -       -             -
ForSelf          experts                             ?      -      -              -                   -    -             -       -             -
ForSelf          nobody                              ?      -      -              -                   -    -             -       -             -
ForLeadsOrOffice campaigns/small-city/indicators/1-1 ?      +      +              -                   -    -             -       -             -
ForLeadsOrOffice campaigns/other/indicators/1-1      ?      +      -              -                   -    -             -       -             -
ForLeadsOrOffice -                                   ?      +      !              !                   !    !             -       -             -
)";

char SignOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk: return '+';
    case absl::StatusCode::kPermissionDenied: return '-';
    case absl::StatusCode::kUnauthenticated: return '?';
    case absl::StatusCode::kInvalidArgument: return '!';
    default: return 'E';
  }
}

TEST(Access, IsWhatTheTableSaysCellByCell) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  std::vector<std::string> callers;
  int cells = 0;
  for (const absl::string_view line : absl::StrSplit(kMatrix, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> columns = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (callers.empty()) {
      callers.assign(columns.begin() + 2, columns.end());
      continue;
    }
    ASSERT_EQ(columns.size(), callers.size() + 2) << line;
    EchoRequest request;
    if (columns[1] != "-") request.set_resource(columns[1]);
    for (std::size_t i = 0; i < callers.size(); ++i, ++cells) {
      const std::string caller = callers[i] == "nobody" ? "" : absl::StrCat("li@", callers[i]);
      const auto reply = Call(*stub, MethodNamed(columns[0]), caller, request);
      EXPECT_EQ(std::string(1, SignOf(reply.status())), columns[i + 2])
          << columns[0] << " of " << columns[1] << " by " << callers[i] << ": " << reply.status();
    }
  }
  EXPECT_EQ(cells, 25 * 9);
}

TEST(Access, FollowsDutiesToTheirNextBearer) {
  TestServer server({MakeEcho()}, {.now = NoonOf(2019, 4, 2)});
  const auto stub = EchoService::NewStub(server.channel());
  EchoRequest request;
  request.set_resource("campaigns/small-city/indicators/1-1");
  EXPECT_TRUE(Call(*stub, &EchoService::Stub::ForLeads, "li@market-bureau", request).ok());
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForLeads, "li@quality-bureau", request).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(Access, ADenialNamesMethodResourceAndWhatIsNeeded) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  EchoRequest request;
  request.set_resource("campaigns/small-city/indicators/1-1");
  const absl::Status status = Call(*stub, &EchoService::Stub::ForLeadsOrOffice, "li@west", request).status();
  const ErrorDetail detail = *DetailOf(status);
  EXPECT_EQ(detail.reason, "ACCESS_DENIED");
  for (const std::string& text : {detail.text.zh, detail.text.en}) {
    EXPECT_THAT(text, testing::HasSubstr("qcity.test.v1.EchoService/ForLeadsOrOffice"));
    EXPECT_THAT(text, testing::HasSubstr(request.resource()));
  }
  EXPECT_THAT(detail.text.en, testing::HasSubstr("leads it or a person of the campaign's office"));
  EXPECT_THAT(detail.text.zh, testing::HasSubstr("质强委办公室"));
}

TEST(Access, EveryNamedResourceMustPass) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  EchoRequest request;
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForLeadsOfAll, "li@quality-bureau", request).status().code(),
            absl::StatusCode::kInvalidArgument);
  request.add_children()->set_resource("campaigns/small-city/indicators/1-1");
  request.add_children()->set_resource("campaigns/small-city/indicators/3");
  EXPECT_TRUE(Call(*stub, &EchoService::Stub::ForLeadsOfAll, "li@quality-bureau", request).ok());
  request.add_children()->set_resource("campaigns/small-city/indicators/2");
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForLeadsOfAll, "li@quality-bureau", request).status().code(),
            absl::StatusCode::kPermissionDenied);
  request.mutable_children(2)->clear_resource();
  const absl::Status nameless = Call(*stub, &EchoService::Stub::ForLeadsOfAll, "li@quality-bureau", request).status();
  ASSERT_EQ(nameless.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(nameless)->fields.front().path, "children[2].resource");
}

TEST(Access, AStreamAsksForTheRoleFirstAndForEachResourceAsItComes) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  const auto count = [&](absl::string_view caller, const std::vector<std::string>& resources) {
    CallAs context(caller);
    EchoResponse reply;
    auto writer = stub->Count(&context, &reply);
    for (const std::string& resource : resources) {
      EchoRequest request;
      request.set_resource(resource);
      writer->Write(request);
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    return status.ok() ? static_cast<int>(reply.count()) : -static_cast<int>(status.error_code());
  };
  const std::string own = "campaigns/small-city/indicators/1-1";
  EXPECT_EQ(count("li@quality-bureau", {own, own}), 2);
  EXPECT_EQ(count("li@quality-bureau", {own, "campaigns/small-city/indicators/2"}),
            -grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(count("li@experts", {}), -grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(count("", {own}), -grpc::StatusCode::UNAUTHENTICATED);
}

TEST(Access, AWatchIsAdmittedLikeACall) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  const auto first = [&](absl::string_view caller) {
    CallAs context(caller);
    auto reader = stub->Watch(&context, EchoRequest());
    EchoResponse reply;
    if (reader->Read(&reply)) {
      context.TryCancel();
      return grpc::StatusCode::OK;
    }
    return reader->Finish().error_code();
  };
  EXPECT_EQ(first("li@west"), grpc::StatusCode::OK);
  EXPECT_EQ(first("li@experts"), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(first(""), grpc::StatusCode::UNAUTHENTICATED);
}

TEST(Caller, IsAPersonOfAnOrganisationOfThePlanOrAService) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  const auto ask = [&](absl::string_view caller) {
    return Call(*stub, &EchoService::Stub::ForAnyone, caller, EchoRequest());
  };
  EXPECT_EQ(ask("li.wei-2@office")->caller(), "li.wei-2@office");
  EXPECT_TRUE(ask("li@office")->office());
  EXPECT_FALSE(ask("li@west")->office());
  EXPECT_EQ(ask("aggregation@service")->caller(), "aggregation@service");
  EXPECT_EQ(ask("")->caller(), "");
  for (const char* caller :
       {"li", "li@", "@office", "li@nowhere", "li@office@west", "l i@office", "li@office ", "a/b@office", "@"}) {
    EXPECT_EQ(ask(caller).status().code(), absl::StatusCode::kUnauthenticated) << caller;
  }
  EXPECT_EQ(ask(std::string(65, 'a') + "@office").status().code(), absl::StatusCode::kUnauthenticated);
}

TEST(Caller, CannotBeTwo) {
  TestServer server({MakeEcho()});
  const auto stub = EchoService::NewStub(server.channel());
  CallAs context("li@west");
  context.AddMetadata("x-qcity-caller", "li@office");
  EchoResponse reply;
  EXPECT_EQ(stub->ForAnyone(&context, EchoRequest(), &reply).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

// Without --insecure-local nothing that a caller says of himself counts.
TEST(Caller, IsNobodyUnlessTheServerTrustsItsNeighbours) {
  const auto make = [](rpc::Env& env) -> absl::StatusOr<std::unique_ptr<rpc::Module>> {
    class Distrustful : public rpc::Module {
     public:
      explicit Distrustful(rpc::Env& env)
          : edge_(*rpc::Edge::Make(EchoService::service_full_name(), env.directory(), env.clock(), rpc::EdgeOptions{})),
            service_(*edge_) {}
      absl::string_view name() const override { return "distrustful"; }
      std::vector<rpc::Service*> services() override { return {&service_}; }

     private:
      class Service : public rpc::Service {
       public:
        explicit Service(rpc::Edge& edge) : rpc::Service(edge, EchoService::service_full_name()) {
          Handle("ForAnyone", &Service::Serve);
          Handle("ForOffice", &Service::Serve);
        }

       private:
        absl::StatusOr<EchoResponse> Serve(const rpc::CallContext& call, const EchoRequest&) {
          EchoResponse answer;
          answer.set_caller(call.principal.person);
          return answer;
        }
      };
      std::unique_ptr<rpc::Edge> edge_;
      Service service_;
    };
    return std::make_unique<Distrustful>(env);
  };
  TestServer server({make});
  const auto stub = EchoService::NewStub(server.channel());
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForAnyone, "li@office", EchoRequest())->caller(), "");
  EXPECT_EQ(Call(*stub, &EchoService::Stub::ForOffice, "li@office", EchoRequest()).status().code(),
            absl::StatusCode::kUnauthenticated);
  CallAs context("");
  context.AddMetadata("x-qcity-clock", "2019-01-01T00:00:00+08:00");
  EchoResponse reply;
  EXPECT_EQ(stub->ForAnyone(&context, EchoRequest(), &reply).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(server.clock().Now(), NoonOf(2018, 5, 7));
}

TEST(AccessRule, AServiceWithoutOneDoesNotStart) {
  TestServer server({MakeEcho({.make = [](rpc::Env& env) {
    for (const auto& [service, what] :
         {std::pair("UnruledService", "qcity.test.v1.UnruledService/Call declares no access rule"),
          std::pair("LostResourceService", "qcity.test.v1.EchoRequest has no field child.nothing"),
          std::pair("NoResourceService", "qcity.test.v1.NoResourceService/Call must name a resource"),
          std::pair("NoRoleService", "qcity.test.v1.NoRoleService/Call has an access grant without role"),
          std::pair("Unheard", "no proto of this program declares")}) {
      const auto edge =
          rpc::Edge::Make(absl::StrCat("qcity.test.v1.", service), env.directory(), env.clock(), env.edge_options());
      EXPECT_EQ(edge.status().code(), absl::StatusCode::kInternal) << service;
      EXPECT_THAT(std::string(edge.status().message()), testing::HasSubstr(what));
    }
    return absl::OkStatus();
  }})});
}

}  // namespace
}  // namespace qcity
