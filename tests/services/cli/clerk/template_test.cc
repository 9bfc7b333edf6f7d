// What a template asks for: the figures and parts that are owed, and nothing that stands.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/clerk/indicator_template.h"
#include "services/cli/clerk/task_template.h"
#include "tests/support/plans.h"

namespace qcity::cli {
namespace {

using domain::Period;
using indicators::v1::IndicatorView;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

IndicatorView ViewOf(const std::string& number) {
  IndicatorView view;
  *view.mutable_indicator() = *testing_support::SmallCity()->FindIndicator(number);
  return view;
}

void Add(IndicatorView& view, const std::string& part, const std::string& period, indicators::v1::State state,
         indicators::v1::Finality finality = indicators::v1::FINAL, double value = 1) {
  indicators::v1::MeasurePeriod& entry = *view.add_history();
  entry.set_part(part);
  entry.set_period(period);
  indicators::v1::Observation& observation = *entry.add_observations();
  observation.set_state(state);
  observation.set_finality(finality);
  observation.mutable_figure()->set_value(value);
}

std::vector<std::string> Owed(const IndicatorView& view, absl::CivilDay day, const std::string& within = "",
                              const MissingPeriods& missing = {}) {
  std::vector<std::string> owed;
  for (const OwedFigure& figure :
       OwedFigures(view, day, within.empty() ? std::nullopt : std::optional<Period>(*Period::Parse(within)), missing)) {
    owed.push_back(absl::StrCat(figure.part, "@", figure.period.ToString(), " by ", domain::FormatDay(figure.due)));
  }
  return owed;
}

TEST(OwedFigures, AreTheLastEndedPeriodsOfEveryPart) {
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 4, 20)), ElementsAre("@2018Q1 by 2018-04-15"));
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 3, 31)), ElementsAre("@2018Q1 by 2018-04-15"));
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 3, 30)), ElementsAre("@2017Q4 by 2018-01-15"));
  EXPECT_THAT(Owed(ViewOf("8"), absl::CivilDay(2018, 5, 1)),
              ElementsAre("cod@2017 by 2018-03-31", "nh3@2017 by 2018-03-31"));
  // A ranked sum of categories has a figure of its own.
  EXPECT_THAT(Owed(ViewOf("7"), absl::CivilDay(2018, 5, 1)), testing::SizeIs(3));
}

TEST(OwedFigures, WithinAPeriodAreAllThatEnded) {
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 10, 15), "2018"),
              ElementsAre("@2018Q1 by 2018-04-15", "@2018Q2 by 2018-07-15", "@2018Q3 by 2018-10-15"));
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 10, 15), "2018Q2"), ElementsAre("@2018Q2 by 2018-07-15"));
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 10, 15), "2019"), IsEmpty());
  EXPECT_THAT(Owed(ViewOf("2"), absl::CivilDay(2018, 10, 15), "2018Q2"), IsEmpty());
}

TEST(OwedFigures, WhatTheServiceMissesIsOwedOnceItsPeriodHasEnded) {
  const auto quarter = [](int year, int index) { return Period(year, plan::v1::QUARTERLY, index); };
  const MissingPeriods missing = {{quarter(2017, 2), absl::CivilDay(2017, 7, 17)},
                                  {quarter(2018, 2), absl::CivilDay(2018, 7, 15)}};
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 4, 20), "", missing),
              ElementsAre("@2017Q2 by 2017-07-17", "@2018Q1 by 2018-04-15"));
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 4, 20), "2017Q2", missing),
              ElementsAre("@2017Q2 by 2017-07-17"));
  EXPECT_THAT(Owed(ViewOf("1-1"), absl::CivilDay(2018, 4, 20), "2018", missing), ElementsAre("@2018Q1 by 2018-04-15"));
}

TEST(OwedFigures, WhatStandsOrWaitsIsNotOwed) {
  for (const auto state : {indicators::v1::REPORTED, indicators::v1::VERIFIED, indicators::v1::CONFIRMED}) {
    IndicatorView view = ViewOf("1-1");
    Add(view, "", "2018Q1", state);
    EXPECT_THAT(Owed(view, absl::CivilDay(2018, 4, 20)), IsEmpty());
  }
  for (const auto state : {indicators::v1::DRAFT, indicators::v1::RETURNED, indicators::v1::WITHDRAWN}) {
    IndicatorView view = ViewOf("1-1");
    Add(view, "", "2018Q1", state);
    EXPECT_THAT(Owed(view, absl::CivilDay(2018, 4, 20)), ElementsAre("@2018Q1 by 2018-04-15"));
  }
}

