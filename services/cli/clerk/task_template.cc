#include "services/cli/clerk/task_template.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/clerk/columns.h"
#include "services/cli/commands/plan_view.h"
#include "services/cli/commands/task_view.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using domain::Period;
using tasks::v1::Occurrence;
using tasks::v1::TaskPart;

// Whether the one took over from the other, over however many steps.
bool Succeeds(const domain::Plan& plan, std::string earlier, const std::string& later) {
  for (std::size_t steps = 0; steps < 10; ++steps) {
    const plan::v1::Organization* body = plan.FindOrganization(earlier);
    if (body == nullptr || body->successor().empty()) return false;
    earlier = body->successor();
    if (earlier == later) return true;
  }
  return false;
}

bool IsOpen(const TaskPart& part) {
  switch (part.state()) {
    case tasks::v1::NOT_STARTED:
    case tasks::v1::ACKNOWLEDGED:
    case tasks::v1::IN_PROGRESS:
    case tasks::v1::RETURNED: return true;
    default: return false;
  }
}

bool IsDue(const TaskPart& part, const Occurrence& occurrence, absl::CivilDay day,
           const std::optional<Period>& within) {
  const absl::StatusOr<absl::CivilDay> due = domain::ParseDay(part.due(), "due");
  if (!due.ok()) return false;
  if (within.has_value()) return within->FirstDay() <= *due && *due <= within->LastDay();
  if (occurrence.task().deadline().kind() == plan::v1::CONTINUOUS) {
    return Period::Containing(*due, plan::v1::QUARTERLY).FirstDay() <= day;
  }
  return due->year() <= day.year();
}

std::string StateText(const TaskPart& part, Language language) {
  const std::string word = Word(part.state(), language).text;
  return part.state() == tasks::v1::IN_PROGRESS ? absl::StrCat(word, " ", part.percent(), "%") : word;
}

std::map<std::string, std::string> Shown(const TaskRow& row, const RowKey& head, Language language) {
  const std::string& name = row.occurrence->name();
  RowKey key = head;
  key.kind = FileKind::kTasks;
  key.number = row.occurrence->task().number();
  key.item = ResponsibleFor(*row.part);
  key.period = name.substr(name.rfind('/') + 1);
  key.version = row.part->version();
  std::map<std::string, std::string> shown = {
      {"key", EncodeKey(key)},
      {"number", key.number},
      {"period", key.period},
      {"name", row.occurrence->task().title()},
      {"due", row.part->due()},
      {"state", StateText(*row.part, language)},
      {"notes", In(language, {"报告进展：填百分比和进展；提交完成：逐条填标准完成数，并列佐证材料",
                              "progress: percent and what was done; submit: every criterion, and evidence"})}};
  int index = 0;
  for (const AskedCriterion& criterion : CriteriaOf(row.occurrence->task(), *row.part, language)) {
    shown[CriterionColumn(++index)] =
        absl::StrCat(criterion.name, In(language, {"（", " ("}), criterion.wanted, In(language, {"）", ")"}));
  }
  return shown;
}

std::vector<std::string> ListOf(const ClerkColumn& column, const TaskPart& part, Language language) {
  std::vector<std::string> choices;
  if (column.key != "step") return choices;
  for (const Text& word : ChoicesOf(column.key)) {
    const bool acknowledged = part.state() != tasks::v1::NOT_STARTED;
    if (!acknowledged || word.en != "acknowledge") choices.push_back(In(language, word));
  }
  return choices;
}

// The columns of criteria that a duty with `count` of them has no use for.
bool IsBeyond(const std::string& column, int count) {
  for (int i = count + 1; i <= kMostCriteria; ++i) {
    if (column == CriterionColumn(i) || column == AnswerColumn(i)) return true;
  }
  return false;
}

int CountOf(const TaskRow& row) {
  return static_cast<int>(CriteriaOf(row.occurrence->task(), *row.part, Language::kEnglish).size());
}

}  // namespace

std::vector<AskedCriterion> CriteriaOf(const plan::v1::Task& task, const TaskPart& part, Language language) {
  std::vector<AskedCriterion> criteria;
  for (const plan::v1::Criterion& criterion : task.criteria()) {
    criteria.push_back({criterion.key(), criterion.name(), criterion.unit(),
                        TargetText(criterion.target(), criterion.unit(), language)});
  }
  if (part.staged_result().state() != tasks::v1::STAGED_APPROVED) return criteria;
  for (const tasks::v1::StagedCriterion& criterion : part.staged_result().criteria()) {
    criteria.push_back({criterion.key(), criterion.what(), "", absl::StrCat("≥ ", criterion.target())});
  }
  return criteria;
}

std::vector<TaskRow> OwedParts(const domain::Plan& plan, const std::vector<Occurrence>& occurrences,
                               const std::string& organization, absl::CivilDay day,
                               const std::optional<Period>& within) {
  std::vector<TaskRow> rows;
  for (const Occurrence& occurrence : occurrences) {
    for (const TaskPart& part : occurrence.parts()) {
      const std::string& responsible = ResponsibleFor(part);
      const bool own = responsible == organization || Succeeds(plan, responsible, organization) ||
                       Succeeds(plan, organization, responsible);
      if (own && IsOpen(part) && IsDue(part, occurrence, day, within)) rows.push_back({&occurrence, &part});
    }
  }
  return rows;
}

DraftSheet TaskSheet(const std::vector<TaskRow>& rows, const RowKey& head, Language language) {
  DraftSheet sheet{In(language, {"任务填报", "Duties"}), false, {}, {}};
  int criteria = 0;
  for (const TaskRow& row : rows) criteria = std::max(criteria, CountOf(row));
  std::vector<const ClerkColumn*> columns;
  for (const ClerkColumn& column : ClerkColumns(FileKind::kTasks)) {
    if (IsBeyond(column.key, criteria)) continue;
    columns.push_back(&column);
    sheet.columns.push_back({In(language, column.title), column.width, column.key == "key"});
  }
  for (const TaskRow& row : rows) {
    std::map<std::string, std::string> shown = Shown(row, head, language);
    std::vector<DraftCell>& cells = sheet.rows.emplace_back();
    for (const ClerkColumn* column : columns) {
      const bool beyond = IsBeyond(column->key, CountOf(row));
      cells.push_back(
          {shown[column->key], beyond ? EntryKind::kNone : column->entry, ListOf(*column, *row.part, language)});
    }
  }
  return sheet;
}

}  // namespace qcity::cli
