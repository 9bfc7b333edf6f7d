#include "services/indicators/rules.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "tests/support/told.h"

namespace qcity::indicators {
namespace {

using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1::MeasurePeriod;
using v1::Observation;

Actor Of(const std::string& person, const std::string& organization = "unit") {
  return {person, organization, organization == "office", absl::FromUnixSeconds(1'525'665'600)};
}

Observation Figure(v1::Finality finality = v1::FINAL, const std::string& supersedes = "") {
  Observation observation;
  observation.set_finality(finality);
  observation.set_supersedes(supersedes);
  return observation;
}

// "o1 VERIFIED", "o2 REPORTED": what stands in the period.
std::vector<std::string> Standing(const MeasurePeriod& period) {
  std::vector<std::string> standing;
  for (const Observation& observation : period.observations())
    standing.push_back(observation.name() + " " + v1::State_Name(observation.state()));
  return standing;
}

using Move = std::function<absl::StatusOr<Step>(MeasurePeriod)>;

// Every step of the observation o1, by a person who has had no part in the former ones.
const std::map<std::string, Move>& Moves() {
  static const auto& moves = *new std::map<std::string, Move>{
      {"send", [](MeasurePeriod p) { return SendDraft(std::move(p), "o1", Of("z")); }},
      {"withdraw", [](MeasurePeriod p) { return Withdraw(std::move(p), "o1", 0, "", Of("z")); }},
      {"verify", [](MeasurePeriod p) { return Verify(std::move(p), "o1", 0, Of("z", "office")); }},
      {"return", [](MeasurePeriod p) { return Return(std::move(p), "o1", 0, "口径", Of("z", "office")); }},
      {"confirm", [](MeasurePeriod p) { return Confirm(std::move(p), "o1", 0, "专家复核", Of("z", "office")); }},
      {"unconfirm", [](MeasurePeriod p) { return Unconfirm(std::move(p), "o1", 0, "有误", Of("z", "office")); }},
      {"reopen", [](MeasurePeriod p) { return Reopen(std::move(p), "o1", 0, "更正", Of("z", "office")); }},
  };
  return moves;
}

// The independent statement: a row for each step, a column for each state it may start from; the cell is the state it
// leads to, "-" that it is refused.
constexpr char kAllowed[] = R"(
step      DRAFT     REPORTED  VERIFIED  RETURNED  CONFIRMED WITHDRAWN SUPERSEDED
send      REPORTED  -         -         -         -         -         -
withdraw  WITHDRAWN WITHDRAWN -         -         -         -         -
verify    -         VERIFIED  -         -         -         -         -
return    -         RETURNED  -         -         -         -         -
confirm   -         -         CONFIRMED -         -         -         -
unconfirm -         -         -         -         VERIFIED  -         -
reopen    -         -         REPORTED  -         -         -         -
)";

// {step, from} -> to.
std::map<std::pair<std::string, std::string>, std::string> Allowed() {
  const std::vector<std::string> lines = absl::StrSplit(kAllowed, '\n', absl::SkipEmpty());
  const std::vector<std::string> states = absl::StrSplit(lines[0], ' ', absl::SkipEmpty());
  std::map<std::pair<std::string, std::string>, std::string> allowed;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> cells = absl::StrSplit(lines[i], ' ', absl::SkipEmpty());
    for (std::size_t j = 1; j < cells.size(); ++j) allowed[{cells[0], states[j]}] = cells[j];
  }
  return allowed;
}

MeasurePeriod Reported(v1::Finality finality = v1::FINAL) {
  return Report({}, Figure(finality), "o1", Of("a"))->period;
}
MeasurePeriod Verified(v1::Finality finality = v1::FINAL) {
  return Verify(Reported(finality), "o1", 0, Of("b", "office"))->period;
}

// A period whose observation o1 is in `state`, reached by moves.
MeasurePeriod Reached(const std::string& state) {
  if (state == "DRAFT") return Draft({}, Figure(), "o1", Of("a"))->period;
  if (state == "VERIFIED") return Verified();
  if (state == "CONFIRMED") return Confirm(Verified(), "o1", 0, "复核", Of("c", "office"))->period;
  if (state == "RETURNED") return Return(Reported(), "o1", 0, "口径", Of("b", "office"))->period;
  if (state == "WITHDRAWN") return Withdraw(Reported(), "o1", 0, "", Of("a"))->period;
  if (state == "SUPERSEDED") return Report(Reported(), Figure(v1::FINAL, "o1"), "o2", Of("a"))->period;
  return Reported();
}

TEST(IndicatorRules, EveryStepFromEveryStateDoesWhatTheTableSays) {
  const auto allowed = Allowed();
  ASSERT_EQ(allowed.size(), Moves().size() * 7);
  for (const auto& [cell, to] : allowed) {
    const auto& [step, from] = cell;
    SCOPED_TRACE(absl::StrCat(step, " from ", from));
    const MeasurePeriod before = Reached(from);
    ASSERT_EQ(v1::State_Name(before.observations(0).state()), from);
    const absl::StatusOr<Step> after = Moves().at(step)(before);
    if (to == "-") {
      EXPECT_EQ(Told(after), "FAILED_PRECONDITION WRONG_STATE");
      EXPECT_THAT(std::string(after.status().message()), HasSubstr(from));
      continue;
    }
    ASSERT_TRUE(after.ok()) << after.status();
    const Observation& moved = after->period.observations(after->changed);
    EXPECT_EQ(moved.name(), "o1");
    EXPECT_EQ(v1::State_Name(moved.state()), to);
    EXPECT_EQ(moved.history_size(), before.observations(0).history_size() + 1);
    EXPECT_EQ(moved.history().rbegin()->person(), "z");
  }
}

// What a report of `next` leaves in a period.
std::vector<std::string> AfterReport(const MeasurePeriod& period, const Observation& next) {
  const absl::StatusOr<Step> step = Report(period, next, "new", Of("a"));
  if (!step.ok()) return {Told(step)};
  return Standing(step->period);
}

TEST(IndicatorRules, AReportMeetsWhatStandsThere) {
  EXPECT_THAT(AfterReport({}, Figure()), ElementsAre("new REPORTED"));
  EXPECT_THAT(AfterReport(Reached("DRAFT"), Figure()), ElementsAre("o1 SUPERSEDED", "new REPORTED"));
  EXPECT_THAT(AfterReport(Reached("RETURNED"), Figure()), ElementsAre("o1 SUPERSEDED", "new REPORTED"));
  EXPECT_THAT(AfterReport(Reached("WITHDRAWN"), Figure()), ElementsAre("o1 WITHDRAWN", "new REPORTED"));
  EXPECT_THAT(AfterReport(Reached("REPORTED"), Figure()), ElementsAre("FAILED_PRECONDITION ALREADY_REPORTED"));
  EXPECT_THAT(AfterReport(Reached("REPORTED"), Figure(v1::FINAL, "o1")), ElementsAre("o1 SUPERSEDED", "new REPORTED"));
  EXPECT_THAT(AfterReport(Reached("VERIFIED"), Figure(v1::FINAL, "o1")),
              ElementsAre("FAILED_PRECONDITION PERIOD_LOCKED"));
  EXPECT_THAT(AfterReport(Reached("CONFIRMED"), Figure()), ElementsAre("FAILED_PRECONDITION PERIOD_LOCKED"));
  EXPECT_THAT(AfterReport({}, Figure(v1::FINAL, "o9")), ElementsAre("INVALID_ARGUMENT supersedes"));
  EXPECT_THAT(AfterReport(Reached("WITHDRAWN"), Figure(v1::FINAL, "o1")), ElementsAre("INVALID_ARGUMENT supersedes"));
}

TEST(IndicatorRules, APreliminaryFigureStandsUntilTheFinalOneIsVerified) {
  const MeasurePeriod preliminary = Verified(v1::PRELIMINARY);
  EXPECT_THAT(AfterReport(preliminary, Figure(v1::PRELIMINARY)), ElementsAre("FAILED_PRECONDITION PERIOD_LOCKED"));
  EXPECT_THAT(AfterReport(preliminary, Figure(v1::FINAL, "o1")), ElementsAre("o1 VERIFIED", "new REPORTED"));
  const MeasurePeriod both = Report(preliminary, Figure(), "o2", Of("a"))->period;
  EXPECT_THAT(Standing(both), ElementsAre("o1 VERIFIED", "o2 REPORTED"));
  EXPECT_THAT(Standing(Verify(both, "o2", 0, Of("b", "office"))->period), ElementsAre("o1 SUPERSEDED", "o2 VERIFIED"));
}

TEST(IndicatorRules, NothingIsVerifiedOverALockThatCameAfterTheReport) {
  const MeasurePeriod both = Report(Verified(v1::PRELIMINARY), Figure(), "o2", Of("a"))->period;
  const MeasurePeriod confirmed = Confirm(both, "o1", 0, "复核", Of("c", "office"))->period;
  EXPECT_EQ(Told(Verify(confirmed, "o2", 0, Of("b", "office"))), "FAILED_PRECONDITION PERIOD_LOCKED");
  // The preliminary figure was reopened and waits; the final one is verified first and must not be replaced by it.
  const MeasurePeriod reopened = Reopen(both, "o1", 0, "更正", Of("c", "office"))->period;
  const MeasurePeriod final_first = Verify(reopened, "o2", 0, Of("b", "office"))->period;
  EXPECT_EQ(Told(Verify(final_first, "o1", 0, Of("b", "office"))), "FAILED_PRECONDITION PERIOD_LOCKED");
}

TEST(IndicatorRules, DraftsAreEachUnitsOwn) {
  const MeasurePeriod other = Draft({}, Figure(), "o1", Of("a", "other"))->period;
  EXPECT_THAT(Standing(Draft(other, Figure(), "o2", Of("a"))->period), ElementsAre("o1 DRAFT", "o2 DRAFT"));
  EXPECT_THAT(Standing(Report(other, Figure(), "o2", Of("a"))->period), ElementsAre("o1 DRAFT", "o2 REPORTED"));
  EXPECT_EQ(Told(SendDraft(other, "o1", Of("z"))), "PERMISSION_DENIED NOT_YOUR_FIGURE");
  EXPECT_EQ(Told(SendDraft(other, "o1", Of("z", "other"))), "OK");
  EXPECT_EQ(Told(SendDraft(other, "o1", Of("z", "office"))), "OK");
  EXPECT_THAT(Standing(Draft(Draft({}, Figure(), "o1", Of("a"))->period, Figure(), "o2", Of("b"))->period),
              ElementsAre("o1 SUPERSEDED", "o2 DRAFT"));
}

TEST(IndicatorRules, OnlyTheUnitOrTheOfficeWithdraws) {
  EXPECT_EQ(Told(Withdraw(Reported(), "o1", 0, "", Of("z", "other"))), "PERMISSION_DENIED NOT_YOUR_FIGURE");
  EXPECT_EQ(Told(Withdraw(Reported(), "o1", 0, "", Of("z", "office"))), "OK");
}

TEST(IndicatorRules, ASuccessorGoesOnWithWhatItsPredecessorRecorded) {
  Actor successor = Of("z", "successor");
  EXPECT_EQ(Told(Withdraw(Reported(), "o1", 0, "", successor)), "PERMISSION_DENIED NOT_YOUR_FIGURE");
  successor.predecessors = {"unit"};
  EXPECT_EQ(Told(Withdraw(Reported(), "o1", 0, "", successor)), "OK");
  const MeasurePeriod drafted = Draft({}, Figure(), "o1", Of("a"))->period;
  EXPECT_EQ(Told(SendDraft(drafted, "o1", successor)), "OK");
  EXPECT_THAT(Standing(Draft(drafted, Figure(), "o2", successor)->period), ElementsAre("o1 SUPERSEDED", "o2 DRAFT"));
}

TEST(IndicatorRules, FourEyesFollowTheDeedNotTheState) {
  EXPECT_EQ(Told(SendDraft(Reached("DRAFT"), "o1", Of("a"))), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Verify(Reported(), "o1", 0, Of("a", "office"))), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Confirm(Verified(), "o1", 0, "复核", Of("b", "office"))), "FAILED_PRECONDITION FOUR_EYES");
  // Who reopened did not report: a third person may reopen and verify, the reporter may not.
  const MeasurePeriod reopened = Reopen(Verified(), "o1", 0, "更正", Of("c", "office"))->period;
  EXPECT_EQ(Told(Verify(reopened, "o1", 0, Of("c", "office"))), "OK");
  EXPECT_EQ(Told(Verify(reopened, "o1", 0, Of("a", "office"))), "FAILED_PRECONDITION FOUR_EYES");
  // Who took a confirmation back did not verify.
  const MeasurePeriod unconfirmed = Unconfirm(Reached("CONFIRMED"), "o1", 0, "有误", Of("d", "office"))->period;
  EXPECT_EQ(Told(Confirm(unconfirmed, "o1", 0, "复核", Of("d", "office"))), "OK");
  EXPECT_EQ(Told(Confirm(unconfirmed, "o1", 0, "复核", Of("b", "office"))), "FAILED_PRECONDITION FOUR_EYES");
}

