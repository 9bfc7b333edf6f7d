// Reviews and the application, served: a whole story from the first mark to the passed acceptance, who may see and do what, and what stays as it was frozen.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/acceptance.grpc.pb.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/reviews.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::aggregation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing_support::Call;
using testing_support::NoonOf;
using testing_support::Told;
using Stub = v1::ReviewsService::Stub;

constexpr char kLi[] = "li@office";
constexpr char kWang[] = "wang@office";
constexpr char kExpert[] = "chen@experts";
constexpr char kReview[] = "campaigns/small-city/reviews/1";
constexpr char kFinding[] = "campaigns/small-city/reviews/1/findings/1";

class ReviewsTest : public testing::Test {
 protected:
  void MoveTo(int month, int day) { ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(2019, month, day)).ok()); }

  template <typename Request>
  Request New(const std::string& name = kReview) {
    Request request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    if constexpr (requires { request.set_name(name); }) request.set_name(name);
    return request;
  }

  absl::StatusOr<v1::Review> Open(v1::ReviewKind kind = v1::EXPERT, const char* as_of = "") {
    auto request = New<v1::OpenReviewRequest>();
    request.set_parent("campaigns/small-city");
    request.set_kind(kind);
    request.set_title("专家预验收");
    request.set_as_of(as_of);
    return Call(*stub_, &Stub::OpenReview, kLi, request);
  }
  absl::StatusOr<v1::Review> Invite(const char* from, const char* to) {
    auto request = New<v1::InviteExpertRequest>();
    request.set_person("chen");
    request.set_organization("experts");
    request.set_from(from);
    request.set_to(to);
    return Call(*stub_, &Stub::InviteExpert, kLi, request);
  }
  absl::StatusOr<v1::ReviewItem> Mark(const char* item, v1::Mark mark, const char* remark = "",
                                      const char* caller = kExpert) {
    auto request = New<v1::MarkItemRequest>();
    request.set_item(item);
    request.set_mark(mark);
    request.set_remark(remark);
    return Call(*stub_, &Stub::MarkItem, caller, request);
  }
  absl::StatusOr<v1::Finding> Find(const char* caller = kExpert, const char* item = "indicators/1-1") {
    auto request = New<v1::RecordFindingRequest>();
    request.set_item(item);
    request.set_text("抽查记录不全");
    request.set_severity(v1::MAJOR);
    request.add_evidence()->set_name("现场记录");
    return Call(*stub_, &Stub::RecordFinding, caller, request);
  }
  absl::StatusOr<v1::Finding> Assign(const char* owner = "east", const char* due = "2019-06-30") {
    auto request = New<v1::AssignRectificationRequest>(kFinding);
    request.set_owner(owner);
    request.set_due(due);
    return Call(*stub_, &Stub::AssignRectification, kLi, request);
  }
  absl::StatusOr<v1::Finding> Report(const char* caller = "zhao@east") {
    auto request = New<v1::ReportRectificationRequest>(kFinding);
    request.set_text("已补齐");
    request.add_evidence()->set_name("台账");
    return Call(*stub_, &Stub::ReportRectification, caller, request);
  }
  absl::StatusOr<v1::Finding> Rectify(const char* caller = kWang) {
    return Call(*stub_, &Stub::CloseRectification, caller, New<v1::CloseRectificationRequest>(kFinding));
  }
  absl::StatusOr<v1::Finding> Return() {
    auto request = New<v1::ReturnRectificationRequest>(kFinding);
    request.set_reason("缺 2 月");
    return Call(*stub_, &Stub::ReturnRectification, kWang, request);
  }
  absl::StatusOr<v1::Review> Close(const char* carried_over = nullptr) {
    auto request = New<v1::CloseReviewRequest>();
    request.set_conclusion("基本达到要求");
    if (carried_over != nullptr) {
      request.add_carried_over()->set_finding(carried_over);
      request.mutable_carried_over(0)->set_reason("设备招标中");
    }
    return Call(*stub_, &Stub::CloseReview, kLi, request);
  }
  absl::StatusOr<v1::GetReviewResponse> Get(const char* caller = kLi, bool with_snapshot = false) {
    v1::GetReviewRequest request;
    request.set_name(kReview);
    request.set_with_snapshot(with_snapshot);
    return Call(*stub_, &Stub::GetReview, caller, request);
  }
  absl::StatusOr<v1::ListReviewsResponse> List(const char* caller) {
    v1::ListReviewsRequest request;
    request.set_parent("campaigns/small-city");
    return Call(*stub_, &Stub::ListReviews, caller, request);
  }
  absl::StatusOr<v1::ListFindingsResponse> Findings(const char* caller, const std::string& parent = kReview,
                                                    bool open_only = false, const char* owner = "") {
    v1::ListFindingsRequest request;
    request.set_parent(parent);
    request.set_open_only(open_only);
    request.set_owner(owner);
    return Call(*stub_, &Stub::ListFindings, caller, request);
  }
  absl::StatusOr<v1::Application> Advance(v1::ApplicationState to, const char* caller = kLi) {
    auto request = New<v1::AdvanceApplicationRequest>("campaigns/small-city/application");
    request.set_to(to);
    request.mutable_document()->set_name("申请书");
    request.mutable_document()->set_sha256(std::string(64, 'a'));
    return Call(*acceptance_, &v1::AcceptanceService::Stub::AdvanceApplication, caller, request);
  }

  // Reports and verifies a figure of 1-1 and waits until the aggregation has read it.
  void RecordFigure(const char* period, double value) {
    using Indicators = indicators::v1::IndicatorsService::Stub;
    const auto stub = indicators::v1::IndicatorsService::NewStub(server_.channel());
    auto report = New<indicators::v1::ReportObservationRequest>();
    indicators::v1::Observation& figure = *report.mutable_observation();
    figure.set_indicator("campaigns/small-city/indicators/1-1");
    figure.set_period(period);
    figure.mutable_figure()->set_value(value);
    figure.set_source("通报");
    const auto reported = Call(*stub, &Indicators::ReportObservation, kLi, report);
    ASSERT_EQ(Told(reported), "OK");
    const auto verified = Call(*stub, &Indicators::VerifyObservation, kWang,
                               New<indicators::v1::VerifyObservationRequest>(reported->name()));
    ASSERT_EQ(Told(verified), "OK");
    v1::GetReadinessRequest request;
    request.set_name("campaigns/small-city/readiness");
    v1::Source& source = *request.add_min_versions();
    source.set_feed("indicators");
    source.set_position(verified->version());
    const auto readiness = v1::AggregationService::NewStub(server_.channel());
    ASSERT_EQ(Told(Call(*readiness, &v1::AggregationService::Stub::GetReadiness, kLi, request)), "OK");
  }

  testing_support::TestServer server_{{indicators::MakeModule, tasks::MakeModule, MakeModule},
                                      {.now = NoonOf(2019, 5, 6)}};
  std::unique_ptr<Stub> stub_ = v1::ReviewsService::NewStub(server_.channel());
  std::unique_ptr<v1::AcceptanceService::Stub> acceptance_ = v1::AcceptanceService::NewStub(server_.channel());
  int requests_ = 0;
};

