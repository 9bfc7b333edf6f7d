#include "services/cli/commands/score_inputs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status.h"
#include "common/domain/data_window.h"
#include "common/domain/occurrence.h"
#include "common/domain/period.h"
#include "qcity/indicators/v1/observation.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/cli/app/sheet.h"
#include "services/cli/commands/figure_cells.h"

namespace qcity::cli {
namespace {

using aggregation::score::FigureInput;
using aggregation::score::Inputs;
using aggregation::score::PartInput;
using plan::v1::Indicator;
using plan::v1::Task;

std::vector<std::string> ObservationColumns() {
  std::vector<std::string> columns = {"indicator", "part", "subject", "period", "unit", "source", "published", "state"};
  columns.insert(columns.end(), FigureColumns().begin(), FigureColumns().end());
  return columns;
}

// One file of observations, row by row.
class ObservationReader {
 public:
  ObservationReader(Sheet& sheet, const domain::Plan& plan, absl::CivilDay as_of)
      : sheet_(sheet), plan_(plan), as_of_(as_of) {}

  void Read(const CsvRow& row, Inputs* inputs) {
    const Indicator* indicator = plan_.FindIndicator(sheet_.Text(row, "indicator"));
    if (indicator == nullptr) {
      return sheet_.Fault(row, "indicator", {"方案中没有这个指标", "the plan has no such indicator"});
    }
    CheckPart(row, *indicator);
    const std::optional<domain::Period> period = PeriodOf(row);
    const std::optional<absl::CivilDay> published = sheet_.Day(row, "published");
    const std::optional<indicators::v1::State> state = StateOf(row);
    std::optional<domain::Figure> figure = ReadFigure(sheet_, row, *indicator);
    NoteSubject(sheet_.Text(row, "subject"));
    if (!period.has_value() || !state.has_value() || !figure.has_value()) return;
    const bool verified = *state == indicators::v1::VERIFIED || *state == indicators::v1::CONFIRMED;
    const bool stands = verified || *state == indicators::v1::REPORTED;
    if (!stands || (published.has_value() && *published > as_of_)) return;
    FigureInput input{.period = *period};
    input.name = sheet_.Place(row);
    input.indicator = plan_.IndicatorIndex(indicator->number());
    input.part = sheet_.Text(row, "part");
    input.subject = sheet_.Text(row, "subject");
    input.figure = *figure;
    input.published = published;
    input.source = sheet_.Text(row, "source");
    input.verified = verified;
    input.state = State_Name(*state);
    inputs->figures.push_back(std::move(input));
  }

  InputNotes TakeNotes() { return std::move(notes_); }

 private:
  void CheckPart(const CsvRow& row, const Indicator& indicator) {
    const std::string part = sheet_.Text(row, "part");
    std::vector<std::string> keys;
    for (const plan::v1::Part& known : indicator.parts()) keys.push_back(known.key());
    if (part.empty() && indicator.part_rule() == plan::v1::ALL)
      notes_.without_part.push_back(absl::StrCat(sheet_.Place(row), " (", indicator.number(), ")"));
    if (part.empty() || std::find(keys.begin(), keys.end(), part) != keys.end()) return;
    const std::string listed = keys.empty() ? "-" : absl::StrJoin(keys, " ");
    sheet_.Fault(row, "part",
                 {absl::StrCat("没有分项 ", part, "；该指标的分项：", listed),
                  absl::StrCat("no part ", part, "; the measure's parts: ", listed)});
  }

  std::optional<domain::Period> PeriodOf(const CsvRow& row) {
    const absl::StatusOr<domain::Period> period = domain::Period::Parse(sheet_.Folded(row, "period"));
    if (!period.ok()) {
      sheet_.Fault(row, "period", period.status());
      return std::nullopt;
    }
    const absl::Status inside = domain::CheckInDataWindow(plan_, period->FirstDay(), period->LastDay(), "period");
    if (inside.ok()) return *period;
    sheet_.Fault(row, "period", inside);
    return std::nullopt;
  }

