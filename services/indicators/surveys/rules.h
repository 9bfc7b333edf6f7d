// The life of a survey (登记 -> 报送结果 -> 核实): which step may follow which, who may take it, and the figures that its results are. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_SURVEYS_RULES_H_
#define QCITY_SERVICES_INDICATORS_SURVEYS_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/domain/plan.h"
#include "google/protobuf/repeated_field.h"
#include "qcity/indicators/v1/surveys.pb.h"
#include "services/indicators/rules.h"

namespace qcity::indicators::surveys {

// PERMISSION_DENIED (NOT_YOUR_SURVEY) for a person of an agency that `agency` is not. `is_agency`: the caller is of one.
absl::Status CheckOwn(absl::string_view agency, bool is_agency, const Actor& actor);

// ABORTED (STALE_ETAG) if `etag` is set and not the survey's version.
absl::Status CheckEtag(const v1::Survey& survey, std::int64_t etag);

// The survey after the step. Put and import: SURVEY_LOCKED once it is verified; import: FIELDWORK_NOT_OVER. Verify and return: WRONG_STATE unless it is
// SUBMITTED; verify: FOUR_EYES if the actor wrote its description or its results.
absl::StatusOr<v1::Survey> Put(v1::Survey survey, const v1::SurveyDescription& description, const Actor& actor);
absl::StatusOr<v1::Survey> Import(v1::Survey survey,
                                  const google::protobuf::RepeatedPtrField<v1::SurveyResult>& results,
                                  const Actor& actor);
absl::StatusOr<v1::Survey> Accept(v1::Survey survey, const Actor& actor);
absl::StatusOr<v1::Survey> SendBack(v1::Survey survey, absl::string_view reason, const Actor& actor);

// Who brought the results, as the one who reports them now.
Actor ReporterOf(const v1::Survey& survey, const Actor& actor);

// The observations that the results are: of each measure and part the city's line, or its districts' lines put together.
std::vector<v1::Observation> FiguresOf(const domain::Plan& plan, const v1::Survey& survey);

}  // namespace qcity::indicators::surveys

#endif  // QCITY_SERVICES_INDICATORS_SURVEYS_RULES_H_