TEST(IndicatorRules, AStaleEtagIsAbortedAndAnUnknownNameNotFound) {
  MeasurePeriod period = Reported();
  period.mutable_observations(0)->set_version(5);
  EXPECT_EQ(Told(Verify(period, "o1", 4, Of("b", "office"))), "ABORTED STALE_ETAG");
  EXPECT_EQ(Told(Verify(period, "o1", 5, Of("b", "office"))), "OK");
  EXPECT_EQ(Told(Verify(period, "o2", 0, Of("b", "office"))), "NOT_FOUND OBSERVATION_NOT_FOUND");
}

TEST(IndicatorRules, AReferenceTakesThePlaceOfTheFormerOne) {
  const MeasurePeriod first = RecordReference({}, Figure(), "o1", Of("b", "office"))->period;
  EXPECT_THAT(Standing(first), ElementsAre("o1 VERIFIED"));
  EXPECT_THAT(Standing(RecordReference(first, Figure(), "o2", Of("b", "office"))->period),
              ElementsAre("o1 SUPERSEDED", "o2 VERIFIED"));
}

TEST(IndicatorRules, AConfirmedReferenceIsNotReplaced) {
  const MeasurePeriod first = RecordReference({}, Figure(), "o1", Of("b", "office"))->period;
  const MeasurePeriod confirmed = Confirm(first, "o1", 0, "复核", Of("c", "office"))->period;
  EXPECT_EQ(Told(RecordReference(confirmed, Figure(), "o2", Of("b", "office"))), "FAILED_PRECONDITION PERIOD_LOCKED");
  const MeasurePeriod freed = Unconfirm(confirmed, "o1", 0, "有误", Of("c", "office"))->period;
  EXPECT_THAT(Standing(RecordReference(freed, Figure(), "o2", Of("b", "office"))->period),
              ElementsAre("o1 SUPERSEDED", "o2 VERIFIED"));
}

