#include "services/indicators/warnings/doubts.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/status.h"
#include "common/domain/figure.h"
#include "common/domain/figure_proto.h"
#include "services/indicators/names.h"
#include "services/indicators/warnings/rules.h"
#include "services/indicators/warnings/store.h"

namespace qcity::indicators::warnings {
namespace {

void Keep(std::optional<v1::Warning> warning, v1::Observation& observation) {
  if (warning.has_value()) *observation.add_warnings() = *std::move(warning);
}

}  // namespace

absl::Status Doubts::Note(sql::Transaction& transaction, const domain::Plan& plan, const PeriodKey& key,
                          v1::Observation& observation) const {
  const plan::v1::Indicator& indicator = *plan.FindIndicator(key.indicator);
  ASSIGN_OR_RETURN(const domain::Figure figure, domain::FigureOf(observation.figure()));
  const std::optional<double> value = domain::NumberOf(indicator, figure);
  if (!value.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<v1::Observation> recorded, LoadEarlier(transaction, key, kMostEarlier));
  const std::vector<Earlier> earlier = EarlierOf(indicator, recorded);
  Keep(OutlierOf(indicator, *value, earlier), observation);
  Keep(JumpOf(JumpFactorOf(plan.document(), indicator), *value, earlier), observation);
  RETURN_IF_ERROR(NoteBreaches(transaction, plan, key, *value, observation));
  if (observation.warnings().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::int64_t id, ObservationId(plan.id(), observation.name(), "name"));
  return MarkWarned(transaction, id);
}

absl::Status Doubts::NoteBreaches(sql::Transaction& transaction, const domain::Plan& plan, const PeriodKey& key,
                                  double value, v1::Observation& observation) const {
  for (const plan::v1::ValidationRule& rule : plan.document().validation_rules()) {
    const bool is_left = IsSide(rule.left(), key.indicator, key.part);
    if (!is_left && !IsSide(rule.right(), key.indicator, key.part)) continue;
    const plan::v1::RuleSide& other = is_left ? rule.right() : rule.left();
    ASSIGN_OR_RETURN(const v1::MeasurePeriod period,
                     store_.LoadPeriod(transaction, {other.indicator(), other.part(), "", key.period}));
    const std::optional<double> beside = StandingNumber(*plan.FindIndicator(other.indicator()), period);
    if (!beside.has_value()) continue;
    Keep(is_left ? BreachOf(plan, rule, value, *beside) : BreachOf(plan, rule, *beside, value), observation);
  }
  return absl::OkStatus();
}

}  // namespace qcity::indicators::warnings