const v1::ReviewItem& ItemOf(const v1::GetReviewResponse& review, absl::string_view id) {
  for (const v1::ReviewItem& item : review.items())
    if (item.item() == id) return item;
  std::abort();
}

TEST_F(ReviewsTest, GoFromThePreliminaryAcceptanceToThePassedOne) {
  RecordFigure("2019Q1", 96);
  const absl::StatusOr<v1::Review> opened = Open();
  ASSERT_EQ(Told(opened), "OK");
  EXPECT_EQ(opened->name(), kReview);
  EXPECT_EQ(opened->as_of(), "2019-05-06");
  ASSERT_EQ(Told(Invite("2019-05-06", "2019-05-10")), "OK");
  ASSERT_EQ(Told(Mark("indicators/1-1", v1::QUESTIONED, "抽样范围不清")), "OK");
  const absl::StatusOr<v1::ReviewItem> marked = Mark("indicators/1-1", v1::CHECKED);
  ASSERT_EQ(Told(marked), "OK");
  EXPECT_THAT(marked->marks(), SizeIs(2));
  const absl::StatusOr<v1::Finding> found = Find();
  ASSERT_EQ(Told(found), "OK");
  EXPECT_EQ(found->name(), kFinding);
  EXPECT_EQ(found->item_title(), "产品抽查合格率");
  EXPECT_EQ(Told(Advance(v1::APPLIED)), "FAILED_PRECONDITION WRONG_STATE");
  ASSERT_EQ(Told(Advance(v1::DRAFTED)), "OK");
  EXPECT_EQ(Told(Advance(v1::APPLIED)), "FAILED_PRECONDITION NO_EXPERT_REVIEW");
  EXPECT_EQ(Told(Close()), "FAILED_PRECONDITION FINDINGS_OPEN");
  ASSERT_EQ(Told(Assign()), "OK");
  ASSERT_EQ(Told(Close("1")), "OK");
  EXPECT_EQ(Told(Advance(v1::APPLIED)), "FAILED_PRECONDITION RECTIFICATION_OPEN");
  MoveTo(7, 1);
  EXPECT_EQ(Get()->review().overdue_findings(), 1);
  ASSERT_EQ(Told(Report()), "OK");
  ASSERT_EQ(Told(Return()), "OK");
  ASSERT_EQ(Told(Report()), "OK");
  ASSERT_EQ(Told(Rectify()), "OK");
  for (const v1::ApplicationState state : {v1::APPLIED, v1::PROVINCE_REVIEWED, v1::SUBMITTED, v1::PASSED})
    ASSERT_EQ(Told(Advance(state)), "OK") << state;
  v1::GetApplicationRequest request;
  request.set_name("campaigns/small-city/application");
  const auto application = Call(*acceptance_, &v1::AcceptanceService::Stub::GetApplication, "zhao@east", request);
  ASSERT_EQ(Told(application), "OK");
  EXPECT_EQ(application->state(), v1::PASSED);
  ASSERT_THAT(application->steps(), SizeIs(5));
  EXPECT_THAT(application->steps(1).reviews(), ElementsAre(kReview));
  EXPECT_EQ(application->steps(4).person(), "li");
  const v1::Review last = Get()->review();
  EXPECT_EQ(last.open_findings() + last.overdue_findings(), 0);
  EXPECT_EQ(last.checked(), 1);
}