TEST(IndicatorRules, OnlyWhatIsReportedOrLockedStands) {
  for (const char* state : {"REPORTED", "VERIFIED", "CONFIRMED"})
    EXPECT_TRUE(Stands(Reached(state), Figure())) << state;
  for (const char* state : {"DRAFT", "RETURNED", "WITHDRAWN"}) EXPECT_FALSE(Stands(Reached(state), Figure())) << state;
  EXPECT_FALSE(Stands(Reported(), Figure(v1::PRELIMINARY)));
}

TEST(IndicatorRules, ApplicabilityTakesTwoPersonsWithTheSameDecision) {
  const auto decide = [](v1::Applicability before, bool applicable, const std::string& person) {
    return Decide(std::move(before), applicable, "无此产业", {}, Of(person, "office"));
  };
  const v1::Applicability proposed = *decide({}, false, "a");
  EXPECT_EQ(proposed.decisions(0).approved_by(), "");
  EXPECT_EQ(Told(decide(proposed, false, "a")), "FAILED_PRECONDITION FOUR_EYES");
  const v1::Applicability approved = *decide(proposed, false, "b");
  ASSERT_EQ(approved.decisions_size(), 1);
  EXPECT_EQ(approved.decisions(0).proposed_by(), "a");
  EXPECT_EQ(approved.decisions(0).approved_by(), "b");
  // Another decision is another proposal.
  EXPECT_EQ(decide(approved, true, "b")->decisions_size(), 2);
  EXPECT_EQ(decide(proposed, true, "b")->decisions_size(), 2);
}

}  // namespace
}  // namespace qcity::indicators
