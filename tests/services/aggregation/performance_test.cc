// The yearly procedure of the performance of organisations, served: what may follow what, by whom, when.
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/performance.grpc.pb.h"
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
using testing::SizeIs;
using testing_support::Call;
using testing_support::NoonOf;
using testing_support::Told;
using Stub = v1::PerformanceService::Stub;

constexpr char kLi[] = "li@office";
constexpr char kWang[] = "wang@office";
constexpr char kName[] = "campaigns/small-city/performances/2019";

class PerformanceTest : public testing::Test {
 protected:
  // East does duty 3 of 2019 in time; the year passes.
  PerformanceTest() {
    Complete("li@east", "east");
    MoveTo(2020, 1, 6);
  }

  void MoveTo(int year, int month, int day) { ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(year, month, day)).ok()); }

  template <typename Request>
  Request New() {
    Request request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_name(kName);
    return request;
  }

  void Complete(const char* caller, const char* lead) {
    using Tasks = tasks::v1::TasksService::Stub;
    const auto tasks = tasks::v1::TasksService::NewStub(server_.channel());
    auto submit = New<tasks::v1::SubmitCompletionRequest>();
    submit.set_name("campaigns/small-city/tasks/3/occurrences/2019");
    submit.add_evidence()->set_name("计划");
    ASSERT_EQ(Told(Call(*tasks, &Tasks::SubmitCompletion, caller, submit)), "OK");
    auto review = New<tasks::v1::ReviewCompletionRequest>();
    review.set_name(submit.name());
    review.set_lead(lead);
    review.set_approve(true);
    const absl::StatusOr<tasks::v1::TaskPart> part = Call(*tasks, &Tasks::ReviewCompletion, kWang, review);
    ASSERT_EQ(Told(part), "OK");
    WaitFor(part->version());
  }

  // Until the aggregation has read the tasks' feed so far.
  void WaitFor(std::int64_t position) {
    v1::GetReadinessRequest request;
    request.set_name("campaigns/small-city/readiness");
    v1::Source& source = *request.add_min_versions();
    source.set_feed("tasks");
    source.set_position(position);
    const auto readiness = v1::AggregationService::NewStub(server_.channel());
    ASSERT_EQ(Told(Call(*readiness, &v1::AggregationService::Stub::GetReadiness, kLi, request)), "OK");
  }

  absl::StatusOr<v1::Performance> Get(const std::string& name = kName) {
    v1::GetPerformanceRequest request;
    request.set_name(name);
    return Call(*stub_, &Stub::GetPerformance, "chen@east", request);
  }
  absl::StatusOr<v1::Performance> Draft(const char* as_of = "") {
    auto request = New<v1::DraftPerformanceRequest>();
    request.set_as_of(as_of);
    return Call(*stub_, &Stub::DraftPerformance, kLi, request);
  }
  absl::StatusOr<v1::Performance> Publish() {
    return Call(*stub_, &Stub::PublishForObjection, kLi, New<v1::PublishForObjectionRequest>());
  }
  v1::ObjectToPerformanceRequest NewObjection(const char* organization, const char* task, const char* occurrence) {
    auto request = New<v1::ObjectToPerformanceRequest>();
    request.set_organization(organization);
    v1::ContestedReport& item = *request.add_items();
    item.set_task(task);
    item.set_occurrence(occurrence);
    request.set_reason("计划已按时报送");
    request.add_evidence()->set_name("签收单");
    return request;
  }
  absl::StatusOr<v1::Performance> Object(const char* caller, const v1::ObjectToPerformanceRequest& request) {
    return Call(*stub_, &Stub::ObjectToPerformance, caller, request);
  }
  absl::StatusOr<v1::Performance> NorthObjects() { return Object("zhao@north", NewObjection("north", "3", "2019")); }
  v1::DecideObjectionRequest NewDecision(bool uphold) {
    auto request = New<v1::DecideObjectionRequest>();
    request.set_objection("1");
    request.set_uphold(uphold);
    request.set_reason("经核");
    return request;
  }
  absl::StatusOr<v1::Performance> Decide(const v1::DecideObjectionRequest& request, const char* caller = kWang) {
    return Call(*stub_, &Stub::DecideObjection, caller, request);
  }
  absl::StatusOr<v1::Performance> Uphold(double credit) {
    v1::DecideObjectionRequest request = NewDecision(true);
    v1::ContestedReport& correction = *request.add_corrections();
    correction.set_task("3");
    correction.set_occurrence("2019");
    correction.set_corrected_credit(credit);
    return Decide(request);
  }
  absl::StatusOr<v1::Performance> Confirm(const char* caller = kWang) {
    return Call(*stub_, &Stub::ConfirmPerformance, caller, New<v1::ConfirmPerformanceRequest>());
  }
  absl::StatusOr<v1::ExportPerformanceResponse> Export() {
    auto request = New<v1::ExportPerformanceRequest>();
    request.set_recipient("市目标办");
    request.set_document("小城质强办〔2020〕1号");
    return Call(*stub_, &Stub::ExportPerformance, kWang, request);
  }

  testing_support::TestServer server_{{indicators::MakeModule, tasks::MakeModule, MakeModule},
                                      {.now = NoonOf(2019, 3, 18)}};
  std::unique_ptr<Stub> stub_ = v1::PerformanceService::NewStub(server_.channel());
  int requests_ = 0;
};

