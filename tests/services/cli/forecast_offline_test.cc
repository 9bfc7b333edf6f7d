// qcity score's forecast.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/services/cli/client.h"

namespace qcity::cli {
namespace {

constexpr char kScore[] =
    "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/tasks.csv --as-of 2019-04-10";

TEST(ScoreForecast, LeavesSayTheirProbabilityAndValue) {
  const auto score = RunClient(std::string(kScore) + " -o json").json();
  int with = 0;
  for (const auto& leaf : score["leaves"]) {
    ASSERT_TRUE(leaf.contains("probability") && leaf.contains("forecast"));
    if (leaf["probability"].is_null()) continue;
    ++with;
    EXPECT_GE(leaf["probability"].get<double>(), 0);
    EXPECT_LE(leaf["probability"].get<double>(), 1);
    if (leaf["forecast"].is_null()) continue;
    EXPECT_LE(leaf["forecast"]["low"].get<double>(), leaf["forecast"]["high"].get<double>());
  }
  EXPECT_GT(with, 3);
  EXPECT_FALSE(score.contains("forecast"));
}

TEST(ScoreForecast, TheCampaignsForecastDependsOnDateDrawsAndSeedAlone) {
  const auto of = [](const std::string& options) {
    const Outcome run = RunClient(std::string(kScore) + " -o json " + options);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.json();
  };
  const auto score = of("--forecast-to 2020-03-31 --draws 500 --seed 3");
  const auto& forecast = score["forecast"];
  EXPECT_EQ(forecast["evaluationDate"], "2020-03-31");
  for (const char* gates : {"binding", "allGates"}) {
    for (const char* way : {"independent", "oneFactor"}) {
      EXPECT_GE(forecast[gates][way].get<double>(), forecast[gates]["lower"].get<double>()) << gates << way;
      EXPECT_LE(forecast[gates][way].get<double>(), forecast[gates]["upper"].get<double>()) << gates << way;
    }
  }
  EXPECT_LE(forecast["score"]["low"].get<double>(), forecast["score"]["high"].get<double>());
  EXPECT_EQ(score.dump(), of("--forecast-to 2020-03-31 --draws 500 --seed 3").dump());
  EXPECT_NE(forecast["score"]["mean"],
            of("--forecast-to 2020-03-31 --draws 500 --seed 4")["forecast"]["score"]["mean"]);
  EXPECT_EQ(of("--draws 500")["forecast"]["evaluationDate"], "2020-06-30");
  EXPECT_EQ(score["score"], of("")["score"]) << "what is so does not depend on what may come";
}

TEST(ScoreForecast, RefusesWhatCannotBeAsked) {
  for (const char* options :
       {"--forecast-to 2019-04-09", "--forecast-to soon", "--draws 99", "--draws many", "--seed -1"}) {
    const Outcome run = RunClient(std::string(kScore) + " " + options);
    EXPECT_NE(run.exit_code, 0) << options;
    EXPECT_FALSE(run.err.empty()) << options;
  }
}

TEST(ScoreForecast, TheReportShowsTheGatesTogetherAndTheInterval) {
  const Outcome run = RunClient(std::string(kScore) + " --forecast-to 2020-06-30 --lang en");
  EXPECT_THAT(run.out, testing::HasSubstr("All gates"));
  EXPECT_THAT(run.out, testing::HasSubstr("2020-06-30"));
}

}  // namespace
}  // namespace qcity::cli
