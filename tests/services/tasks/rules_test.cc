#include "services/tasks/rules.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/protobuf/util/time_util.h"
#include "tests/support/told.h"

namespace qcity::tasks {
namespace {

using ::qcity::testing_support::Told;
using ::testing::HasSubstr;
using v1::PartState;
using v1::TaskPart;

const absl::CivilDay kDue(2018, 9, 30);
const absl::CivilDay kLast(2020, 6, 30);

Actor Of(const std::string& person, absl::CivilDay day = absl::CivilDay(2018, 5, 7)) {
  return {person, "unit", absl::FromCivil(absl::CivilHour(day) + 12, ShanghaiZone())};
}

TaskPart Fresh() {
  TaskPart part = NewPart("campaigns/c/tasks/1/occurrences/2018", "unit");
  SetDue(part, kDue);
  return part;
}

using Step = std::function<absl::StatusOr<TaskPart>(TaskPart)>;

// Every step there is, by a person who has had no part in the former ones.
const std::map<std::string, Step>& Steps() {
  static const auto& steps = *new std::map<std::string, Step>{
      {"acknowledge", [](TaskPart p) { return Acknowledge(std::move(p), Of("z")); }},
      {"progress", [](TaskPart p) { return ReportProgress(std::move(p), 40, "到四成", Of("z")); }},
      {"submit", [](TaskPart p) { return Submit(std::move(p), {}, "", Of("z")); }},
      {"approve", [](TaskPart p) { return Review(std::move(p), true, "", Of("z")); }},
      {"return", [](TaskPart p) { return Review(std::move(p), false, "缺报告", Of("z")); }},
      {"ask", [](TaskPart p) { return RequestExtension(std::move(p), kDue + 30, kLast, "汛期", Of("z")); }},
      {"grant", [](TaskPart p) { return DecideExtension(std::move(p), true, "", Of("z")); }},
      {"refuse", [](TaskPart p) { return DecideExtension(std::move(p), false, "不同意", Of("z")); }},
      {"urge", [](TaskPart p) { return Urge(std::move(p), "请抓紧", Of("z")); }},
      {"suspend", [](TaskPart p) { return Suspend(std::move(p), "暂停", Of("z")); }},
      {"resume", [](TaskPart p) { return Resume(std::move(p), "恢复", Of("z")); }},
      {"cancel", [](TaskPart p) { return Cancel(std::move(p), "取消", Of("z")); }},
      {"rate", [](TaskPart p) { return Rate(std::move(p), v1::GOOD, 2018, "尚可", Of("z")); }},
  };
  return steps;
}

// The independent statement: a row for each step, a column for each state it may start from; the cell is the state it
// leads to, "-" that it is refused.
constexpr char kAllowed[] = R"(
step        NOT_STARTED  ACKNOWLEDGED IN_PROGRESS  SUBMITTED    COMPLETED    RETURNED     SUSPENDED    CANCELLED
acknowledge ACKNOWLEDGED -            -            -            -            -            -            -
progress    IN_PROGRESS  IN_PROGRESS  IN_PROGRESS  -            -            IN_PROGRESS  -            -
submit      SUBMITTED    SUBMITTED    SUBMITTED    -            -            SUBMITTED    -            -
approve     -            -            -            COMPLETED    -            -            -            -
return      -            -            -            RETURNED     -            -            -            -
ask         NOT_STARTED  ACKNOWLEDGED IN_PROGRESS  -            -            RETURNED     -            -
grant       NOT_STARTED  ACKNOWLEDGED IN_PROGRESS  SUBMITTED    -            RETURNED     -            -
refuse      NOT_STARTED  ACKNOWLEDGED IN_PROGRESS  SUBMITTED    -            RETURNED     -            -
urge        NOT_STARTED  ACKNOWLEDGED IN_PROGRESS  SUBMITTED    -            RETURNED     SUSPENDED    -
suspend     SUSPENDED    SUSPENDED    SUSPENDED    SUSPENDED    -            SUSPENDED    -            -
resume      -            -            -            -            -            -            NOT_STARTED  -
cancel      CANCELLED    CANCELLED    CANCELLED    CANCELLED    -            CANCELLED    CANCELLED    -
rate        NOT_STARTED  ACKNOWLEDGED IN_PROGRESS  SUBMITTED    COMPLETED    RETURNED     -            -
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

// A part in `state`, reached by moves; with an extension asked for on the way if `step` decides on one.
TaskPart Reached(const std::string& state, bool extension_pending) {
  static const std::map<std::string, std::vector<Step>> paths = {
      {"NOT_STARTED", {}},
      {"ACKNOWLEDGED", {[](TaskPart p) { return Acknowledge(std::move(p), Of("a")); }}},
      {"IN_PROGRESS", {[](TaskPart p) { return ReportProgress(std::move(p), 30, "三成", Of("a")); }}},
      {"SUBMITTED", {[](TaskPart p) { return Submit(std::move(p), {}, "", Of("a")); }}},
      {"COMPLETED",
       {[](TaskPart p) { return Submit(std::move(p), {}, "", Of("a")); },
        [](TaskPart p) { return Review(std::move(p), true, "", Of("b")); }}},
      {"RETURNED",
       {[](TaskPart p) { return Submit(std::move(p), {}, "", Of("a")); },
        [](TaskPart p) { return Review(std::move(p), false, "缺", Of("b")); }}},
      {"SUSPENDED", {[](TaskPart p) { return Suspend(std::move(p), "停", Of("b")); }}},
      {"CANCELLED", {[](TaskPart p) { return Cancel(std::move(p), "消", Of("b")); }}},
  };
  TaskPart part = Fresh();
  if (extension_pending) part = *RequestExtension(std::move(part), kDue + 10, kLast, "汛期", Of("a"));
  for (const Step& step : paths.at(state)) part = *step(std::move(part));
  return part;
}

TEST(TaskRules, EveryStepFromEveryStateDoesWhatTheTableSays) {
  const auto allowed = Allowed();
  ASSERT_EQ(allowed.size(), Steps().size() * 8);
  for (const auto& [cell, to] : allowed) {
    const auto& [step, from] = cell;
    SCOPED_TRACE(absl::StrCat(step, " from ", from));
    const TaskPart before = Reached(from, step == "grant" || step == "refuse");
    ASSERT_EQ(v1::PartState_Name(before.state()), from);
    const absl::StatusOr<TaskPart> after = Steps().at(step)(before);
    if (to == "-") {
      EXPECT_EQ(Told(after), "FAILED_PRECONDITION WRONG_STATE");
      continue;
    }
    ASSERT_TRUE(after.ok()) << after.status();
    EXPECT_EQ(v1::PartState_Name(after->state()), to);
  }
}

TEST(TaskRules, AStepOnlyAddsToTheHistoryAndSaysWhoWhenAndForWhom) {
  for (const auto& [cell, to] : Allowed()) {
    if (to == "-") continue;
    SCOPED_TRACE(cell.first + " from " + cell.second);
    const TaskPart before = Reached(cell.second, cell.first == "grant" || cell.first == "refuse");
    const TaskPart after = *Steps().at(cell.first)(before);
    ASSERT_EQ(after.events_size(), before.events_size() + 1);
    for (int i = 0; i < before.events_size(); ++i) {
      EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(after.events(i), before.events(i)));
    }
    const v1::TaskEvent& event = *after.events().rbegin();
    EXPECT_EQ(event.state(), after.state());
    EXPECT_EQ(event.person(), "z");
    EXPECT_EQ(event.organization(), "unit");
    EXPECT_EQ(google::protobuf::util::TimeUtil::ToString(event.recorded()), "2018-05-07T04:00:00Z");
    EXPECT_NE(event.kind_case(), v1::TaskEvent::KIND_NOT_SET);
  }
}

TEST(TaskRules, ARefusalNamesTheStateAndThoseThatWouldDo) {
  const absl::Status status = Review(Reached("ACKNOWLEDGED", false), true, "", Of("b")).status();
  EXPECT_EQ(status.message(), "the part is ACKNOWLEDGED; this step wants SUBMITTED");
  EXPECT_THAT(DetailOf(status)->text.zh, HasSubstr("已签收"));
  const absl::Status urged = Urge(Reached("COMPLETED", false), "x", Of("b")).status();
  for (const auto& [cell, to] : Allowed()) {
    if (cell.first != "urge" || to == "-") continue;
    EXPECT_THAT(std::string(urged.message()), HasSubstr(cell.second));
  }
}

TEST(TaskRules, ResumingRestoresWhatWasSuspendedWhateverHappenedMeanwhile) {
  for (const char* state : {"NOT_STARTED", "ACKNOWLEDGED", "IN_PROGRESS", "SUBMITTED", "RETURNED"}) {
    SCOPED_TRACE(state);
    const TaskPart before = Reached(state, true);
    TaskPart part = *Suspend(before, "停", Of("b"));
    part = *Urge(std::move(part), "仍请准备", Of("b"));
    part = *Resume(std::move(part), "恢复", Of("b"));
    EXPECT_EQ(v1::PartState_Name(part.state()), state);
    EXPECT_EQ(part.submitted(), before.submitted());
    EXPECT_EQ(part.percent(), before.percent());
    EXPECT_EQ(part.due(), before.due());
    part = *Resume(*Suspend(std::move(part), "再停", Of("b")), "再恢复", Of("b"));
    EXPECT_EQ(v1::PartState_Name(part.state()), state);
  }
}

TEST(TaskRules, NobodyDecidesOnTheOwnSubmissionOrRequest) {
  EXPECT_EQ(Told(Review(Reached("SUBMITTED", false), true, "", Of("a"))), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Review(Reached("SUBMITTED", false), false, "缺", Of("a"))), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(DecideExtension(Reached("NOT_STARTED", true), true, "", Of("a"))), "FAILED_PRECONDITION FOUR_EYES");
  // Only the submission that waits counts: another person handed it in again.
  const TaskPart again = *Submit(Reached("RETURNED", false), {}, "", Of("c"));
  EXPECT_EQ(Told(Review(again, true, "", Of("c"))), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(Review(again, true, "", Of("a"))), "OK");
}

