#include "services/cli/commands/plan_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using plan::v1::Criterion;
using plan::v1::Deadline;
using plan::v1::Group;
using plan::v1::Indicator;
using plan::v1::Interpretation;
using plan::v1::Member;
using plan::v1::Organization;
using plan::v1::Part;
using plan::v1::Phase;
using plan::v1::Plan;
using plan::v1::Target;
using plan::v1::Task;

template <typename List>
Json TextsJson(const List& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(text);
  return json;
}

template <typename List>
Json NotesJson(const List& interpretations) {
  Json json = Json::array();
  for (const Interpretation& note : interpretations) json.push_back(absl::StrCat(note.reading(), note.reason()));
  return json;
}

Json KindJson(const Target& target) {
  return target.kind() == plan::v1::TARGET_KIND_UNSPECIFIED ? Json(nullptr) : Json(TargetKind_Name(target.kind()));
}

Json ValueJson(const Target& target) { return target.has_value() ? NumberJson(target.value()) : Json(nullptr); }

Json PartJson(const Part& part) {
  return {{"key", part.key()},
          {"name", part.name()},
          {"kind", KindJson(part.target())},
          {"target", ValueJson(part.target())}};
}

Json IndicatorJson(const Indicator& indicator) {
  Json parts = Json::array();
  for (const Part& part : indicator.parts()) parts.push_back(PartJson(part));
  return {{"number", indicator.number()},
          {"name", indicator.name()},
          {"unit", indicator.unit()},
          {"kind", KindJson(indicator.target())},
          {"target", ValueJson(indicator.target())},
          {"basis", Basis_Name(indicator.basis())},
          {"frequency", Frequency_Name(indicator.frequency())},
          {"leads", TextsJson(indicator.leads())},
          {"parts", std::move(parts)},
          {"notes", NotesJson(indicator.interpretations())}};
}

Json DeadlineJson(const Deadline& deadline) {
  return {{"kind", DeadlineKind_Name(deadline.kind())},
          {"date", TextOrNull(deadline.date())},
          {"month", deadline.month() == 0 ? Json(nullptr) : Json(deadline.month())},
          {"day", deadline.day() == 0 ? Json(nullptr) : Json(deadline.day())}};
}

Json CriterionJson(const Criterion& criterion) {
  return {{"key", criterion.key()},
          {"name", criterion.name()},
          {"unit", criterion.unit()},
          {"kind", KindJson(criterion.target())},
          {"target", ValueJson(criterion.target())}};
}

Json TaskJson(const Task& task) {
  Json criteria = Json::array();
  for (const Criterion& criterion : task.criteria()) criteria.push_back(CriterionJson(criterion));
  return {{"number", task.number()},
          {"part", task.part()},
          {"group", task.group()},
          {"title", task.title()},
          {"leads", TextsJson(task.leads())},
          {"cooperators", TextsJson(task.cooperators())},
          {"deadline", DeadlineJson(task.deadline())},
          {"criteria", std::move(criteria)},
          {"indicators", TextsJson(task.indicators())}};
}

Json GroupJson(const Group& group) {
  Json members = Json::array();
  for (const Member& member : group.members()) {
    members.push_back(
        {{"id", member.organization()}, {"from", TextOrNull(member.from())}, {"to", TextOrNull(member.to())}});
  }
  return {{"id", group.id()}, {"name", group.name()}, {"members", std::move(members)}};
}

Table PhaseTable(const Plan& plan) {
  Table table{
      {"实施步骤", "Phases"}, {{"name", {"阶段", "Phase"}}, {"start", {"起", "From"}}, {"end", {"止", "To"}}}, {}};
  for (const Phase& phase : plan.phases()) table.rows.push_back({phase.name(), phase.start(), phase.end()});
  return table;
}

Table OrganizationTable(const Plan& plan, Language language) {
  Table table{{"单位", "Organisations"},
              {{"id", {"标识", "Id"}},
               {"name", {"名称", "Name"}},
               {"kind", {"类别", "Kind"}},
               {"aliases", {"别名", "Aliases"}},
               {"successor", {"承接单位", "Successor"}}},
              {}};
  for (const Organization& body : plan.organizations()) {
    table.rows.push_back({body.id(), body.name(), Word(body.kind(), language), Listed(body.aliases(), language),
                          body.successor().empty() ? "" : NameOf(plan, body.successor())});
  }
  return table;
}

std::string MemberText(const Plan& plan, const Member& member) {
  std::string name = NameOf(plan, member.organization());
  if (member.from().empty() && member.to().empty()) return name;
  return absl::StrCat(name, "(", member.from(), "..", member.to(), ")");
}

Table GroupTable(const Plan& plan, Language language) {
  Table table{
      {"统称", "Groups"}, {{"id", {"标识", "Id"}}, {"name", {"名称", "Name"}}, {"members", {"成员", "Members"}}}, {}};
  for (const Group& group : plan.groups()) {
    std::vector<std::string> members;
    for (const Member& member : group.members()) members.push_back(MemberText(plan, member));
    table.rows.push_back({group.id(), group.name(), Listed(members, language)});
  }
  return table;
}

// Part by part where parts have targets of their own.
std::string TargetsText(const Indicator& indicator, Language language) {
  std::vector<std::string> targets;
  for (const Part& part : indicator.parts()) {
    if (!part.has_target()) continue;
    targets.push_back(absl::StrCat(part.name(), " ", TargetText(part.target(), indicator.figure_unit(), language)));
  }
  if (targets.empty()) return TargetText(indicator.target(), indicator.figure_unit(), language);
  return absl::StrJoin(targets, In(language, {"；", "; "}));
}

