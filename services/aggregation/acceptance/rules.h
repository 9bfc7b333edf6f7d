// Rules of the application for acceptance: which step may follow which, on what it stands. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_ACCEPTANCE_RULES_H_
#define QCITY_SERVICES_AGGREGATION_ACCEPTANCE_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "qcity/aggregation/v1/acceptance.pb.h"

namespace qcity::aggregation::acceptance {

// The expert reviews (预验收) of the campaign, by name.
struct ExpertReviews {
  std::vector<std::string> closed;
  std::vector<std::string> open;
  std::vector<std::string> findings_open;  // Findings of any of them that are not rectified.
};

// Who acts, and when.
struct Actor {
  std::string person;
  std::string organization;
  absl::Time now;
};

// What the request says by itself.
absl::Status CheckAdvance(const v1::AdvanceApplicationRequest& request);

// The application after the step.
absl::StatusOr<v1::Application> Advance(v1::Application before, const v1::AdvanceApplicationRequest& request,
                                        const ExpertReviews& reviews, const Actor& actor);

}  // namespace qcity::aggregation::acceptance

#endif  // QCITY_SERVICES_AGGREGATION_ACCEPTANCE_RULES_H_
