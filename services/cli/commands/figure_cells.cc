#include "services/cli/commands/figure_cells.h"

#include <algorithm>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace qcity::cli {
namespace {

using domain::Figure;
using plan::v1::Indicator;

// The columns of one form; the first `required` of them must be filled.
struct Form {
  plan::v1::FigureForm form;
  std::vector<std::string> columns;
  std::size_t required;
};

const std::vector<Form>& Forms() {
  static const auto& forms =
      *new std::vector<Form>{{plan::v1::VALUE, {"value"}, 1},
                             {plan::v1::FRACTION, {"numerator", "denominator"}, 2},
                             {plan::v1::EVENTS, {"events", "exposure"}, 2},
                             {plan::v1::SAMPLE, {"successes", "sample", "population", "deff"}, 2},
                             {plan::v1::RANK, {"rank", "ranked", "rank_last"}, 2},
                             {plan::v1::ATTESTATION, {"attestation"}, 1}};
  return forms;
}

bool Takes(const Indicator& indicator, plan::v1::FigureForm form) {
  return std::find(indicator.forms().begin(), indicator.forms().end(), static_cast<int>(form)) !=
         indicator.forms().end();
}

// The one form that has a cell filled.
const Form* FormOf(Sheet& sheet, const CsvRow& row) {
  const Form* found = nullptr;
  for (const Form& form : Forms()) {
    const auto filled = std::find_if(form.columns.begin(), form.columns.end(),
                                     [&](const std::string& column) { return sheet.Has(row, column); });
    if (filled == form.columns.end()) continue;
    if (found != nullptr) {
      sheet.Fault(row, *filled, {"一行只能有一种数据形式", "a row holds one form of figure only"});
      return nullptr;
    }
    found = &form;
  }
  if (found == nullptr) sheet.Fault(row, "", {"没有数据", "holds no figure"});
  return found;
}

bool IsComplete(Sheet& sheet, const CsvRow& row, const Form& form) {
  bool complete = true;
  for (std::size_t i = 0; i < form.required; ++i) {
    if (sheet.Has(row, form.columns[i])) continue;
    sheet.Fault(row, form.columns[i], {"缺少数值", "a number is missing"});
    complete = false;
  }
  return complete;
}

std::optional<Figure> Attested(Sheet& sheet, const CsvRow& row, const std::string& column, double value) {
  if (value == 0 || value == 1) return domain::AttestationFigure{value == 1};
  sheet.Fault(row, column, {"应填 1（符合）或 0（不符合）", "want 1 (met) or 0 (not met)"});
  return std::nullopt;
}

std::optional<Figure> Parse(Sheet& sheet, const CsvRow& row, const Form& form) {
  const PercentSign sign = form.form == plan::v1::VALUE ? PercentSign::kAllow : PercentSign::kRefuse;
  std::vector<double> numbers;
  for (const std::string& column : form.columns) {
    const std::optional<double> number =
        form.form == plan::v1::RANK ? std::optional<double>(sheet.Whole(row, column)) : sheet.Number(row, column, sign);
    if (!number.has_value() && sheet.Has(row, column)) return std::nullopt;
    numbers.push_back(number.value_or(0));
  }
  switch (form.form) {
    case plan::v1::FRACTION: return domain::FractionFigure{numbers[0], numbers[1]};
    case plan::v1::EVENTS: return domain::EventsFigure{numbers[0], numbers[1]};
    case plan::v1::SAMPLE: return domain::SampleFigure{numbers[0], numbers[1], numbers[2], numbers[3]};
    case plan::v1::ATTESTATION: return Attested(sheet, row, form.columns[0], numbers[0]);
    case plan::v1::RANK: {
      const auto rank = static_cast<std::int64_t>(numbers[0]), ranked = static_cast<std::int64_t>(numbers[1]);
      const auto rank_last = static_cast<std::int64_t>(numbers[2]);
      return domain::RankFigure{rank, rank_last == 0 ? rank : rank_last, ranked};
    }
    default: return domain::ValueFigure{numbers[0]};
  }
}

}  // namespace

const std::vector<std::string>& FigureColumns() {
  static const auto& columns = *[] {
    auto* all = new std::vector<std::string>;
    for (const Form& form : Forms()) all->insert(all->end(), form.columns.begin(), form.columns.end());
    return all;
  }();
  return columns;
}

const std::vector<std::string>& FigureColumnsOf(plan::v1::FigureForm form) {
  static const auto& none = *new std::vector<std::string>;
  const auto found = std::find_if(Forms().begin(), Forms().end(), [&](const Form& each) { return each.form == form; });
  return found == Forms().end() ? none : found->columns;
}

std::optional<Figure> ParseFigure(Sheet& sheet, const CsvRow& row) {
  const Form* form = FormOf(sheet, row);
  if (form == nullptr || !IsComplete(sheet, row, *form)) return std::nullopt;
  return Parse(sheet, row, *form);
}

std::string StatedUnit(Sheet& sheet, const CsvRow& row) {
  std::string unit = sheet.Folded(row, "unit");
  if (!absl::EndsWith(sheet.Folded(row, "value"), "%") || unit == "%") return unit;
  if (unit.empty() || unit == "/") return "%";
  sheet.Fault(row, "value",
              {absl::StrCat("写了百分号，计量单位却是 ", unit), absl::StrCat("a percent sign, but the unit ", unit)});
  return unit;
}

std::optional<Figure> ReadFigure(Sheet& sheet, const CsvRow& row, const Indicator& indicator) {
  std::optional<Figure> figure = ParseFigure(sheet, row);
  if (!figure.has_value()) return std::nullopt;
  const bool attests = Takes(indicator, plan::v1::ATTESTATION) && !Takes(indicator, plan::v1::VALUE);
  if (const auto* value = std::get_if<domain::ValueFigure>(&*figure); value != nullptr && attests) {
    figure = Attested(sheet, row, "value", value->value);
    if (!figure.has_value()) return std::nullopt;
  }
  const std::string unit = StatedUnit(sheet, row);
  const absl::Status status = domain::CheckFigure(indicator, *figure, unit == indicator.unit() ? "" : unit);
  if (status.ok()) return figure;
  const std::optional<ErrorDetail> detail = DetailOf(status);
  sheet.Fault(row, detail.has_value() && !detail->fields.empty() ? FigureColumnOf(detail->fields.front().path) : "",
              status);
  return std::nullopt;
}

std::string FigureColumnOf(absl::string_view path) {
  const std::string last(path.substr(path.rfind('.') + 1));
  if (last == "n") return "sample";
  if (last == "design_effect") return "deff";
  if (last == "fraction") return "numerator";
  if (path == "figure.sample") return "successes";
  return last == "figure" ? "value" : last;
}

}  // namespace qcity::cli
