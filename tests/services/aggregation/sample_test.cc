// The sample figures, loaded through the client into every service, show what a reader of the sample date is promised:
// every kind of target, verdict, flag, state and light.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/domain/plan.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/plan/v1/derived.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/cli/app/run.h"
#include "services/cli/commands/commands.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/feed_history.h"
#include "tests/support/test_server.h"

namespace qcity::aggregation {
namespace {

using testing_support::Call;
using testing_support::TestServer;
using AggregationStub = v1::AggregationService::Stub;
using IndicatorsStub = indicators::v1::IndicatorsService::Stub;
using TasksStub = tasks::v1::TasksService::Stub;
using Names = std::set<std::string>;

constexpr char kCaller[] = "reader@zhiqiangban";
constexpr char kCampaign[] = "campaigns/ezhou-2017";
constexpr char kReadiness[] = "campaigns/ezhou-2017/readiness";
constexpr char kSampleDate[] = "2018-10-15";

std::string SampleFile(const std::string& name) {
  return absl::StrCat(QCITY_SOURCE_DIR "/common/plans/ezhou-2017/sample/", name);
}

// The lines of a file of sample figures; rows hold no line breaks.
std::vector<std::string> LinesOf(const std::string& name) {
  std::ifstream file(SampleFile(name));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// Rows below the comment and the header; each is one change of its service's feed.
std::int64_t RowsOf(const std::string& name) { return static_cast<std::int64_t>(LinesOf(name).size()) - 2; }

int LoadSample(int port) {
  std::vector<std::string> words = {"qcity",      "--server",    absl::StrCat("127.0.0.1:", port),
                                    "--campaign", "ezhou-2017",  "sample",
                                    "load",       SampleFile("")};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  return cli::RunClient(static_cast<int>(arguments.size()), arguments.data(), {cli::RegisterSample});
}

// One server for all tests of this file: the load is thousands of calls.
class Sample : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new TestServer({indicators::MakeModule, tasks::MakeModule, MakeModule},
                             {.plans = "common/plans/ezhou-2017", .now = testing_support::NoonOf(2017, 5, 10)});
    loaded_ = LoadSample(server_->server().port());
    ASSERT_TRUE(server_->clock().AdvanceTo(testing_support::NoonOf(2018, 10, 15)).ok());
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  void SetUp() override { ASSERT_EQ(loaded_, 0); }

  static AggregationStub Aggregation() { return AggregationStub(server_->channel()); }

  // Readiness of the sample date once everything loaded has been read.
  static v1::Readiness ReadinessNow() {
    v1::GetReadinessRequest request;
    request.set_name(kReadiness);
    for (const auto& [feed, rows] : std::map<std::string, std::int64_t>{{"indicators", RowsOf("observations.csv")},
                                                                        {"tasks", LastVersion(Parts())}}) {
      v1::Source& wanted = *request.add_min_versions();
      wanted.set_feed(feed);
      wanted.set_position(rows);
    }
    AggregationStub stub = Aggregation();
    absl::StatusOr<v1::Readiness> reply = Call(stub, &AggregationStub::GetReadiness, kCaller, request);
    for (int i = 0; i < 30 && absl::IsUnavailable(reply.status()); ++i)
      reply = Call(stub, &AggregationStub::GetReadiness, kCaller, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? *reply : v1::Readiness();
  }

  // The leaves of the explanation.
  static std::vector<v1::Leaf> Leaves(bool provisional) {
    ReadinessNow();
    v1::ExplainReadinessRequest request;
    request.set_name(kReadiness);
    request.set_provisional(provisional);
    AggregationStub stub = Aggregation();
    const absl::StatusOr<v1::ExplainReadinessResponse> reply =
        Call(stub, &AggregationStub::ExplainReadiness, kCaller, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    std::vector<v1::Leaf> leaves;
    if (reply.ok()) Collect(reply->root(), leaves);
    return leaves;
  }

  static std::vector<tasks::v1::TaskPart> Parts() {
    TasksStub stub(server_->channel());
    tasks::v1::ListTasksRequest request;
    request.set_parent(kCampaign);
    request.set_page_size(1000);
    const absl::StatusOr<tasks::v1::ListTasksResponse> reply = Call(stub, &TasksStub::ListTasks, kCaller, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    std::vector<tasks::v1::TaskPart> parts;
    if (!reply.ok()) return parts;
    EXPECT_EQ(reply->next_page_token(), "");
    for (const tasks::v1::Occurrence& occurrence : reply->occurrences()) {
      parts.insert(parts.end(), occurrence.parts().begin(), occurrence.parts().end());
    }
    return parts;
  }

  // Between the rows' changes the service announces reminders, at moments of its own.
  static std::int64_t LastVersion(const std::vector<tasks::v1::TaskPart>& parts) {
    std::int64_t last = 0;
    for (const tasks::v1::TaskPart& part : parts) last = std::max(last, part.version());
    return last;
  }

  static TestServer* server_;
  static int loaded_;

 private:
  static void Collect(const v1::Node& node, std::vector<v1::Leaf>& leaves) {
    if (node.has_leaf()) leaves.push_back(node.leaf());
    for (const v1::Node& child : node.children()) Collect(child, leaves);
  }
};

TestServer* Sample::server_ = nullptr;
int Sample::loaded_ = -1;

Names FlagsOf(const std::vector<v1::Leaf>& leaves) {
  Names flags;
  for (const v1::Leaf& leaf : leaves) flags.insert(leaf.flags().begin(), leaf.flags().end());
  return flags;
}

// Whether there is a character or punctuation mark of Chinese in it; signs such as "≥" are none.
bool HoldsChinese(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char byte) {
    const auto lead = static_cast<unsigned char>(byte);
    return (lead >= 0xE3 && lead <= 0xE9) || lead == 0xEF;
  });
}

TEST_F(Sample, EveryRowIsAcceptedByTheServices) {
  const v1::Readiness readiness = ReadinessNow();
  ASSERT_EQ(readiness.sources_size(), 2);
  EXPECT_EQ(readiness.sources(0).feed(), "indicators");
  // A row is a change at least: warnings, surveys, measurements and action plans add theirs.
  EXPECT_GE(readiness.sources(0).position(), RowsOf("observations.csv"));
  std::int64_t events = 0;
  for (const feed::v1::Change& change : testing_support::ReadHistory(server_->channel(), "tasks")) {
    tasks::v1::TaskPart part;
    if (change.data().UnpackTo(&part)) events += part.events_size();
  }
  const std::int64_t cooperation = std::ranges::count_if(
      LinesOf("calls.jsonl"), [](const std::string& line) { return absl::StrContains(line, "CooperationService"); });
  EXPECT_GT(cooperation, 0);
  EXPECT_EQ(events, RowsOf("tasks.csv") + cooperation);
}

TEST_F(Sample, SurveysAndMeasurementsBecomeFigures) {
  std::set<std::string> derived;
  for (const feed::v1::Change& change : testing_support::ReadHistory(server_->channel(), "indicators")) {
    plan::v1::DerivedFigure figure;
    if (change.data().UnpackTo(&figure)) derived.insert(figure.indicator());
  }
  EXPECT_EQ(derived,
            (std::set<std::string>{"campaigns/ezhou-2017/indicators/26", "campaigns/ezhou-2017/indicators/29"}));
  indicators::v1::IndicatorsService::Stub indicators(server_->channel());
  indicators::v1::GetIndicatorRequest request;
  request.set_name("campaigns/ezhou-2017/indicators/21-1");
  const auto view = Call(indicators, &indicators::v1::IndicatorsService::Stub::GetIndicator, kCaller, request);
  ASSERT_TRUE(view.ok()) << view.status();
  const auto is_verified = [](const indicators::v1::MeasurePeriod& period) {
    return period.period() == "2018" && period.observations_size() == 1 &&
           period.observations(0).state() == indicators::v1::VERIFIED;
  };
  EXPECT_TRUE(std::any_of(view->history().begin(), view->history().end(), is_verified));
}

TEST_F(Sample, TheHeadlineSaysNotReadyWithAScoreAndThatItIsInvented) {
  const v1::Readiness readiness = ReadinessNow();
  EXPECT_EQ(readiness.as_of(), kSampleDate);
  EXPECT_TRUE(readiness.illustrative());
  EXPECT_EQ(readiness.now().verdict(), v1::NOT_READY);
  EXPECT_GE(readiness.now().coverage(), 0.8);
  ASSERT_TRUE(readiness.now().has_score());
  EXPECT_EQ(readiness.now().grade(), v1::C);
  EXPECT_LE(readiness.now().score_low(), readiness.now().score());
  EXPECT_LE(readiness.now().score(), readiness.now().score_high());
  EXPECT_GT(readiness.now().gates().binding().unmet(), 0);
  EXPECT_GT(readiness.now().gates().binding().unknown(), 0);
}

TEST_F(Sample, EveryVerdictOfALeafButLikelyAppears) {
  std::set<v1::LeafVerdict> verdicts;
  for (const v1::Leaf& leaf : Leaves(/*provisional=*/false)) verdicts.insert(leaf.verdict());
  // LIKELY takes a steep trend towards the target: nothing unmet has one.
  EXPECT_EQ(verdicts, (std::set<v1::LeafVerdict>{v1::NOT_APPLICABLE, v1::NO_DATA, v1::MET, v1::NOT_MET_YET, v1::AT_RISK,
                                                 v1::UNLIKELY, v1::IMPOSSIBLE}));
}

TEST_F(Sample, EveryFlagAppears) {
  EXPECT_EQ(FlagsOf(Leaves(/*provisional=*/false)),
            (Names{"awaiting_review", "break", "ceiling", "doubted", "far", "interpretation", "late", "open", "overdue",
                   "partial", "preliminary", "small_sample", "stale", "tie", "uncertain", "unrated", "unreported"}));
  EXPECT_EQ(FlagsOf(Leaves(/*provisional=*/true)).count("provisional"), 1u);
}

TEST_F(Sample, ADoubtedLeafSaysWhichFigureIsDoubtedAndWhy) {
  for (const v1::Leaf& leaf : Leaves(/*provisional=*/false)) {
    int doubts = 0;
    for (const v1::Input& input : leaf.inputs()) {
      for (const v1::Doubt& doubt : input.doubts()) {
        EXPECT_TRUE(doubt.reason() == "OUTLIER" || doubt.reason() == "JUMP" || doubt.reason() == "RULE");
        EXPECT_FALSE(doubt.text_zh().empty()) << leaf.number();
        EXPECT_FALSE(doubt.text_en().empty()) << leaf.number();
        ++doubts;
      }
    }
    EXPECT_EQ(FlagsOf({leaf}).count("doubted") > 0, doubts > 0) << leaf.number();
  }
}

TEST_F(Sample, IsExplainedInEnglishWithNoChineseButThePlansNamesAndUnits) {
  const absl::StatusOr<domain::PlanVersions> plan =
      domain::PlanVersions::Load(QCITY_SOURCE_DIR "/common/plans/ezhou-2017");
  ASSERT_TRUE(plan.ok()) << plan.status();
  std::vector<std::pair<std::string, std::string>> own;
  for (const plan::v1::Indicator& indicator : plan->Latest()->document().indicators()) {
    own.emplace_back(indicator.figure_unit(), "");
    for (const plan::v1::Part& part : indicator.parts()) own.emplace_back(part.name(), "");
  }
  for (const std::string& peer : plan->Latest()->document().policy().peers()) own.emplace_back(peer, "");
  for (const bool provisional : {false, true}) {
    for (const v1::Leaf& leaf : Leaves(provisional)) {
      std::vector<std::string> texts = {leaf.rule_en(), leaf.target_en()};
      for (const v1::Input& input : leaf.inputs()) texts.push_back(input.figure_en());
      for (const std::string& text : texts)
        EXPECT_FALSE(HoldsChinese(absl::StrReplaceAll(text, own))) << leaf.number() << ": " << text;
    }
  }
}

TEST_F(Sample, EveryKindOfTargetIsJudgedOnFigures) {
  const absl::StatusOr<domain::PlanVersions> plan =
      domain::PlanVersions::Load(QCITY_SOURCE_DIR "/common/plans/ezhou-2017");
  ASSERT_TRUE(plan.ok()) << plan.status();
  std::set<int> judged, all;
  for (const plan::v1::Indicator& indicator : plan->Latest()->document().indicators())
    all.insert(indicator.target().kind());
  for (const v1::Leaf& leaf : Leaves(/*provisional=*/false)) {
    const plan::v1::Indicator* indicator = plan->Latest()->FindIndicator(leaf.number());
    if (indicator != nullptr && leaf.has_achievement() && !leaf.period().empty())
      judged.insert(indicator->target().kind());
  }
  EXPECT_EQ(judged, all);
}

TEST_F(Sample, EveryStateOfAFigureAppears) {
  IndicatorsStub stub(server_->channel());
  std::set<int> states;
  indicators::v1::ListObservationsRequest request;
  request.set_parent(kCampaign);
  request.set_page_size(1000);
  const absl::StatusOr<indicators::v1::ListObservationsResponse> reply =
      Call(stub, &IndicatorsStub::ListObservations, kCaller, request);
  ASSERT_TRUE(reply.ok()) << reply.status();
  for (const indicators::v1::Observation& observation : reply->observations()) {
    states.insert(observation.state());
    EXPECT_TRUE(observation.illustrative()) << observation.name();
  }
  for (int state = indicators::v1::DRAFT; state <= indicators::v1::SUPERSEDED; ++state)
    EXPECT_EQ(states.count(state), 1u) << state;
}

TEST_F(Sample, EveryStateAndLightOfADutyAppears) {
  std::set<int> states, lights;
  for (const tasks::v1::TaskPart& part : Parts()) {
    states.insert(part.state());
    lights.insert(part.light());
  }
  for (int state = tasks::v1::NOT_STARTED; state <= tasks::v1::CANCELLED; ++state)
    EXPECT_EQ(states.count(state), 1u) << state;
  for (int light = tasks::v1::GREEN; light <= tasks::v1::OFF; ++light) EXPECT_EQ(lights.count(light), 1u) << light;
}

TEST_F(Sample, TheScoreRisesFromYearToYear) {
  ReadinessNow();
  AggregationStub stub = Aggregation();
  std::vector<double> scores;
  for (const char* day : {"2017-07-31", "2018-01-31", "2018-06-30", kSampleDate}) {
    v1::GetReadinessRequest request;
    request.set_name(kReadiness);
    request.set_as_of(day);
    const absl::StatusOr<v1::Readiness> reply = Call(stub, &AggregationStub::GetReadiness, kCaller, request);
    ASSERT_TRUE(reply.ok()) << reply.status();
    ASSERT_TRUE(reply->now().has_score()) << day;
    scores.push_back(reply->now().score());
  }
  EXPECT_TRUE(std::is_sorted(scores.begin(), scores.end()));
}

TEST_F(Sample, EveryFileAndEverySourceSaysThatItIsInvented) {
  for (const char* name : {"observations.csv", "tasks.csv", "calls.jsonl"}) {
    EXPECT_TRUE(absl::StartsWith(LinesOf(name).front(), "# 示例数据")) << name;
  }
  for (const std::string& line : LinesOf("observations.csv")) {
    const bool carries = absl::StrContains(line, ",report,") || absl::StrContains(line, ",draft,") ||
                         absl::StrContains(line, ",reference,");
    EXPECT_TRUE(!carries || absl::StrContains(line, ",示例：")) << line;
  }
}

}  // namespace
}  // namespace qcity::aggregation