  std::optional<indicators::v1::State> StateOf(const CsvRow& row) {
    const std::string text = sheet_.Text(row, "state");
    indicators::v1::State state = indicators::v1::VERIFIED;
    if (text.empty() || (indicators::v1::State_Parse(text, &state) && state != indicators::v1::STATE_UNSPECIFIED))
      return state;
    sheet_.Fault(row, "state", {absl::StrCat("没有状态 ", text), absl::StrCat("no state ", text)});
    return std::nullopt;
  }

  void NoteSubject(const std::string& subject) {
    const auto& peers = plan_.document().policy().peers();
    if (subject.empty() || subject == "NATIONAL" || subject == "PROVINCE") return;
    if (std::find(peers.begin(), peers.end(), subject) == peers.end()) notes_.strangers.insert(subject);
  }

  Sheet& sheet_;
  const domain::Plan& plan_;
  const absl::CivilDay as_of_;
  InputNotes notes_;
};

// One file of task parts, row by row.
class TaskReader {
 public:
  TaskReader(Sheet& sheet, const domain::Plan& plan, absl::CivilDay as_of)
      : sheet_(sheet), plan_(plan), as_of_(as_of) {}

  void Read(const CsvRow& row, Inputs* inputs) {
    const Task* task = plan_.FindTask(sheet_.Text(row, "task"));
    if (task == nullptr) return sheet_.Fault(row, "task", {"方案中没有这项任务", "the plan has no such task"});
    const std::optional<domain::Occurrence> occurrence = OccurrenceOf(row, *task);
    if (!occurrence.has_value()) return;
    const std::optional<std::string> lead = LeadOf(row, *task, occurrence->due);
    PartInput part;
    part.task = plan_.TaskIndex(task->number());
    part.occurrence = occurrence->id;
    part.percent = PercentOf(row);
    part.due = sheet_.Day(row, "due");
    part.rating = RatingOf(row, *task, *occurrence);
    const bool has_state = ReadState(row, &part);
    if (!lead.has_value() || !has_state) return;
    part.lead = *lead;
    // A row of a continuous duty's year says how it was rated, and nothing else of its last quarter.
    const bool of_year = sheet_.Folded(row, "occurrence") != part.occurrence;
    if (of_year) part = {.task = part.task, .occurrence = part.occurrence, .lead = part.lead, .rating = part.rating};
    Place(row, of_year, std::move(part), inputs);
  }

 private:
  // Puts the part among the inputs; the rows of a year and of its last quarter make one part.
  void Place(const CsvRow& row, bool of_year, PartInput part, Inputs* inputs) {
    const auto place = std::make_tuple(part.task, part.occurrence, part.lead);
    const auto [known, fresh] = positions_.try_emplace(place, inputs->parts.size());
    if (fresh) inputs->parts.push_back(part);
    PartInput& whole = inputs->parts[known->second];
    const bool rated_twice = !fresh && part.rating.has_value() && whole.rating.has_value();
    if (!seen_.emplace(place, of_year).second || rated_twice) {
      return sheet_.Fault(row, "lead",
                          {"该单位的这一节点已在前面出现", "this lead's part of the occurrence stands above already"});
    }
    const std::optional<double> rating = part.rating.has_value() ? part.rating : whole.rating;
    if (!of_year) whole = std::move(part);
    whole.rating = rating;
  }

  // The occurrence named; for a continuous duty's year its last quarter, which carries the year's rating.
  std::optional<domain::Occurrence> OccurrenceOf(const CsvRow& row, const Task& task) {
    const std::string id = sheet_.Folded(row, "occurrence");
    const bool continuous = task.deadline().kind() == plan::v1::CONTINUOUS;
    std::optional<domain::Occurrence> found;
    std::vector<std::string> ids;
    for (domain::Occurrence& occurrence : domain::OccurrencesOf(plan_.document(), task)) {
      ids.push_back(occurrence.id);
      if (occurrence.id == id || (continuous && absl::StrCat(occurrence.due.year()) == id))
        found = std::move(occurrence);
    }
    if (found.has_value()) return found;
    const std::string listed = absl::StrJoin(ids, " ");
    sheet_.Fault(row, "occurrence",
                 {absl::StrCat("该任务没有节点 ", id, "，只有：", listed),
                  absl::StrCat("the task has no occurrence ", id, ", only: ", listed)});
    return std::nullopt;
  }

