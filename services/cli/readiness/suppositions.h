// Suppositions as people type them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_SUPPOSITIONS_H_
#define QCITY_SERVICES_CLI_READINESS_SUPPOSITIONS_H_

#include <string>

#include "absl/status/statusor.h"
#include "qcity/aggregation/v1/what_if.pb.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::cli {

// "26=80", "14/industrialized=31.5", "26@2018=80", "3=376/400", "5=4/17" or "5=4-6/17" for a rank, "60=met". Two numbers are of the first form of the measure that takes
// two, one number is a value or, where the measure takes none, a quotient over its scale; "FORM:" in front of the figure says it. A measure that the plan does
// not have is left to the server to refuse.
absl::StatusOr<aggregation::v1::SupposedFigure> ParseSupposedFigure(const std::string& typed,
                                                                    const plan::v1::Plan& plan);

// "29-1/2018/zhijianju", "29-1/2018/zhijianju@2018-06-30", of a continuous duty "4-1/2018/office=0.8".
absl::StatusOr<aggregation::v1::SupposedCompletion> ParseSupposedCompletion(const std::string& typed);

// "pass_mark=75"; with `prefix` "points.": "indicators=600".
absl::StatusOr<aggregation::v1::SupposedPolicy> ParseSupposedPolicy(const std::string& typed, const std::string& flag,
                                                                    const std::string& prefix);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_SUPPOSITIONS_H_
