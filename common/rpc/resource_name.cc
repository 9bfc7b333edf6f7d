#include "common/rpc/resource_name.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace qcity::rpc {

absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view shape, absl::string_view campaign,
                                                   absl::string_view name, absl::string_view path) {
  const std::vector<absl::string_view> wanted = absl::StrSplit(shape, '/');
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  std::vector<std::string> values;
  bool fits = segments.size() == wanted.size();
  for (std::size_t i = 0; fits && i < wanted.size(); ++i) {
    const bool is_value = absl::StartsWith(wanted[i], "{");
    fits = is_value ? !segments[i].empty() : segments[i] == wanted[i];
    if (is_value) values.emplace_back(segments[i]);
  }
  if (!fits) {
    return InvalidField(
        path, {absl::StrCat("应为 ", shape, "，收到“", name, "”"), absl::StrCat("want ", shape, ", got '", name, "'")});
  }
  if (values.front() != campaign) {
    return Error(absl::StatusCode::kNotFound, "CAMPAIGN_NOT_FOUND",
                 {absl::StrCat("本服务没有创建活动“", values.front(), "”"),
                  absl::StrCat("no campaign '", values.front(), "' here")});
  }
  return values;
}

}  // namespace qcity::rpc
