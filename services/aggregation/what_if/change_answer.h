// A change of the score as a message, with its words. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_WHAT_IF_CHANGE_ANSWER_H_
#define QCITY_SERVICES_AGGREGATION_WHAT_IF_CHANGE_ANSWER_H_

#include "common/base/text.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/what_if.pb.h"
#include "services/aggregation/score/change.h"

namespace qcity::aggregation::what_if {

// Without version. The plans are those in force on the two days.
v1::ReadinessChange ChangeOf(const domain::Plan& from, const domain::Plan& to, const score::Change& change);

// What was moved, in one sentence: the five numbers that moved most, the rest summed.
Text WordsOf(const v1::ReadinessChange& change);

}  // namespace qcity::aggregation::what_if

#endif  // QCITY_SERVICES_AGGREGATION_WHAT_IF_CHANGE_ANSWER_H_
