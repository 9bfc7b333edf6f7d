// What a survey's description and results may say.
#include "services/indicators/surveys/check.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/indicators/surveys/surveys_testing.h"
#include "tests/support/plans.h"

namespace qcity::indicators::surveys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const domain::Plan& Plan() { return *testing_support::Ezhou(); }

std::vector<std::string> Paths(const absl::Status& status) {
  std::vector<std::string> paths;
  if (status.ok()) return paths;
  const std::optional<ErrorDetail> detail = DetailOf(status);
  for (const FieldViolation& field : detail->fields) paths.push_back(field.path);
  return paths;
}

// Faults of results, line by line.
std::vector<std::string> Faults(const std::vector<v1::SurveyResult>& lines) {
  v1::Survey survey;
  for (const v1::SurveyResult& line : lines) *survey.add_results() = line;
  return Paths(CheckResults(Plan(), Described(), survey.results()));
}

TEST(CheckDescription, EveryFieldIsNeeded) {
  EXPECT_THAT(Paths(CheckDescription(Plan(), Described())), IsEmpty());
  EXPECT_THAT(
      Paths(CheckDescription(Plan(), v1::SurveyDescription())),
      ElementsAre("description.title", "description.commissioner", "description.agency",
                  "description.qualification.name", "description.population", "description.population_size",
                  "description.frame", "description.fieldwork_start", "description.fieldwork_end", "description.mode",
                  "description.questionnaire_sha256", "description.satisfied_boxes", "description.period"));
}

TEST(CheckDescription, WhatCannotBeIsRefused) {
  const std::vector<std::pair<std::string, std::function<void(v1::SurveyDescription&)>>> cases = {
      {"description.fieldwork_end", [](auto& d) { d.set_fieldwork_end("2017-10-31"); }},
      {"description.fieldwork_start", [](auto& d) { d.set_fieldwork_start("2017-02-30"); }},
      {"description.agency", [](auto& d) { d.set_agency("zhijianju"); }},  // No survey agency.
      {"description.commissioner", [](auto& d) { d.set_commissioner("nobody"); }},
      {"description.population_size", [](auto& d) { d.set_population_size(-1); }},
      {"description.questionnaire_sha256", [](auto& d) { d.set_questionnaire_sha256(std::string(63, 'a') + "g"); }},
      {"description.satisfied_boxes[1]", [](auto& d) { d.set_satisfied_boxes(1, " "); }},
      {"description.mode", [](auto& d) { d.set_mode(static_cast<v1::SurveyMode>(9)); }},
      {"description.period", [](auto& d) { d.set_period("2017年"); }},
  };
  for (const auto& [path, spoil] : cases) {
    v1::SurveyDescription description = Described();
    spoil(description);
    EXPECT_THAT(Paths(CheckDescription(Plan(), description)), ElementsAre(path));
  }
}

TEST(CheckResults, DomainDistrictAndIndustryAreThePlans) {
  EXPECT_THAT(Faults({Line("consumer-services", "", "", 400, 320), Line("main-industries", "", "finance", 40, 30),
                      Line("consumer-services", "echeng", "", 100, 80)}),
              IsEmpty());
  EXPECT_THAT(
      Faults({Line("retail", "", "", 400, 320), Line("", "", "", 400, 320),
              Line("consumer-services", "zhijianju", "", 400, 320), Line("main-industries", "", "mining", 400, 320),
              Line("main-industries", "", "", 400, 320), Line("consumer-services", "", "finance", 400, 320)}),
      ElementsAre("results[0].domain", "results[1].domain", "results[2].district", "results[3].industry",
                  "results[4].industry", "results[5].industry"));
}

TEST(CheckResults, NumbersThatCannotBeAreRefused) {
  v1::SurveyResult narrow = Line("government-quality", "", "", 400, 320);
  narrow.set_design_effect(0.99);
  v1::SurveyResult small = Line("citizen-quality", "", "", 400, 320);
  small.set_population_size(399);
  EXPECT_THAT(
      Faults({Line("consumer-services", "", "", 400, 401), Line("producer-services", "", "", 0, 0), narrow, small,
              Line("services", "", "", 800'001, 5)}),
      ElementsAre("results[0].successes", "results[1].n", "results[2].design_effect", "results[3].n", "results[4].n"));
  narrow.set_design_effect(1);
  small.set_population_size(400);
  EXPECT_THAT(Faults({narrow, small}), IsEmpty());
  EXPECT_THAT(Faults({}), ElementsAre("results"));
}

TEST(CheckResults, ALineStandsOnceAndDistrictsFitIntoTheCity) {
  EXPECT_THAT(Faults({Line("services", "", "", 400, 320), Line("services", "", "", 400, 320)}),
              ElementsAre("results[1]"));
  const v1::SurveyResult city = Line("services", "", "", 400, 320);
  const auto fits = [&](std::int64_t n, double successes) {
    return Faults({city, Line("services", "echeng", "", 200, 160), Line("services", "huarong", "", n, successes)});
  };
  EXPECT_THAT(fits(200, 160), IsEmpty());
  EXPECT_THAT(fits(150, 130), IsEmpty());
  EXPECT_THAT(fits(200, 161), ElementsAre("results[0]"));  // More satisfied than in the city.
  EXPECT_THAT(fits(201, 160), ElementsAre("results[0]"));  // More asked.
  EXPECT_THAT(fits(190, 100), ElementsAre("results[0]"));  // The other ten cannot all be satisfied six times.
}

}  // namespace
}  // namespace qcity::indicators::surveys
