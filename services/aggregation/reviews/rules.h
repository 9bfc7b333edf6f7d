// Rules of reviews: which step may follow which, by whom, when. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_REVIEWS_RULES_H_
#define QCITY_SERVICES_AGGREGATION_REVIEWS_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/reviews.pb.h"

namespace qcity::aggregation::reviews {

// Findings that one review may have.
inline constexpr int kMostFindings = 1000;

// Who acts, and when.
struct Actor {
  std::string person;
  std::string organization;
  absl::Time now;
};

// Each answers WRONG_STATE where it may not follow, and names the field of what the request says wrongly.

// The review as it begins, without name.
absl::StatusOr<v1::Review> Open(const v1::OpenReviewRequest& request, const v1::FrozenReadiness& frozen,
                                absl::string_view sha256, const Actor& actor);

absl::Status RequireOpen(const v1::Review& review);

// PERMISSION_DENIED NOT_INVITED unless the last invitation of the actor holds today.
absl::Status RequireInvited(const v1::Review& review, const Actor& actor);

absl::StatusOr<v1::Review> Invite(v1::Review review, const v1::InviteExpertRequest& request, const domain::Plan& plan,
                                  const Actor& actor);

// The mark that the request makes.
absl::StatusOr<v1::ItemMark> MarkOf(const v1::Review& review, const v1::MarkItemRequest& request, const Actor& actor);

// The finding that the request records, without name and item's title.
absl::StatusOr<v1::Finding> FindingOf(const v1::Review& review, const v1::RecordFindingRequest& request,
                                      const Actor& actor);

absl::StatusOr<v1::Finding> Assign(v1::Finding finding, const v1::AssignRectificationRequest& request,
                                   const domain::Plan& plan, const Actor& actor);
// By the owner, or who took its place.
absl::StatusOr<v1::Finding> Report(v1::Finding finding, const v1::ReportRectificationRequest& request,
                                   const domain::Plan& plan, const Actor& actor);
// Not by the person who reported last.
absl::StatusOr<v1::Finding> Rectify(v1::Finding finding, const v1::CloseRectificationRequest& request,
                                    const Actor& actor);
absl::StatusOr<v1::Finding> Return(v1::Finding finding, const v1::ReturnRectificationRequest& request,
                                   const Actor& actor);

// A review closed, with its findings, some of them carried over now.
struct Closed {
  v1::Review review;
  std::vector<v1::Finding> findings;
};
absl::StatusOr<Closed> Close(Closed before, const v1::CloseReviewRequest& request, const Actor& actor);

}  // namespace qcity::aggregation::reviews

#endif  // QCITY_SERVICES_AGGREGATION_REVIEWS_RULES_H_
