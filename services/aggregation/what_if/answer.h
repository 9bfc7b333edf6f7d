// Simulations and levers as messages. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_WHAT_IF_ANSWER_H_
#define QCITY_SERVICES_AGGREGATION_WHAT_IF_ANSWER_H_

#include <string>

#include "common/domain/plan.h"
#include "qcity/aggregation/v1/what_if.pb.h"
#include "services/aggregation/score/levers.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::what_if {

// Two scores of the same leaves, without version.
v1::Simulation SimulationOf(const domain::Plan& plan, const score::Result& before, const score::Result& after);

// Without version. `organization` empty: all levers; else those that it leads on the as-of day.
v1::ListLeversResponse LeversMessage(const domain::Plan& plan, const score::Result& result, const score::Levers& levers,
                                     const std::string& organization);

}  // namespace qcity::aggregation::what_if

#endif  // QCITY_SERVICES_AGGREGATION_WHAT_IF_ANSWER_H_
