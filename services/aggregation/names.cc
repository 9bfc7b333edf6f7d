#include "services/aggregation/names.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::aggregation {

absl::Status CheckName(absl::string_view campaign, absl::string_view name, absl::string_view rest,
                       absl::string_view path) {
  absl::string_view id = name;
  const bool fits = absl::ConsumePrefix(&id, "campaigns/") && absl::ConsumeSuffix(&id, rest) && !id.empty() &&
                    id.find('/') == absl::string_view::npos;
  if (!fits) {
    return InvalidField(path, {absl::StrCat("应为 campaigns/{campaign}", rest, "，收到“", name, "”"),
                               absl::StrCat("want campaigns/{campaign}", rest, ", got '", name, "'")});
  }
  if (id == campaign) return absl::OkStatus();
  return Error(absl::StatusCode::kNotFound, "CAMPAIGN_NOT_FOUND",
               {absl::StrCat("本服务没有创建活动“", id, "”"), absl::StrCat("no campaign '", id, "' here")});
}

std::string LastSegment(absl::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

absl::StatusOr<std::int64_t> VetoId(absl::string_view campaign, absl::string_view name) {
  const std::size_t slash = name.rfind('/');
  std::int64_t id = 0;
  if (slash == absl::string_view::npos || !absl::SimpleAtoi(name.substr(slash + 1), &id) || id <= 0) {
    return InvalidField("name", {"应为 campaigns/{campaign}/vetoes/{id}", "want campaigns/{campaign}/vetoes/{id}"});
  }
  RETURN_IF_ERROR(CheckName(campaign, name.substr(0, slash), "/vetoes", "name"));
  return id;
}

std::string VetoName(absl::string_view campaign, std::int64_t id) {
  return absl::StrCat("campaigns/", campaign, "/vetoes/", id);
}

}  // namespace qcity::aggregation
