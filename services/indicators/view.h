// An indicator as users see it: target, latest figures, pace, history. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_VIEW_H_
#define QCITY_SERVICES_INDICATORS_VIEW_H_

#include <string>
#include <vector>

#include "common/domain/plan.h"
#include "qcity/indicators/v1/indicators.pb.h"

namespace qcity::indicators {

enum class Detail { kLatest, kHistory };

// `history`: every measure-period of the indicator, references included.
v1::IndicatorView ViewOf(const domain::Plan& plan, const std::string& number,
                         const std::vector<v1::MeasurePeriod>& history, const v1::Applicability& applicability,
                         Detail detail);

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_VIEW_H_
