#include "services/aggregation/score/words.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace qcity::aggregation::score {
namespace {

using plan::v1::Indicator;
using plan::v1::Target;

std::string Rank(const domain::RankFigure& rank) {
  if (rank.rank == rank.rank_last) return absl::StrCat(rank.rank, "/", rank.ranked);
  return absl::StrCat(rank.rank, "-", rank.rank_last, "/", rank.ranked);
}

std::string Sample(const domain::SampleFigure& sample) {
  std::string words = absl::StrCat(Number(sample.successes), "/", Number(sample.n));
  std::string design;
  if (sample.population > 0) absl::StrAppend(&design, "N = ", Number(sample.population));
  if (sample.design_effect > 0) {
    absl::StrAppend(&design, design.empty() ? "" : ", ", "deff = ", Number(sample.design_effect));
  }
  if (!design.empty()) absl::StrAppend(&words, " (", design, ")");
  return words;
}

}  // namespace

std::string Number(double value) {
  const double size = std::abs(value);
  int decimals = 4;
  if (size > 0 && size < 1) decimals = std::min(12, 3 - static_cast<int>(std::floor(std::log10(size))));
  std::string digits = absl::StrFormat("%.*f", decimals, value);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits == "-0" ? "0" : digits;
}

std::string Quantity(double value, const Indicator& indicator) {
  const absl::string_view unit = domain::FigureUnit(indicator);
  return unit.empty() || unit == "/" ? Number(value) : absl::StrCat(Number(value), " ", unit);
}

std::string FigureWords(const Indicator& indicator, const domain::Figure& figure) {
  std::string parts;
  if (const auto* rank = std::get_if<domain::RankFigure>(&figure)) return Rank(*rank);
  if (const auto* attestation = std::get_if<domain::AttestationFigure>(&figure)) {
    return attestation->met ? "达到" : "未达到";
  }
  if (const auto* fraction = std::get_if<domain::FractionFigure>(&figure)) {
    parts = absl::StrCat(Number(fraction->numerator), "/", Number(fraction->denominator));
  } else if (const auto* events = std::get_if<domain::EventsFigure>(&figure)) {
    parts = absl::StrCat(Number(events->events), "/", Number(events->exposure));
  } else if (const auto* sample = std::get_if<domain::SampleFigure>(&figure)) {
    parts = Sample(*sample);
  }
  const std::optional<double> number = domain::NumberOf(indicator, figure);
  if (!number.has_value()) return parts;
  const std::string quantity = Quantity(*number, indicator);
  return parts.empty() ? quantity : absl::StrCat(parts, " = ", quantity);
}

std::string TargetWords(const Indicator& indicator, const Target& target, const plan::v1::Policy& policy) {
  switch (target.kind()) {
    case plan::v1::AT_LEAST: return absl::StrCat("≥ ", Quantity(target.value(), indicator));
    case plan::v1::ABOVE: return absl::StrCat("> ", Quantity(target.value(), indicator));
    case plan::v1::AT_MOST: return absl::StrCat("≤ ", Quantity(target.value(), indicator));
    case plan::v1::EXACTLY_ZERO: return absl::StrCat("= ", Quantity(0, indicator));
    case plan::v1::RANK_WITHIN: return absl::StrCat("前 ", Number(target.value()), " 名");
    case plan::v1::BELOW_NATIONAL: return "< 全国";
    case plan::v1::IMPROVE_EACH_YEAR:
      return absl::StrCat(target.direction() == plan::v1::UP ? "逐年上升" : "逐年下降", "，比较 ", target.years(),
                          " 年");
    case plan::v1::LEADING_AMONG_PEERS: return absl::StrCat("同级城市前 ", Number(100 * policy.leading_share()), " %");
    case plan::v1::MEETS_PROVINCIAL_REQUIREMENT: return "达到省定要求";
    default: return "";
  }
}

std::string TargetWords(const Indicator& indicator, const plan::v1::Policy& policy) {
  std::string words;
  for (const plan::v1::Part& part : indicator.parts()) {
    if (!part.has_target()) continue;
    absl::StrAppend(&words, words.empty() ? "" : "；", part.name(), " ", TargetWords(indicator, part.target(), policy));
  }
  return words.empty() ? TargetWords(indicator, indicator.target(), policy) : words;
}

UsedInput Used(const Indicator& indicator, const FigureInput& input) {
  return {.name = input.name,
          .period = input.period.ToString(),
          .subject = input.subject,
          .figure = FigureWords(indicator, input.figure),
          .state = input.state,
          .source = input.source};
}

void Append(Text& text, absl::string_view zh, absl::string_view en) {
  absl::StrAppend(&text.zh, zh);
  absl::StrAppend(&text.en, en);
}

}  // namespace qcity::aggregation::score