  // The id of the body that leads on the due day, from its own id, name or alias, or from that of a body that it succeeded.
  std::optional<std::string> LeadOf(const CsvRow& row, const Task& task, absl::CivilDay due) {
    const std::string text = sheet_.Text(row, "lead");
    for (const plan::v1::Organization& body : plan_.document().organizations()) {
      const bool named = text == body.id() || text == body.name() ||
                         std::find(body.aliases().begin(), body.aliases().end(), text) != body.aliases().end();
      if (!named) continue;
      std::string id = plan_.Resolve(body.name(), due).front();
      if (plan_.LeadsTask(task, id, due)) return id;
    }
    sheet_.Fault(row, "lead",
                 {absl::StrCat(text, " 不是这项任务的责任单位"), absl::StrCat(text, " does not lead this task")});
    return std::nullopt;
  }

  int PercentOf(const CsvRow& row) {
    const std::optional<std::int64_t> percent = sheet_.Whole(row, "percent", PercentSign::kAllow);
    if (!percent.has_value()) return 0;
    if (*percent < 0 || *percent > 100) sheet_.Fault(row, "percent", {"应在 0 与 100 之间", "want 0 to 100"});
    return static_cast<int>(*percent);
  }

  std::optional<double> RatingOf(const CsvRow& row, const Task& task, const domain::Occurrence& occurrence) {
    static const auto& ratings =
        *new std::map<std::string, double>{{"EXCELLENT", 1}, {"优秀", 1},   {"GOOD", 0.8}, {"良好", 0.8},
                                           {"PASS", 0.6},    {"合格", 0.6}, {"FAIL", 0},   {"不合格", 0}};
    const std::string text = sheet_.Text(row, "rating");
    if (text.empty()) return std::nullopt;
    if (task.deadline().kind() == plan::v1::CONTINUOUS && !ClosesYear(task, occurrence)) {
      sheet_.Fault(row, "rating",
                   {"评定按年：填在该年或该年最后一个季度的行",
                    "a year is rated: in the row of the year or of its last quarter"});
    }
    if (const auto found = ratings.find(text); found != ratings.end()) return found->second;
    const std::optional<double> rating = sheet_.Number(row, "rating");
    if (rating.has_value() && (*rating < 0 || *rating > 1)) {
      sheet_.Fault(row, "rating",
                   {"应为优秀、良好、合格、不合格（EXCELLENT、GOOD、PASS、FAIL）或 0 至 1 的数",
                    "want EXCELLENT, GOOD, PASS, FAIL or a number from 0 to 1"});
    }
    return rating;
  }

  bool ClosesYear(const Task& task, const domain::Occurrence& occurrence) const {
    const std::vector<domain::Occurrence> all = domain::OccurrencesOf(plan_.document(), task);
    return std::none_of(all.begin(), all.end(), [&](const domain::Occurrence& other) {
      return other.due.year() == occurrence.due.year() && other.due > occurrence.due;
    });
  }

  // An empty state is told by the days: approved, submitted, or nothing yet.
  std::optional<tasks::v1::PartState> StateOf(const CsvRow& row) {
    const std::string text = sheet_.Text(row, "state");
    if (text.empty() && sheet_.Has(row, "approved")) return tasks::v1::COMPLETED;
    if (text.empty()) return sheet_.Has(row, "submitted") ? tasks::v1::SUBMITTED : tasks::v1::NOT_STARTED;
    tasks::v1::PartState state;
    if (tasks::v1::PartState_Parse(text, &state) && state != tasks::v1::PART_STATE_UNSPECIFIED) return state;
    sheet_.Fault(row, "state", {absl::StrCat("没有状态 ", text), absl::StrCat("no state ", text)});
    return std::nullopt;
  }