Table IndicatorTable(const Plan& plan, Language language) {
  Table table{{"指标", "Indicators"},
              {{"number", {"编号", "No."}},
               {"name", {"指标", "Indicator"}, false, 60},
               {"unit", {"单位", "Unit"}},
               {"target", {"目标", "Target"}},
               {"basis", {"依据", "Basis"}},
               {"frequency", {"频次", "Due"}},
               {"leads", {"责任单位", "Leads"}},
               {"parts", {"分项", "Parts"}, true},
               {"notes", {"解读", "Notes"}, true}},
              {}};
  for (const Indicator& indicator : plan.indicators()) {
    table.rows.push_back({indicator.number(), indicator.name(), indicator.unit(), TargetsText(indicator, language),
                          Word(indicator.basis(), language), Word(indicator.frequency(), language),
                          Listed(indicator.leads(), language), absl::StrCat(indicator.parts_size()),
                          absl::StrCat(indicator.interpretations_size())});
  }
  return table;
}

Table TaskTable(const Plan& plan, Language language) {
  Table table{{"任务", "Tasks"},
              {{"number", {"编号", "No."}},
               {"group", {"组别", "Group"}},
               {"title", {"任务", "Task"}},
               {"deadline", {"期限", "Deadline"}},
               {"leads", {"责任单位", "Leads"}, false, 40},
               {"cooperators", {"配合单位", "Cooperators"}, false, 60}},
              {}};
  for (const Task& task : plan.tasks()) {
    table.rows.push_back({task.number(), task.group(), task.title(), task.deadline().text(),
                          Listed(task.leads(), language), Listed(task.cooperators(), language)});
  }
  return table;
}

}  // namespace

std::string NameOf(const Plan& plan, const std::string& organization) {
  for (const Organization& body : plan.organizations()) {
    if (body.id() == organization) return body.name();
  }
  return organization;
}

std::string TargetText(const Target& target, const std::string& unit, Language language) {
  const std::string value = absl::StrCat(absl::StrFormat("%g", target.value()), unit.empty() ? "" : " ", unit);
  const bool up = target.direction() == plan::v1::UP;
  switch (target.kind()) {
    case plan::v1::AT_LEAST: return absl::StrCat("≥ ", value);
    case plan::v1::ABOVE: return absl::StrCat("> ", value);
    case plan::v1::AT_MOST: return absl::StrCat("≤ ", value);
    case plan::v1::EXACTLY_ZERO: return "= 0";
    case plan::v1::RANK_WITHIN: {
      const std::string place = absl::StrFormat("%g", target.value());
      return In(language, {absl::StrCat("前 ", place, " 名"), absl::StrCat("among the first ", place)});
    }
    case plan::v1::BELOW_NATIONAL: return In(language, {"低于全国", "below national"});
    case plan::v1::IMPROVE_EACH_YEAR:
      return up ? In(language, {"逐年提高", "up each year"}) : In(language, {"逐年下降", "down each year"});
    case plan::v1::LEADING_AMONG_PEERS: return In(language, {"同级前列", "leading among peers"});
    case plan::v1::MEETS_PROVINCIAL_REQUIREMENT: return In(language, {"达到省要求", "as the province requires"});
    default: return "";
  }
}

Json PlanJson(const Plan& plan) {
  Json json = {{"id", plan.id()},
               {"version", plan.version()},
               {"city", plan.city()},
               {"phases", Json::array()},
               {"organizations", Json::array()},
               {"groups", Json::array()},
               {"indicators", Json::array()},
               {"tasks", Json::array()}};
  for (const Phase& phase : plan.phases()) {
    json["phases"].push_back({{"name", phase.name()}, {"start", phase.start()}, {"end", phase.end()}});
  }
  for (const Organization& body : plan.organizations()) {
    json["organizations"].push_back({{"id", body.id()},
                                     {"name", body.name()},
                                     {"kind", OrganizationKind_Name(body.kind())},
                                     {"aliases", TextsJson(body.aliases())},
                                     {"successor", TextOrNull(body.successor())}});
  }
  for (const Group& group : plan.groups()) json["groups"].push_back(GroupJson(group));
  for (const Indicator& indicator : plan.indicators()) json["indicators"].push_back(IndicatorJson(indicator));
  for (const Task& task : plan.tasks()) json["tasks"].push_back(TaskJson(task));
  return json;
}

const std::vector<std::string>& PlanParts() {
  static const auto& parts = *new std::vector<std::string>{"phases", "organizations", "groups", "indicators", "tasks"};
  return parts;
}

Report PlanReport(const Plan& plan, const std::string& part, Language language) {
  Report report;
  report.json = PlanJson(plan);
  const std::string numbers = absl::StrCat(plan.id(), "  ", plan.document_number());
  report.heading = {
      {absl::StrCat(plan.title(), "（", plan.city(), "）"), absl::StrCat(plan.title(), " (", plan.city(), ")")},
      {absl::StrCat(numbers, "  第 ", plan.version(), " 版，", plan.effective_from(), " 起施行"),
       absl::StrCat(numbers, "  version ", plan.version(), ", in force from ", plan.effective_from())}};
  const auto wanted = [&](const char* name) { return part.empty() || part == name; };
  if (wanted("indicators")) report.tables.push_back(IndicatorTable(plan, language));
  if (wanted("tasks")) report.tables.push_back(TaskTable(plan, language));
  if (wanted("organizations")) report.tables.push_back(OrganizationTable(plan, language));
  if (wanted("groups")) report.tables.push_back(GroupTable(plan, language));
  if (wanted("phases")) report.tables.push_back(PhaseTable(plan));
  return report;
}

}  // namespace qcity::cli
