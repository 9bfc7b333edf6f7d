#include "services/cli/commands/observation_fields.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {

using indicators::v1::ListObservationsRequest;
using indicators::v1::Observation;
using indicators::v1::ReportObservationRequest;
using indicators::v1::State;

absl::Status CompleteIndicator(Connection& connection, Observation* observation) {
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  ASSIGN_OR_RETURN(*observation->mutable_indicator(), ResourceName(campaign, {"indicators"}, observation->indicator()));
  return absl::OkStatus();
}

absl::Status CompleteNames(Connection& connection, ReportObservationRequest* request) {
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  for (std::string* name : {request->mutable_draft(), request->mutable_observation()->mutable_supersedes()}) {
    if (name->empty()) continue;
    ASSIGN_OR_RETURN(*name, ResourceName(campaign, {"indicators", "observations"}, *name));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ParentOf(Connection& connection, const std::string& number) {
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  if (number.empty()) return absl::StrCat("campaigns/", campaign);
  return ResourceName(campaign, {"indicators"}, number);
}

absl::Status FillStates(const std::vector<std::string>& names, ListObservationsRequest* request) {
  for (const std::string& name : names) {
    State state;
    if (!State_Parse(absl::AsciiStrToUpper(name), &state)) {
      return UsageError({absl::StrCat("--state 没有状态 ", name), absl::StrCat("--state: no state ", name)});
    }
    request->add_states(state);
  }
  return absl::OkStatus();
}

}  // namespace qcity::cli