TEST(TaskRules, CompletionIsDatedByTheSubmissionAndAReturnTakesItBack) {
  TaskPart part = *Submit(Fresh(), {}, "", Of("a", kDue));
  EXPECT_EQ(part.submitted(), "2018-09-30");
  EXPECT_EQ(Review(part, true, "", Of("b", kDue + 20))->submitted(), "2018-09-30");
  part = *Review(std::move(part), false, "缺", Of("b", kDue + 20));
  EXPECT_EQ(part.submitted(), "");
  EXPECT_EQ(Submit(std::move(part), {}, "", Of("a", kDue + 25))->submitted(), "2018-10-25");
}

TEST(TaskRules, AnExtensionIsAskedForBeforeTheDueDayHasPassedForALaterOneWithinTheCampaign) {
  const auto ask = [](absl::CivilDay today, absl::CivilDay proposed) {
    return Told(RequestExtension(Fresh(), proposed, kLast, "汛期", Of("a", today)));
  };
  EXPECT_EQ(ask(kDue, kDue + 1), "OK");
  EXPECT_EQ(ask(kDue + 1, kDue + 2), "FAILED_PRECONDITION DUE_PASSED");
  EXPECT_EQ(ask(kDue, kDue), "INVALID_ARGUMENT proposed_due");
  EXPECT_EQ(ask(kDue, kLast), "OK");
  EXPECT_EQ(ask(kDue, kLast + 1), "INVALID_ARGUMENT proposed_due");
}

