// What the clerk's file must agree with: the campaign that the server runs, its plan, its day. One thread.
#ifndef QCITY_SERVICES_CLI_CLERK_CAMPAIGN_H_
#define QCITY_SERVICES_CLI_CLERK_CAMPAIGN_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "services/cli/app/connection.h"
#include "services/cli/clerk/row_key.h"

namespace qcity::cli {

struct ClerkCampaign {
  std::string id;
  std::string digest;  // As keys hold it.
  std::shared_ptr<const domain::Plan> plan;
  absl::CivilDay day;  // Asked for, else the server's today, at most the campaign's end.
};

// `day`: YYYY-MM-DD or empty.
absl::StatusOr<ClerkCampaign> AskCampaign(Connection& connection, const std::string& day);

// The id of the organisation that a user typed by id, name or alias; INVALID_ARGUMENT if the plan has no such one.
absl::StatusOr<std::string> OrganizationOf(const domain::Plan& plan, const std::string& typed);

// Whether `key` is of this campaign, of its present plan, and of an organisation whose file `caller` ("PERSON@ORGANISATION") may bring in: the own one, or any
// for the office. `wanted`: the organisation that the user named; empty: none. INVALID_ARGUMENT WRONG_CAMPAIGN, WRONG_ORGANIZATION; FAILED_PRECONDITION
// PLAN_CHANGED; PERMISSION_DENIED WRONG_ORGANIZATION.
absl::Status CheckOwner(const ClerkCampaign& campaign, const RowKey& key, const std::string& wanted,
                        const std::string& caller);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_CAMPAIGN_H_
