// Checks at entry: whether a reported observation is one that the plan asks for. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_CHECK_H_
#define QCITY_SERVICES_INDICATORS_CHECK_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/indicators/v1/observation.pb.h"

namespace qcity::indicators {

enum class SubjectKind { kCity, kReference };

// `observation` as it may be recorded: inputs checked, defaults filled in, output-only fields empty. INVALID_ARGUMENT
// with paths below the observation ("figure.fraction.denominator"), NOT_FOUND for an indicator that the plan does not
// have. `today`: nothing may be published or begin later.
absl::StatusOr<v1::Observation> CheckObservation(const domain::Plan& plan, const v1::Observation& observation,
                                                 SubjectKind kind, absl::CivilDay today);

// The number of the indicator that `name` names; NOT_FOUND if the plan does not have it.
absl::StatusOr<std::string> CheckIndicator(const domain::Plan& plan, absl::string_view name);

// Whether `evidence` is complete; paths below `path`.
absl::Status CheckEvidence(const v1::Evidence& evidence, absl::string_view path);

// Whether `reason` is there and within length.
absl::Status CheckReason(absl::string_view reason, absl::string_view path);

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_CHECK_H_
