// Which figure stands for which measure, subject and period, and how shorter periods make a longer one. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_FIGURES_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_FIGURES_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/domain/figure.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// What was observed of one period.
struct Observed {
  explicit Observed(const domain::Period& of) : period(of) {}

  domain::Period period;
  domain::Figure figure;
  bool covers = true;  // All of the period; else only the shorter periods of it that are there.
  bool ended = true;   // No figure was published before the end of the period it speaks of.
  std::vector<const FigureInput*> inputs;
};

// The figures that a line may read, one for each (measure, part, subject, period). The inputs must outlive it.
class FigureTable {
 public:
  // Out: figures published after the as-of day, unverified ones but for the provisional line, and figures that the plan refuses (not
  // finite, out of bounds, a foreign form): they never score. Of several for one period an observation goes before a derived figure, then
  // FINAL before PRELIMINARY, then verified before reported, then the greatest name; so the order of the inputs and a second copy of one change nothing.
  FigureTable(const domain::Plan& plan, absl::Span<const FigureInput* const> inputs, const Question& question);

  // By period.
  absl::Span<const FigureInput* const> Rows(int indicator, absl::string_view part, absl::string_view subject) const;
  // Some figure here is invented for illustration.
  bool illustrative() const { return illustrative_; }

 private:
  std::vector<const FigureInput*> rows_;  // By indicator, part, subject, period.
  bool illustrative_ = false;
};

// The figures of one measure, or of one part of it, for one subject.
class Series {
 public:
  // An empty `part` means the measure itself; under ADD its parts add up where it was not reported as a whole.
  Series(const FigureTable& table, const plan::v1::Indicator& indicator, int position, absl::string_view part,
         absl::string_view subject);

  // What was observed of `period`: its own figure, else those of the shorter periods inside it, combined by the measure's rule. nullopt if
  // there is nothing, or what is there does not combine.
  std::optional<Observed> At(const domain::Period& period) const;

 private:
  std::optional<Observed> FromRows(const domain::Period& period) const;
  std::optional<Observed> FromParts(const domain::Period& period) const;
  // Appends the figures of `period` in order; whether they cover all of it.
  bool Collect(const domain::Period& period, std::vector<const FigureInput*>& inputs) const;

  const plan::v1::Indicator& indicator_;
  absl::Span<const FigureInput* const> rows_;
  std::vector<Series> parts_;
};

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_FIGURES_H_
