// What may be supposed, and readiness under suppositions. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_WHAT_IF_RULES_H_
#define QCITY_SERVICES_AGGREGATION_WHAT_IF_RULES_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/what_if.pb.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::what_if {

// Judged on `as_of`, or on the evaluation date `judged_at`. INVALID_ARGUMENT at "judged_at" for a day that is no evaluation date of the plan or is past.
absl::StatusOr<score::Question> QuestionOf(const domain::Plan& plan, absl::CivilDay as_of, absl::string_view judged_at);

// A plan and inputs as supposed.
struct Supposed {
  std::shared_ptr<const domain::Plan> plan;
  score::Inputs inputs;
};

// `known` with the request's suppositions in it; without one about the policy the plan is the same object. INVALID_ARGUMENT at the supposition's path.
absl::StatusOr<Supposed> Suppose(const std::shared_ptr<const domain::Plan>& plan, score::Inputs known,
                                 const score::Question& question, const v1::SimulateReadinessRequest& request);

}  // namespace qcity::aggregation::what_if

#endif  // QCITY_SERVICES_AGGREGATION_WHAT_IF_RULES_H_
