// Changes, suppositions and levers, served on real databases: what was supposed is what is answered once it is so.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/what_if.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::aggregation {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing_support::Call;
using testing_support::NoonOf;
using testing_support::Told;
using Stub = v1::WhatIfService::Stub;

constexpr char kLi[] = "li@office";
constexpr char kWang[] = "wang@office";
constexpr char kName[] = "campaigns/small-city/readiness";

class WhatIfServiceTest : public testing::Test {
 protected:
  void MoveTo(int year, int month, int day) { ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(year, month, day)).ok()); }

  // Measure 2 of a year, reported and verified; `supersedes`: the observation that it corrects.
  void Report(const char* period, double value, const std::string& supersedes = "") {
    using Indicators = indicators::v1::IndicatorsService::Stub;
    const auto stub = indicators::v1::IndicatorsService::NewStub(server_.channel());
    if (!supersedes.empty()) {
      indicators::v1::ReopenPeriodRequest reopen;
      reopen.set_request_id(absl::StrCat("r", ++requests_));
      reopen.set_name(supersedes);
      reopen.set_reason("数据有误");
      ASSERT_EQ(Told(Call(*stub, &Indicators::ReopenPeriod, kWang, reopen)), "OK");
    }
    indicators::v1::ReportObservationRequest report;
    report.set_request_id(absl::StrCat("r", ++requests_));
    indicators::v1::Observation& observation = *report.mutable_observation();
    observation.set_indicator("campaigns/small-city/indicators/2");
    observation.set_period(period);
    observation.mutable_figure()->set_value(value);
    observation.set_source("公报");
    observation.set_supersedes(supersedes);
    const auto reported = Call(*stub, &Indicators::ReportObservation, "chen@environment-bureau", report);
    ASSERT_EQ(Told(reported), "OK");
    indicators::v1::VerifyObservationRequest verify;
    verify.set_request_id(absl::StrCat("r", ++requests_));
    verify.set_name(reported->name());
    const auto verified = Call(*stub, &Indicators::VerifyObservation, kWang, verify);
    ASSERT_EQ(Told(verified), "OK");
    name_ = reported->name();
    WaitFor("indicators", verified->version());
  }

  // East's part of duty 3 in a year, submitted and approved.
  void Complete(const char* occurrence) {
    using Tasks = tasks::v1::TasksService::Stub;
    const auto stub = tasks::v1::TasksService::NewStub(server_.channel());
    tasks::v1::SubmitCompletionRequest submit;
    submit.set_request_id(absl::StrCat("r", ++requests_));
    submit.set_name(absl::StrCat("campaigns/small-city/tasks/3/occurrences/", occurrence));
    submit.add_evidence()->set_name("计划");
    ASSERT_EQ(Told(Call(*stub, &Tasks::SubmitCompletion, "li@east", submit)), "OK");
    tasks::v1::ReviewCompletionRequest review;
    review.set_request_id(absl::StrCat("r", ++requests_));
    review.set_name(submit.name());
    review.set_lead("east");
    review.set_approve(true);
    const auto part = Call(*stub, &Tasks::ReviewCompletion, kWang, review);
    ASSERT_EQ(Told(part), "OK");
    WaitFor("tasks", part->version());
  }

  v1::Readiness WaitFor(const char* feed, std::int64_t position) {
    v1::GetReadinessRequest request;
    request.set_name(kName);
    if (position > 0) {
      v1::Source& source = *request.add_min_versions();
      source.set_feed(feed);
      source.set_position(position);
    }
    const auto stub = v1::AggregationService::NewStub(server_.channel());
    const auto readiness = Call(*stub, &v1::AggregationService::Stub::GetReadiness, kLi, request);
    EXPECT_EQ(Told(readiness), "OK");
    return readiness.value_or(v1::Readiness());
  }
  v1::Readiness Readiness() { return WaitFor("", 0); }

  v1::SimulateReadinessRequest NewSimulation() {
    v1::SimulateReadinessRequest request;
    request.set_name(kName);
    return request;
  }
  absl::StatusOr<v1::Simulation> Simulate(const v1::SimulateReadinessRequest& request, const char* caller = kLi) {
    return Call(*stub_, &Stub::SimulateReadiness, caller, request);
  }
  absl::StatusOr<v1::ReadinessChange> Compare(const char* from, const char* to) {
    v1::CompareReadinessRequest request;
    request.set_name(kName);
    request.set_from(from);
    request.set_to(to);
    return Call(*stub_, &Stub::CompareReadiness, kLi, request);
  }
  absl::StatusOr<v1::ListLeversResponse> Levers(const char* organization) {
    v1::ListLeversRequest request;
    request.set_name(kName);
    request.set_organization(organization);
    return Call(*stub_, &Stub::ListLevers, kLi, request);
  }

  testing_support::TestServer server_{{indicators::MakeModule, tasks::MakeModule, MakeModule},
                                      {.now = NoonOf(2019, 2, 11)}};
  std::unique_ptr<Stub> stub_ = v1::WhatIfService::NewStub(server_.channel());
  std::string name_;  // Of the observation reported last.
  int requests_ = 0;
};