TEST_F(ReviewsTest, StayAsTheyWereFrozen) {
  RecordFigure("2018Q4", 96);
  ASSERT_EQ(Told(Open()), "OK");
  const absl::StatusOr<v1::GetReviewResponse> before = Get(kLi, /*with_snapshot=*/true);
  ASSERT_EQ(Told(before), "OK");
  EXPECT_EQ(before->snapshot().sha256(), Sha256Hex(before->snapshot().frozen()));
  EXPECT_EQ(before->review().snapshot_sha256(), before->snapshot().sha256());
  EXPECT_THAT(ItemOf(*before, "indicators/1-1").figures_zh(), SizeIs(1));
  RecordFigure("2019Q1", 50);
  MoveTo(6, 1);
  const absl::StatusOr<v1::GetReviewResponse> after = Get(kLi, /*with_snapshot=*/true);
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
  ASSERT_EQ(Told(Open(v1::SELF)), "OK");  // Another one of today sees it.
  v1::GetReviewRequest request;
  request.set_name("campaigns/small-city/reviews/2");
  EXPECT_NE(ItemOf(*Call(*stub_, &Stub::GetReview, kLi, request), "indicators/1-1").figures_zh(0),
            ItemOf(*after, "indicators/1-1").figures_zh(0));
}

TEST_F(ReviewsTest, FreezeWhatExplainReadinessSays) {
  RecordFigure("2019Q1", 96);
  ASSERT_EQ(Told(Open(v1::PROVINCE, "2019-05-05")), "OK");
  v1::FrozenReadiness frozen;
  ASSERT_TRUE(frozen.ParseFromString(Get(kLi, true)->snapshot().frozen()));
  const auto stub = v1::AggregationService::NewStub(server_.channel());
  v1::ExplainReadinessRequest request;
  request.set_name("campaigns/small-city/readiness");
  request.set_as_of("2019-05-05");
  const auto explained = Call(*stub, &v1::AggregationService::Stub::ExplainReadiness, kLi, request);
  EXPECT_EQ(frozen.root().SerializeAsString(), explained->root().SerializeAsString());
  EXPECT_EQ(frozen.as_of(), "2019-05-05");
  EXPECT_EQ(frozen.plan_version(), "1");
}

TEST_F(ReviewsTest, ExpertsReadAndWriteOnTheDaysOfTheirInvitationAlone) {
  ASSERT_EQ(Told(Open()), "OK");
  const auto denied = "PERMISSION_DENIED NOT_INVITED";
  EXPECT_EQ(Told(Get(kExpert)), denied);
  EXPECT_EQ(Told(Mark("indicators/1-1", v1::CHECKED)), denied);
  EXPECT_EQ(Told(Find()), denied);
  EXPECT_EQ(Told(Findings(kExpert)), denied);
  EXPECT_THAT(List(kExpert)->reviews(), IsEmpty());
  ASSERT_EQ(Told(Invite("2019-05-08", "2019-05-09")), "OK");
  EXPECT_EQ(Told(Get(kExpert)), denied);
  MoveTo(5, 9);
  EXPECT_EQ(Told(Get(kExpert)), "OK");
  EXPECT_EQ(Told(Mark("indicators/1-1", v1::CHECKED)), "OK");
  EXPECT_EQ(Told(Find()), "OK");
  EXPECT_THAT(Findings(kExpert)->findings(), SizeIs(1));
  EXPECT_THAT(List(kExpert)->reviews(), SizeIs(1));
  EXPECT_EQ(Told(Get("zhou@experts")), denied);
  MoveTo(5, 10);
  EXPECT_EQ(Told(Get(kExpert)), denied);
  EXPECT_EQ(Told(Find()), denied);
  EXPECT_THAT(Findings(kExpert, "campaigns/small-city")->findings(), IsEmpty());
  EXPECT_EQ(Told(Get("zhao@east")), "OK");
}

