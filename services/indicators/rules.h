// The life of an observation (填报 -> 报送 -> 核实 -> 确认): which step may follow which, and what it leaves behind.
// Every rule takes one measure-period with its whole history and returns it changed. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_RULES_H_
#define QCITY_SERVICES_INDICATORS_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "qcity/indicators/v1/observation.pb.h"

namespace qcity::indicators {

// Who does it, and when.
struct Actor {
  std::string person;
  std::string organization;
  bool office = false;
  absl::Time now;
  std::vector<std::string> predecessors;  // Bodies that the organisation took over: their open figures are its own.
};

// A measure-period after a step, and the observation that the step was about.
struct Step {
  v1::MeasurePeriod period;
  int changed = 0;  // Position in period.observations.
};

// New observations: `observation` went through CheckObservation; `name` is what it will be called. A unit's draft or
// report replaces its own former draft; a figure that was returned is superseded by the next report; one that waits
// must be named in `supersedes`; a verified one locks the period (PERIOD_LOCKED), except that a final figure may follow
// a preliminary one, which stands until the final one is verified.
absl::StatusOr<Step> Draft(v1::MeasurePeriod period, v1::Observation observation, absl::string_view name,
                           const Actor& actor);
absl::StatusOr<Step> Report(v1::MeasurePeriod period, v1::Observation observation, absl::string_view name,
                            const Actor& actor);
// Replaces the reference that stood; PERIOD_LOCKED if that one is confirmed.
absl::StatusOr<Step> RecordReference(v1::MeasurePeriod period, v1::Observation observation, absl::string_view name,
                                     const Actor& actor);

// Steps of the observation `name`. FAILED_PRECONDITION (reason WRONG_STATE) names the state it is in and the one it
// must be in; FOUR_EYES if the same person may not do both; PERMISSION_DENIED (reason NOT_YOUR_FIGURE) if another
// unit's draft is sent or figure withdrawn; ABORTED (reason STALE_ETAG) if `etag` is set and not its version.
absl::StatusOr<Step> SendDraft(v1::MeasurePeriod period, absl::string_view name, const Actor& actor);
absl::StatusOr<Step> Withdraw(v1::MeasurePeriod period, absl::string_view name, std::int64_t etag,
                              absl::string_view reason, const Actor& actor);
absl::StatusOr<Step> Verify(v1::MeasurePeriod period, absl::string_view name, std::int64_t etag, const Actor& actor);
absl::StatusOr<Step> Return(v1::MeasurePeriod period, absl::string_view name, std::int64_t etag,
                            absl::string_view reason, const Actor& actor);
absl::StatusOr<Step> Confirm(v1::MeasurePeriod period, absl::string_view name, std::int64_t etag,
                             absl::string_view check, const Actor& actor);
absl::StatusOr<Step> Unconfirm(v1::MeasurePeriod period, absl::string_view name, std::int64_t etag,
                               absl::string_view reason, const Actor& actor);
absl::StatusOr<Step> Reopen(v1::MeasurePeriod period, absl::string_view name, std::int64_t etag,
                            absl::string_view reason, const Actor& actor);

// Whether `observation` says the same as one that stands in the period (not superseded, withdrawn or returned): an
// import counts it as unchanged.
bool Stands(const v1::MeasurePeriod& period, const v1::Observation& observation);

// Applicability: a first person proposes, a second one with the same decision approves.
absl::StatusOr<v1::Applicability> Decide(v1::Applicability applicability, bool applicable, absl::string_view reason,
                                         const v1::Evidence& document, const Actor& actor);

}  // namespace qcity::indicators

#endif  // QCITY_SERVICES_INDICATORS_RULES_H_
