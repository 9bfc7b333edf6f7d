#include "services/tasks/organizations/rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "common/domain/period.h"

namespace qcity::tasks::organizations {
namespace {

constexpr int kNameLength = 200;
constexpr int kDocumentLength = 500;
constexpr std::size_t kShortestPhone = 5, kLongestPhone = 30;

bool MustRegister(plan::v1::OrganizationKind kind) {
  return kind != plan::v1::COMMITTEE && kind != plan::v1::AUTHORITY && kind != plan::v1::THIRD_PARTY;
}

absl::Status CheckPhone(absl::string_view phone) {
  const bool known = std::all_of(phone.begin(), phone.end(), [](unsigned char c) {
    return absl::ascii_isdigit(c) || absl::string_view(" +-()").find(static_cast<char>(c)) != absl::string_view::npos;
  });
  const auto digits = std::count_if(phone.begin(), phone.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (known && phone.size() <= kLongestPhone && digits >= static_cast<std::ptrdiff_t>(kShortestPhone))
    return absl::OkStatus();
  return InvalidField("registration.liaison_phone",
                      {"应为 5 至 30 位的电话号码", "want a telephone number of 5 to 30 characters"});
}

}  // namespace

std::vector<std::string> RequiredOn(const domain::Plan& plan, absl::CivilDay day) {
  std::set<std::string> bodies;
  for (const plan::v1::Task& task : plan.document().tasks()) {
    for (const auto* spellings : {&task.leads(), &task.cooperators()}) {
      for (const std::string& spelling : *spellings)
        for (std::string& body : plan.Resolve(spelling, day)) bodies.insert(std::move(body));
    }
  }
  std::vector<std::string> required;
  for (const plan::v1::Organization& organization : plan.document().organizations()) {
    if (bodies.contains(organization.id()) && MustRegister(organization.kind())) required.push_back(organization.id());
  }
  return required;
}

absl::Status CheckRegistration(const v1::Registration& registration, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckRequiredText("registration.name", registration.name(), kNameLength));
  RETURN_IF_ERROR(CheckRequiredText("registration.document", registration.document(), kDocumentLength));
  ASSIGN_OR_RETURN(const absl::CivilDay established,
                   domain::ParseDay(registration.established(), "registration.established"));
  if (established > today) {
    return InvalidField("registration.established", {"不得晚于今天", "must not be after today"});
  }
  RETURN_IF_ERROR(CheckRequiredText("registration.leader", registration.leader(), kNameLength));
  RETURN_IF_ERROR(CheckText("registration.leader_post", registration.leader_post(), kNameLength));
  RETURN_IF_ERROR(CheckRequiredText("registration.liaison", registration.liaison(), kNameLength));
  return CheckPhone(registration.liaison_phone());
}

absl::Status CheckEtag(const v1::LeadingBody& body, std::int64_t etag) {
  if (etag == 0 || etag == body.version()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "STALE_ETAG",
               {absl::StrCat("该登记已是版本 ", body.version(), "，请重新读取"),
                absl::StrCat("the registration has version ", body.version(), " by now: read it again")});
}

v1::LeadingBody Register(v1::LeadingBody body, v1::RegistrationEvent event) {
  *body.mutable_registration() = event.registration();
  body.set_version(body.version() + 1);
  *body.add_history() = std::move(event);
  return body;
}

}  // namespace qcity::tasks::organizations
