// Kinds that hold a value against a limit of the plan: AT_LEAST, ABOVE, AT_MOST, EXACTLY_ZERO, and the province's attestation.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/outcome.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using domain::Period;
using plan::v1::Indicator;
using plan::v1::Target;

void SayNumber(Outcome& outcome, const Measure& measure, const Target& target, double value) {
  const Indicator& indicator = measure.indicator();
  const std::string quantity = Quantity(value, indicator);
  const Text wanted = TargetWords(indicator, target, measure.policy());
  if (outcome.met)
    return Append(outcome.rule, absl::StrCat(quantity, " 达到 ", wanted.zh),
                  absl::StrCat(quantity, " meets ", wanted.en));
  const std::string zero = Quantity(ZeroCredit(indicator, target), indicator);
  const std::string credit = Number(*outcome.achievement);
  Append(outcome.rule, absl::StrCat(quantity, " 未达到 ", wanted.zh, "；零分点 ", zero, "，得 ", credit),
         absl::StrCat(quantity, " misses ", wanted.en, "; zero credit at ", zero, ", achievement ", credit));
}

// EACH_YEAR is judged on the latest year; the campaign's earlier years are shown beside it.
void SayEarlierYears(Outcome& outcome, const Measure& measure, const Target& target, const Series& series) {
  const Indicator& indicator = measure.indicator();
  if (indicator.span() != plan::v1::EACH_YEAR) return;
  const Period judged = JudgedPeriod(indicator, measure.judged_at);
  for (int year = FirstYear(measure.plan.document()); year < judged.year(); ++year) {
    const std::optional<double> value = NumberAt(indicator, series, Period(year, plan::v1::YEARLY));
    if (!value.has_value()) continue;
    const bool met = AchieveNumber(indicator, target, *value).met;
    const std::string quantity = Quantity(*value, indicator);
    Append(outcome.rule, absl::StrCat("；", year, " 年 ", quantity, met ? " 达到" : " 未达到"),
           absl::StrCat("; ", year, ": ", quantity, met ? " met" : " missed"));
  }
}

// All that is known of the judged period and of what has run since.
struct Watch {
  explicit Watch(const Period& judged) : seen(judged) { seen.covers = false; }

  Observed seen;  // It covers if the judged period is observed to its end.
  std::optional<double> worst;
};

Watch WatchFrom(const Indicator& indicator, const Series& series, const Period& judged, absl::CivilDay day) {
  Watch watch(judged);
  const Period running = Period::Containing(day, judged.frequency());
  for (Period period = judged; period <= running; period = period.Plus(1)) {
    const std::optional<Observed> observed = series.At(period);
    const std::optional<double> value =
        observed.has_value() ? domain::NumberOf(indicator, observed->figure) : std::nullopt;
    if (!value.has_value()) continue;
    if (period == judged) watch.seen.covers = observed->covers && observed->ended;
    watch.worst = std::max(watch.worst.value_or(*value), *value);
    watch.seen.inputs.insert(watch.seen.inputs.end(), observed->inputs.begin(), observed->inputs.end());
  }
  return watch;
}

}  // namespace

Achieved AchieveNumber(const Indicator& indicator, const Target& target, double value) {
  const double zero = ZeroCredit(indicator, target);
  switch (target.kind()) {
    case plan::v1::ABOVE: return Above(value, target.value(), zero);
    case plan::v1::AT_MOST: return AtMost(value, target.value(), zero);
    case plan::v1::EXACTLY_ZERO: return ExactlyZero(value, zero, /*whole=*/true);
    default: return AtLeast(value, target.value(), zero);
  }
}

Outcome ScoreNumber(const Measure& measure, const Target& target, const Series& series) {
  const Indicator& indicator = measure.indicator();
  const std::optional<Observed> observed = Evaluated(series, indicator, measure.plan.document(), measure.judged_at);
  if (!observed.has_value()) return NoFigure(measure);
  const std::optional<double> value = domain::NumberOf(indicator, observed->figure);
  if (!value.has_value()) return NoFigure(measure);
  Outcome outcome = From(measure, *observed);
  Take(outcome, AchieveNumber(indicator, target, *value));
  outcome.judged = {{target.kind(), *value, target.value(), ZeroCredit(indicator, target)}};
  SayNumber(outcome, measure, target, *value);
  SayChance(outcome, indicator, observed->figure, target.value(), target.kind() != plan::v1::AT_MOST);
  SayEarlierYears(outcome, measure, target, series);
  return outcome;
}

// Zero must hold over the whole judged period and over every later part that is known. A judged period that is not observed to its end
// has not met it yet; an earlier one gives the achievement, but cannot meet it in its place.
Outcome ScoreZero(const Measure& measure, const Target& target, const Series& series) {
  const Indicator& indicator = measure.indicator();
  const Period judged = JudgedPeriod(indicator, measure.judged_at);
  Watch watch = WatchFrom(indicator, series, judged, measure.judged_at);
  const bool whole = watch.seen.covers;
  if (!watch.worst.has_value()) {
    std::optional<Observed> earlier = Evaluated(series, indicator, measure.plan.document(), measure.judged_at);
    if (!earlier.has_value()) return NoFigure(measure);
    watch.worst = domain::NumberOf(indicator, earlier->figure);
    watch.seen = *std::move(earlier);
    watch.seen.covers = false;
    if (!watch.worst.has_value()) return NoFigure(measure);
  }
  Outcome outcome = From(measure, watch.seen);
  Take(outcome, ExactlyZero(*watch.worst, ZeroCredit(indicator, target), whole));
  outcome.judged = {{target.kind(), *watch.worst, 0, ZeroCredit(indicator, target)}};
  if (*watch.worst == 0 && !whole) {
    Append(outcome.rule, absl::StrCat("目前为 0，", judged.ToString(), " 尚未观察完整"),
           absl::StrCat("0 so far, ", judged.ToString(), " is not observed to its end"));
  } else {
    SayNumber(outcome, measure, target, *watch.worst);
  }
  SayEarlierYears(outcome, measure, target, series);
  return outcome;
}

Outcome ScoreAttestation(const Measure& measure, const Series& series) {
  const std::optional<Observed> observed =
      Evaluated(series, measure.indicator(), measure.plan.document(), measure.judged_at);
  const auto* attestation = observed.has_value() ? std::get_if<domain::AttestationFigure>(&observed->figure) : nullptr;
  if (attestation == nullptr) return NoFigure(measure);
  Outcome outcome = From(measure, *observed);
  const bool documented = !observed->inputs.back()->source.empty();
  const bool met = attestation->met && documented;
  Take(outcome, {met ? 1.0 : 0.0, met});
  if (!documented) {
    Append(outcome.rule, "没有证明文件", "no document attests it");
  } else {
    Append(outcome.rule, met ? "有文件证明达到省定要求" : "文件说明未达到省定要求",
           met ? "a document attests it" : "a document says that it is not met");
  }
  return outcome;
}

}  // namespace qcity::aggregation::score
