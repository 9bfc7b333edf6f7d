// Leading bodies and liaisons, served: who registers for whom, who is missing, who reads the liaison.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/personal_data.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/tasks/v1/organizations.grpc.pb.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing_support::Call;
using testing_support::NoonOf;
using testing_support::Told;
using Stub = v1::OrganizationsService::Stub;

class OrganizationsTest : public testing::Test {
 protected:
  v1::PutLeadingBodyRequest New(const std::string& organization) {
    v1::PutLeadingBodyRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_parent("campaigns/small-city");
    request.set_organization(organization);
    v1::Registration& registration = *request.mutable_registration();
    registration.set_name("东区质量强市领导小组");
    registration.set_document("东政办〔2018〕3号");
    registration.set_established("2018-04-02");
    registration.set_leader("王主任");
    registration.set_liaison("赵联络");
    registration.set_liaison_phone("0711-1234567");
    return request;
  }
  absl::StatusOr<v1::LeadingBody> Put(const char* caller, const v1::PutLeadingBodyRequest& request) {
    return Call(*stub_, &Stub::PutLeadingBody, caller, request);
  }
  v1::ListLeadingBodiesResponse List(const char* caller, v1::ListLeadingBodiesRequest request = {}) {
    request.set_parent("campaigns/small-city");
    const auto response = Call(*stub_, &Stub::ListLeadingBodies, caller, request);
    EXPECT_EQ(Told(response), "OK");
    return response.value_or(v1::ListLeadingBodiesResponse());
  }
  v1::LeadingBody Of(const char* caller, const char* organization) {
    v1::ListLeadingBodiesRequest request;
    request.set_organization(organization);
    const v1::ListLeadingBodiesResponse response = List(caller, request);
    EXPECT_THAT(response.bodies(), SizeIs(1));
    return response.bodies_size() == 1 ? response.bodies(0) : v1::LeadingBody();
  }

  testing_support::TestServer server_{{MakeModule}};
  std::unique_ptr<Stub> stub_ = v1::OrganizationsService::NewStub(server_.channel());
  int requests_ = 0;
};

std::vector<std::string> Ids(const v1::ListLeadingBodiesResponse& response) {
  std::vector<std::string> ids;
  for (const v1::LeadingBody& body : response.bodies()) ids.push_back(body.organization());
  return ids;
}

TEST_F(OrganizationsTest, WhoIsInvolvedTodayMustRegister) {
  v1::ListLeadingBodiesRequest missing;
  missing.set_which(v1::ListLeadingBodiesRequest::MISSING);
  // The office's own committee need not; north joins the districts, and the merged bureau is born, in 2019.
  EXPECT_THAT(Ids(List("li@office", missing)),
              ElementsAre("quality-bureau", "environment-bureau", "construction-bureau", "east", "west"));
  ASSERT_EQ(Told(Put("li@east", New("east"))), "OK");
  EXPECT_THAT(Ids(List("li@office", missing)),
              ElementsAre("quality-bureau", "environment-bureau", "construction-bureau", "west"));
  EXPECT_EQ(List("li@office").required(), 5);
  EXPECT_EQ(List("li@office").registered(), 1);
  ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(2019, 4, 2)).ok());
  EXPECT_THAT(Ids(List("li@office", missing)),
              ElementsAre("market-bureau", "environment-bureau", "construction-bureau", "north"));
}

TEST_F(OrganizationsTest, TheLiaisonIsReadByTheOwnUnitAndTheOffice) {
  ASSERT_EQ(Told(Put("li@east", New("east"))), "OK");
  for (const char* caller : {"chen@east", "wang@office"}) {
    EXPECT_EQ(Of(caller, "east").registration().liaison(), "赵联络") << caller;
    EXPECT_EQ(Of(caller, "east").history(0).registration().liaison_phone(), "0711-1234567") << caller;
  }
  const v1::LeadingBody hidden = Of("zhao@west", "east");
  EXPECT_EQ(hidden.registration().leader(), "王主任");
  EXPECT_EQ(hidden.registration().liaison(), rpc::kHidden);
  EXPECT_EQ(hidden.registration().liaison_phone(), rpc::kHidden);
  EXPECT_THAT(hidden.SerializeAsString(), Not(HasSubstr("赵联络")));
  EXPECT_THAT(List("zhao@west").SerializeAsString(), Not(HasSubstr("1234567")));
}

