#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/services/tasks/tasks_client.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using Stub = TasksClient::Stub;

const std::string kCenter = NameOf("1", "2019");
const std::string kYearly = NameOf("3", "2019");

// Of each item the state that the part is in afterwards, or why it was refused.
std::vector<std::string> Results(const absl::StatusOr<v1::BatchPartsResponse>& response) {
  if (!response.ok()) return {Told(response)};
  std::vector<std::string> results;
  for (const v1::BatchPartResult& result : response->results()) {
    results.push_back(result.has_part() ? v1::PartState_Name(result.part().state()) : result.error().reason());
  }
  return results;
}

class BulkTest : public testing::Test {
 protected:
  void Submit(const std::string& caller, const std::string& name, const std::string& lead) {
    auto request = client_.New<v1::SubmitCompletionRequest>(name, lead);
    if (name == kCenter) request = client_.NewSubmission(name);
    if (name != kCenter) request.add_evidence()->set_name("年度计划");
    ASSERT_EQ(Told(client_.Call(&Stub::SubmitCompletion, caller, request)), "OK");
  }
  v1::ReviewCompletionRequest Approval(const std::string& name, const std::string& lead) {
    auto request = client_.New<v1::ReviewCompletionRequest>(name, lead);
    request.set_approve(true);
    return request;
  }
  v1::UrgeTaskRequest Urging(const std::string& name, const std::string& lead) {
    auto request = client_.New<v1::UrgeTaskRequest>(name, lead);
    request.set_text("请于月底前完成");
    return request;
  }

  TasksClient client_;
};

TEST_F(BulkTest, ARefusedReviewLeavesTheOthersOfItsBatch) {
  Submit("li@quality-bureau", kCenter, "");
  Submit("sun@east", kYearly, "east");
  Submit("wang@office", kYearly, "office");
  v1::BatchReviewCompletionsRequest batch;
  *batch.add_requests() = Approval(kCenter, "market-bureau");
  *batch.add_requests() = Approval(kYearly, "north");                     // Has submitted nothing.
  *batch.add_requests() = Approval(kYearly, "office");                    // The same person submitted it.
  *batch.add_requests() = Approval("campaigns/small-city/tasks/1", "x");  // No occurrence.
  *batch.add_requests() = Approval(kYearly, "east");
  batch.mutable_requests(4)->set_approve(false);  // Without saying why.
  *batch.add_requests() = Approval(kYearly, "east");
  const auto response = client_.Call(&Stub::BatchReviewCompletions, "wang@office", batch);
  EXPECT_THAT(Results(response),
              ElementsAre("COMPLETED", "WRONG_STATE", "FOUR_EYES", "INVALID_FIELD", "INVALID_FIELD", "COMPLETED"));
  EXPECT_EQ(response->results(4).error().field(), "reason");
  EXPECT_EQ(response->results(4).error().row(), 4);
  EXPECT_EQ(client_.Get(kCenter)->state(), v1::COMPLETED);
  EXPECT_EQ(client_.Get(kYearly)->parts(1).events_size(), 0);
}

TEST_F(BulkTest, CompletedWorkIsNotUrgedAndTheRestOfTheBatchIs) {
  Submit("li@quality-bureau", kCenter, "");
  ASSERT_EQ(Told(client_.Review("wang@office", kCenter, "market-bureau", true)), "OK");
  v1::BatchUrgeTasksRequest batch;
  *batch.add_requests() = Urging(kYearly, "east");
  *batch.add_requests() = Urging(kCenter, "market-bureau");
  *batch.add_requests() = Urging(kYearly, "north");
  EXPECT_THAT(Results(client_.Call(&Stub::BatchUrgeTasks, "wang@office", batch)),
              ElementsAre("NOT_STARTED", "WRONG_STATE", "NOT_STARTED"));
  EXPECT_TRUE(client_.Get(kYearly)->parts(0).events(0).has_urge());
}

TEST_F(BulkTest, ARepeatedBatchAnswersAsTheFirstAndUrgesOnce) {
  v1::BatchUrgeTasksRequest batch;
  *batch.add_requests() = Urging(kYearly, "east");
  const auto first = client_.Call(&Stub::BatchUrgeTasks, "wang@office", batch);
  const auto again = client_.Call(&Stub::BatchUrgeTasks, "wang@office", batch);
  ASSERT_EQ(Told(again), "OK");
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
  EXPECT_EQ(client_.Get(kYearly)->parts(0).events_size(), 1);
}

TEST_F(BulkTest, ABatchHoldsOneToAThousandItems) {
  v1::BatchUrgeTasksRequest batch;
  EXPECT_EQ(Told(client_.Call(&Stub::BatchUrgeTasks, "wang@office", batch)), "INVALID_ARGUMENT requests");
  for (int i = 0; i < 1001; ++i) *batch.add_requests() = Urging(kYearly, "east");
  EXPECT_EQ(Told(client_.Call(&Stub::BatchUrgeTasks, "wang@office", batch)), "INVALID_ARGUMENT requests");
  batch.mutable_requests()->RemoveLast();
  EXPECT_EQ(Results(client_.Call(&Stub::BatchUrgeTasks, "wang@office", batch)).size(), 1000u);
  EXPECT_EQ(client_.Get(kYearly)->parts(0).events_size(), 1000);
}

}  // namespace
}  // namespace qcity::tasks