const v1::PerformanceRow& RowOf(const v1::Performance& performance, absl::string_view organization) {
  for (const v1::PerformanceRow& row : performance.rows())
    if (row.organization() == organization) return row;
  std::abort();
}

// Of 2019: the office owes four quarters (that of 2018-12-31 is overdue since 2019-01-01) and duty 3, market-bureau duty 1, east and north duty 3; east alone did
// its part. The mean is 1/8.
TEST_F(PerformanceTest, IsLiveBeforeItIsDrafted) {
  const absl::StatusOr<v1::Performance> live = Get();
  ASSERT_EQ(Told(live), "OK");
  EXPECT_EQ(live->state(), v1::PERFORMANCE_STATE_UNSPECIFIED);
  EXPECT_EQ(live->as_of(), "2019-12-31");
  EXPECT_NEAR(RowOf(*live, "east").score(), 100 * (1 + 0.625) / 6, 1e-9);
  EXPECT_NEAR(RowOf(*live, "office").score(), 100 * 0.625 / 10, 1e-9);
  EXPECT_THAT(RowOf(*live, "office").deductions(), SizeIs(5));
  EXPECT_EQ(RowOf(*live, "north").rank(), 2);
  EXPECT_EQ(RowOf(*live, "north").ranked_among(), 2);
}

TEST_F(PerformanceTest, EveryReportOfTheRankingStandsInOneYearsList) {
  v1::RankOrganizationsRequest request;
  request.set_parent("campaigns/small-city");
  request.set_as_of("2019-12-31");
  const auto ranked = Call(*v1::AggregationService::NewStub(server_.channel()),
                           &v1::AggregationService::Stub::RankOrganizations, kLi, request);
  ASSERT_EQ(Told(ranked), "OK");
  std::map<std::string, int> counted;
  for (const char* year : {"2018", "2019"}) {
    const absl::StatusOr<v1::Performance> list = Get(absl::StrCat("campaigns/small-city/performances/", year));
    ASSERT_EQ(Told(list), "OK");
    for (const v1::PerformanceRow& row : list->rows()) counted[row.organization()] += row.n();
  }
  EXPECT_EQ(counted["office"], 7);
  for (const auto& organization : ranked->organizations()) {
    EXPECT_EQ(counted[organization.organization()], organization.n()) << organization.organization();
  }
}

TEST_F(PerformanceTest, GoesFromDraftThroughAnObjectionToTheFile) {
  ASSERT_EQ(Told(Draft()), "OK");
  const absl::StatusOr<v1::Performance> published = Publish();
  ASSERT_EQ(Told(published), "OK");
  EXPECT_EQ(published->objections_until(), "2020-01-13");
  ASSERT_EQ(Told(NorthObjects()), "OK");
  const absl::StatusOr<v1::Performance> corrected = Uphold(1);
  ASSERT_EQ(Told(corrected), "OK");
  const v1::PerformanceRow& north = RowOf(*corrected, "north");
  EXPECT_NEAR(north.score(), 100 * (1 + 1.25) / 6, 1e-9);
  EXPECT_EQ(north.on_time(), 1);
  EXPECT_THAT(north.deductions(), IsEmpty());
  EXPECT_NEAR(RowOf(*corrected, "east").score(), north.score(), 1e-12);  // The mean is 2/8 now.
  MoveTo(2020, 1, 14);
  ASSERT_EQ(Told(Confirm()), "OK");
  const absl::StatusOr<v1::ExportPerformanceResponse> file = Export();
  ASSERT_EQ(Told(file), "OK");
  EXPECT_EQ(file->performance().state(), v1::EXPORTED);
  EXPECT_EQ(file->sha256(), Sha256Hex(file->csv()));
  EXPECT_EQ(file->performance().events().rbegin()->export_().sha256(), file->sha256());
  EXPECT_THAT(file->csv(), HasSubstr("2019,2019-12-31,区和开发区,1,2,north,北区政府,37.5000,"));
  EXPECT_THAT(file->performance().events(), SizeIs(6));
}

