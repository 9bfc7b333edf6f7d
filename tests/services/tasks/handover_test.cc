#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "qcity/tasks/v1/handovers.grpc.pb.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::qcity::testing_support::NewDataDirectory;
using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Handovers = v1::HandoversService::Stub;
using Stub = TasksClient::Stub;

// Led by the quality bureau, which is the market bureau by the due day, 2019-06-30.
const std::string kCenter = NameOf("1", "2019");
// Led by east, north and the office.
const std::string kYearly = NameOf("3", "2019");

class HandoverTest : public testing::Test {
 protected:
  v1::HandOverTaskRequest Request(const std::string& name, const std::string& from, const std::string& to) {
    auto request = client_.New<v1::HandOverTaskRequest>(name, from);
    request.set_to(to);
    request.set_reason("职责划转");
    request.set_document("小编发〔2018〕3号");
    return request;
  }
  absl::StatusOr<v1::TaskPart> Move(const std::string& name, const std::string& from, const std::string& to) {
    return client_.Call(&Handovers::HandOverTask, "wang@office", Request(name, from, to));
  }
  // Numbers of the duties in which the organisation leads.
  std::vector<std::string> LedBy(const std::string& organization) {
    v1::ListTasksRequest request;
    request.set_parent("campaigns/small-city");
    request.set_organization(organization);
    request.set_participation(v1::ListTasksRequest::LEADS);
    std::vector<std::string> numbers;
    const auto response = client_.Call(&Stub::ListTasks, "wang@office", request);
    for (const v1::Occurrence& occurrence : response->occurrences()) numbers.push_back(occurrence.task().number());
    return numbers;
  }

  TasksClient client_{{.data = NewDataDirectory()}};
};

TEST_F(HandoverTest, OpenWorkMovesWithItsHistory) {
  ASSERT_EQ(Told(client_.Report("li@quality-bureau", kCenter, 40)), "OK");
  EXPECT_EQ(Told(client_.Report("qian@environment-bureau", kCenter, 50)), "PERMISSION_DENIED ACCESS_DENIED");
  const absl::StatusOr<v1::TaskPart> moved = Move(kCenter, "market-bureau", "environment-bureau");
  ASSERT_EQ(Told(moved), "OK");
  EXPECT_EQ(moved->lead(), "market-bureau");
  EXPECT_EQ(moved->holder(), "environment-bureau");
  EXPECT_EQ(moved->lead_title(), "市环保局");
  EXPECT_EQ(moved->percent(), 40);
  EXPECT_EQ(moved->events(1).handover().from(), "market-bureau");
  EXPECT_EQ(moved->events(1).handover().document(), "小编发〔2018〕3号");
  EXPECT_EQ(Told(client_.Report("li@quality-bureau", kCenter, 60)), "NOT_FOUND PART_NOT_FOUND");
  EXPECT_EQ(client_.Report("qian@environment-bureau", kCenter, 60)->events_size(), 3);
  EXPECT_THAT(LedBy("quality-bureau"), IsEmpty());
  EXPECT_THAT(LedBy("environment-bureau"), ElementsAre("4-2", "1", "4-2", "4-2"));
}

TEST_F(HandoverTest, TheNewUnitIsStillLetInAfterARestart) {
  ASSERT_EQ(Told(Move(kCenter, "market-bureau", "environment-bureau")), "OK");
  client_.server().Restart();
  EXPECT_EQ(Told(client_.Acknowledge("qian@environment-bureau", kCenter)), "OK");
}

TEST_F(HandoverTest, WorkCanMoveOnAndBack) {
  ASSERT_EQ(Told(Move(kCenter, "market-bureau", "environment-bureau")), "OK");
  EXPECT_EQ(Told(Move(kCenter, "market-bureau", "construction-bureau")), "NOT_FOUND PART_NOT_FOUND");
  ASSERT_EQ(Told(Move(kCenter, "environment-bureau", "construction-bureau")), "OK");
  const absl::StatusOr<v1::TaskPart> back = Move(kCenter, "construction-bureau", "quality-bureau");
  ASSERT_EQ(Told(back), "OK");
  EXPECT_EQ(Told(client_.Acknowledge("li@quality-bureau", kCenter)), "OK");
}

TEST_F(HandoverTest, TheSuccessorOfWhoWasGivenItGoesOn) {
  const std::string milestone = NameOf("2", "2019");
  ASSERT_EQ(Told(Move(milestone, "construction-bureau", "quality-bureau")), "OK");
  ASSERT_TRUE(client_.server().clock().AdvanceTo(NoonOf(2019, 5, 6)).ok());
  EXPECT_EQ(Told(client_.Acknowledge("zhou@construction-bureau", milestone)), "NOT_FOUND PART_NOT_FOUND");
  EXPECT_EQ(Told(client_.Acknowledge("zhao@market-bureau", milestone)), "OK");
}

TEST_F(HandoverTest, CompletedWorkStaysWhereItWasDone) {
  ASSERT_EQ(Told(client_.Call(&Stub::SubmitCompletion, "li@quality-bureau", client_.NewSubmission(kCenter))), "OK");
  EXPECT_EQ(Told(Move(kCenter, "market-bureau", "east")), "FAILED_PRECONDITION WRONG_STATE");
  ASSERT_EQ(Told(client_.Review("wang@office", kCenter, "market-bureau", true)), "OK");
  EXPECT_EQ(Told(Move(kCenter, "market-bureau", "east")), "FAILED_PRECONDITION WRONG_STATE");
  EXPECT_THAT(LedBy("quality-bureau"), ElementsAre("1"));
}

TEST_F(HandoverTest, OnlyAUnitThatIsThereAndHasNoPartYetReceivesOne) {
  EXPECT_EQ(Told(Move(kYearly, "east", "north")), "INVALID_ARGUMENT to");
  EXPECT_EQ(Told(Move(kYearly, "east", "east")), "INVALID_ARGUMENT to");
  EXPECT_EQ(Told(Move(kYearly, "east", "experts")), "INVALID_ARGUMENT to");
  EXPECT_EQ(Told(Move(kYearly, "east", "nobody")), "INVALID_ARGUMENT to");
  EXPECT_EQ(Told(Move(kYearly, "east", "market-bureau")), "INVALID_ARGUMENT to");  // Not there before April 2019.
  EXPECT_EQ(Told(Move(kYearly, "", "west")), "INVALID_ARGUMENT lead");
  ASSERT_EQ(Told(Move(kYearly, "east", "west")), "OK");
  EXPECT_EQ(Told(Move(kYearly, "north", "west")), "INVALID_ARGUMENT to");
  EXPECT_EQ(Told(Move(kYearly, "north", "east")), "OK");  // It has no part any more.
}

TEST_F(HandoverTest, BadInputIsRefusedWithItsPathAndNothingIsWritten) {
  auto request = Request(kCenter, "market-bureau", "east");
  request.clear_reason();
  EXPECT_EQ(Told(client_.Call(&Handovers::HandOverTask, "wang@office", request)), "INVALID_ARGUMENT reason");
  request = Request(kCenter, "market-bureau", "east");
  request.clear_document();
  EXPECT_EQ(Told(client_.Call(&Handovers::HandOverTask, "wang@office", request)), "INVALID_ARGUMENT document");
  EXPECT_EQ(Told(client_.Call(&Handovers::HandOverTask, "li@quality-bureau", Request(kCenter, "x", "y"))),
            "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(client_.Get(kCenter)->parts(0).events_size(), 0);
}

}  // namespace
}  // namespace qcity::tasks
