#include "tests/services/aggregation/score/score_testing.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace qcity::aggregation::score {
namespace {

std::string Bits(double value) { return absl::StrFormat("%a", value); }
std::string Bits(std::optional<double> value) { return value.has_value() ? Bits(*value) : "none"; }

std::string Dump(const Leaf& leaf, bool input_names) {
  std::string text = absl::StrCat(leaf.id, "|", Bits(leaf.points), "|", leaf.applicable, "|", leaf.due, "|",
                                  Bits(leaf.achievement), "|", Bits(leaf.open_share), "|", leaf.met, "|",
                                  static_cast<int>(leaf.verdict), "|", absl::StrJoin(leaf.flags, ","), "|",
                                  Bits(leaf.contribution), "|", Bits(leaf.low), "|", Bits(leaf.high), "|", leaf.period,
                                  "|", leaf.rule.zh, "|", leaf.rule.en, "|", leaf.target.zh, "|", leaf.target.en);
  for (const UsedInput& input : leaf.inputs) {
    absl::StrAppend(&text, "|", input_names ? input.name : "", " ", input.period, " ", input.subject, " ",
                    input.figure.zh, " ", input.figure.en, " ", input.state, " ", input.source);
  }
  return text + "\n";
}

std::string Dump(const PillarResult& pillar) {
  return absl::StrCat(static_cast<int>(pillar.pillar), "|", pillar.applicable, "|", Bits(pillar.points), "|",
                      Bits(pillar.score), "|", Bits(pillar.low), "|", Bits(pillar.high), "|", Bits(pillar.coverage),
                      "|", Bits(pillar.contribution), "|", pillar.met, "|", pillar.unmet, "|", pillar.unknown, "|",
                      pillar.open, "\n");
}

std::string Dump(const GateResult& gates) {
  return absl::StrCat(gates.met, "|", gates.unmet, "|", gates.unknown, "|", absl::StrJoin(gates.unmet_numbers, ","),
                      "|", absl::StrJoin(gates.unknown_numbers, ","), "\n");
}

}  // namespace

PlanPointer Edited(const std::function<void(plan::v1::Plan&)>& edit) {
  plan::v1::Plan document = testing_support::SmallCity()->document();
  edit(document);
  absl::StatusOr<PlanPointer> plan = domain::Plan::Make(std::move(document));
  if (!plan.ok()) {
    std::cerr << plan.status() << "\n";
    std::abort();
  }
  return *std::move(plan);
}

PlanPointer Alone(absl::string_view number, const std::function<void(plan::v1::Indicator&)>& edit) {
  return Edited([&](plan::v1::Plan& document) {
    plan::v1::Indicator kept = *testing_support::SmallCity()->FindIndicator(number);
    kept.clear_tasks();
    if (edit) edit(kept);
    document.clear_indicators();
    document.clear_validation_rules();
    *document.add_indicators() = std::move(kept);
    for (plan::v1::Task& task : *document.mutable_tasks()) {
      task.clear_indicators();
      task.clear_scored_by_indicator();
    }
  });
}

absl::CivilDay Day(absl::string_view text) { return *domain::ParseDay(text, ""); }

FigureInput Row(const domain::Plan& plan, absl::string_view number, absl::string_view period, domain::Figure figure) {
  FigureInput row{.name = absl::StrCat(number, "/", period),
                  .indicator = plan.IndicatorIndex(number),
                  .part = {},
                  .subject = {},
                  .period = *domain::Period::Parse(period),
                  .figure = figure,
                  .published = std::nullopt,
                  .source = "年报",
                  .verified = true,
                  .state = "VERIFIED"};
  return row;
}

FigureInput RowOf(const domain::Plan& plan, absl::string_view subject, absl::string_view number,
                  absl::string_view period, domain::Figure figure) {
  FigureInput row = Row(plan, number, period, figure);
  row.subject = std::string(subject);
  absl::StrAppend(&row.name, "/", subject);
  return row;
}

FigureInput PartRow(const domain::Plan& plan, absl::string_view number, absl::string_view part,
                    absl::string_view period, domain::Figure figure) {
  FigureInput row = Row(plan, number, period, figure);
  row.part = std::string(part);
  absl::StrAppend(&row.name, "/", part);
  return row;
}

PartInput Part(const domain::Plan& plan, absl::string_view number, absl::string_view occurrence, absl::string_view lead,
               PartInput::State state) {
  PartInput part;
  part.task = plan.TaskIndex(number);
  part.occurrence = std::string(occurrence);
  part.lead = std::string(lead);
  part.state = state;
  return part;
}

domain::Figure AnyFigure(Dice& dice, const plan::v1::Indicator& indicator, int least_of_hundred, double on_target) {
  const double top =
      indicator.has_upper_bound() ? indicator.upper_bound() : 1.5 * std::max(indicator.target().value(), 2.0);
  switch (indicator.forms(dice.Below(indicator.forms_size()))) {
    case plan::v1::FRACTION:
      return domain::FractionFigure{static_cast<double>(least_of_hundred + dice.Below(101 - least_of_hundred)), 100};
    case plan::v1::EVENTS: return domain::EventsFigure{static_cast<double>(dice.Below(5)), 40000};
    case plan::v1::SAMPLE: return domain::SampleFigure{static_cast<double>(60 + dice.Below(41)), 100, 5000, 1.2};
    case plan::v1::RANK: {
      const int rank = 1 + dice.Below(17);
      return domain::RankFigure{rank, rank + dice.Below(3), 20};
    }
    case plan::v1::ATTESTATION: return domain::AttestationFigure{dice.Chance(0.8)};
    default:
      return domain::ValueFigure{dice.Chance(on_target) ? indicator.target().value() : std::floor(top * dice.Share())};
  }
}

Question On(absl::string_view day) { return {.as_of = Day(day), .judged_at = Day(day)}; }

const Leaf& LeafOf(const Result& result, absl::string_view id) {
  const auto found =
      std::find_if(result.leaves.begin(), result.leaves.end(), [&](const Leaf& leaf) { return leaf.id == id; });
  if (found != result.leaves.end()) return *found;
  std::cerr << "no leaf " << id << "\n";
  std::abort();
}

bool HasFlag(const Leaf& leaf, absl::string_view flag) {
  return std::find(leaf.flags.begin(), leaf.flags.end(), flag) != leaf.flags.end();
}

std::string Dump(const Result& result, bool input_names) {
  std::string text;
  for (const Leaf& leaf : result.leaves) text += Dump(leaf, input_names);
  for (const PillarResult& pillar : result.pillars) text += Dump(pillar);
  absl::StrAppend(&text, Bits(result.raw_score), "|", Bits(result.score), "|", Bits(result.low), "|", Bits(result.high),
                  "|", Bits(result.coverage), "|", static_cast<int>(result.grade), "|",
                  static_cast<int>(result.verdict), "|", result.reason.zh, "|", result.reason.en, "|",
                  result.worst_section, "|", result.illustrative, "\n", Dump(result.binding), Dump(result.expected));
  return text;
}

}  // namespace qcity::aggregation::score
