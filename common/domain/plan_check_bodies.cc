#include <algorithm>
#include <utility>

#include "common/domain/period.h"
#include "common/domain/plan_check.h"

namespace qcity::domain {
namespace {

using plan::v1::Organization;

void Unknown(PlanChecker& checker, const std::string& id, const std::string& path) {
  checker.Add(path, absl::StrCat("没有单位“", id, "”"), absl::StrCat("there is no organisation \"", id, "\""));
}

// Whether following `next` from `start` comes back to a body already passed.
template <typename Next>
bool Circles(const PlanChecker& checker, const Organization& start, Next next) {
  std::set<std::string> passed = {start.id()};
  const Organization* here = checker.Organization(next(start));
  while (here != nullptr && passed.insert(here->id()).second) here = checker.Organization(next(*here));
  return here != nullptr;
}

void CheckParent(PlanChecker& checker, const Organization& organization, const std::string& path) {
  if (organization.parent().empty()) return;
  if (!checker.KnowsOrganization(organization.parent())) return Unknown(checker, organization.parent(), path);
  if (Circles(checker, organization, [](const Organization& o) { return o.parent(); })) {
    checker.Add(path, "上级单位关系成环", "the chain of parents is a circle");
  }
}

// A body that ends hands its duties to one that is there on the next day: no duty loses its owner.
void CheckSuccessor(PlanChecker& checker, const Organization& organization, const std::string& path) {
  const std::string& successor = organization.successor();
  if (organization.to().empty() != successor.empty()) {
    checker.Add(path, "to 与 successor 必须同时填写或同时留空", "`to` and `successor` stand together or not at all");
  }
  if (successor.empty()) return;
  const Organization* next = checker.Organization(successor);
  if (next == nullptr) return Unknown(checker, successor, path);
  if (Circles(checker, organization, [](const Organization& o) { return o.successor(); })) {
    checker.Add(path, "承继单位关系成环", "the chain of successors is a circle");
  }
  const absl::StatusOr<absl::CivilDay> end = ParseDay(organization.to(), path);
  const absl::StatusOr<absl::CivilDay> begin = ParseDay(next->from(), path);
  if (end.ok() && begin.ok() && *begin > *end + 1) {
    checker.Add(path, absl::StrCat("承继单位 ", successor, " 在 ", FormatDay(*end + 1), " 尚未成立"),
                absl::StrCat("successor ", successor, " does not exist on ", FormatDay(*end + 1)));
  }
}

struct Seen {
  std::set<std::string> ids;
  std::set<std::string> spellings;
};

void CheckOrganization(PlanChecker& checker, const Organization& organization, const std::string& path, Seen* seen) {
  checker.Values(organization, path);
  checker.Id(organization.id(), Dot(path, "id"));
  checker.Unique(organization.id(), Dot(path, "id"), &seen->ids);
  checker.Required(organization.name(), Dot(path, "name"));
  checker.Unique(organization.name(), Dot(path, "name"), &seen->spellings);
  for (int i = 0; i < organization.aliases_size(); ++i) {
    checker.Required(organization.aliases(i), At(Dot(path, "aliases"), i));
    checker.Unique(organization.aliases(i), At(Dot(path, "aliases"), i), &seen->spellings);
  }
  CheckParent(checker, organization, Dot(path, "parent"));
  checker.Order(organization.from(), organization.to(), path);
  CheckSuccessor(checker, organization, Dot(path, "successor"));
  std::set<std::string> roles;
  for (int i = 0; i < organization.roles_size(); ++i) {
    checker.Unique(plan::v1::OrganizationRole_Name(organization.roles(i)), At(Dot(path, "roles"), i), &roles);
  }
  if (organization.has_interpretation()) {
    checker.Interpretation(organization.interpretation(), Dot(path, "interpretation"));
  }
}

// Whether the two are members on some common day. ISO dates compare as text; an empty `to` never ends.
bool Overlap(const plan::v1::Member& a, const plan::v1::Member& b) {
  return (a.to().empty() || b.from() <= a.to()) && (b.to().empty() || a.from() <= b.to());
}

void CheckMembers(PlanChecker& checker, const plan::v1::Group& group, const std::string& path) {
  for (int i = 0; i < group.members_size(); ++i) {
    const plan::v1::Member& member = group.members(i);
    const std::string here = At(path, i);
    if (!checker.KnowsOrganization(member.organization())) {
      Unknown(checker, member.organization(), Dot(here, "organization"));
    }
    checker.Order(member.from(), member.to(), here);
    for (int j = 0; j < i; ++j) {
      if (group.members(j).organization() != member.organization() || !Overlap(group.members(j), member)) continue;
      checker.Add(Dot(here, "organization"), absl::StrCat("“", member.organization(), "”在同一时间重复列入"),
                  absl::StrCat("\"", member.organization(), "\" is a member twice at one time"));
    }
    if (member.has_interpretation()) checker.Interpretation(member.interpretation(), Dot(here, "interpretation"));
  }
}

}  // namespace

void CheckBodies(PlanChecker& checker) {
  Seen seen;
  bool has_office = false;
  for (int i = 0; i < checker.document().organizations_size(); ++i) {
    const Organization& organization = checker.document().organizations(i);
    CheckOrganization(checker, organization, At("organizations", i), &seen);
    has_office =
        has_office || std::count(organization.roles().begin(), organization.roles().end(), plan::v1::OFFICE) > 0;
  }
  if (!has_office) {
    checker.Add("organizations", "没有单位担任创建工作办公室（OFFICE）", "no organisation has the role OFFICE");
  }
  for (int i = 0; i < checker.document().groups_size(); ++i) {
    const plan::v1::Group& group = checker.document().groups(i);
    const std::string path = At("groups", i);
    checker.Values(group, path);
    checker.Id(group.id(), Dot(path, "id"));
    checker.Unique(group.id(), Dot(path, "id"), &seen.ids);
    checker.Required(group.name(), Dot(path, "name"));
    checker.Unique(group.name(), Dot(path, "name"), &seen.spellings);
    CheckMembers(checker, group, Dot(path, "members"));
    if (group.has_interpretation()) checker.Interpretation(group.interpretation(), Dot(path, "interpretation"));
  }
}

}  // namespace qcity::domain