TEST_F(PerformanceTest, StaysAsItWasFrozen) {
  const absl::StatusOr<v1::Performance> drafted = Draft("2019-12-30");
  ASSERT_EQ(Told(drafted), "OK");
  EXPECT_EQ(drafted->as_of(), "2019-12-30");
  Complete("zhao@north", "north");
  const absl::StatusOr<v1::Performance> later = Get();
  ASSERT_EQ(Told(later), "OK");
  EXPECT_EQ(later->SerializeAsString(), drafted->SerializeAsString());
}

TEST_F(PerformanceTest, IsNotDraftedBeforeTheYearIsOverUnlessAsked) {
  const std::string ahead = "campaigns/small-city/performances/2020";
  auto request = New<v1::DraftPerformanceRequest>();
  request.set_name(ahead);
  EXPECT_EQ(Told(Call(*stub_, &Stub::DraftPerformance, kLi, request)), "FAILED_PRECONDITION YEAR_NOT_OVER");
  request.set_as_of("2020-01-07");
  EXPECT_EQ(Told(Call(*stub_, &Stub::DraftPerformance, kLi, request)), "INVALID_ARGUMENT as_of");
  request.set_as_of("2019-12-31");
  EXPECT_EQ(Told(Call(*stub_, &Stub::DraftPerformance, kLi, request)), "INVALID_ARGUMENT as_of");
  request.set_as_of("2020-01-06");
  EXPECT_EQ(Told(Call(*stub_, &Stub::DraftPerformance, kLi, request)), "OK");
  EXPECT_EQ(Told(Get("campaigns/small-city/performances/2017")), "INVALID_ARGUMENT name");
  EXPECT_EQ(Told(Get("campaigns/small-city/performances/2021")), "INVALID_ARGUMENT name");
  EXPECT_EQ(Told(Get("campaigns/small-city/performances/x")), "INVALID_ARGUMENT name");
}

TEST_F(PerformanceTest, IllegalMovesNameTheLegalOnes) {
  for (const auto& status : {Publish().status(), NorthObjects().status(), Confirm().status(), Export().status()})
    EXPECT_EQ(Told(status), "FAILED_PRECONDITION WRONG_STATE");
  EXPECT_THAT(std::string(Export().status().message()), HasSubstr("CONFIRMED or EXPORTED"));
  ASSERT_EQ(Told(Draft()), "OK");
  ASSERT_EQ(Told(Draft()), "OK");  // Again, while nobody has seen it.
  ASSERT_EQ(Told(Publish()), "OK");
  EXPECT_EQ(Told(Draft()), "FAILED_PRECONDITION WRONG_STATE");
  EXPECT_EQ(Told(Publish()), "FAILED_PRECONDITION WRONG_STATE");
}

TEST_F(PerformanceTest, AnObjectionIsOfOnesOwnDeductionsWithinTheWindow) {
  ASSERT_EQ(Told(Draft()), "OK");
  ASSERT_EQ(Told(Publish()), "OK");
  EXPECT_EQ(Object("li@east", NewObjection("north", "3", "2019")).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Told(Object("li@east", NewObjection("east", "3", "2019"))), "INVALID_ARGUMENT items[0]");
  EXPECT_EQ(Told(Object("zhao@north", NewObjection("north", "3", "2018"))), "INVALID_ARGUMENT items[0]");
  v1::ObjectToPerformanceRequest twice = NewObjection("north", "3", "2019");
  *twice.add_items() = twice.items(0);
  EXPECT_EQ(Told(Object("zhao@north", twice)), "INVALID_ARGUMENT items[1]");
  v1::ObjectToPerformanceRequest bare = NewObjection("north", "3", "2019");
  bare.clear_evidence();
  EXPECT_EQ(Told(Object("zhao@north", bare)), "INVALID_ARGUMENT evidence");
  bare.set_reason(" ");
  EXPECT_EQ(Told(Object("zhao@north", bare)), "INVALID_ARGUMENT reason");
  MoveTo(2020, 1, 13);  // The last day still counts.
  EXPECT_EQ(Told(NorthObjects()), "OK");
  EXPECT_EQ(Told(NorthObjects()), "FAILED_PRECONDITION ALREADY_CONTESTED");
  MoveTo(2020, 1, 14);
  EXPECT_EQ(Told(NorthObjects()), "FAILED_PRECONDITION WINDOW_CLOSED");
}

