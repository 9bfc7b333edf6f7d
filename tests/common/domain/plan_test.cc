#include "common/domain/plan.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::domain {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::CivilDay kEarly(2018, 6, 1), kLate(2019, 6, 1);

std::string SmallCityText() {
  std::ifstream stream(QCITY_SOURCE_DIR "/tests/support/plans/small-city/plan-1.textproto");
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

// `text` with the first `from` replaced.
std::string With(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

// A directory that holds these files and nothing else.
std::string DirectoryOf(const std::vector<std::pair<std::string, std::string>>& files) {
  const fs::path directory =
      fs::path(testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
  fs::remove_all(directory);
  fs::create_directories(directory);
  for (const auto& [name, text] : files) std::ofstream(directory / name) << text;
  return directory.string();
}

std::vector<std::string> PathsOf(const absl::Status& status) {
  std::vector<std::string> paths;
  const ErrorDetail detail = DetailOf(status).value_or(ErrorDetail());
  for (const FieldViolation& field : detail.fields) paths.push_back(field.path);
  return paths;
}

TEST(Resolve, FollowsSuccessorsByDate) {
  const auto plan = testing_support::SmallCity();
  EXPECT_THAT(plan->Resolve("市质监局", absl::CivilDay(2019, 3, 31)), ElementsAre("quality-bureau"));
  EXPECT_THAT(plan->Resolve("市质监局", absl::CivilDay(2019, 4, 1)), ElementsAre("market-bureau"));
  EXPECT_THAT(plan->Resolve("环保局", kEarly), ElementsAre("environment-bureau"));
}

TEST(Resolve, ExpandsGroupsByDatedMembersInOrder) {
  const auto plan = testing_support::SmallCity();
  EXPECT_THAT(plan->Resolve("各区政府", absl::CivilDay(2018, 12, 31)), ElementsAre("east", "west"));
  EXPECT_THAT(plan->Resolve("各区政府", absl::CivilDay(2019, 1, 1)), ElementsAre("east", "north"));
}

TEST(Resolve, TwoMembersThatBecameOneBodyAreOne) {
  plan::v1::Plan document = testing_support::SmallCity()->document();
  document.mutable_groups(0)->add_members()->set_organization("quality-bureau");
  document.mutable_groups(0)->add_members()->set_organization("market-bureau");
  const auto plan = *Plan::Make(document);
  EXPECT_THAT(plan->Resolve("各区政府", kEarly), ElementsAre("east", "west", "quality-bureau", "market-bureau"));
  EXPECT_THAT(plan->Resolve("各区政府", kLate), ElementsAre("east", "north", "market-bureau"));
}

TEST(PredecessorsOf, AreTheBodiesThatHaveEndedInIt) {
  const auto plan = testing_support::SmallCity();
  EXPECT_THAT(plan->PredecessorsOf("market-bureau", absl::CivilDay(2019, 3, 31)), ElementsAre());
  EXPECT_THAT(plan->PredecessorsOf("market-bureau", absl::CivilDay(2019, 4, 1)), ElementsAre("quality-bureau"));
  EXPECT_THAT(plan->PredecessorsOf("quality-bureau", absl::CivilDay(2019, 4, 1)), ElementsAre());
}

TEST(Resolve, AGroupWithoutMembersObligesNobody) {
  plan::v1::Plan document = testing_support::SmallCity()->document();
  document.mutable_groups(0)->clear_members();
  EXPECT_TRUE((*Plan::Make(document))->Resolve("各区政府", kEarly).empty());
}

TEST(Plan, KnowsWhoLeadsAndWhoCooperatesOnADay) {
  const auto plan = testing_support::SmallCity();
  const plan::v1::Indicator& measure = *plan->FindIndicator("1-1");
  EXPECT_TRUE(plan->LeadsIndicator(measure, "quality-bureau", kEarly));
  EXPECT_FALSE(plan->LeadsIndicator(measure, "quality-bureau", kLate));
  EXPECT_TRUE(plan->LeadsIndicator(measure, "market-bureau", kLate));
  EXPECT_FALSE(plan->LeadsIndicator(measure, "nobody", kLate));
  const plan::v1::Task& task = *plan->FindTask("1");
  EXPECT_TRUE(plan->LeadsTask(task, "market-bureau", kLate));
  EXPECT_TRUE(plan->CooperatesOn(task, "west", kEarly));
  EXPECT_FALSE(plan->CooperatesOn(task, "west", kLate));
  EXPECT_FALSE(plan->CooperatesOn(task, "market-bureau", kLate));
}

TEST(Plan, LooksUpByNumberAndId) {
  const auto plan = testing_support::SmallCity();
  for (int i = 0; i < plan->document().indicators_size(); ++i) {
    EXPECT_EQ(plan->IndicatorIndex(plan->document().indicators(i).number()), i);
  }
  for (int i = 0; i < plan->document().tasks_size(); ++i)
    EXPECT_EQ(plan->TaskIndex(plan->document().tasks(i).number()), i);
  EXPECT_EQ(plan->IndicatorIndex("99"), -1);
  EXPECT_EQ(plan->FindTask("4"), nullptr);
  EXPECT_EQ(plan->FindOrganization("east")->name(), "东区政府");
  EXPECT_EQ(plan->FindOrganization(""), nullptr);
  EXPECT_TRUE(plan->HasRole("office", plan::v1::OFFICE));
  EXPECT_FALSE(plan->HasRole("east", plan::v1::OFFICE));
  EXPECT_FALSE(plan->HasRole("nobody", plan::v1::OFFICE));
}

TEST(Plan, AnswersForTheNextEvaluationDate) {
  const auto plan = testing_support::SmallCity();
  EXPECT_EQ(plan->LastEvaluationDate(), absl::CivilDay(2020, 6, 30));
  EXPECT_EQ(plan->EvaluationDateFor(absl::CivilDay(2018, 1, 1)), absl::CivilDay(2020, 3, 31));
  EXPECT_EQ(plan->EvaluationDateFor(absl::CivilDay(2020, 3, 31)), absl::CivilDay(2020, 3, 31));
  EXPECT_EQ(plan->EvaluationDateFor(absl::CivilDay(2020, 4, 1)), absl::CivilDay(2020, 6, 30));
  EXPECT_EQ(plan->EvaluationDateFor(absl::CivilDay(2021, 1, 1)), absl::CivilDay(2020, 6, 30));
}

TEST(Plan, TheDigestIsThatOfTheContent) {
  plan::v1::Plan document = testing_support::SmallCity()->document();
  EXPECT_EQ((*Plan::Make(document))->digest(), testing_support::SmallCity()->digest());
  document.mutable_policy()->set_pass_mark(81);
  EXPECT_NE((*Plan::Make(document))->digest(), testing_support::SmallCity()->digest());
}

TEST(Plan, IsRefusedWithEveryDefect) {
  plan::v1::Plan document = testing_support::SmallCity()->document();
  document.set_city("");
  document.mutable_tasks(0)->set_leads(0, "市统计局");
  EXPECT_THAT(PathsOf(Plan::Make(document).status()), ElementsAre("city", "tasks[0].leads[0]"));
}

TEST(PlanVersions, TheOneInForceAnswers) {
  const std::string second = With(With(SmallCityText(), "version: \"1\"", "version: \"2\""),
                                  "effective_from: \"2018-03-01\"", "effective_from: \"2019-01-01\"");
  const absl::StatusOr<PlanVersions> versions = PlanVersions::Load(
      DirectoryOf({{"a.textproto", second}, {"b.textproto", SmallCityText()}, {"README.md", "no plan"}}));
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->all().size(), 2u);
  const auto version_on = [&](int year, int month, int day) {
    return versions->InForce(absl::CivilDay(year, month, day))->document().version();
  };
  EXPECT_EQ(version_on(2017, 1, 1), "1");
  EXPECT_EQ(version_on(2018, 12, 31), "1");
  EXPECT_EQ(version_on(2019, 1, 1), "2");
  EXPECT_EQ(versions->Latest()->document().version(), "2");
}

TEST(PlanVersions, OneFileIsOneVersion) {
  const absl::StatusOr<PlanVersions> versions =
      PlanVersions::Load(QCITY_SOURCE_DIR "/tests/support/plans/small-city/plan-1.textproto");
  ASSERT_TRUE(versions.ok()) << versions.status();
  EXPECT_EQ(versions->all().size(), 1u);
  EXPECT_NE(versions->Digest(), versions->Latest()->digest());
}

TEST(PlanVersions, RefusesTwoCampaignsOrTwiceTheSameVersionInOneDirectory) {
  const std::string text = SmallCityText();
  EXPECT_THAT(PathsOf(PlanVersions::Load(DirectoryOf({{"a.textproto", text}, {"b.textproto", text}})).status()),
              ElementsAre("b.textproto: version", "b.textproto: effective_from"));
  const std::string other =
      With(With(With(text, "id: \"small-city\"", "id: \"big-city\""), "version: \"1\"", "version: \"2\""),
           "effective_from: \"2018-03-01\"", "effective_from: \"2019-01-01\"");
  EXPECT_THAT(PathsOf(PlanVersions::Load(DirectoryOf({{"a.textproto", text}, {"b.textproto", other}})).status()),
              ElementsAre("b.textproto: id"));
}

TEST(PlanVersions, NamesFileAndPathOfEveryDefectOfEveryFile) {
  const std::string text = SmallCityText();
  const absl::Status status =
      PlanVersions::Load(DirectoryOf({{"a.textproto", With(text, "city: \"小城市\"", "city: \"\"")},
                                      {"b.textproto", With(text, "leads: \"质量办\"", "leads: \"无此单位\"")},
                                      {"c.textproto", "id: \"x\"\nno_such_field: 1\n"}}))
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(PathsOf(status), Contains("a.textproto: city"));
  EXPECT_THAT(PathsOf(status), Contains("b.textproto: indicators[1].leads[0]"));
  EXPECT_THAT(PathsOf(status), Contains(HasSubstr("c.textproto: line 2 column")));
}

TEST(PlanVersions, SaysWhatIsMissing) {
  EXPECT_EQ(PlanVersions::Load("/no/such/place").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(PlanVersions::Load(DirectoryOf({})).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace qcity::domain
