#include "services/cli/clerk/indicator_template.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/domain/figure.h"
#include "services/cli/clerk/columns.h"
#include "services/cli/commands/figure_cells.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/commands/plan_view.h"

namespace qcity::cli {
namespace {

using domain::Period;
using indicators::v1::IndicatorView;
using indicators::v1::MeasurePeriod;
using indicators::v1::Observation;
using plan::v1::Indicator;

bool Applies(const IndicatorView& view) {
  bool applies = true;
  for (const indicators::v1::ApplicabilityDecision& decision : view.applicability().decisions()) {
    if (!decision.approved_by().empty()) applies = decision.applicable();
  }
  return applies;
}

// The parts that have figures of their own; "" is the measure as a whole, which a sum of categories has where it is ranked.
std::vector<std::string> PartsOf(const Indicator& indicator) {
  std::vector<std::string> parts;
  for (const plan::v1::Part& part : indicator.parts()) parts.push_back(part.key());
  const auto& forms = indicator.forms();
  const bool ranked = std::find(forms.begin(), forms.end(), static_cast<int>(plan::v1::RANK)) != forms.end();
  if (parts.empty() || (indicator.part_rule() == plan::v1::ADD && ranked)) parts.insert(parts.begin(), "");
  return parts;
}

const MeasurePeriod* Find(const IndicatorView& view, const std::string& part, const std::string& period) {
  for (const MeasurePeriod& entry : view.history()) {
    if (entry.subject().empty() && entry.part() == part && entry.period() == period) return &entry;
  }
  return nullptr;
}

// The figure that says most of a period: the last one that nobody took back.
const Observation* Standing(const IndicatorView& view, const std::string& part, const std::string& period) {
  const MeasurePeriod* entry = Find(view, part, period);
  const Observation* standing = nullptr;
  for (int i = 0; entry != nullptr && i < entry->observations_size(); ++i) {
    const Observation& observation = entry->observations(i);
    if (observation.state() == indicators::v1::REPORTED || observation.state() == indicators::v1::VERIFIED ||
        observation.state() == indicators::v1::CONFIRMED) {
      standing = &observation;
    }
  }
  return standing;
}

bool IsOwed(const IndicatorView& view, const std::string& part, const std::string& period) {
  const Observation* standing = Standing(view, part, period);
  if (standing == nullptr) return true;
  return standing->state() != indicators::v1::REPORTED && standing->finality() == indicators::v1::PRELIMINARY;
}

bool WasReturned(const MeasurePeriod& entry) {
  return !entry.observations().empty() && entry.observations().rbegin()->state() == indicators::v1::RETURNED;
}

// The ended periods that are asked for, and those of figures that came back.
std::set<Period> PeriodsOf(const IndicatorView& view, const std::string& part, absl::CivilDay day,
                           const std::optional<Period>& within, const MissingPeriods& missing) {
  const Period last = Period::Containing(day + 1, view.indicator().frequency()).Plus(-1);
  std::set<Period> periods;
  if (!within.has_value()) periods.insert(last);
  for (const auto& [period, due] : missing) {
    const bool wanted = !within.has_value() || within->Contains(period);
    if (wanted && period.LastDay() <= day) periods.insert(period);
  }
  for (Period period = last; within.has_value() && period.FirstDay() >= within->FirstDay(); period = period.Plus(-1)) {
    if (within->Contains(period)) periods.insert(period);
  }
  for (const MeasurePeriod& entry : view.history()) {
    const absl::StatusOr<Period> period = Period::Parse(entry.period());
    if (!entry.subject().empty() || entry.part() != part || !WasReturned(entry) || !period.ok()) continue;
    if (!within.has_value() || within->Contains(*period)) periods.insert(*period);
  }
  return periods;
}

std::string PartName(const Indicator& indicator, const std::string& key) {
  for (const plan::v1::Part& part : indicator.parts()) {
    if (part.key() == key) return part.name();
  }
  return "";
}

std::string TargetOf(const Indicator& indicator, const std::string& key, Language language) {
  const std::string unit(domain::FigureUnit(indicator));
  for (const plan::v1::Part& part : indicator.parts()) {
    if (part.key() == key && part.has_target()) return TargetText(part.target(), unit, language);
  }
  return TargetText(indicator.target(), unit, language);
}

// Which columns take the figure, form by form: "分子、分母，或 数值".
std::string NotesOf(const Indicator& indicator, Language language) {
  std::vector<std::string> forms;
  for (const int form : indicator.forms()) {
    std::vector<std::string> titles;
    for (const std::string& column : FigureColumnsOf(static_cast<plan::v1::FigureForm>(form))) {
      titles.push_back(In(language, ClerkColumnOf(FileKind::kIndicators, column).title));
    }
    forms.push_back(absl::StrJoin(titles, In(language, {"、", ", "})));
  }
  return absl::StrCat(In(language, {"填：", "Enter: "}), absl::StrJoin(forms, In(language, {"；或 ", "; or "})));
}

std::set<std::string> OwnColumns(const Indicator& indicator) {
  std::set<std::string> columns;
  for (const int form : indicator.forms()) {
    for (const std::string& column : FigureColumnsOf(static_cast<plan::v1::FigureForm>(form))) columns.insert(column);
  }
  return columns;
}

std::map<std::string, std::string> Shown(const FigureRow& row, const RowKey& head, Language language) {
  const Indicator& indicator = row.view->indicator();
  RowKey key = head;
  key.kind = FileKind::kIndicators;
  key.number = indicator.number();
  key.item = row.owed.part;
  key.period = row.owed.period.ToString();
  const Observation* last = Standing(
      *row.view, row.owed.part, row.owed.period.Plus(-domain::PeriodsPerYear(row.owed.period.frequency())).ToString());
  return {{"key", EncodeKey(key)},
          {"number", indicator.number()},
          {"name", indicator.name()},
          {"part_name", PartName(indicator, row.owed.part)},
          {"period", key.period},
          {"due", domain::FormatDay(row.owed.due)},
          {"target", TargetOf(indicator, row.owed.part, language)},
          {"last", last == nullptr ? "" : FigureText(last->figure(), language)},
          {"unit", std::string(domain::FigureUnit(indicator))},
          {"notes", NotesOf(indicator, language)}};
}

std::vector<std::string> ListOf(const ClerkColumn& column, const Indicator& indicator, Language language) {
  std::vector<std::string> choices;
  if (column.key == "unit" && !domain::FigureUnit(indicator).empty())
    choices.emplace_back(domain::FigureUnit(indicator));
  for (const Text& word : ChoicesOf(column.key)) choices.push_back(In(language, word));
  return choices;
}

}  // namespace

std::vector<OwedFigure> OwedFigures(const IndicatorView& view, absl::CivilDay day, const std::optional<Period>& within,
                                    const MissingPeriods& missing) {
  std::vector<OwedFigure> owed;
  if (!Applies(view)) return owed;
  for (const std::string& part : PartsOf(view.indicator())) {
    for (const Period& period : PeriodsOf(view, part, day, within, missing)) {
      if (!IsOwed(view, part, period.ToString())) continue;
      const auto known = missing.find(period);
      const absl::CivilDay due = period.LastDay() + view.indicator().due_days();
      owed.push_back({part, period, known == missing.end() ? due : known->second});
    }
  }
  return owed;
}

DraftSheet FigureSheet(const std::vector<FigureRow>& rows, const RowKey& head, Language language) {
  DraftSheet sheet{In(language, {"指标填报", "Indicators"}), false, {}, {}};
  std::set<std::string> used;
  for (const FigureRow& row : rows) used.merge(OwnColumns(row.view->indicator()));
  std::vector<const ClerkColumn*> columns;
  const std::vector<std::string>& figures = FigureColumns();
  for (const ClerkColumn& column : ClerkColumns(FileKind::kIndicators)) {
    const bool figure = std::find(figures.begin(), figures.end(), column.key) != figures.end();
    if (figure && used.count(column.key) == 0) continue;
    columns.push_back(&column);
    sheet.columns.push_back({In(language, column.title), column.width, column.key == "key"});
  }
  for (const FigureRow& row : rows) {
    const Indicator& indicator = row.view->indicator();
    const std::set<std::string> own = OwnColumns(indicator);
    std::map<std::string, std::string> shown = Shown(row, head, language);
    std::vector<DraftCell>& cells = sheet.rows.emplace_back();
    for (const ClerkColumn* column : columns) {
      const bool foreign =
          std::find(figures.begin(), figures.end(), column->key) != figures.end() && own.count(column->key) == 0;
      if (foreign) {
        cells.emplace_back();
      } else {
        cells.push_back({shown[column->key], column->entry, ListOf(*column, indicator, language)});
      }
    }
  }
  return sheet;
}

}  // namespace qcity::cli
