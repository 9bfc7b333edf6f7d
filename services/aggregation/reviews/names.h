// Resource names of reviews and findings, and what is said of those that are not there. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_REVIEWS_NAMES_H_
#define QCITY_SERVICES_AGGREGATION_REVIEWS_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity::aggregation::reviews {

// "campaigns/C/reviews/2" -> 2. INVALID_ARGUMENT at `path` for another shape.
absl::StatusOr<std::int64_t> ReviewId(absl::string_view campaign, absl::string_view name, absl::string_view path);
std::string ReviewName(absl::string_view campaign, std::int64_t id);

// A finding of a review.
struct FindingId {
  std::int64_t review = 0;
  std::int64_t number = 0;
};

// "campaigns/C/reviews/2/findings/7" -> 2, 7. INVALID_ARGUMENT at `name` for another shape.
absl::StatusOr<FindingId> FindingIdOf(absl::string_view campaign, absl::string_view name);
std::string FindingName(absl::string_view review, std::int64_t number);

// NOT_FOUND.
absl::Status NoReview(absl::string_view id);
absl::Status NoFinding(absl::string_view number);
absl::Status NoItem(absl::string_view item);

}  // namespace qcity::aggregation::reviews

#endif  // QCITY_SERVICES_AGGREGATION_REVIEWS_NAMES_H_