TEST(OwedFigures, AFinalFigureIsOwedAfterAPreliminaryOneThatStands) {
  IndicatorView view = ViewOf("1-1");
  Add(view, "", "2018Q1", indicators::v1::VERIFIED, indicators::v1::PRELIMINARY);
  EXPECT_THAT(Owed(view, absl::CivilDay(2018, 4, 20)), ElementsAre("@2018Q1 by 2018-04-15"));
  IndicatorView waiting = ViewOf("1-1");
  Add(waiting, "", "2018Q1", indicators::v1::REPORTED, indicators::v1::PRELIMINARY);
  EXPECT_THAT(Owed(waiting, absl::CivilDay(2018, 4, 20)), IsEmpty());
}

TEST(OwedFigures, WhatCameBackIsOwedWheneverItWas) {
  IndicatorView view = ViewOf("1-1");
  Add(view, "", "2017Q3", indicators::v1::RETURNED);
  Add(view, "", "2018Q1", indicators::v1::VERIFIED);
  EXPECT_THAT(Owed(view, absl::CivilDay(2018, 4, 20)), ElementsAre("@2017Q3 by 2017-10-15"));
}

TEST(OwedFigures, AMeasureThatDoesNotApplyOwesNothing) {
  IndicatorView view = ViewOf("1-1");
  indicators::v1::ApplicabilityDecision& decision = *view.mutable_applicability()->add_decisions();
  EXPECT_THAT(Owed(view, absl::CivilDay(2018, 4, 20)), Not(IsEmpty()));
  decision.set_approved_by("wang");
  EXPECT_THAT(Owed(view, absl::CivilDay(2018, 4, 20)), IsEmpty());
}

std::vector<std::string> TitlesOf(const DraftSheet& sheet) {
  std::vector<std::string> titles;
  for (const DraftColumn& column : sheet.columns) titles.push_back(column.title);
  return titles;
}

TEST(FigureSheet, HoldsOnlyTheColumnsThatItsFiguresTake) {
  IndicatorView view = ViewOf("1-1");
  Add(view, "", "2017Q1", indicators::v1::VERIFIED, indicators::v1::FINAL, 93.5);
  const std::vector<FigureRow> rows = {
      {&view, {"", Period(2018, plan::v1::QUARTERLY, 1), absl::CivilDay(2018, 4, 15)}}};
  const RowKey head = {FileKind::kIndicators, "small-city", "0123456789ab", "quality-bureau", "", "", "", 0};
  const DraftSheet zh = FigureSheet(rows, head, Language::kChinese);
  EXPECT_THAT(TitlesOf(zh),
              ElementsAre("行标识（勿改）", "编号", "指标", "分项", "期间", "报送截止", "目标", "上年同期", "数值",
                          "分子", "分母", "计量单位", "数据性质", "发布日期", "数据来源", "佐证材料", "填报说明"));
  EXPECT_TRUE(zh.columns[0].hidden);
  EXPECT_EQ(zh.rows[0][7].text, "93.5");
  EXPECT_EQ(zh.rows[0][8].entry, EntryKind::kNumber);
  EXPECT_EQ(zh.rows[0][11].text, "%");
  EXPECT_THAT(zh.rows[0][12].choices, ElementsAre("最终数", "初步数"));
  EXPECT_EQ(zh.rows[0][16].text, "填：分子、分母；或 数值");
  EXPECT_EQ(DecodeKey(zh.rows[0][0].text)->period, "2018Q1");
  const DraftSheet en = FigureSheet(rows, head, Language::kEnglish);
  EXPECT_THAT(TitlesOf(en), Contains("Denominator"));
  EXPECT_THAT(en.rows[0][12].choices, ElementsAre("final", "preliminary"));
}

tasks::v1::Occurrence OccurrenceOf(const std::string& task, const std::string& id, const std::string& lead,
                                   tasks::v1::PartState state, const std::string& due) {
  tasks::v1::Occurrence occurrence;
  occurrence.set_name(absl::StrCat("campaigns/small-city/tasks/", task, "/occurrences/", id));
  *occurrence.mutable_task() = *testing_support::SmallCity()->FindTask(task);
  tasks::v1::TaskPart& part = *occurrence.add_parts();
  part.set_lead(lead);
  part.set_state(state);
  part.set_due(due);
  part.set_version(7);
  return occurrence;
}

