// The service as callers see it: vetoes, series, versions that name one state of knowledge.
#include <memory>

#include "common/base/error.h"
#include "common/domain/period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"

namespace qcity::aggregation {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using testing_support::Call;
using testing_support::NoonOf;
using Stub = v1::AggregationService::Stub;

constexpr char kLi[] = "li@office";
constexpr char kWang[] = "wang@office";
constexpr char kName[] = "campaigns/small-city/readiness";

class AggregationServiceTest : public testing::Test {
 protected:
  explicit AggregationServiceTest(testing_support::TestServerOptions options = {})
      : server_({indicators::MakeModule, tasks::MakeModule, MakeModule}, std::move(options)) {}

  std::unique_ptr<Stub> NewStub() { return v1::AggregationService::NewStub(server_.channel()); }

  v1::Readiness Readiness() {
    v1::GetReadinessRequest request;
    request.set_name(kName);
    const absl::StatusOr<v1::Readiness> readiness = Call(*NewStub(), &Stub::GetReadiness, kLi, request);
    EXPECT_TRUE(readiness.ok()) << readiness.status();
    return readiness.value_or(v1::Readiness());
  }

  absl::StatusOr<v1::Veto> Declare(const char* request_id) {
    v1::DeclareVetoRequest request;
    request.set_request_id(request_id);
    request.set_parent("campaigns/small-city");
    request.set_reason("重大质量事故");
    request.set_document("小城政函〔2018〕9号");
    return Call(*NewStub(), &Stub::DeclareVeto, kLi, request);
  }

  absl::StatusOr<v1::Veto> Lift(const char* request_id, const std::string& name, const char* caller) {
    v1::LiftVetoRequest request;
    request.set_request_id(request_id);
    request.set_name(name);
    request.set_reason("整改完成");
    return Call(*NewStub(), &Stub::LiftVeto, caller, request);
  }

  absl::StatusOr<v1::GetReadinessHistoryResponse> History(const std::string& from, const std::string& to, int step) {
    v1::GetReadinessHistoryRequest request;
    request.set_name(kName);
    request.set_from(from);
    request.set_to(to);
    request.set_step_days(step);
    return Call(*NewStub(), &Stub::GetReadinessHistory, kLi, request);
  }

  testing_support::TestServer server_;
};

class AcrossRestarts : public AggregationServiceTest {
 protected:
  AcrossRestarts() : AggregationServiceTest({.data = testing_support::NewDataDirectory()}) {}
};

TEST_F(AggregationServiceTest, ARepeatedDeclarationDoesNotBringBackALiftedVeto) {
  const absl::StatusOr<v1::Veto> declared = Declare("declare-1");
  ASSERT_TRUE(declared.ok()) << declared.status();
  EXPECT_THAT(Readiness().vetoes(), SizeIs(1));
  EXPECT_EQ(Readiness().now().verdict(), v1::NOT_READY);
  ASSERT_TRUE(Lift("lift-1", declared->name(), kWang).ok());
  EXPECT_THAT(Readiness().vetoes(), IsEmpty());

  const v1::Readiness before = Readiness();
  const absl::StatusOr<v1::Veto> again = Declare("declare-1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), declared->SerializeAsString());
  EXPECT_THAT(Readiness().vetoes(), IsEmpty());
  EXPECT_EQ(Readiness().version(), before.version());
}

TEST_F(AggregationServiceTest, AVetoIsLiftedOnceAndByAnother) {
  const absl::StatusOr<v1::Veto> veto = Declare("declare-1");
  ASSERT_TRUE(veto.ok()) << veto.status();
  const v1::Readiness before = Readiness();
  EXPECT_EQ(DetailOf(Lift("lift-1", veto->name(), kLi).status())->reason, "FOUR_EYES");
  EXPECT_EQ(Readiness().version(), before.version());  // A refusal leaves no gap.
  ASSERT_TRUE(Lift("lift-2", veto->name(), kWang).ok());
  EXPECT_EQ(DetailOf(Lift("lift-3", veto->name(), kWang).status())->reason, "WRONG_STATE");
  EXPECT_EQ(Lift("lift-4", "campaigns/small-city/vetoes/99", kWang).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(AcrossRestarts, TheVersionStaysWhereTheReadinessDoes) {
  ASSERT_TRUE(Declare("declare-1").ok());
  const v1::Readiness before = Readiness();
  server_.Restart();
  v1::Readiness after = Readiness();
  EXPECT_EQ(after.version(), before.version());
  EXPECT_EQ(after.now().SerializeAsString(), before.now().SerializeAsString());
  EXPECT_THAT(after.vetoes(), SizeIs(1));
}

TEST_F(AggregationServiceTest, ASeriesHasAtMostAHundredPointsUnlessAskedFor) {
  ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(2020, 6, 1)).ok());
  const absl::CivilDay first(2016, 1, 1);
  for (const int days : {0, 1, 98, 99, 100, 197, 198, 199, 297, 1000}) {
    const auto history = History("2016-01-01", domain::FormatDay(first + days), 0);
    ASSERT_TRUE(history.ok()) << history.status();
    EXPECT_LE(history->points_size(), 100) << days;
    EXPECT_EQ(history->points().rbegin()->as_of(), domain::FormatDay(first + days));
  }
}

TEST_F(AggregationServiceTest, GapsAreOfAnOrganisationThatThePlanHas) {
  v1::ListGapsRequest request;
  request.set_name(kName);
  request.set_organization("market-bureau");
  EXPECT_TRUE(Call(*NewStub(), &Stub::ListGaps, kLi, request).ok());
  request.set_organization("nobody");
  EXPECT_EQ(DetailOf(Call(*NewStub(), &Stub::ListGaps, kLi, request).status())->fields[0].path, "organization");
}

TEST_F(AggregationServiceTest, ASeriesBeginsWithThePlansPublicationUnlessAskedOtherwise) {
  ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(2020, 6, 1)).ok());
  const auto history = History("", "2018-12-31", 0);
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->points(0).as_of(), "2018-03-10");
  const auto earlier = History("", "2016-12-31", 0);
  ASSERT_TRUE(earlier.ok()) << earlier.status();
  ASSERT_THAT(earlier->points(), SizeIs(1));
  EXPECT_EQ(earlier->points(0).as_of(), "2016-12-31");
}

TEST_F(AggregationServiceTest, ASeriesOfMoreThanAThousandPointsIsRefused) {
  ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(2020, 6, 1)).ok());
  const absl::CivilDay first(2015, 1, 1);
  const auto thousand = History("2015-01-01", domain::FormatDay(first + 999), 1);
  ASSERT_TRUE(thousand.ok()) << thousand.status();
  EXPECT_EQ(thousand->points_size(), 1000);
  const auto more = History("2015-01-01", domain::FormatDay(first + 1000), 1);
  EXPECT_EQ(more.status().code(), absl::StatusCode::kInvalidArgument);
  // 1,999 days in steps of 2 are 1,000 steps, the last one short: one point too many.
  const auto uneven = History("2015-01-01", domain::FormatDay(first + 1999), 2);
  EXPECT_EQ(uneven.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace qcity::aggregation