TEST_F(PerformanceTest, ADecisionAnswersEveryItemOnceAndIsNotTheObjectors) {
  ASSERT_EQ(Told(Draft()), "OK");
  ASSERT_EQ(Told(Publish()), "OK");
  ASSERT_EQ(Told(Object("li@office", NewObjection("office", "3", "2019"))), "OK");
  EXPECT_EQ(Told(Decide(NewDecision(false), kLi)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Decide(NewDecision(true))), "INVALID_ARGUMENT corrections");
  EXPECT_EQ(Told(Uphold(1.5)), "INVALID_ARGUMENT corrections[0].corrected_credit");
  v1::DecideObjectionRequest other = NewDecision(true);
  other.add_corrections()->set_task("4-1");
  EXPECT_EQ(Told(Decide(other)), "INVALID_ARGUMENT corrections[0]");
  other.set_objection("9");
  EXPECT_EQ(Told(Decide(other)), "NOT_FOUND OBJECTION_NOT_FOUND");
  const double before = RowOf(*Get(), "office").score();
  const absl::StatusOr<v1::Performance> rejected = Decide(NewDecision(false));
  ASSERT_EQ(Told(rejected), "OK");
  EXPECT_EQ(RowOf(*rejected, "office").score(), before);
  EXPECT_EQ(Told(Uphold(1)), "FAILED_PRECONDITION WRONG_STATE");
}

TEST_F(PerformanceTest, ConfirmingWaitsForTheWindowAndForEveryDecisionAndForAnother) {
  ASSERT_EQ(Told(Draft()), "OK");
  ASSERT_EQ(Told(Publish()), "OK");
  ASSERT_EQ(Told(NorthObjects()), "OK");
  EXPECT_EQ(Told(Confirm()), "FAILED_PRECONDITION WINDOW_OPEN");
  MoveTo(2020, 1, 14);
  EXPECT_EQ(Told(Confirm()), "FAILED_PRECONDITION OBJECTIONS_PENDING");
  ASSERT_EQ(Told(Uphold(0.5)), "OK");
  EXPECT_EQ(Told(Confirm(kLi)), "FAILED_PRECONDITION FOUR_EYES");
  const absl::StatusOr<v1::Performance> confirmed = Confirm();
  ASSERT_EQ(Told(confirmed), "OK");
  EXPECT_EQ(RowOf(*confirmed, "north").deductions(0).credit(), 0.5);
  EXPECT_EQ(RowOf(*confirmed, "north").open(), 1);  // It is still open, and credited half.
}

TEST_F(PerformanceTest, WithoutANoticeOfHolidaysThereIsNoWindow) {
  ASSERT_EQ(Told(Draft()), "OK");
  MoveTo(2020, 12, 30);  // The window would reach into 2021, of which no notice is known.
  EXPECT_EQ(Told(Publish()), "FAILED_PRECONDITION CALENDAR_MISSING");
  EXPECT_EQ(Get()->state(), v1::DRAFT);
}

TEST_F(PerformanceTest, ARepeatedRequestActsOnce) {
  ASSERT_EQ(Told(Draft()), "OK");
  ASSERT_EQ(Told(Publish()), "OK");
  const v1::ObjectToPerformanceRequest request = NewObjection("north", "3", "2019");
  const absl::StatusOr<v1::Performance> first = Object("zhao@north", request);
  ASSERT_EQ(Told(first), "OK");
  EXPECT_EQ(Object("zhao@north", request)->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Get()->objections(), SizeIs(1));
}

}  // namespace
}  // namespace qcity::aggregation
