// The first straight line, once for each way of deploying it: a department reports, the office verifies, the feed carries it, readiness changes under a
// running watch, kill -9 takes nothing that was acknowledged, and the answer leads back to the figure.
#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "tests/support/test_server.h"
#include "tests/system/suite.h"

namespace qcity::system_test {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::Readiness;
using google::protobuf::util::MessageDifferencer;
using indicators::v1::IndicatorsService;
using indicators::v1::Observation;
using testing::Contains;
using testing::Not;
using testing_support::Call;
using testing_support::CallAs;

constexpr char kClerk[] = "li@zhijianju";        // Of the bureau that leads 1-1 and 1-2.
constexpr char kOfficer[] = "wang@zhiqiangban";  // Of the campaign's office.
constexpr char kReadiness[] = "campaigns/ezhou-2017/readiness";

std::string NameOfIndicator(absl::string_view number) {
  return absl::StrCat("campaigns/ezhou-2017/indicators/", number);
}

// 376 of 400 samples passed: 94 %, just the target of 1-1.
indicators::v1::ReportObservationRequest NewReport(absl::string_view number) {
  indicators::v1::ReportObservationRequest request;
  request.set_request_id(absl::StrCat("report-", number));
  Observation& observation = *request.mutable_observation();
  observation.set_indicator(NameOfIndicator(number));
  observation.set_period("2017");
  observation.mutable_figure()->mutable_fraction()->set_numerator(376);
  observation.mutable_figure()->mutable_fraction()->set_denominator(400);
  observation.set_source("2017年产品质量监督抽查年报");
  return request;
}

// The figure as the office left it: reported by the bureau, verified by the office.
absl::StatusOr<Observation> ReportAndVerify(const Suite& suite, absl::string_view number) {
  using Stub = IndicatorsService::Stub;
  const auto stub = IndicatorsService::NewStub(suite.NewConnection("indicators"));
  auto reported = Call(*stub, &Stub::ReportObservation, kClerk, NewReport(number));
  if (!reported.ok()) return reported;
  indicators::v1::VerifyObservationRequest request;
  request.set_request_id(absl::StrCat("verify-", number));
  request.set_name(reported->name());
  return Call(*stub, &Stub::VerifyObservation, kOfficer, request);
}

// A running WatchReadiness.
class Watch {
 public:
  explicit Watch(const Suite& suite)
      : stub_(AggregationService::NewStub(suite.NewConnection("aggregation"))), context_(kOfficer) {
    aggregation::v1::WatchReadinessRequest request;
    request.set_name(kReadiness);
    reader_ = stub_->WatchReadiness(&context_, request);
  }
  ~Watch() {
    context_.TryCancel();
    End();
  }

  // The next readiness that `wanted` holds of; an empty one if the stream ends first.
  template <typename Predicate>
  Readiness AwaitThat(Predicate wanted) {
    Readiness readiness;
    while (reader_->Read(&readiness)) {
      if (wanted(readiness)) return readiness;
    }
    return {};
  }
  Readiness Next() {
    return AwaitThat([](const Readiness&) { return true; });
  }
  // Reads to the end of the stream.
  grpc::Status End() {
    if (reader_ == nullptr) return grpc::Status::OK;
    Readiness readiness;
    while (reader_->Read(&readiness)) continue;
    grpc::Status status = reader_->Finish();
    reader_ = nullptr;
    return status;
  }

