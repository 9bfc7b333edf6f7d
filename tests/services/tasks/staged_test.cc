#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "qcity/tasks/v1/staged_results.grpc.pb.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::Told;
using Staged = v1::StagedResultsService::Stub;
using Stub = TasksClient::Stub;

// A milestone of construction-bureau, due 2019-12-31.
const std::string kMilestone = NameOf("2", "2019");
constexpr char kLead[] = "li@construction-bureau";

class StagedTest : public testing::Test {
 protected:
  v1::ProposeStagedResultRequest Proposal() {
    auto request = client_.New<v1::ProposeStagedResultRequest>(kMilestone);
    request.set_text("整治在建工地，复查合格");
    v1::StagedCriterion& criterion = *request.add_criteria();
    criterion.set_key("sites");
    criterion.set_what("整治的在建工地（个）");
    criterion.set_target(12);
    return request;
  }
  absl::StatusOr<v1::TaskPart> Propose(const std::string& caller = kLead) {
    return client_.Call(&Staged::ProposeStagedResult, caller, Proposal());
  }
  absl::StatusOr<v1::TaskPart> Decide(bool approve, const std::string& caller = "wang@office") {
    auto request = client_.New<v1::DecideStagedResultRequest>(kMilestone, "construction-bureau");
    request.set_approve(approve);
    if (!approve) request.set_reason("目标偏低");
    return client_.Call(&Staged::DecideStagedResult, caller, request);
  }
  absl::StatusOr<v1::TaskPart> Submit(const std::string& key) {
    auto request = client_.New<v1::SubmitCompletionRequest>(kMilestone);
    if (!key.empty()) {
      v1::CriterionAnswer& answer = *request.add_answers();
      answer.set_key(key);
      answer.set_value(13);
    }
    request.add_evidence()->set_name("复查报告");
    return client_.Call(&Stub::SubmitCompletion, kLead, request);
  }
  void GoTo(int year, int month, int day) {
    ASSERT_TRUE(client_.server().clock().AdvanceTo(NoonOf(year, month, day)).ok());
  }

  TasksClient client_;
};

TEST_F(StagedTest, AProposalIsApprovedByAnotherPersonAndAnsweredOnCompletion) {
  EXPECT_EQ(Propose()->staged_result().state(), v1::STAGED_PROPOSED);
  EXPECT_EQ(Told(Propose()), "FAILED_PRECONDITION STAGED_PENDING");
  EXPECT_EQ(Told(Submit("sites")), "FAILED_PRECONDITION NO_STAGED_RESULT");
  const absl::StatusOr<v1::TaskPart> approved = Decide(true);
  ASSERT_EQ(Told(approved), "OK");
  EXPECT_EQ(approved->state(), v1::NOT_STARTED);
  EXPECT_EQ(approved->staged_result().state(), v1::STAGED_APPROVED);
  EXPECT_EQ(approved->staged_result().text(), "整治在建工地，复查合格");
  EXPECT_EQ(approved->staged_result().criteria(0).target(), 12);
  EXPECT_EQ(Told(Propose()), "FAILED_PRECONDITION STAGED_APPROVED");
  EXPECT_EQ(Told(Submit("")), "INVALID_ARGUMENT answers");
  EXPECT_EQ(Told(Submit("houses")), "INVALID_ARGUMENT answers[0].key");
  EXPECT_EQ(Submit("sites")->state(), v1::SUBMITTED);
}

TEST_F(StagedTest, WhatIsReturnedIsProposedAnew) {
  EXPECT_EQ(Told(Decide(true)), "FAILED_PRECONDITION NO_STAGED_PENDING");
  ASSERT_EQ(Told(Propose()), "OK");
  EXPECT_EQ(Decide(false)->staged_result().state(), v1::STAGED_RETURNED);
  EXPECT_EQ(Told(Decide(true)), "FAILED_PRECONDITION NO_STAGED_PENDING");
  ASSERT_EQ(Told(Propose()), "OK");
  EXPECT_EQ(Decide(true)->events_size(), 4);
}

TEST_F(StagedTest, NobodyApprovesTheOwnProposal) {
  auto request = Proposal();
  request.set_lead("construction-bureau");
  ASSERT_EQ(Told(client_.Call(&Staged::ProposeStagedResult, "wang@office", request)), "OK");
  EXPECT_EQ(Told(Decide(true)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Decide(false)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Decide(true, "chen@office")), "OK");
}

