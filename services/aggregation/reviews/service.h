// ReviewsService (评审): reviews of readiness, experts' words on it, findings and their rectification. Thread-safe.
#ifndef QCITY_SERVICES_AGGREGATION_REVIEWS_SERVICE_H_
#define QCITY_SERVICES_AGGREGATION_REVIEWS_SERVICE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/domain/plan.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/reviews.grpc.pb.h"
#include "services/aggregation/aggregator.h"
#include "services/aggregation/reviews/store.h"

namespace qcity::aggregation::reviews {

class ReviewsService final : public rpc::Service {
 public:
  using Api = v1::ReviewsService;

  ReviewsService(rpc::Edge& edge, sql::Database& database, const Aggregator& aggregator, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  absl::StatusOr<v1::Review> OpenReview(const CallContext& call, const v1::OpenReviewRequest& request);
  absl::StatusOr<v1::ListReviewsResponse> ListReviews(const CallContext& call, const v1::ListReviewsRequest& request);
  absl::StatusOr<v1::GetReviewResponse> GetReview(const CallContext& call, const v1::GetReviewRequest& request);
  absl::StatusOr<v1::Review> InviteExpert(const CallContext& call, const v1::InviteExpertRequest& request);
  absl::StatusOr<v1::ReviewItem> MarkItem(const CallContext& call, const v1::MarkItemRequest& request);
  absl::StatusOr<v1::Finding> RecordFinding(const CallContext& call, const v1::RecordFindingRequest& request);
  absl::StatusOr<v1::ListFindingsResponse> ListFindings(const CallContext& call,
                                                        const v1::ListFindingsRequest& request);
  absl::StatusOr<v1::Finding> AssignRectification(const CallContext& call,
                                                  const v1::AssignRectificationRequest& request);
  absl::StatusOr<v1::Finding> ReportRectification(const CallContext& call,
                                                  const v1::ReportRectificationRequest& request);
  absl::StatusOr<v1::Finding> CloseRectification(const CallContext& call, const v1::CloseRectificationRequest& request);
  absl::StatusOr<v1::Finding> ReturnRectification(const CallContext& call,
                                                  const v1::ReturnRectificationRequest& request);
  absl::StatusOr<v1::Review> CloseReview(const CallContext& call, const v1::CloseReviewRequest& request);

  const domain::Plan& PlanOf(const CallContext& call) const;
  // Members read every review, experts those that they are invited to today.
  absl::Status CheckMayRead(const CallContext& call, const v1::Review& review) const;
  // NOT_FOUND REVIEW_NOT_FOUND.
  absl::StatusOr<v1::Review> Load(sql::Transaction& transaction, std::int64_t id) const;
  // Everything of a review, with counts and lights of today.
  absl::StatusOr<v1::GetReviewResponse> View(const CallContext& call, sql::Transaction& transaction, std::int64_t id,
                                             bool with_snapshot) const;
  absl::StatusOr<std::vector<v1::Finding>> FindingsOf(const CallContext& call, sql::Transaction& transaction,
                                                      std::int64_t id) const;
  // Saves the review as changed at this instant.
  absl::Status Touch(const CallContext& call, sql::Transaction& transaction, std::int64_t id, v1::Review review) const;

  // One step of the finding that the request names, as a command.
  using Step = absl::FunctionRef<absl::StatusOr<v1::Finding>(v1::Finding finding)>;
  template <typename Request>
  absl::StatusOr<v1::Finding> Move(const CallContext& call, const Request& request, Step step);

  sql::Database& database_;
  const Aggregator& aggregator_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
  const ReviewsStore store_{};
};

}  // namespace qcity::aggregation::reviews

#endif  // QCITY_SERVICES_AGGREGATION_REVIEWS_SERVICE_H_