TEST_F(OrganizationsTest, AUnitRegistersForItselfAndTheOfficeForAny) {
  EXPECT_EQ(Put("zhao@west", New("east")).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Told(Put("li@office", New("west"))), "OK");
  EXPECT_EQ(Told(Put("li@office", New("nobody"))), "INVALID_ARGUMENT organization");
}

TEST_F(OrganizationsTest, WhatStoodBeforeStaysInTheHistory) {
  const v1::PutLeadingBodyRequest first = New("east");
  ASSERT_EQ(Told(Put("li@east", first)), "OK");
  v1::PutLeadingBodyRequest second = New("east");
  second.mutable_registration()->set_liaison("钱联络");
  second.set_etag(7);
  EXPECT_EQ(Told(Put("li@east", second)), "ABORTED STALE_ETAG");
  second.set_etag(1);
  const absl::StatusOr<v1::LeadingBody> replaced = Put("li@east", second);
  ASSERT_EQ(Told(replaced), "OK");
  EXPECT_EQ(replaced->version(), 2);
  EXPECT_EQ(replaced->registration().liaison(), "钱联络");
  ASSERT_THAT(replaced->history(), SizeIs(2));
  EXPECT_EQ(replaced->history(0).registration().liaison(), "赵联络");
  ASSERT_EQ(Told(Put("li@east", first)), "OK");  // A repeated request acts once.
  EXPECT_EQ(Of("li@east", "east").version(), 2);
}

TEST_F(OrganizationsTest, ABadFieldIsNamedAndNeverQuotedIfItIsPersonal) {
  const auto told = [&](void (*spoil)(v1::Registration&)) {
    v1::PutLeadingBodyRequest request = New("east");
    spoil(*request.mutable_registration());
    return Told(Put("li@east", request));
  };
  EXPECT_EQ(told([](v1::Registration& r) { r.set_name(" "); }), "INVALID_ARGUMENT registration.name");
  EXPECT_EQ(told([](v1::Registration& r) { r.clear_document(); }), "INVALID_ARGUMENT registration.document");
  EXPECT_EQ(told([](v1::Registration& r) { r.set_established("2018-05-08"); }),
            "INVALID_ARGUMENT registration.established");
  EXPECT_EQ(told([](v1::Registration& r) { r.clear_leader(); }), "INVALID_ARGUMENT registration.leader");
  EXPECT_EQ(told([](v1::Registration& r) { r.clear_liaison(); }), "INVALID_ARGUMENT registration.liaison");
  for (const char* phone : {"", "12", "1380000abcd", "+()- ", "1234567890123456789012345678901"}) {
    v1::PutLeadingBodyRequest request = New("east");
    request.mutable_registration()->set_liaison_phone(phone);
    const absl::Status status = Put("li@east", request).status();
    EXPECT_EQ(Told(status), "INVALID_ARGUMENT registration.liaison_phone") << phone;
    const bool telling = std::string(phone).size() > 4;  // Shorter ones might stand in any sentence.
    EXPECT_FALSE(telling && std::string(status.message()).find(phone) != std::string::npos) << phone;
  }
  EXPECT_EQ(List("li@office").registered(), 0);
}

TEST(HidePersonalData, HidesWhatIsMarkedAtAnyDepthAndNothingElse) {
  v1::LeadingBody body;
  body.set_title("东区");
  body.mutable_registration()->set_liaison("赵");
  body.add_history()->mutable_registration()->set_liaison_phone("0711");
  rpc::HidePersonalData(body);
  EXPECT_EQ(body.ShortDebugString(),
            "title: \"\\344\\270\\234\\345\\214\\272\" registration { liaison: \"***\" } history { registration { "
            "liaison_phone: \"***\" } }");
}

}  // namespace
}  // namespace qcity::tasks