TEST_F(StagedTest, IsApprovedUpToTheDueDayAndNotProposedOnIt) {
  GoTo(2019, 12, 30);
  ASSERT_EQ(Told(Propose()), "OK");
  ASSERT_EQ(Told(Decide(false)), "OK");
  ASSERT_EQ(Told(Propose()), "OK");
  GoTo(2019, 12, 31);
  EXPECT_EQ(Told(Decide(true)), "OK");
}

TEST_F(StagedTest, AfterTheDueDayNothingIsApprovedAndReportsGoOn) {
  GoTo(2019, 12, 30);
  ASSERT_EQ(Told(Propose()), "OK");
  GoTo(2020, 1, 1);
  EXPECT_EQ(Told(Decide(true)), "FAILED_PRECONDITION DUE_PASSED");
  EXPECT_EQ(Told(Decide(false)), "OK");
  EXPECT_EQ(Told(Propose()), "FAILED_PRECONDITION DUE_PASSED");
  EXPECT_EQ(client_.Report(kLead, kMilestone, 70)->state(), v1::IN_PROGRESS);
  EXPECT_EQ(Told(Submit("sites")), "FAILED_PRECONDITION NO_STAGED_RESULT");
}

TEST_F(StagedTest, ACompletedMilestoneIsReportedOnAfterItsDueDay) {
  ASSERT_EQ(Told(Propose()), "OK");
  ASSERT_EQ(Told(Decide(true)), "OK");
  ASSERT_EQ(Told(Submit("sites")), "OK");
  ASSERT_EQ(Told(client_.Review("wang@office", kMilestone, "construction-bureau", true)), "OK");
  EXPECT_EQ(Told(client_.Report(kLead, kMilestone, 100)), "FAILED_PRECONDITION WRONG_STATE");
  GoTo(2020, 1, 1);
  const absl::StatusOr<v1::TaskPart> reported = client_.Report(kLead, kMilestone, 100);
  ASSERT_EQ(Told(reported), "OK");
  EXPECT_EQ(reported->state(), v1::COMPLETED);
  EXPECT_EQ(reported->submitted(), "2018-05-07");
}

TEST_F(StagedTest, BadInputIsRefusedWithItsPathAndNothingIsWritten) {
  const auto proposed = [&](const std::function<void(v1::ProposeStagedResultRequest&)>& spoil) {
    v1::ProposeStagedResultRequest request = Proposal();
    spoil(request);
    return Told(client_.Call(&Staged::ProposeStagedResult, kLead, request));
  };
  EXPECT_EQ(proposed([](auto& r) { r.clear_text(); }), "INVALID_ARGUMENT text");
  EXPECT_EQ(proposed([](auto& r) { r.clear_criteria(); }), "INVALID_ARGUMENT criteria");
  EXPECT_EQ(proposed([](auto& r) {
              for (int i = 0; i < 20; ++i) *r.add_criteria() = r.criteria(0);
            }),
            "INVALID_ARGUMENT criteria");
  EXPECT_EQ(proposed([](auto& r) { *r.add_criteria() = r.criteria(0); }), "INVALID_ARGUMENT criteria[1].key");
  EXPECT_EQ(proposed([](auto& r) { r.mutable_criteria(0)->set_key("Sites"); }), "INVALID_ARGUMENT criteria[0].key");
  EXPECT_EQ(proposed([](auto& r) { r.mutable_criteria(0)->clear_what(); }), "INVALID_ARGUMENT criteria[0].what");
  EXPECT_EQ(proposed([](auto& r) { r.mutable_criteria(0)->set_target(1 / 0.0); }),
            "INVALID_ARGUMENT criteria[0].target");
  EXPECT_EQ(proposed([](auto& r) { r.set_name(NameOf("3", "2019")); }), "PERMISSION_DENIED ACCESS_DENIED");
  auto dated = Proposal();
  dated.set_name(NameOf("1", "2019"));
  EXPECT_EQ(Told(client_.Call(&Staged::ProposeStagedResult, "li@quality-bureau", dated)), "INVALID_ARGUMENT name");
  EXPECT_EQ(client_.Get(kMilestone)->parts(0).events_size(), 0);
}

}  // namespace
}  // namespace qcity::tasks
