// Rules of leading bodies: who must register one, what a registration holds, who reads the liaison. Pure; any thread.
#ifndef QCITY_SERVICES_TASKS_ORGANIZATIONS_RULES_H_
#define QCITY_SERVICES_TASKS_ORGANIZATIONS_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/tasks/v1/organizations.pb.h"

namespace qcity::tasks::organizations {

// Ids of the bodies that must register on `day`, in the plan's order.
std::vector<std::string> RequiredOn(const domain::Plan& plan, absl::CivilDay day);

// INVALID_ARGUMENT at the first bad field of a request's registration; personal data is never in the message.
absl::Status CheckRegistration(const v1::Registration& registration, absl::CivilDay today);

// ABORTED (STALE_ETAG) unless `etag` is 0 or the body's version.
absl::Status CheckEtag(const v1::LeadingBody& body, std::int64_t etag);

// The body with one more registration.
v1::LeadingBody Register(v1::LeadingBody body, v1::RegistrationEvent event);

}  // namespace qcity::tasks::organizations

#endif  // QCITY_SERVICES_TASKS_ORGANIZATIONS_RULES_H_