  // The state on the as-of day: what happened later had not happened yet.
  bool ReadState(const CsvRow& row, PartInput* part) {
    std::optional<tasks::v1::PartState> state = StateOf(row);
    const std::optional<absl::CivilDay> approved = sheet_.Day(row, "approved");
    part->submitted = sheet_.Day(row, "submitted");
    if (!state.has_value()) return false;
    const bool done = *state == tasks::v1::COMPLETED || *state == tasks::v1::SUBMITTED;
    if (done && !part->submitted.has_value()) part->submitted = approved;
    if (done && !part->submitted.has_value()) {
      sheet_.Fault(row, "submitted",
                   {"已提交或已办结的任务须填提交日", "a submitted or completed part needs its day of submission"});
      return false;
    }
    if (approved.has_value() && part->submitted.has_value() && *approved < *part->submitted) {
      sheet_.Fault(row, "approved", {"不得早于提交日", "must not be before the submission"});
      return false;
    }
    if (*state == tasks::v1::COMPLETED && approved.has_value() && *approved > as_of_) state = tasks::v1::SUBMITTED;
    if (done && *part->submitted > as_of_) {
      state = tasks::v1::NOT_STARTED;
      part->percent = 0;
    }
    // A year is rated no earlier than the work that the row speaks of.
    if (std::max(approved.value_or(as_of_), part->submitted.value_or(as_of_)) > as_of_) part->rating.reset();
    Apply(*state, part);
    return true;
  }

  static void Apply(tasks::v1::PartState state, PartInput* part) {
    part->state_name = PartState_Name(state);
    part->reported = state == tasks::v1::IN_PROGRESS || state == tasks::v1::SUBMITTED || state == tasks::v1::COMPLETED;
    switch (state) {
      case tasks::v1::SUBMITTED: part->state = PartInput::State::kSubmitted; break;
      case tasks::v1::COMPLETED: part->state = PartInput::State::kCompleted; break;
      case tasks::v1::SUSPENDED: part->state = PartInput::State::kSuspended; break;
      case tasks::v1::CANCELLED: part->state = PartInput::State::kCancelled; break;
      default: part->state = PartInput::State::kOpen; part->submitted.reset();
    }
  }

  Sheet& sheet_;
  const domain::Plan& plan_;
  const absl::CivilDay as_of_;
  using PlaceOfPart = std::tuple<int, std::string, std::string>;  // Task, occurrence, lead.
  std::map<PlaceOfPart, std::size_t> positions_;                  // Among the inputs.
  std::set<std::pair<PlaceOfPart, bool>> seen_;                   // With whether the row was a year's.
};

}  // namespace

absl::Status ReadObservations(const std::string& path, const domain::Plan& plan, absl::CivilDay as_of, Inputs* inputs,
                              InputNotes* notes) {
  ASSIGN_OR_RETURN(Sheet sheet, Sheet::Read(path, ObservationColumns(), {"indicator", "period"}));
  ObservationReader reader(sheet, plan, as_of);
  for (const CsvRow& row : sheet.rows()) reader.Read(row, inputs);
  *notes = reader.TakeNotes();
  return sheet.Verdict();
}

absl::Status ReadTaskReports(const std::string& path, const domain::Plan& plan, absl::CivilDay as_of, Inputs* inputs) {
  const std::vector<std::string> columns = {"task",      "occurrence", "lead", "state", "percent",
                                            "submitted", "approved",   "due",  "rating"};
  ASSIGN_OR_RETURN(Sheet sheet, Sheet::Read(path, columns, {"task", "occurrence", "lead"}));
  TaskReader reader(sheet, plan, as_of);
  for (const CsvRow& row : sheet.rows()) reader.Read(row, inputs);
  return sheet.Verdict();
}

}  // namespace qcity::cli
