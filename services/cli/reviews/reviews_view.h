// Reviews, findings and the application as the client shows them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_REVIEWS_REVIEWS_VIEW_H_
#define QCITY_SERVICES_CLI_REVIEWS_REVIEWS_VIEW_H_

#include "qcity/aggregation/v1/acceptance.pb.h"
#include "qcity/aggregation/v1/reviews.pb.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

Report ReviewReport(const aggregation::v1::Review& review, const Context& context);
Report ReviewListReport(const aggregation::v1::ListReviewsResponse& response, const Context& context);
// The review with the items that somebody marked, its findings and invitations.
Report WholeReviewReport(const aggregation::v1::GetReviewResponse& response, const Context& context);
Report ReviewItemReport(const aggregation::v1::ReviewItem& item, const Context& context);

// One finding with its history.
Report FindingReport(const aggregation::v1::Finding& finding, const Context& context);
Report FindingListReport(const aggregation::v1::ListFindingsResponse& response, const Context& context);

Report ApplicationReport(const aggregation::v1::Application& application, const Context& context);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_REVIEWS_REVIEWS_VIEW_H_
