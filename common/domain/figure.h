// Reported figures (数据): the forms a measure's figure may take, their bounds, and how shorter periods make a longer one. Pure values and
// functions; any thread.
#ifndef QCITY_COMMON_DOMAIN_FIGURE_H_
#define QCITY_COMMON_DOMAIN_FIGURE_H_

#include <cstdint>
#include <optional>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::domain {

// A number in the measure's figure unit.
struct ValueFigure {
  double value = 0;
  friend bool operator==(const ValueFigure&, const ValueFigure&) = default;
};

// A share: numerator of denominator, in counts or amounts.
struct FractionFigure {
  double numerator = 0;
  double denominator = 0;
  friend bool operator==(const FractionFigure&, const FractionFigure&) = default;
};

// Events in an exposure, e.g. deaths in ten thousand machine-years.
struct EventsFigure {
  double events = 0;
  double exposure = 0;
  friend bool operator==(const EventsFigure&, const EventsFigure&) = default;
};

// A survey: `successes` of `n` asked; population (0: unknown, infinite) and design effect (>= 1; 0: not stated, taken as 1).
struct SampleFigure {
  double successes = 0;
  double n = 0;
  double population = 0;
  double design_effect = 0;
  friend bool operator==(const SampleFigure&, const SampleFigure&) = default;
};

// A place among `ranked` cities; tied from `rank` to `rank_last` (equal when not tied).
struct RankFigure {
  std::int64_t rank = 0;
  std::int64_t rank_last = 0;
  std::int64_t ranked = 0;
  friend bool operator==(const RankFigure&, const RankFigure&) = default;
};

// Whether the province's requirement is met, as a document says.
struct AttestationFigure {
  bool met = false;
  friend bool operator==(const AttestationFigure&, const AttestationFigure&) = default;
};

using Figure = std::variant<ValueFigure, FractionFigure, EventsFigure, SampleFigure, RankFigure, AttestationFigure>;

plan::v1::FigureForm FormOf(const Figure& figure);

// The unit that the measure's figures are in: figure_unit, else the unit as printed.
absl::string_view FigureUnit(const plan::v1::Indicator& indicator);

// Whether `figure` is finite, consistent in itself and inside the measure's natural bounds and forms. `unit` is what the reporter stated: empty or the
// measure's figure unit. INVALID_ARGUMENT with the path of the field below "figure" ("figure.fraction.denominator") or "unit".
absl::Status CheckFigure(const plan::v1::Indicator& indicator, const Figure& figure, absl::string_view unit);

// The figure as one number in the measure's figure unit; nullopt for ranks, attestations and an empty denominator or exposure.
std::optional<double> NumberOf(const plan::v1::Indicator& indicator, const Figure& figure);

// The figure of a longer period from those of all its shorter ones, in order of period, by the measure's combination. They must have one form;
// FAILED_PRECONDITION if they cannot be combined (e.g. plain values under RATIO, ranks under SUM).
absl::StatusOr<Figure> Combine(const plan::v1::Indicator& indicator, absl::Span<const Figure> figures);

// Pace of a measure towards its target (scoring.md 2): 1 on the straight line from (start, first) to (end, target) at `now`. nullopt where the
// rule does not apply. Arguments of time in days.
struct PacePoint {
  double day = 0;
  double value = 0;
};
std::optional<double> PaceOf(PacePoint start, PacePoint now, PacePoint target, bool higher_is_better);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_FIGURE_H_