TEST(OwedParts, AreTheOpenOnesOfTheYearAndOfBodiesInSuccession) {
  const auto plan = testing_support::SmallCity();
  const std::vector<tasks::v1::Occurrence> occurrences = {
      OccurrenceOf("1", "2019", "market-bureau", tasks::v1::NOT_STARTED, "2019-06-30"),
      OccurrenceOf("1", "2018", "quality-bureau", tasks::v1::COMPLETED, "2018-06-30"),
      OccurrenceOf("1", "2017", "quality-bureau", tasks::v1::RETURNED, "2017-06-30"),
      OccurrenceOf("1", "2016", "east", tasks::v1::NOT_STARTED, "2018-06-30")};
  const auto owed = [&](absl::CivilDay day, const std::string& within = "") {
    std::vector<std::string> names;
    const auto period = within.empty() ? std::nullopt : std::optional<Period>(*Period::Parse(within));
    for (const TaskRow& row : OwedParts(*plan, occurrences, "quality-bureau", day, period)) {
      names.push_back(row.part->due());
    }
    return names;
  };
  EXPECT_THAT(owed(absl::CivilDay(2018, 5, 7)), ElementsAre("2017-06-30"));
  EXPECT_THAT(owed(absl::CivilDay(2019, 1, 1)), ElementsAre("2019-06-30", "2017-06-30"));
  EXPECT_THAT(owed(absl::CivilDay(2018, 5, 7), "2019"), ElementsAre("2019-06-30"));
}

TEST(OwedParts, FollowWhoHoldsThem) {
  const auto plan = testing_support::SmallCity();
  std::vector<tasks::v1::Occurrence> occurrences = {
      OccurrenceOf("1", "2018", "east", tasks::v1::NOT_STARTED, "2018-06-30")};
  occurrences[0].mutable_parts(0)->set_holder("quality-bureau");
  EXPECT_THAT(OwedParts(*plan, occurrences, "east", absl::CivilDay(2018, 5, 7), std::nullopt), IsEmpty());
  const std::vector<TaskRow> rows =
      OwedParts(*plan, occurrences, "quality-bureau", absl::CivilDay(2018, 5, 7), std::nullopt);
  ASSERT_EQ(rows.size(), 1u);
  const RowKey head = {FileKind::kTasks, "small-city", "0123456789ab", "quality-bureau", "", "", "", 0};
  EXPECT_EQ(DecodeKey(TaskSheet(rows, head, Language::kChinese).rows[0][0].text)->item, "quality-bureau");
}

TEST(CriteriaOf, AnApprovedStagedResultIsAnsweredToo) {
  tasks::v1::Occurrence occurrence = OccurrenceOf("2", "2019", "east", tasks::v1::IN_PROGRESS, "2019-12-31");
  tasks::v1::TaskPart& part = *occurrence.mutable_parts(0);
  tasks::v1::StagedCriterion& criterion = *part.mutable_staged_result()->add_criteria();
  criterion.set_key("sites");
  criterion.set_what("整治工地（个）");
  criterion.set_target(12);
  part.mutable_staged_result()->set_state(tasks::v1::STAGED_PROPOSED);
  EXPECT_THAT(CriteriaOf(occurrence.task(), part, Language::kChinese), IsEmpty());
  part.mutable_staged_result()->set_state(tasks::v1::STAGED_APPROVED);
  const std::vector<AskedCriterion> criteria = CriteriaOf(occurrence.task(), part, Language::kChinese);
  ASSERT_EQ(criteria.size(), 1u);
  EXPECT_EQ(criteria[0].key, "sites");
  EXPECT_EQ(criteria[0].wanted, "≥ 12");
}

TEST(TaskSheet, AsksForEveryCriterion) {
  const tasks::v1::Occurrence occurrence =
      OccurrenceOf("1", "2019", "market-bureau", tasks::v1::ACKNOWLEDGED, "2019-06-30");
  const RowKey head = {FileKind::kTasks, "small-city", "0123456789ab", "quality-bureau", "", "", "", 0};
  const DraftSheet sheet = TaskSheet({{&occurrence, &occurrence.parts(0)}}, head, Language::kChinese);
  EXPECT_THAT(TitlesOf(sheet),
              ElementsAre("行标识（勿改）", "编号", "节点", "任务", "到期日", "现状", "本次办理", "完成百分比",
                          "进展或完成情况", "完成标准1", "标准1完成数", "佐证材料", "填报说明"));
  EXPECT_EQ(sheet.rows[0][5].text, "已签收");
  EXPECT_THAT(sheet.rows[0][6].choices, ElementsAre("报告进展", "提交完成"));
  EXPECT_EQ(DecodeKey(sheet.rows[0][0].text)->version, 7);
  EXPECT_EQ(DecodeKey(sheet.rows[0][0].text)->item, "market-bureau");
}

}  // namespace
}  // namespace qcity::cli