TEST(TaskRules, OneExtensionIsPendingAtATimeAndTheOriginalDayStaysVisible) {
  TaskPart part = Reached("NOT_STARTED", true);  // Asks for ten days.
  EXPECT_EQ(Told(RequestExtension(part, kDue + 20, kLast, "汛期", Of("a"))), "FAILED_PRECONDITION EXTENSION_PENDING");
  part = *DecideExtension(std::move(part), false, "不同意", Of("b"));
  EXPECT_EQ(part.due(), "2018-09-30");
  EXPECT_EQ(Told(DecideExtension(part, true, "", Of("b"))), "FAILED_PRECONDITION NO_EXTENSION_PENDING");
  part = *RequestExtension(std::move(part), kDue + 20, kLast, "汛期", Of("a"));
  part = *DecideExtension(std::move(part), true, "", Of("b", kDue + 5));  // The office may be late; the unit was not.
  EXPECT_EQ(part.due(), "2018-10-20");
  EXPECT_EQ(part.original_due(), "2018-09-30");
  EXPECT_EQ(part.events().rbegin()->extension_decision().due(), "2018-10-20");
  // The day in force counts for the next request, and it survives what the store does not keep.
  EXPECT_EQ(Told(RequestExtension(part, kDue + 21, kLast, "汛期", Of("a", kDue + 20))), "OK");
  SetDue(part, kDue);
  EXPECT_EQ(part.due(), "2018-10-20");
  SetDue(part, kDue + 60);  // A later version of the plan grants more than the extension did.
  EXPECT_EQ(part.due(), "2018-11-29");
}

TEST(TaskRules, ProgressMayFall) {
  const TaskPart part = *ReportProgress(*ReportProgress(Fresh(), 80, "八成", Of("a")), 20, "返工", Of("a"));
  EXPECT_EQ(part.percent(), 20);
  EXPECT_EQ(part.events(0).progress().percent(), 80);
}

TEST(TaskRules, AStaleEtagIsAborted) {
  TaskPart part = Fresh();
  part.set_version(7);
  EXPECT_EQ(Told(CheckEtag(part, 0)), "OK");
  EXPECT_EQ(Told(CheckEtag(part, 7)), "OK");
  EXPECT_EQ(Told(CheckEtag(part, 6)), "ABORTED STALE_ETAG");
}

}  // namespace
}  // namespace qcity::tasks
