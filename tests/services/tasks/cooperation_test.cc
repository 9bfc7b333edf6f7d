#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "qcity/tasks/v1/cooperation.grpc.pb.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Cooperation = v1::CooperationService::Stub;

// Led by the quality bureau, which is the market bureau by the due day, 2019-06-30; construction-bureau, east and north
// cooperate.
const std::string kCenter = NameOf("1", "2019");

class CooperationTest : public testing::Test {
 protected:
  v1::RequestCooperationRequest Request(const std::string& cooperator) {
    auto request = client_.New<v1::RequestCooperationRequest>(kCenter);
    request.set_cooperator(cooperator);
    request.set_text("提供检验中心用地");
    request.set_wanted_by("2018-09-30");
    return request;
  }
  absl::StatusOr<v1::TaskPart> Ask(const std::string& cooperator, const std::string& caller = "li@quality-bureau") {
    return client_.Call(&Cooperation::RequestCooperation, caller, Request(cooperator));
  }
  absl::StatusOr<v1::TaskPart> Answer(const std::string& caller, int number, v1::CooperationState answer) {
    auto request = client_.New<v1::AnswerCooperationRequest>(kCenter, "market-bureau");
    request.set_number(number);
    request.set_answer(answer);
    request.set_text("选址已定");
    return client_.Call(&Cooperation::AnswerCooperation, caller, request);
  }
  // "construction-bureau REQUESTED" of each request listed.
  std::vector<std::string> List(const std::string& organization) {
    v1::ListCooperationRequest request;
    request.set_parent("campaigns/small-city");
    request.set_organization(organization);
    const auto response = client_.Call(&Cooperation::ListCooperation, "wang@office", request);
    if (!response.ok()) return {Told(response)};
    std::vector<std::string> listed;
    for (const v1::RequestedCooperation& requested : response->cooperation()) {
      listed.push_back(absl::StrCat(requested.cooperation().cooperator(), " ",
                                    v1::CooperationState_Name(requested.cooperation().state())));
    }
    return listed;
  }

  TasksClient client_;
};

TEST_F(CooperationTest, ACooperatorIsAskedAndAnswersAndBothAreDated) {
  const absl::StatusOr<v1::TaskPart> asked = Ask("construction-bureau");
  ASSERT_EQ(Told(asked), "OK");
  EXPECT_EQ(asked->cooperation(0).number(), 1);
  EXPECT_EQ(asked->cooperation(0).cooperator_title(), "市住建局");
  ASSERT_TRUE(client_.server().clock().AdvanceTo(NoonOf(2018, 5, 9)).ok());
  ASSERT_EQ(Told(Answer("zhou@construction-bureau", 1, v1::COOPERATION_ACCEPTED)), "OK");
  ASSERT_EQ(Told(Answer("zhou@construction-bureau", 1, v1::COOPERATION_DONE)), "OK");
  const absl::StatusOr<v1::Occurrence> occurrence = client_.Get(kCenter);
  ASSERT_EQ(occurrence->parts(0).cooperation_size(), 1);
  const v1::Cooperation& cooperation = occurrence->parts(0).cooperation(0);
  EXPECT_EQ(cooperation.state(), v1::COOPERATION_DONE);
  EXPECT_EQ(cooperation.answer(), "选址已定");
  EXPECT_EQ(cooperation.requested().seconds(), absl::ToUnixSeconds(NoonOf(2018, 5, 7)));
  EXPECT_EQ(cooperation.answered().seconds(), absl::ToUnixSeconds(NoonOf(2018, 5, 9)));
  EXPECT_EQ(occurrence->state(), v1::NOT_STARTED);
  EXPECT_EQ(occurrence->parts(0).events_size(), 3);
}

