#include "services/cli/commands/task_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/commands/task_events.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using tasks::v1::ListRemindersResponse;
using tasks::v1::ListTasksResponse;
using tasks::v1::Occurrence;
using tasks::v1::Reminder;
using tasks::v1::TaskEvent;
using tasks::v1::TaskPart;

Json LightJson(tasks::v1::Light light) {
  return light == tasks::v1::LIGHT_UNSPECIFIED ? Json(nullptr) : Json(Light_Name(light));
}

Json LeadJson(const TaskPart& part) {
  return {{"organization", ResponsibleFor(part)},
          {"state", PartState_Name(part.state())},
          {"percent", part.percent()},
          {"due", part.due()},
          {"originalDue", part.original_due()},
          {"submitted", TextOrNull(part.submitted())},
          {"light", LightJson(part.light())}};
}

Json OccurrenceJson(const Occurrence& occurrence) {
  Json leads = Json::array();
  for (const TaskPart& part : occurrence.parts()) leads.push_back(LeadJson(part));
  return {{"number", occurrence.task().number()},
          {"occurrence", LastOf(occurrence.name())},
          {"title", occurrence.task().title()},
          {"leads", std::move(leads)},
          {"light", LightJson(occurrence.light())}};
}

Cell DueCell(const TaskPart& part, Language language) {
  if (part.due() == part.original_due()) return part.due();
  const std::string original = In(
      language, {absl::StrCat("（原 ", part.original_due(), "）"), absl::StrCat(" (was ", part.original_due(), ")")});
  return {absl::StrCat(part.due(), original), Tone::kWarning, part.due()};
}

// "5" and "2017" of campaigns/C/tasks/5/occurrences/2017: what the other commands take.
std::vector<Cell> PlaceCells(const std::string& occurrence) {
  const std::vector<std::string> steps = absl::StrSplit(occurrence, '/');
  return {steps.size() > 3 ? steps[3] : "", LastOf(occurrence)};
}

std::vector<Column> PlaceColumns() { return {{"task", {"任务", "Task"}}, {"occurrence", {"节点", "Occurrence"}}}; }

std::vector<Column> PartColumns() {
  return {{"lead", {"责任单位", "Lead"}}, {"organization", {"单位标识", "Id"}},
          {"state", {"状态", "State"}},   {"percent", {"进度 %", "Percent"}, true},
          {"due", {"到期", "Due"}},       {"submitted", {"提交", "Submitted"}},
          {"light", {"灯", "Light"}}};
}

std::vector<Cell> PartCells(const TaskPart& part, Language language) {
  return {part.lead_title(),       ResponsibleFor(part), Word(part.state(), language), absl::StrCat(part.percent()),
          DueCell(part, language), part.submitted(),     Word(part.light(), language)};
}

