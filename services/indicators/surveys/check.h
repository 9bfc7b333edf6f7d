// Checks of surveys (满意度调查) against the plan: descriptions, and results line by line. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_SURVEYS_CHECK_H_
#define QCITY_SERVICES_INDICATORS_SURVEYS_CHECK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/domain/plan.h"
#include "google/protobuf/repeated_field.h"
#include "qcity/indicators/v1/surveys.pb.h"

namespace qcity::indicators::surveys {

// INVALID_ARGUMENT below "description" naming every fault: a fieldwork that ends before it starts, an agency that is none, a missing digest ...
absl::Status CheckDescription(const domain::Plan& plan, const v1::SurveyDescription& description);

// INVALID_ARGUMENT naming every bad cell ("results[3].successes"): a domain, district or industry that the plan does not know, successes above n, a sample
// larger than its population, a design effect below 1, a line that stands twice, districts that do not fit into the city's line.
absl::Status CheckResults(const domain::Plan& plan, const v1::SurveyDescription& description,
                          const google::protobuf::RepeatedPtrField<v1::SurveyResult>& results);

// The measure that the domain is of; nullptr if the plan has no such domain.
const plan::v1::Indicator* MeasureOf(const domain::Plan& plan, absl::string_view domain);

}  // namespace qcity::indicators::surveys

#endif  // QCITY_SERVICES_INDICATORS_SURVEYS_CHECK_H_