TEST_F(WhatIfServiceTest, NothingSupposedIsTheReadiness) {
  Report("2018", 45);
  const v1::Readiness readiness = Readiness();
  const auto simulation = Simulate(NewSimulation());
  ASSERT_EQ(Told(simulation), "OK");
  EXPECT_EQ(simulation->after().SerializeAsString(), readiness.now().SerializeAsString());
  EXPECT_EQ(simulation->version(), readiness.version());
  v1::SimulateReadinessRequest at_end = NewSimulation();
  at_end.set_judged_at("2020-06-30");
  EXPECT_EQ(Simulate(at_end)->after().SerializeAsString(), readiness.outlook().SerializeAsString());
}

TEST_F(WhatIfServiceTest, WhatIsSupposedIsWhatIsAnsweredOnceItIsSo) {
  v1::SimulateReadinessRequest request = NewSimulation();
  v1::SupposedFigure& figure = *request.add_figures();
  figure.set_number("2");
  figure.mutable_figure()->set_value(45);
  v1::SupposedCompletion& completion = *request.add_completions();
  completion.set_task("3");
  completion.set_occurrence("2019");
  completion.set_lead("east");
  const v1::Readiness before = Readiness();
  const auto simulation = Simulate(request);
  ASSERT_EQ(Told(simulation), "OK");
  EXPECT_EQ(simulation->before().SerializeAsString(), before.now().SerializeAsString());
  EXPECT_EQ(simulation->leaves_size(), 2);
  EXPECT_EQ(Readiness().version(), before.version());  // Nothing is stored.
  EXPECT_EQ(Readiness().now().SerializeAsString(), before.now().SerializeAsString());

  Report("2018", 45);
  Complete("2019");
  EXPECT_EQ(Readiness().now().SerializeAsString(), simulation->after().SerializeAsString());
}

TEST_F(WhatIfServiceTest, AChangeIsTold) {
  Report("2018", 50);
  MoveTo(2019, 3, 1);
  Report("2018", 45, name_);
  Complete("2019");
  const auto change = Compare("2019-02-11", "2019-03-01");
  ASSERT_EQ(Told(change), "OK");
  EXPECT_EQ(change->score_to() - change->score_from(), change->change());
  EXPECT_GT(change->stages(1).points(), 0);
  EXPECT_EQ(change->stages(0).points(), 0);
  EXPECT_THAT(change->text_en(), HasSubstr("Since 2019-02-11 the score "));
  EXPECT_THAT(change->text_zh(), HasSubstr("任务 3 "));
  EXPECT_EQ(change->line_to().SerializeAsString(), Readiness().now().SerializeAsString());
  const auto back = Compare("2019-03-01", "2019-02-11");
  ASSERT_EQ(Told(back), "OK");
  EXPECT_EQ(back->change(), -change->change());
  const auto still = Compare("2019-03-01", "2019-03-01");
  ASSERT_EQ(Told(still), "OK");
  EXPECT_THAT(still->numbers(), IsEmpty());
  EXPECT_EQ(Told(Compare("", "2019-03-01")), "INVALID_ARGUMENT from");
  EXPECT_EQ(Told(Compare("2019-03-02", "")), "INVALID_ARGUMENT from");
  EXPECT_EQ(Told(Compare("2018-03-12", "")), "FAILED_PRECONDITION NO_SCORE");
}

TEST_F(WhatIfServiceTest, LeversAreOfAnOrganisationThatThePlanHas) {
  Report("2018", 50);
  const auto all = Levers("");
  ASSERT_EQ(Told(all), "OK");
  EXPECT_GT(all->levers_size(), 10);
  EXPECT_TRUE(all->ready().reachable());
  const auto own = Levers("environment-bureau");
  ASSERT_EQ(Told(own), "OK");
  ASSERT_GT(own->levers_size(), 0);
  const v1::Lever* air = nullptr;
  for (const v1::Lever& lever : own->levers()) {
    if (lever.node() == "indicators/2") air = &lever;
  }
  ASSERT_NE(air, nullptr);
  EXPECT_EQ(air->units_size(), 1);
  ASSERT_EQ(air->duties_size(), 1);
  EXPECT_EQ(air->duties(0).number(), "4-2");
  EXPECT_EQ(Told(Levers("nobody")), "INVALID_ARGUMENT organization");
}

TEST_F(WhatIfServiceTest, ABadSuppositionIsRefusedAtItsPath) {
  v1::SimulateReadinessRequest request = NewSimulation();
  request.add_figures()->set_number("99");
  EXPECT_EQ(Told(Simulate(request)), "INVALID_ARGUMENT figures[0].number");
  request = NewSimulation();
  request.set_judged_at("2019-12-31");
  EXPECT_EQ(Told(Simulate(request)), "INVALID_ARGUMENT judged_at");
  request = NewSimulation();
  request.set_name("campaigns/other/readiness");
  EXPECT_EQ(Simulate(request).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace qcity::aggregation
