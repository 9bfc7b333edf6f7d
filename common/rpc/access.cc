#include "common/rpc/access.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/request.h"

namespace qcity::rpc {
namespace {

using access::v1::Grant;

Text Named(access::v1::Role role) {
  switch (role) {
    case access::v1::ANYONE: return {"任何人", "anyone"};
    case access::v1::MEMBER: return {"成员单位人员", "a person of a member organisation"};
    case access::v1::OFFICE: return {"质强委办公室人员", "a person of the campaign's office"};
    case access::v1::EXPERT: return {"专家", "an expert"};
    case access::v1::AGENCY: return {"第三方调查机构人员", "a person of a survey agency"};
    case access::v1::SERVICE: return {"本系统服务", "a service of the suite"};
    default: return {};
  }
}

Text Named(access::v1::Relation relation) {
  switch (relation) {
    case access::v1::LEAD: return {"（须为其责任单位）", " whose organisation leads it"};
    case access::v1::PARTICIPANT:
      return {"（须为其责任单位或配合单位）", " whose organisation leads it or cooperates on it"};
    case access::v1::SELF: return {"（须为该单位本身）", " of that very organisation"};
    default: return {};
  }
}

bool IsKnown(const Grant& grant) {
  return grant.role() != access::v1::ROLE_UNSPECIFIED && access::v1::Role_IsValid(grant.role()) &&
         grant.relation() != access::v1::RELATION_UNSPECIFIED && access::v1::Relation_IsValid(grant.relation());
}

}  // namespace

absl::StatusOr<Access> Access::Of(const google::protobuf::MethodDescriptor& method) {
  const std::string name = absl::StrCat(method.service()->full_name(), "/", method.name());
  const access::v1::AccessRule& rule = method.options().GetExtension(access::v1::access);
  if (rule.grants().empty()) return absl::InternalError(absl::StrCat(name, " declares no access rule"));
  bool asks_relation = false;
  for (const Grant& grant : rule.grants()) {
    if (!IsKnown(grant))
      return absl::InternalError(absl::StrCat(name, " has an access grant without role or relation"));
    asks_relation = asks_relation || grant.relation() != access::v1::ANY;
  }
  if (asks_relation == rule.resource().empty()) {
    return absl::InternalError(
        absl::StrCat(name, " must name a resource in its access rule exactly if a grant asks for a relation"));
  }
  if (asks_relation) RETURN_IF_ERROR(CheckPath(*method.input_type(), rule.resource()));
  return Access(name, rule);
}

absl::Status Access::Enter(const Directory& directory, const Principal& caller, absl::CivilDay today) const {
  for (const Grant& grant : rule_.grants()) {
    if (directory.HasRole(caller, grant.role(), today)) return absl::OkStatus();
  }
  if (!caller.organization.empty()) return Denied("");
  return Error(absl::StatusCode::kUnauthenticated, "CALLER_MISSING",
               {absl::StrCat(method_, " 需要知道调用者是谁"), absl::StrCat(method_, " needs to know who calls")});
}

absl::Status Access::May(const Directory& directory, const Principal& caller, absl::string_view resource,
                         absl::CivilDay today, absl::string_view path) const {
  for (const Grant& grant : rule_.grants()) {
    if (!directory.HasRole(caller, grant.role(), today)) continue;
    if (directory.IsRelated(caller, grant.relation(), resource, today)) return absl::OkStatus();
  }
  if (resource.empty()) return InvalidField(path.empty() ? rule_.resource() : path, {"不能为空", "must not be empty"});
  return Denied(resource);
}

absl::Status Access::MayAll(const Directory& directory, const Principal& caller,
                            const google::protobuf::Message& request, absl::CivilDay today) const {
  if (rule_.resource().empty()) return absl::OkStatus();
  const std::vector<FieldValue> resources = ValuesAt(request, rule_.resource());
  // An empty list names nothing that could be allowed.
  if (resources.empty()) return May(directory, caller, "", today);
  for (const FieldValue& resource : resources)
    RETURN_IF_ERROR(May(directory, caller, resource.value, today, resource.path));
  return absl::OkStatus();
}

absl::Status Access::Denied(absl::string_view resource) const {
  std::vector<std::string> zh;
  std::vector<std::string> en;
  for (const Grant& grant : rule_.grants()) {
    zh.push_back(absl::StrCat(Named(grant.role()).zh, Named(grant.relation()).zh));
    en.push_back(absl::StrCat(Named(grant.role()).en, Named(grant.relation()).en));
  }
  const std::string on_zh = resource.empty() ? "" : absl::StrCat("（", resource, "）");
  const std::string on_en = resource.empty() ? "" : absl::StrCat(" on ", resource);
  return Error(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
               {absl::StrCat("无权调用 ", method_, on_zh, "：需要", absl::StrJoin(zh, "或")),
                absl::StrCat("not allowed to call ", method_, on_en, ": needs ", absl::StrJoin(en, " or "))});
}

}  // namespace qcity::rpc
