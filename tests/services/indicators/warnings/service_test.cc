// Doubts as the served indicators keep and list them.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/services/indicators/indicators_client.h"
#include "tests/support/told.h"

namespace qcity::indicators {
namespace {

using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stub = IndicatorsClient::Stub;

std::vector<std::string> Reasons(const v1::Observation& observation) {
  std::vector<std::string> reasons;
  for (const v1::Warning& warning : observation.warnings()) reasons.push_back(warning.reason());
  return reasons;
}

v1::Observation Counted(const std::string& part, double value) {
  v1::Observation observation;
  observation.set_indicator(NameOf("7"));
  observation.set_part(part);
  observation.set_period("2017");
  observation.mutable_figure()->set_value(value);
  observation.set_source("商标局通报");
  return observation;
}

std::vector<std::string> Listed(IndicatorsClient& client, bool with_warnings) {
  v1::ListObservationsRequest request;
  request.set_parent("campaigns/small-city");
  request.set_with_warnings(with_warnings);
  const auto listed = client.Call(&Stub::ListObservations, "wang@office", request);
  std::vector<std::string> periods;
  for (const v1::Observation& observation : listed->observations()) periods.push_back(observation.period());
  return periods;
}

TEST(Doubts, AreKeptWithTheFigureAndListed) {
  IndicatorsClient client;
  ASSERT_EQ(Told(client.Report("li@quality-bureau", PassRate("2017Q1", 97))), "OK");
  const auto doubted = client.Report("li@quality-bureau", PassRate("2017Q2", 60));  // A factor of 1.6.
  ASSERT_EQ(Told(doubted), "OK");
  EXPECT_THAT(Reasons(*doubted), ElementsAre("JUMP"));
  EXPECT_EQ(doubted->state(), v1::REPORTED);
  EXPECT_THAT(Listed(client, true), ElementsAre("2017Q2"));
  EXPECT_THAT(Listed(client, false), ElementsAre("2017Q1", "2017Q2"));
  // They stay when the figure moves on.
  EXPECT_THAT(Reasons(*client.Verify("wang@office", doubted->name())), ElementsAre("JUMP"));
  EXPECT_THAT(Reasons(client.Get("1-1")->history(1).observations(0)), ElementsAre("JUMP"));
}

TEST(Doubts, OutliersNeedFiveEarlierFiguresThatStand) {
  IndicatorsClient client;
  for (const char* period : {"2016Q1", "2016Q2", "2016Q3", "2016Q4"})
    ASSERT_EQ(Told(client.Report("li@quality-bureau", PassRate(period, 97))), "OK");
  ASSERT_EQ(Told(client.Report("li@quality-bureau", PassRate("2015", 97))), "OK");  // Of another frequency.
  EXPECT_THAT(Reasons(*client.Report("li@quality-bureau", PassRate("2017Q2", 90))), IsEmpty());
  const auto doubted = client.Report("li@quality-bureau", PassRate("2018Q1", 90));
  EXPECT_THAT(Reasons(*doubted), ElementsAre("OUTLIER"));
  // A period between: what came later is not looked at.
  EXPECT_THAT(Reasons(*client.Report("li@quality-bureau", PassRate("2017Q1", 90))), IsEmpty());
}

TEST(Doubts, RulesAreAskedWhicheverSideComesSecond) {
  IndicatorsClient client;
  EXPECT_THAT(Reasons(*client.Report("li@quality-bureau", Counted("trademarks", 20))), IsEmpty());
  const auto sum = client.Report("li@quality-bureau", Counted("", 15));
  ASSERT_THAT(Reasons(*sum), ElementsAre("RULE"));
  EXPECT_EQ(sum->warnings(0).rule(), "trademarks-within-sum");
  EXPECT_EQ(sum->warnings(0).numbers(0).value(), 20);
  EXPECT_EQ(sum->warnings(0).numbers(1).value(), 15);
  v1::Observation corrected = Counted("", 25);
  corrected.set_supersedes(sum->name());
  EXPECT_THAT(Reasons(*client.Report("li@quality-bureau", corrected)), IsEmpty());
}

TEST(Doubts, OfDraftsAndImportsAreNoted) {
  IndicatorsClient client;
  ASSERT_EQ(Told(client.Report("li@quality-bureau", PassRate("2017Q1", 97))), "OK");
  v1::DraftObservationRequest draft;
  draft.set_request_id("d1");
  *draft.mutable_observation() = PassRate("2017Q2", 50);
  EXPECT_THAT(Reasons(*client.Call(&Stub::DraftObservation, "li@quality-bureau", draft)), ElementsAre("JUMP"));
  v1::ImportSettings settings;
  settings.set_request_id("i1");
  settings.set_parent("campaigns/small-city");
  const auto imported = client.Import("li@quality-bureau", settings, {PassRate("2017Q3", 97), PassRate("2017Q4", 40)});
  EXPECT_EQ(imported->imported(), 2);
  EXPECT_THAT(Listed(client, true), ElementsAre("2017Q2", "2017Q4"));
  // The same rows again say what stands, doubts or not.
  settings.set_request_id("i2");
  EXPECT_EQ(client.Import("li@quality-bureau", settings, {PassRate("2017Q4", 40)})->unchanged(), 1);
}

TEST(Doubts, ReferencesHaveNone) {
  IndicatorsClient client;
  v1::ReportReferenceRequest request;
  for (const auto& [period, value] : {std::pair{"2017Q1", 10}, std::pair{"2017Q2", 90}}) {
    request.set_request_id(client.NewId());
    *request.mutable_reference() = PassRate(period, value);
    request.mutable_reference()->set_subject("NATIONAL");
    EXPECT_THAT(Reasons(*client.Call(&Stub::ReportReference, "wang@office", request)), IsEmpty());
  }
}

}  // namespace
}  // namespace qcity::indicators