 private:
  const std::unique_ptr<AggregationService::Stub> stub_;
  CallAs context_;
  std::unique_ptr<grpc::ClientReader<Readiness>> reader_;
};

bool IsMissing(const Readiness& readiness, const std::string& number) {
  const auto& unknown = readiness.now().gates().binding().unknown_numbers();
  return std::count(unknown.begin(), unknown.end(), number) > 0;
}

// Readiness that has read the figure.
absl::StatusOr<Readiness> ReadinessAfter(const Suite& suite, const Observation& figure) {
  const auto stub = AggregationService::NewStub(suite.NewConnection("aggregation"));
  aggregation::v1::GetReadinessRequest request;
  request.set_name(kReadiness);
  request.add_min_versions()->set_feed("indicators");
  request.mutable_min_versions(0)->set_position(figure.version());
  auto readiness = Call(*stub, &AggregationService::Stub::GetReadiness, kClerk, request);
  if (readiness.ok()) readiness->clear_sources();  // How fresh it is differs from moment to moment.
  return readiness;
}

absl::StatusOr<aggregation::v1::Leaf> Explain(const Suite& suite, absl::string_view number) {
  const auto stub = AggregationService::NewStub(suite.NewConnection("aggregation"));
  aggregation::v1::ExplainReadinessRequest request;
  request.set_name(kReadiness);
  request.set_node(absl::StrCat("indicators/", number));
  const auto reply = Call(*stub, &AggregationService::Stub::ExplainReadiness, kClerk, request);
  if (!reply.ok()) return reply.status();
  return reply->root().leaf();
}

absl::StatusOr<indicators::v1::IndicatorView> GetIndicator(const Suite& suite, absl::string_view number) {
  const auto stub = IndicatorsService::NewStub(suite.NewConnection("indicators"));
  indicators::v1::GetIndicatorRequest request;
  request.set_name(NameOfIndicator(number));
  return Call(*stub, &IndicatorsService::Stub::GetIndicator, kClerk, request);
}

class Line : public testing::TestWithParam<Deployment> {};

TEST_P(Line, AVerifiedFigureChangesReadinessAndOutlivesKill9) {
  Suite suite(GetParam());
  Watch watch(suite);
  const Readiness empty = watch.Next();
  ASSERT_TRUE(IsMissing(empty, "1-1")) << empty.DebugString();

  const auto verified = ReportAndVerify(suite, "1-1");
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->state(), indicators::v1::VERIFIED);
  const Readiness changed = watch.AwaitThat([](const Readiness& readiness) { return !IsMissing(readiness, "1-1"); });
  EXPECT_GT(changed.version(), empty.version());
  EXPECT_EQ(changed.now().gates().binding().met(), empty.now().gates().binding().met() + 1);
  EXPECT_EQ(changed.now().gates().binding().unknown(), empty.now().gates().binding().unknown() - 1);
  const auto before = ReadinessAfter(suite, *verified);
  ASSERT_TRUE(before.ok()) << before.status();

  suite.KillAll();
  EXPECT_EQ(watch.End().error_code(), grpc::StatusCode::UNAVAILABLE);
  suite.Start();

  const auto kept = GetIndicator(suite, "1-1");
  ASSERT_TRUE(kept.ok()) << kept.status();
  ASSERT_EQ(kept->latest_size(), 1);
  EXPECT_TRUE(MessageDifferencer::Equals(kept->latest(0), *verified)) << kept->latest(0).DebugString();
  const auto after = ReadinessAfter(suite, *verified);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*after, *before)) << after->DebugString() << before->DebugString();

  Watch resumed(suite);
  Readiness first = resumed.Next();
  EXPECT_EQ(first.version(), before->version());
  const auto another = ReportAndVerify(suite, "1-2");
  ASSERT_TRUE(another.ok()) << another.status();
  const Readiness next = resumed.AwaitThat([](const Readiness& readiness) { return !IsMissing(readiness, "1-2"); });
  EXPECT_GT(next.version(), first.version());
  EXPECT_FALSE(IsMissing(next, "1-1"));
}

TEST_P(Line, AnExplanationLeadsBackToTheFigureByName) {
  Suite suite(GetParam());
  const auto verified = ReportAndVerify(suite, "1-1");
  ASSERT_TRUE(verified.ok()) << verified.status();
  ASSERT_TRUE(ReadinessAfter(suite, *verified).ok());
  const auto leaf = Explain(suite, "1-1");
  ASSERT_TRUE(leaf.ok()) << leaf.status();
  EXPECT_TRUE(leaf->met());
  EXPECT_EQ(leaf->period(), "2017");
  ASSERT_EQ(leaf->inputs_size(), 1);
  EXPECT_EQ(leaf->inputs(0).name(), verified->name());
  EXPECT_EQ(leaf->inputs(0).source(), verified->source());
}

INSTANTIATE_TEST_SUITE_P(Deployments, Line, testing::Values(Deployment::kAllInOne, Deployment::kSeparate), NameOf);

}  // namespace
}  // namespace qcity::system_test