Table OccurrenceTable(const std::vector<const Occurrence*>& occurrences, Language language) {
  Table table{{"", ""}, PlaceColumns(), {}};
  table.columns.push_back({"title", {"名称", "Title"}, false, 40});
  for (Column& column : PartColumns()) table.columns.push_back(std::move(column));
  for (const Occurrence* occurrence : occurrences) {
    for (const TaskPart& part : occurrence->parts()) {
      std::vector<Cell> row = PlaceCells(occurrence->name());
      row.emplace_back(occurrence->task().title());
      for (Cell& cell : PartCells(part, language)) row.push_back(std::move(cell));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Table EventTable(const std::vector<const TaskPart*>& parts, Language language) {
  Table table{{"经过", "History"},
              {{"recorded", {"时间", "Recorded"}},
               {"lead", {"责任单位", "Lead"}},
               {"event", {"事项", "Event"}},
               {"person", {"经办", "By"}},
               {"text", {"说明", "Text"}, false, 60}},
              {}};
  for (const TaskPart* part : parts) {
    for (const TaskEvent& event : part->events()) {
      table.rows.push_back({FormatInstant(event.recorded()), part->lead_title(), In(language, EventText(event)),
                            absl::StrCat(event.person(), "@", event.organization()), event.text()});
    }
  }
  return table;
}

// What completion is to answer beside the plan's criteria.
Table StagedTable(const std::vector<const TaskPart*>& parts, Language language) {
  Table table{{"阶段性成果", "Staged results"},
              {{"lead", {"责任单位", "Lead"}},
               {"state", {"状态", "State"}},
               {"key", {"标识", "Key"}},
               {"what", {"成果标准", "Criterion"}, false, 40},
               {"target", {"不少于", "At least"}, true}},
              {}};
  for (const TaskPart* part : parts) {
    for (const tasks::v1::StagedCriterion& criterion : part->staged_result().criteria()) {
      table.rows.push_back({part->lead_title(), Word(part->staged_result().state(), language), criterion.key(),
                            criterion.what(), NumberJson(criterion.target()).dump()});
    }
  }
  return table;
}

}  // namespace

const std::string& ResponsibleFor(const TaskPart& part) { return part.holder().empty() ? part.lead() : part.holder(); }

Report TasksReport(const ListTasksResponse& response, const Context& context) {
  Report report;
  report.json = {{"tasks", Json::array()}};
  std::vector<const Occurrence*> occurrences;
  for (const Occurrence& occurrence : response.occurrences()) {
    report.json["tasks"].push_back(OccurrenceJson(occurrence));
    occurrences.push_back(&occurrence);
  }
  report.tables.push_back(OccurrenceTable(occurrences, context.language()));
  return report;
}

Report OccurrenceReport(const Occurrence& occurrence, const Context& context) {
  Report report;
  // What the list says of it, and beside that everything else.
  report.json = OccurrenceJson(occurrence);
  report.json.update(JsonOf(occurrence));
  report.heading.push_back({absl::StrCat("任务 ", occurrence.task().number(), " ", occurrence.task().title(), "（",
                                         occurrence.task().clause(), "）"),
                            absl::StrCat("Duty ", occurrence.task().number(), " ", occurrence.task().title(), " (",
                                         occurrence.task().clause(), ")")});
  report.tables.push_back(OccurrenceTable({&occurrence}, context.language()));
  std::vector<const TaskPart*> parts;
  for (const TaskPart& part : occurrence.parts()) parts.push_back(&part);
  Table staged = StagedTable(parts, context.language());
  if (!staged.rows.empty()) report.tables.push_back(std::move(staged));
  Table events = EventTable(parts, context.language());
  if (!events.rows.empty()) report.tables.push_back(std::move(events));
  if (occurrence.unscored()) report.notes.push_back({"该节点只展示，不计分", "This occurrence is shown, not scored"});
  return report;
}

Report PartReport(const TaskPart& part, const Context& context) {
  Report report;
  report.json = JsonOf(part);
  Table table{{"", ""}, PlaceColumns(), {}};
  for (Column& column : PartColumns()) table.columns.push_back(std::move(column));
  table.columns.push_back({"version", {"版本", "Version"}, true});
  std::vector<Cell> row = PlaceCells(part.occurrence());
  for (Cell& cell : PartCells(part, context.language())) row.push_back(std::move(cell));
  row.emplace_back(absl::StrCat(part.version()));
  table.rows.push_back(std::move(row));
  report.tables.push_back(std::move(table));
  return report;
}

Report BatchReport(const std::vector<BatchLine>& lines, const Context& context) {
  Report report;
  report.json = {{"results", Json::array()}};
  Table table{{"", ""}, PlaceColumns(), {}};
  for (Column& column : std::vector<Column>{{"organization", {"责任单位", "Lead"}},
                                            {"result", {"结果", "Result"}},
                                            {"message", {"说明", "Message"}, false, 80}}) {
    table.columns.push_back(std::move(column));
  }
  for (const BatchLine& line : lines) {
    const std::vector<Cell> place = PlaceCells(line.occurrence);
    Json json = {{"number", place[0].text}, {"occurrence", place[1].text}, {"organization", line.lead}};
    json.update(JsonOf(*line.result));
    report.json["results"].push_back(std::move(json));
    std::vector<Cell> row = place;
    row.emplace_back(line.lead);
    const tasks::v1::PartError& error = line.result->error();
    if (line.result->has_error()) {
      row.emplace_back(absl::StrCat("✘ ", error.reason()), Tone::kBad, error.reason());
      row.emplace_back(context.Say({error.text_zh(), error.text_en()}));
    } else {
      row.insert(row.end(), {Word(line.result->part().state(), context.language()), ""});
    }
    table.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(table));
  return report;
}

Report CooperationReport(const tasks::v1::ListCooperationResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  Table table{{"", ""}, PlaceColumns(), {}};
  for (Column& column : std::vector<Column>{{"lead", {"请求单位", "Asked by"}},
                                            {"cooperator", {"配合单位", "Cooperator"}},
                                            {"number", {"号", "No."}, true},
                                            {"wantedBy", {"要求日期", "Wanted by"}},
                                            {"state", {"状态", "State"}},
                                            {"text", {"事项", "What for"}, false, 40},
                                            {"answer", {"答复", "Answer"}, false, 40}}) {
    table.columns.push_back(std::move(column));
  }
  for (const tasks::v1::RequestedCooperation& requested : response.cooperation()) {
    const tasks::v1::Cooperation& cooperation = requested.cooperation();
    std::vector<Cell> row = PlaceCells(requested.occurrence());
    row.insert(row.end(), {requested.lead_title(), cooperation.cooperator_title(), absl::StrCat(cooperation.number()),
                           cooperation.wanted_by(), Word(cooperation.state(), context.language()), cooperation.text(),
                           cooperation.answer()});
    table.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(table));
  return report;
}

Report RemindersReport(const ListRemindersResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  Table table{{"", ""}, PlaceColumns(), {}};
  for (Column& column : std::vector<Column>{{"title", {"名称", "Title"}, false, 40},
                                            {"lead", {"责任单位", "Lead"}},
                                            {"organization", {"单位标识", "Id"}},
                                            {"due", {"到期", "Due"}},
                                            {"daysLeft", {"剩余", "Left"}},
                                            {"announced", {"已发", "Announced"}}}) {
    table.columns.push_back(std::move(column));
  }
  for (const Reminder& reminder : response.reminders()) {
    const int days = reminder.days_left();
    Cell left =
        days < 0
            ? Cell(context.Say({absl::StrCat("✘ 逾期 ", -days, " 天"), absl::StrCat("✘ ", -days, " days overdue")}),
                   Tone::kBad, absl::StrCat(days))
            : Cell(context.Say({absl::StrCat("! 还有 ", days, " 天"), absl::StrCat("! ", days, " days left")}),
                   Tone::kWarning, absl::StrCat(days));
    std::vector<Cell> row = PlaceCells(reminder.occurrence());
    row.insert(row.end(), {reminder.title(), reminder.lead_title(), reminder.lead(), reminder.due(), std::move(left),
                           reminder.has_announced() ? Cell(FormatInstant(reminder.announced())) : Missing()});
    table.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(table));
  if (response.announcements_size() == 0) return report;
  Table announced{{"当日已发提醒", "Announced on that day"}, PlaceColumns(), {}};
  announced.columns.push_back({"lead", {"责任单位", "Lead"}});
  announced.columns.push_back({"due", {"到期", "Due"}});
  announced.columns.push_back({"announced", {"发出", "Announced"}});
  for (const tasks::v1::ReminderAnnouncement& made : response.announcements()) {
    std::vector<Cell> row = PlaceCells(made.reminder().occurrence());
    row.insert(row.end(),
               {made.reminder().lead_title(), made.reminder().due(), FormatInstant(made.reminder().announced())});
    announced.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(announced));
  return report;
}

}  // namespace qcity::cli
