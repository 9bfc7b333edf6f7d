// The explanation (说明) of a score as a tree: readiness, pillars, sections of the plan, measures and parts of duties. Children add up to their parent. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_EXPLAIN_H_
#define QCITY_SERVICES_AGGREGATION_EXPLAIN_H_

#include "absl/strings/string_view.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation {

v1::Node ExplainOf(const domain::Plan& plan, const score::Result& result);

// The node with this id; nullptr if there is none.
const v1::Node* FindNode(const v1::Node& root, absl::string_view id);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_EXPLAIN_H_
