#include "services/indicators/reports/rules.h"
#include "common/base/timestamp.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "tests/support/plans.h"
#include "tests/support/told.h"

namespace qcity::indicators::reports {
namespace {

using ::qcity::testing_support::SmallCity;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kDay(2019, 5, 7);

google::protobuf::Timestamp On(absl::CivilDay day) { return TimestampOf(EndOfShanghaiDay(day)); }

// One observation that went through these states, one each day from the 1st of April 2019.
v1::MeasurePeriod Measured(const std::string& part, const std::string& period, const std::vector<v1::State>& states) {
  v1::MeasurePeriod measured;
  measured.set_part(part);
  measured.set_period(period);
  absl::CivilDay day(2019, 4, 1);
  for (const v1::State state : states) {
    v1::Observation& observation =
        measured.observations_size() == 0 ? *measured.add_observations() : *measured.mutable_observations(0);
    v1::Transition& transition = *observation.add_history();
    transition.set_state(state);
    *transition.mutable_recorded() = On(day++);
  }
  return measured;
}

// "nh3 2018 NOTHING" for each that is missing of the indicator on kDay or as of an earlier day.
std::vector<std::string> Missing(absl::string_view number, const Recorded& recorded, absl::CivilDay as_of = kDay) {
  const auto plan = SmallCity();
  const Question question{as_of, EndOfShanghaiDay(as_of), absl::CivilDay(2019, 1, 1), as_of};
  std::vector<std::string> lines;
  for (const v1::MissingReport& missing : MissingOf(*plan, *plan->FindIndicator(number), recorded, question)) {
    lines.push_back(absl::StrCat(missing.part(), missing.part().empty() ? "" : " ", missing.period(), " ",
                                 v1::MissingReport::Standing_Name(missing.state())));
  }
  return lines;
}

TEST(Missing, IsWhatNobodyReported) {
  EXPECT_THAT(Missing("4", {}), ElementsAre("2018 NOTHING"));
  EXPECT_THAT(Missing("4", {{Measured("", "2018", {v1::DRAFT})}}), ElementsAre("2018 DRAFT"));
  EXPECT_THAT(Missing("4", {{Measured("", "2018", {v1::DRAFT, v1::WITHDRAWN})}}), ElementsAre("2018 NOTHING"));
  EXPECT_THAT(Missing("4", {{Measured("", "2018", {v1::REPORTED, v1::RETURNED})}}), ElementsAre("2018 RETURNED"));
  EXPECT_THAT(Missing("4", {{Measured("", "2018", {v1::REPORTED})}}), IsEmpty());
  EXPECT_THAT(Missing("4", {{Measured("", "2018", {v1::REPORTED, v1::VERIFIED, v1::CONFIRMED})}}), IsEmpty());
  EXPECT_THAT(Missing("4", {{Measured("", "2017", {v1::REPORTED})}}), ElementsAre("2018 NOTHING"));
  // Of another frequency than declared, and of another city.
  EXPECT_THAT(Missing("4", {{Measured("", "2018H1", {v1::REPORTED})}}), ElementsAre("2018 NOTHING"));
  v1::MeasurePeriod reference = Measured("", "2018", {v1::VERIFIED});
  reference.set_subject("NATIONAL");
  EXPECT_THAT(Missing("4", {{reference}}), ElementsAre("2018 NOTHING"));
}

TEST(Missing, IsAskedAsOfADay) {
  const Recorded recorded{{Measured("", "2018", {v1::DRAFT, v1::REPORTED, v1::RETURNED})}};
  EXPECT_THAT(Missing("4", recorded, absl::CivilDay(2019, 3, 31)), ElementsAre("2018 NOTHING"));
  EXPECT_THAT(Missing("4", recorded, absl::CivilDay(2019, 4, 1)), ElementsAre("2018 DRAFT"));
  EXPECT_THAT(Missing("4", recorded, absl::CivilDay(2019, 4, 2)), IsEmpty());
  EXPECT_THAT(Missing("4", recorded, absl::CivilDay(2019, 4, 3)), ElementsAre("2018 RETURNED"));
  EXPECT_THAT(Missing("4", recorded, absl::CivilDay(2019, 3, 30)), IsEmpty());  // Not yet due.
}

TEST(Missing, OfPartsThatMustHoldIsEach) {
  EXPECT_THAT(Missing("8", {}), ElementsAre("cod 2018 NOTHING", "nh3 2018 NOTHING"));
  EXPECT_THAT(Missing("8", {{Measured("cod", "2018", {v1::REPORTED})}}), ElementsAre("nh3 2018 NOTHING"));
  EXPECT_THAT(Missing("8", {{Measured("", "2018", {v1::REPORTED})}}),
              ElementsAre("cod 2018 NOTHING", "nh3 2018 NOTHING"));
}

TEST(Missing, OfCategoriesIsTheWholeOrTheOthers) {
  EXPECT_THAT(Missing("7", {}), ElementsAre("2018 NOTHING"));
  EXPECT_THAT(Missing("7", {{Measured("", "2018", {v1::REPORTED})}}), IsEmpty());
  EXPECT_THAT(Missing("7", {{Measured("patents", "2018", {v1::REPORTED})}}), ElementsAre("trademarks 2018 NOTHING"));
  EXPECT_THAT(Missing("7", {{Measured("patents", "2018", {v1::DRAFT})}}),
              ElementsAre("trademarks 2018 NOTHING", "patents 2018 DRAFT"));
  EXPECT_THAT(Missing("7", {{Measured("patents", "2018", {v1::REPORTED}),
                             Measured("trademarks", "2018", {v1::REPORTED, v1::VERIFIED})}}),
              IsEmpty());
}

TEST(Missing, IsNothingOfWhatDoesNotApply) {
  Recorded recorded;
  v1::ApplicabilityDecision& decision = *recorded.applicability.add_decisions();
  decision.set_applicable(false);
  *decision.mutable_proposed() = On(absl::CivilDay(2019, 4, 1));
  EXPECT_THAT(Missing("4", recorded), ElementsAre("2018 NOTHING"));  // Not yet in force.
  decision.set_approved_by("chen");
  *decision.mutable_approved() = On(absl::CivilDay(2019, 5, 1));
  EXPECT_THAT(Missing("4", recorded), IsEmpty());
  EXPECT_THAT(Missing("4", recorded, absl::CivilDay(2019, 4, 30)), ElementsAre("2018 NOTHING"));
}

// What urging 2018 of the indicator's part says, on kDay.
std::string Urged(absl::string_view number, const Recorded& recorded, const std::string& part = "",
                  const std::string& period = "2018") {
  const auto plan = SmallCity();
  v1::UrgeReportRequest request;
  request.set_part(part);
  request.set_period(period);
  request.set_text("请报送");
  return Told(Urge(*plan, *plan->FindIndicator(number), recorded, request,
                   {"wang", "office", true, EndOfShanghaiDay(kDay), {}}));
}

TEST(Urging, IsForWhatIsMissing) {
  EXPECT_EQ(Urged("4", {}), "OK");
  EXPECT_EQ(Urged("4", {{Measured("", "2018", {v1::DRAFT})}}), "OK");
  EXPECT_EQ(Urged("4", {{Measured("", "2018", {v1::REPORTED, v1::RETURNED})}}), "OK");
  EXPECT_EQ(Urged("4", {{Measured("", "2018", {v1::REPORTED})}}), "FAILED_PRECONDITION REPORT_IS_THERE");
  EXPECT_EQ(Urged("7", {{Measured("", "2018", {v1::REPORTED})}}, "patents"), "FAILED_PRECONDITION REPORT_IS_THERE");
  EXPECT_EQ(Urged("7", {{Measured("patents", "2018", {v1::REPORTED})}}), "OK");
  EXPECT_EQ(Urged("7", {{Measured("patents", "2018", {v1::REPORTED})}}, "trademarks"), "OK");
  EXPECT_EQ(Urged("8", {}, "cod"), "OK");
}

TEST(Urging, IsRefusedWhereNothingIsOwed) {
  EXPECT_EQ(Urged("8", {}), "INVALID_ARGUMENT part");
  EXPECT_EQ(Urged("4", {}, "x"), "INVALID_ARGUMENT part");
  EXPECT_EQ(Urged("4", {}, "", "2018Q5"), "INVALID_ARGUMENT period");
  EXPECT_EQ(Urged("4", {}, "", "2016"), "FAILED_PRECONDITION NOT_OWED");
  EXPECT_EQ(Urged("4", {}, "", "2018Q1"), "FAILED_PRECONDITION NOT_OWED");
  EXPECT_EQ(Urged("4", {}, "", "2019"), "FAILED_PRECONDITION PERIOD_NOT_ENDED");
  Recorded out;
  out.applicability.add_decisions()->set_approved_by("chen");
  EXPECT_EQ(Urged("4", out), "FAILED_PRECONDITION NOT_APPLICABLE");
}

}  // namespace
}  // namespace qcity::indicators::reports
