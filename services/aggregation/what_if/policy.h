// The policy with other numbers in it. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_WHAT_IF_POLICY_H_
#define QCITY_SERVICES_AGGREGATION_WHAT_IF_POLICY_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/what_if.pb.h"

namespace qcity::aggregation::what_if {

// A copy of the plan, checked as plans are; the plan itself if nothing is supposed. INVALID_ARGUMENT at "policy[i].field" or "policy[i].value".
absl::StatusOr<std::shared_ptr<const domain::Plan>> WithPolicy(
    const std::shared_ptr<const domain::Plan>& plan,
    const google::protobuf::RepeatedPtrField<v1::SupposedPolicy>& supposed);

}  // namespace qcity::aggregation::what_if

#endif  // QCITY_SERVICES_AGGREGATION_WHAT_IF_POLICY_H_
