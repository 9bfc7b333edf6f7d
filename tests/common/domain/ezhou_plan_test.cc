// The real plan holds what the government's text holds: counts taken from the text, not from the document.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/domain/occurrence.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::domain {
namespace {

using plan::v1::Indicator;
using plan::v1::Task;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const plan::v1::Plan& Document() { return testing_support::Ezhou()->document(); }

std::string WholeNumber(const std::string& number) { return number.substr(0, number.find('-')); }

// Numbers of the measures or duties that `holds`.
template <typename Items, typename Predicate>
std::vector<std::string> NumbersWhere(const Items& items, Predicate holds) {
  std::vector<std::string> numbers;
  for (const auto& item : items) {
    if (holds(item)) numbers.push_back(item.number());
  }
  return numbers;
}

std::vector<std::string> OfKind(plan::v1::TargetKind kind) {
  return NumbersWhere(Document().indicators(), [&](const Indicator& i) { return i.target().kind() == kind; });
}

std::vector<std::string> TasksDue(plan::v1::DeadlineKind kind) {
  return NumbersWhere(Document().tasks(), [&](const Task& t) { return t.deadline().kind() == kind; });
}

TEST(EzhouPlan, IsSound) {
  for (const PlanDefect& defect : Check(Document())) ADD_FAILURE() << defect.path << ": " << defect.text.en;
}

TEST(EzhouPlan, HeadPhasesAndDatesAreThoseOfTheText) {
  const plan::v1::Plan& plan = Document();
  EXPECT_EQ(plan.id(), "ezhou-2017");
  EXPECT_EQ(plan.city(), "鄂州市");
  EXPECT_EQ(plan.city_code(), "420700");
  EXPECT_EQ(plan.issued(), "2017-04-26");
  EXPECT_EQ(plan.published(), "2017-05-10");
  EXPECT_EQ(plan.data_window().first(), "2014-01");
  EXPECT_EQ(plan.data_window().last(), "2019-12");
  ASSERT_THAT(plan.phases(), SizeIs(5));
  EXPECT_EQ(plan.phases(1).start(), "2017-05-01");
  EXPECT_EQ(plan.phases(1).end(), "2019-04-30");
  EXPECT_EQ(plan.phases(4).start(), "2019-08-01");
  std::vector<std::string> dates;
  for (const plan::v1::EvaluationDate& evaluation : plan.evaluation_dates()) dates.push_back(evaluation.date());
  EXPECT_THAT(dates, ElementsAre("2019-04-30", "2019-05-01", "2019-08-01"));
}

// 58 spellings in part 5: 54 organisations, 3 groups and a second spelling of the office.
TEST(EzhouPlan, PartFiveNamesFiftyFourOrganisationsAndThreeGroups) {
  std::set<std::string> spellings, groups, named_groups, organizations;
  for (const plan::v1::Group& group : Document().groups()) groups.insert(group.name());
  for (const Task& task : Document().tasks()) {
    spellings.insert(task.leads().begin(), task.leads().end());
    spellings.insert(task.cooperators().begin(), task.cooperators().end());
  }
  for (const std::string& spelling : spellings) {
    if (groups.count(spelling) > 0) {
      named_groups.insert(spelling);
    } else {
      const auto ids = testing_support::Ezhou()->Resolve(spelling, absl::CivilDay(2017, 5, 10));
      organizations.insert(ids.begin(), ids.end());
    }
  }
  EXPECT_EQ(spellings.size(), 58u);
  EXPECT_EQ(organizations.size(), 54u);
  EXPECT_THAT(named_groups, UnorderedElementsAre("各区人民政府", "开发区管委会", "市质强委相关成员单位"));
}

TEST(EzhouPlan, GroupsLeadFourDuties) {
  std::set<std::string> groups;
  for (const plan::v1::Group& group : Document().groups()) groups.insert(group.name());
  EXPECT_THAT(NumbersWhere(Document().tasks(),
                           [&](const Task& task) {
                             return std::any_of(task.leads().begin(), task.leads().end(),
                                                [&](const std::string& lead) { return groups.count(lead) > 0; });
                           }),
              ElementsAre("4", "5", "6", "44"));
}

TEST(EzhouPlan, GroupsHaveTheirMembersAndOneHasNone) {
  const auto plan = testing_support::Ezhou();
  const absl::CivilDay day(2018, 10, 15);
  EXPECT_THAT(plan->Resolve("各区人民政府", day), SizeIs(3));
  EXPECT_THAT(plan->Resolve("开发区管委会", day), SizeIs(2));
  EXPECT_THAT(plan->Resolve("市质强委相关成员单位", day), IsEmpty());
}

// The reform of 2018-2019 leaves no duty and no measure without an owner.
TEST(EzhouPlan, EveryDutyHasOneOwnerWhateverTheReform) {
  const auto plan = testing_support::Ezhou();
  const std::set<std::string> merged = {"市质监局", "市工商局", "市食药监局"};
  std::set<std::string> successors;
  for (const std::string& spelling : merged) {
    ASSERT_TRUE(std::any_of(Document().organizations().begin(), Document().organizations().end(),
                            [&](const plan::v1::Organization& o) { return o.name() == spelling; }))
        << spelling;
    const auto now = plan->Resolve(spelling, absl::CivilDay(2019, 8, 1));
    successors.insert(now.begin(), now.end());
  }
  EXPECT_EQ(successors.size(), 1u);
  for (const absl::CivilDay day :
       {absl::CivilDay(2017, 5, 10), absl::CivilDay(2019, 1, 15), absl::CivilDay(2019, 8, 1)}) {
    for (const Indicator& indicator : Document().indicators()) {
      for (const std::string& lead : indicator.leads()) EXPECT_THAT(plan->Resolve(lead, day), Not(IsEmpty()));
    }
  }
}

TEST(EzhouPlan, HasSixtyNumbersAndSixtyTwoMeasures) {
  std::set<std::string> numbers;
  for (const Indicator& indicator : Document().indicators()) numbers.insert(WholeNumber(indicator.number()));
  EXPECT_EQ(numbers.size(), 60u);
  EXPECT_THAT(Document().indicators(), SizeIs(62));
  EXPECT_THAT(
      NumbersWhere(Document().indicators(), [](const Indicator& i) { return WholeNumber(i.number()) != i.number(); }),
      ElementsAre("1-1", "1-2", "21-1", "21-2"));
  for (int n = 1; n <= 60; ++n) EXPECT_EQ(numbers.count(std::to_string(n)), 1u) << n;
}

TEST(EzhouPlan, TargetsAreOfTheTextsKinds) {
  EXPECT_THAT(OfKind(plan::v1::AT_LEAST), SizeIs(40));
  EXPECT_THAT(OfKind(plan::v1::ABOVE), ElementsAre("56"));
  EXPECT_THAT(OfKind(plan::v1::AT_MOST), ElementsAre("29"));
  EXPECT_THAT(OfKind(plan::v1::EXACTLY_ZERO), ElementsAre("7"));
  EXPECT_THAT(OfKind(plan::v1::RANK_WITHIN), ElementsAre("5"));
  EXPECT_THAT(OfKind(plan::v1::BELOW_NATIONAL), ElementsAre("6", "8", "23"));
  EXPECT_THAT(OfKind(plan::v1::IMPROVE_EACH_YEAR), ElementsAre("13", "14", "24", "25", "35", "39", "42"));
  EXPECT_THAT(OfKind(plan::v1::LEADING_AMONG_PEERS), ElementsAre("36", "37", "38", "40", "41", "51", "60"));
  EXPECT_THAT(OfKind(plan::v1::MEETS_PROVINCIAL_REQUIREMENT), ElementsAre("30"));
  EXPECT_THAT(NumbersWhere(Document().indicators(),
                           [](const Indicator& i) { return i.target().direction() == plan::v1::DOWN; }),
              ElementsAre("25"));
  const auto plan = testing_support::Ezhou();
  EXPECT_EQ(plan->FindIndicator("29")->target().value(), 51);
  EXPECT_EQ(plan->FindIndicator("29")->unit(), "μg/m3");
  EXPECT_EQ(plan->FindIndicator("56")->target().value(), 80);
  EXPECT_EQ(plan->FindIndicator("5")->target().value(), 10);
}

TEST(EzhouPlan, MarksGiveTheBasisAndTheGates) {
  std::map<plan::v1::Basis, int> bases;
  for (const Indicator& indicator : Document().indicators()) ++bases[indicator.basis()];
  EXPECT_THAT(bases, ElementsAre(Pair(plan::v1::NATIONAL, 38), Pair(plan::v1::PROVINCIAL, 2), Pair(plan::v1::CITY, 2),
                                 Pair(plan::v1::UNMARKED, 20)));
  EXPECT_THAT(NumbersWhere(Document().indicators(), [](const Indicator& i) { return i.gate() == plan::v1::BINDING; }),
              SizeIs(25));
  EXPECT_THAT(NumbersWhere(Document().indicators(), [](const Indicator& i) { return i.gate() == plan::v1::EXPECTED; }),
              ElementsAre("5", "13", "14", "24", "25", "36", "37", "38", "39", "40", "41", "42", "60"));
  // Binding: starred, of a kind that a city reaches by itself.
  const std::set<plan::v1::TargetKind> own = {plan::v1::AT_LEAST, plan::v1::ABOVE, plan::v1::EXACTLY_ZERO,
                                              plan::v1::BELOW_NATIONAL};
  for (const Indicator& indicator : Document().indicators()) {
    const bool starred = indicator.basis() == plan::v1::NATIONAL;
    EXPECT_EQ(indicator.gate() == plan::v1::BINDING, starred && own.count(indicator.target().kind()) > 0)
        << indicator.number();
    EXPECT_EQ(indicator.gate() == plan::v1::NO_GATE, !starred) << indicator.number();
  }
}

TEST(EzhouPlan, SpansUnitsAndPartsAreTheTexts) {
  const auto spanning = [](plan::v1::Span span) {
    return NumbersWhere(Document().indicators(), [=](const Indicator& i) { return i.span() == span; });
  };
  EXPECT_THAT(spanning(plan::v1::EACH_YEAR), ElementsAre("7", "43", "57", "59"));
  EXPECT_THAT(spanning(plan::v1::WITHIN_CAMPAIGN), ElementsAre("45", "46"));
  EXPECT_THAT(NumbersWhere(Document().indicators(), [](const Indicator& i) { return i.unit().empty(); }),
              ElementsAre("7", "17", "18", "19", "20", "33", "34", "43", "44", "45", "46", "49", "53", "54", "55", "57",
                          "58", "59"));
  EXPECT_THAT(NumbersWhere(Document().indicators(), [](const Indicator& i) { return i.part_rule() == plan::v1::ADD; }),
              ElementsAre("19", "20", "37", "45", "46", "51"));
  EXPECT_THAT(NumbersWhere(Document().indicators(), [](const Indicator& i) { return i.part_rule() == plan::v1::ALL; }),
              ElementsAre("2", "14", "22", "30", "44"));
  const auto plan = testing_support::Ezhou();
  EXPECT_THAT(plan->FindIndicator("2")->parts(), SizeIs(2));
  EXPECT_THAT(plan->FindIndicator("14")->parts(), SizeIs(2));
  EXPECT_THAT(plan->FindIndicator("22")->parts(), SizeIs(12));
  EXPECT_THAT(plan->FindIndicator("30")->parts(), SizeIs(4));
  EXPECT_THAT(plan->FindIndicator("44")->parts(), SizeIs(2));
}

TEST(EzhouPlan, LeadsThatNoDutyNamesAreInterpretations) {
  const std::map<std::string, std::vector<std::string>> expected = {
      {"9", {"市城建委"}},  {"19", {"市商务局"}}, {"23", {"市工商局"}},
      {"24", {"市发改委"}}, {"25", {"市工商局"}}, {"29", {"市环保局"}},
      {"39", {"市经信委"}}, {"40", {"市工商局"}}, {"41", {"市农委", "市质监局", "市工商局"}},
      {"43", {"市质监局"}}, {"44", {"市工商局"}}, {"50", {"市质监局"}},
      {"51", {"市农委"}}};
  for (const auto& [number, leads] : expected) {
    const Indicator& indicator = *testing_support::Ezhou()->FindIndicator(number);
    EXPECT_EQ(std::vector<std::string>(indicator.leads().begin(), indicator.leads().end()), leads) << number;
    EXPECT_THAT(indicator.interpretations(), Not(IsEmpty())) << number;
  }
}

TEST(EzhouPlan, HasSeventyTwoNumbersAndNinetySevenLeafDuties) {
  std::set<std::string> numbers, split, parts;
  std::set<std::pair<std::string, std::string>> groups;
  for (const Task& task : Document().tasks()) {
    numbers.insert(WholeNumber(task.number()));
    if (WholeNumber(task.number()) != task.number()) split.insert(WholeNumber(task.number()));
    parts.insert(task.part());
    groups.emplace(task.part(), task.group());
  }
  EXPECT_EQ(numbers.size(), 72u);
  EXPECT_THAT(Document().tasks(), SizeIs(97));
  EXPECT_THAT(split, UnorderedElementsAre("29", "39", "40", "51", "52", "60", "64", "66", "67", "69", "70"));
  EXPECT_EQ(parts.size(), 3u);
  EXPECT_EQ(groups.size(), 15u);
}

TEST(EzhouPlan, DeadlinesAreOfTheTextsKinds) {
  EXPECT_THAT(TasksDue(plan::v1::BY_DATE), SizeIs(45));
  EXPECT_THAT(TasksDue(plan::v1::MILESTONE_BY_DATE), SizeIs(6));
  EXPECT_THAT(TasksDue(plan::v1::EVERY_YEAR), SizeIs(24));
  EXPECT_THAT(TasksDue(plan::v1::CONTINUOUS), SizeIs(22));
  EXPECT_THAT(NumbersWhere(Document().tasks(), [](const Task& t) { return t.scored_by_indicator(); }),
              ElementsAre("51-2", "67-4", "69-1"));
}

TEST(EzhouPlan, OccurrencesRunToTheCampaignsEnd) {
  std::size_t total = 0, shown_only = 0;
  for (const Task& task : Document().tasks()) {
    const std::vector<Occurrence> occurrences = OccurrencesOf(Document(), task);
    total += occurrences.size();
    for (const Occurrence& occurrence : occurrences) {
      shown_only += occurrence.scored ? 0 : 1;
      EXPECT_GE(occurrence.due, absl::CivilDay(2017, 5, 10)) << task.number();
      EXPECT_LE(occurrence.due, absl::CivilDay(2019, 7, 31)) << task.number();
    }
  }
  EXPECT_EQ(total, 51u + 24u * 3u + 22u * 8u);
  const std::size_t bare_years =
      NumbersWhere(Document().tasks(), [](const Task& t) { return t.deadline().month() == 12; }).size();
  // Duty 2's plan of 2017, and the last year of the duties due 每年 without a month.
  EXPECT_EQ(shown_only, 1 + bare_years);
  const std::vector<Occurrence> plans = OccurrencesOf(Document(), *testing_support::Ezhou()->FindTask("2"));
  ASSERT_THAT(plans, SizeIs(3));
  EXPECT_FALSE(plans[0].scored);
  EXPECT_EQ(plans[1], (Occurrence{"2018", absl::CivilDay(2018, 4, 30), true}));
}

TEST(EzhouPlan, DutiesDemandWhatTheTextCounts) {
  std::vector<std::string> with_criteria =
      NumbersWhere(Document().tasks(), [](const Task& t) { return !t.criteria().empty(); });
  EXPECT_THAT(with_criteria, IsSupersetOf({"1", "11", "13", "16", "18", "24", "30", "51-1", "55", "59", "63", "64-1",
                                           "64-2", "67-3", "69-2"}));
  const Task& themes = *testing_support::Ezhou()->FindTask("16");
  EXPECT_GE(themes.criteria_size(), 9);  // Leaders' attendance and eight dated themes.
}

// Where the text is damaged or contradicts itself, both places stand in the document.
TEST(EzhouPlan, RecordsDamageAndContradictions) {
  std::string places;
  for (const plan::v1::Defect& defect : Document().defects()) {
    for (const std::string& place : defect.places()) places += "[" + place + "]";
  }
  for (const char* clause :
       {"四(三) 55", "四(三) 44", "四(三) 5", "四(三) 29", "四(三) 22", "四(三) 30", "四(三) 45", "四(三) 59",
        "四(三) 60", "四(三) 13", "四(三) 57", "四(三) 15", "四(三) 20", "四(三) 58"}) {
    EXPECT_THAT(places, testing::HasSubstr(std::string("[") + clause + "]"));
  }
}

}  // namespace
}  // namespace qcity::domain
