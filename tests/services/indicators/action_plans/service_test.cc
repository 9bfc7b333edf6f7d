#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "qcity/indicators/v1/action_plans.grpc.pb.h"
#include "tests/services/indicators/indicators_client.h"
#include "tests/support/feed_history.h"
#include "tests/support/told.h"

namespace qcity::indicators {
namespace {

using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using Stub = v1::ActionPlansService::Stub;

class ActionPlans : public testing::Test {
 protected:
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request, const std::string& caller = "wang@office") {
    return testing_support::Call(*stub_, method, caller, request);
  }

  // A plan of the year for indicator 2 (at most 40).
  v1::PutActionPlanRequest NewPlan(int year, double value) {
    v1::PutActionPlanRequest request;
    request.set_request_id(client_.NewId());
    request.set_parent("campaigns/small-city");
    request.mutable_plan()->set_year(year);
    request.mutable_plan()->mutable_document()->set_name("年度行动计划");
    v1::YearTarget& target = *request.mutable_plan()->add_targets();
    target.set_indicator(NameOf("2"));
    target.set_value(value);
    return request;
  }
  absl::StatusOr<v1::ActionPlan> Put(int year, double value) {
    return Call(&Stub::PutActionPlan, NewPlan(year, value));
  }

  absl::StatusOr<v1::ActionPlan> Get(int year, const std::string& as_of = "") {
    v1::GetActionPlanRequest request;
    request.set_name(absl::StrCat("campaigns/small-city/actionPlans/", year));
    request.set_as_of(as_of);
    return Call(&Stub::GetActionPlan, request);
  }

  // A verified value of indicator 2.
  void Record(const std::string& period, double value) {
    v1::Observation observation;
    observation.set_indicator(NameOf("2"));
    observation.set_period(period);
    observation.mutable_figure()->set_value(value);
    observation.set_source("环境公报");
    const auto reported = client_.Report("qian@environment-bureau", observation);
    ASSERT_EQ(Told(reported), "OK");
    ASSERT_EQ(Told(client_.Verify("wang@office", reported->name())), "OK");
  }

  IndicatorsClient client_;
  std::unique_ptr<Stub> stub_ = v1::ActionPlansService::NewStub(client_.server().channel());
};

TEST_F(ActionPlans, ARevisionLeavesEarlierAnswersAlone) {
  EXPECT_EQ(Told(Get(2018)), "NOT_FOUND ACTION_PLAN_NOT_FOUND");
  EXPECT_EQ(Put(2018, 48)->revision(), 1);
  ASSERT_TRUE(client_.server().clock().AdvanceTo(NoonOf(2018, 6, 1)).ok());
  EXPECT_EQ(Put(2018, 46)->revision(), 2);
  EXPECT_EQ(Get(2018)->targets(0).value(), 46);
  EXPECT_EQ(Get(2018, "2018-05-31")->targets(0).value(), 48);
  EXPECT_EQ(Told(Get(2018, "2018-05-06")), "NOT_FOUND ACTION_PLAN_NOT_FOUND");
  EXPECT_EQ(Told(Get(2018, "2018-06-02")), "INVALID_ARGUMENT as_of");
  ASSERT_EQ(Told(Put(2019, 44)), "OK");
  v1::ListActionPlansRequest list;
  list.set_parent("campaigns/small-city");
  EXPECT_EQ(Call(&Stub::ListActionPlans, list)->plans_size(), 2);
  list.set_as_of("2018-05-31");
  EXPECT_EQ(Call(&Stub::ListActionPlans, list)->plans_size(), 1);
  EXPECT_EQ(ReadHistory(client_.server().channel(), "indicators").size(), 2U);  // One entity for each year.
}

TEST_F(ActionPlans, ABadOneLeavesNothing) {
  v1::PutActionPlanRequest request = NewPlan(2018, -1);
  EXPECT_EQ(Told(Call(&Stub::PutActionPlan, request)), "INVALID_ARGUMENT plan.targets[0].value");
  request = NewPlan(2018, 48);
  request.set_parent("campaigns/small-city/indicators/2");
  EXPECT_EQ(Told(Call(&Stub::PutActionPlan, request)), "INVALID_ARGUMENT parent");
  request = NewPlan(2018, 48);
  request.set_etag(1);
  EXPECT_EQ(Told(Call(&Stub::PutActionPlan, request)), "ABORTED STALE_ETAG");
  EXPECT_EQ(Told(Call(&Stub::PutActionPlan, NewPlan(2018, 48), "li@quality-bureau")),
            "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_TRUE(ReadHistory(client_.server().channel(), "indicators").empty());
}

TEST_F(ActionPlans, ThePaceIsMeasuredAgainstTheYearsTarget) {
  Record("2015", 60);
  Record("2017", 54);
  // To 40 by 2020-06-30: 20 in 1,643 days; done: 6 in 731.
  const auto before = client_.Get("2");
  EXPECT_FALSE(before->has_year_target());
  EXPECT_NEAR(before->pace(), (6.0 / 731) / (20.0 / 1643), 1e-12);
  EXPECT_EQ(before->pace_band(), v1::BEHIND);
  ASSERT_EQ(Told(Put(2018, 51)), "OK");
  // To 51 by 2018-12-31: 9 in 1,096 days.
  const auto after = client_.Get("2");
  EXPECT_EQ(after->year_target(), 51);
  EXPECT_NEAR(after->pace(), (6.0 / 731) / (9.0 / 1096), 1e-12);
  EXPECT_EQ(after->pace_band(), v1::ON_TRACK);
  // The next year has no plan: the campaign's target again, though nothing was written since.
  ASSERT_TRUE(client_.server().clock().AdvanceTo(NoonOf(2019, 1, 1)).ok());
  EXPECT_FALSE(client_.Get("2")->has_year_target());
  EXPECT_NEAR(client_.Get("2")->pace(), before->pace(), 1e-12);
  v1::ListIndicatorsRequest list;
  list.set_parent("campaigns/small-city");
  ASSERT_EQ(Told(Put(2019, 45)), "OK");
  const auto listed = client_.Call(&IndicatorsClient::Stub::ListIndicators, "wang@office", list);
  EXPECT_EQ(listed->indicators(2).year_target(), 45);
}

}  // namespace
}  // namespace qcity::indicators