TEST_F(ReviewsTest, RefuseWhatIsNotThereAndLeaveNothingBehind) {
  EXPECT_EQ(Told(Get()), "NOT_FOUND REVIEW_NOT_FOUND");
  EXPECT_EQ(Told(Open(v1::EXPERT, "2019-05-07")), "INVALID_ARGUMENT as_of");
  EXPECT_EQ(Told(Open(v1::REVIEW_KIND_UNSPECIFIED)), "INVALID_ARGUMENT kind");
  ASSERT_EQ(Told(Open()), "OK");
  ASSERT_EQ(Told(Invite("2019-05-06", "2019-05-10")), "OK");
  EXPECT_EQ(Told(Mark("indicators/99", v1::CHECKED)), "NOT_FOUND ITEM_NOT_FOUND");
  EXPECT_EQ(Told(Find(kExpert, "indicators/99")), "NOT_FOUND ITEM_NOT_FOUND");
  EXPECT_EQ(Told(Assign()), "NOT_FOUND FINDING_NOT_FOUND");
  EXPECT_EQ(Told(Findings(kLi, "campaigns/small-city/reviews/x")), "NOT_FOUND REVIEW_NOT_FOUND");
  EXPECT_EQ(Told(Findings(kLi, "reviews")), "INVALID_ARGUMENT parent");
  EXPECT_EQ(Told(Findings(kLi, kReview, false, "nowhere")), "INVALID_ARGUMENT owner");
  const absl::StatusOr<v1::GetReviewResponse> review = Get();
  EXPECT_EQ(review->review().findings() + review->review().checked(), 0);
  EXPECT_EQ(Told(Find(kExpert, "")), "OK");  // About the whole.
}

TEST_F(ReviewsTest, RectificationIsTheOwnersAndTheOfficesAndNotOnePersons) {
  ASSERT_EQ(Told(Open()), "OK");
  ASSERT_EQ(Told(Find(kLi)), "OK");  // The office writes down what it is told.
  EXPECT_EQ(Told(Report()), "FAILED_PRECONDITION WRONG_STATE");
  ASSERT_EQ(Told(Assign("office")), "OK");
  EXPECT_EQ(Told(Report()), "PERMISSION_DENIED NOT_THE_OWNER");
  ASSERT_EQ(Told(Report(kWang)), "OK");
  EXPECT_EQ(Told(Rectify(kWang)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Rectify("zhao@east")), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_THAT(Findings("zhao@east", "campaigns/small-city", true)->findings(), SizeIs(1));
  ASSERT_EQ(Told(Rectify(kLi)), "OK");
  EXPECT_THAT(Findings("zhao@east", "campaigns/small-city", true)->findings(), IsEmpty());
  EXPECT_THAT(Findings("zhao@east", "campaigns/small-city", false, "office")->findings(), SizeIs(1));
  EXPECT_THAT(Findings("zhao@east", "campaigns/small-city", false, "east")->findings(), IsEmpty());
}

TEST_F(ReviewsTest, ARepeatedRequestActsOnce) {
  ASSERT_EQ(Told(Open()), "OK");
  auto request = New<v1::RecordFindingRequest>();
  request.set_text("台账不全");
  request.set_severity(v1::MINOR);
  const absl::StatusOr<v1::Finding> first = Call(*stub_, &Stub::RecordFinding, kLi, request);
  ASSERT_EQ(Told(first), "OK");
  EXPECT_EQ(Call(*stub_, &Stub::RecordFinding, kLi, request)->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Findings(kLi)->findings(), SizeIs(1));
}

TEST_F(ReviewsTest, OnlyTheOfficeMovesTheApplication) {
  EXPECT_EQ(Told(Advance(v1::DRAFTED, "zhao@east")), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Told(Advance(v1::DRAFTED)), "OK");
}

}  // namespace
}  // namespace qcity::aggregation
