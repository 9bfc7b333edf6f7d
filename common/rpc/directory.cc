#include "common/rpc/directory.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace qcity::rpc {
namespace {

using access::v1::Relation;
using access::v1::Role;

constexpr absl::string_view kServiceOrganization = "service";

bool IsId(absl::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  for (const char c : id) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != '.') return false;
  }
  return true;
}

absl::Status Unauthenticated(absl::string_view reason, Text text) {
  return Error(absl::StatusCode::kUnauthenticated, reason, std::move(text));
}

bool IsMember(const domain::Plan& plan, const std::string& organization) {
  const plan::v1::Organization* found = plan.FindOrganization(organization);
  return found != nullptr && found->kind() != plan::v1::THIRD_PARTY;
}

// Leading is one relation, leading or cooperating the other.
bool IsInvolved(const domain::Plan& plan, absl::string_view organization, Relation relation, absl::string_view resource,
                absl::CivilDay today) {
  const std::vector<absl::string_view> parts = absl::StrSplit(resource, '/');
  if (parts.size() < 4 || parts[0] != "campaigns" || parts[1] != plan.id()) return false;
  if (parts[2] == "indicators") {
    const plan::v1::Indicator* indicator = plan.FindIndicator(parts[3]);
    return indicator != nullptr && plan.LeadsIndicator(*indicator, organization, today);
  }
  const plan::v1::Task* task = parts[2] == "tasks" ? plan.FindTask(parts[3]) : nullptr;
  if (task == nullptr) return false;
  return plan.LeadsTask(*task, organization, today) ||
         (relation == access::v1::PARTICIPANT && plan.CooperatesOn(*task, organization, today));
}

// The number of the task that a resource belongs to; empty: to none of this plan.
absl::string_view TaskOf(const domain::Plan& plan, absl::string_view resource) {
  const std::vector<absl::string_view> parts = absl::StrSplit(resource, '/');
  const bool task = parts.size() >= 4 && parts[0] == "campaigns" && parts[1] == plan.id() && parts[2] == "tasks";
  return task ? parts[3] : absl::string_view();
}

}  // namespace

absl::StatusOr<Principal> Directory::Identify(absl::string_view caller, absl::CivilDay today) const {
  const std::vector<absl::string_view> parts = absl::StrSplit(caller, '@');
  if (parts.size() != 2 || !IsId(parts[0]) || !IsId(parts[1])) {
    return Unauthenticated("CALLER_MALFORMED",
                           {"调用者应写作 人员@单位，均为字母、数字、-、_、. 组成的标识",
                            "a caller is PERSON@ORGANISATION, two ids of letters, digits, '-', '_' and '.'"});
  }
  Principal principal{std::string(parts[0]), std::string(parts[1])};
  if (principal.organization != kServiceOrganization &&
      plans_.InForce(today)->FindOrganization(principal.organization) == nullptr) {
    return Unauthenticated("CALLER_UNKNOWN", {absl::StrCat("方案中没有单位 ", principal.organization),
                                              absl::StrCat("the plan has no organisation ", principal.organization)});
  }
  return principal;
}

bool Directory::HasRole(const Principal& principal, Role role, absl::CivilDay today) const {
  if (role == access::v1::ANYONE) return true;
  const std::string& organization = principal.organization;
  if (organization == kServiceOrganization) return role == access::v1::SERVICE;
  const domain::Plan& plan = *plans_.InForce(today);
  switch (role) {
    case access::v1::MEMBER: return IsMember(plan, organization);
    case access::v1::OFFICE: return plan.HasRole(organization, plan::v1::OFFICE);
    case access::v1::EXPERT: return plan.HasRole(organization, plan::v1::EXPERT);
    case access::v1::AGENCY: return plan.HasRole(organization, plan::v1::AGENCY);
    default: return false;
  }
}

bool Directory::IsRelated(const Principal& principal, Relation relation, absl::string_view resource,
                          absl::CivilDay today) const {
  const std::string& organization = principal.organization;
  if (relation == access::v1::ANY) return true;
  if (organization.empty() || organization == kServiceOrganization) return false;
  switch (relation) {
    case access::v1::SELF: return resource == organization;
    case access::v1::LEAD:
    case access::v1::PARTICIPANT: {
      const domain::Plan& plan = *plans_.InForce(today);
      return IsInvolved(plan, organization, relation, resource, today) ||
             IsEntrusted(plan, TaskOf(plan, resource), organization, today);
    }
    default: return false;
  }
}

void Directory::Entrust(absl::string_view task, absl::string_view organization) {
  const MutexLock lock(mutex_);
  entrusted_.emplace(std::string(task), std::string(organization));
}

bool Directory::IsEntrusted(const domain::Plan& plan, absl::string_view task, absl::string_view organization,
                            absl::CivilDay today) const {
  const MutexLock lock(mutex_);
  for (auto entry = entrusted_.lower_bound({std::string(task), ""}); entry != entrusted_.end(); ++entry) {
    if (entry->first != task) return false;
    const plan::v1::Organization* body = plan.FindOrganization(entry->second);
    if (body != nullptr && plan.Resolve(body->name(), today).front() == organization) return true;
  }
  return false;
}

}  // namespace qcity::rpc