TEST_F(CooperationTest, OnlyCooperatorsOfTheDutyAreAskedAndTheMessageNamesThem) {
  const absl::StatusOr<v1::TaskPart> refused = Ask("environment-bureau");
  EXPECT_EQ(Told(refused), "INVALID_ARGUMENT cooperator");
  EXPECT_THAT(refused.status().message(), HasSubstr("construction-bureau east north"));
  EXPECT_EQ(Told(Ask("")), "INVALID_ARGUMENT cooperator");
  EXPECT_EQ(Told(Ask("west")), "INVALID_ARGUMENT cooperator");  // No member by the due day.
  EXPECT_EQ(Told(Ask("east", "zhou@construction-bureau")), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_THAT(List(""), IsEmpty());
}

TEST_F(CooperationTest, OnlyTheOneAskedOrTheOfficeAnswersAndOnce) {
  ASSERT_EQ(Told(Ask("construction-bureau")), "OK");
  EXPECT_EQ(Told(Answer("sun@east", 1, v1::COOPERATION_ACCEPTED)), "PERMISSION_DENIED NOT_ASKED");
  EXPECT_EQ(Told(Answer("li@quality-bureau", 1, v1::COOPERATION_DONE)), "PERMISSION_DENIED NOT_ASKED");
  EXPECT_EQ(Told(Answer("zhou@construction-bureau", 2, v1::COOPERATION_DONE)), "NOT_FOUND COOPERATION_NOT_FOUND");
  EXPECT_EQ(Told(Answer("zhou@construction-bureau", 1, v1::COOPERATION_REQUESTED)), "INVALID_ARGUMENT answer");
  EXPECT_EQ(Told(Answer("wang@office", 1, v1::COOPERATION_DECLINED)), "OK");
  EXPECT_EQ(Told(Answer("zhou@construction-bureau", 1, v1::COOPERATION_DONE)),
            "FAILED_PRECONDITION COOPERATION_CLOSED");
}

TEST_F(CooperationTest, AnOrganisationSeesWhatItIsAskedForAndWhatItAsksFor) {
  ASSERT_EQ(Told(Ask("construction-bureau")), "OK");
  auto sooner = Request("east");
  sooner.set_wanted_by("2018-06-30");
  ASSERT_EQ(Told(client_.Call(&Cooperation::RequestCooperation, "li@quality-bureau", sooner)), "OK");
  EXPECT_THAT(List("construction-bureau"), ElementsAre("construction-bureau COOPERATION_REQUESTED"));
  EXPECT_THAT(List("quality-bureau"),
              ElementsAre("east COOPERATION_REQUESTED", "construction-bureau COOPERATION_REQUESTED"));
  EXPECT_THAT(List("environment-bureau"), IsEmpty());
  EXPECT_THAT(List("nobody"), ElementsAre("INVALID_ARGUMENT organization"));
}

TEST_F(CooperationTest, TheSuccessorOfTheLeadGoesOn) {
  ASSERT_EQ(Told(Ask("construction-bureau")), "OK");
  ASSERT_TRUE(client_.server().clock().AdvanceTo(NoonOf(2019, 5, 6)).ok());
  EXPECT_THAT(List("market-bureau"), ElementsAre("construction-bureau COOPERATION_REQUESTED"));
  auto more = Request("north");
  more.set_wanted_by("2019-06-01");
  EXPECT_EQ(Told(client_.Call(&Cooperation::RequestCooperation, "li@quality-bureau", more)),
            "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(client_.Call(&Cooperation::RequestCooperation, "zhao@market-bureau", more)->cooperation_size(), 2);
}

TEST_F(CooperationTest, BadInputIsRefusedWithItsPath) {
  auto request = Request("east");
  request.clear_text();
  EXPECT_EQ(Told(client_.Call(&Cooperation::RequestCooperation, "li@quality-bureau", request)),
            "INVALID_ARGUMENT text");
  request = Request("east");
  for (const char* day : {"", "2018-05-06", "2020-07-01", "2018-02-30"}) {
    request.set_wanted_by(day);
    EXPECT_EQ(Told(client_.Call(&Cooperation::RequestCooperation, "li@quality-bureau", request)),
              "INVALID_ARGUMENT wanted_by")
        << day;
  }
  ASSERT_EQ(Told(Ask("east")), "OK");
  auto declined = client_.New<v1::AnswerCooperationRequest>(kCenter, "market-bureau");
  declined.set_number(1);
  declined.set_answer(v1::COOPERATION_DECLINED);
  EXPECT_EQ(Told(client_.Call(&Cooperation::AnswerCooperation, "sun@east", declined)), "INVALID_ARGUMENT text");
}

}  // namespace
}  // namespace qcity::tasks
