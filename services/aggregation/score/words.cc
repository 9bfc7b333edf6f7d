#include "services/aggregation/score/words.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace qcity::aggregation::score {
namespace {

using plan::v1::Indicator;
using plan::v1::Target;

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

std::string RankWords(const domain::RankFigure& rank) {
  if (rank.rank == rank.rank_last) return absl::StrCat(rank.rank, "/", rank.ranked);
  return absl::StrCat(rank.rank, "-", rank.rank_last, "/", rank.ranked);
}

Text FigureWords(const Indicator& indicator, const domain::Figure& figure) {
  std::string parts;
  if (const auto* rank = std::get_if<domain::RankFigure>(&figure)) return Alike(RankWords(*rank));
  if (const auto* attestation = std::get_if<domain::AttestationFigure>(&figure)) {
    return attestation->met ? Text{"达到", "met"} : Text{"未达到", "not met"};
  }
  if (const auto* fraction = std::get_if<domain::FractionFigure>(&figure)) {
    parts = absl::StrCat(Number(fraction->numerator), "/", Number(fraction->denominator));
  } else if (const auto* events = std::get_if<domain::EventsFigure>(&figure)) {
    parts = absl::StrCat(Number(events->events), "/", Number(events->exposure));
  } else if (const auto* sample = std::get_if<domain::SampleFigure>(&figure)) {
    parts = Sample(*sample);
  }
  const std::optional<double> number = domain::NumberOf(indicator, figure);
  if (!number.has_value()) return Alike(parts);
  const std::string quantity = Quantity(*number, indicator);
  return Alike(parts.empty() ? quantity : absl::StrCat(parts, " = ", quantity));
}

Text TargetWords(const Indicator& indicator, const Target& target, const plan::v1::Policy& policy) {
  const bool up = target.direction() == plan::v1::UP;
  switch (target.kind()) {
    case plan::v1::AT_LEAST: return Alike(absl::StrCat("≥ ", Quantity(target.value(), indicator)));
    case plan::v1::ABOVE: return Alike(absl::StrCat("> ", Quantity(target.value(), indicator)));
    case plan::v1::AT_MOST: return Alike(absl::StrCat("≤ ", Quantity(target.value(), indicator)));
    case plan::v1::EXACTLY_ZERO: return Alike(absl::StrCat("= ", Quantity(0, indicator)));
    case plan::v1::RANK_WITHIN:
      return {absl::StrCat("前 ", Number(target.value()), " 名"), absl::StrCat("rank ≤ ", Number(target.value()))};
    case plan::v1::BELOW_NATIONAL: return {"< 全国", "< national"};
    case plan::v1::IMPROVE_EACH_YEAR:
      return {absl::StrCat(up ? "逐年上升" : "逐年下降", "，比较 ", target.years(), " 年"),
              absl::StrCat(up ? "up" : "down", " each year, ", target.years(), " years compared")};
    case plan::v1::LEADING_AMONG_PEERS: {
      const std::string share = Number(100 * policy.leading_share());
      return {absl::StrCat("同级城市前 ", share, " %"), absl::StrCat("first ", share, " % of peer cities")};
    }
    case plan::v1::MEETS_PROVINCIAL_REQUIREMENT: return {"达到省定要求", "as the province requires"};
    default: return {};
  }
}

Text TargetWords(const Indicator& indicator, const plan::v1::Policy& policy) {
  Text words;
  for (const plan::v1::Part& part : indicator.parts()) {
    if (!part.has_target()) continue;
    const Text target = TargetWords(indicator, part.target(), policy);
    if (!words.zh.empty()) Append(words, "；", "; ");
    Append(words, absl::StrCat(part.name(), " ", target.zh), absl::StrCat(part.name(), " ", target.en));
  }
  return words.zh.empty() ? TargetWords(indicator, indicator.target(), policy) : words;
}

Text Alike(const std::string& words) { return {words, words}; }

UsedInput Used(const Indicator& indicator, const FigureInput& input) {
  const auto part = std::find_if(indicator.parts().begin(), indicator.parts().end(),
                                 [&](const plan::v1::Part& candidate) { return candidate.key() == input.part; });
  return {.name = input.name,
          .period = input.period.ToString(),
          .subject = input.subject,
          .part = part == indicator.parts().end() ? input.part : part->name(),
          .figure = FigureWords(indicator, input.figure),
          .state = input.state,
          .source = input.source,
          .derived_from = input.derived_from,
          .doubts = input.doubts};
}

void Append(Text& text, absl::string_view zh, absl::string_view en) {
  absl::StrAppend(&text.zh, zh);
  absl::StrAppend(&text.en, en);
}

}  // namespace qcity::aggregation::score
