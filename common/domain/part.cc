#include "common/domain/part.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"

namespace qcity::domain {

std::vector<std::string> PartsOwedOf(const plan::v1::Indicator& indicator) {
  if (indicator.part_rule() != plan::v1::ALL) return {""};
  std::vector<std::string> keys;
  for (const plan::v1::Part& part : indicator.parts()) keys.push_back(part.key());
  return keys;
}

absl::Status CheckPart(const plan::v1::Indicator& indicator, absl::string_view part) {
  const bool whole = part.empty() && indicator.part_rule() != plan::v1::ALL;
  const bool known = std::any_of(indicator.parts().begin(), indicator.parts().end(),
                                 [part](const plan::v1::Part& candidate) { return candidate.key() == part; });
  if (whole || known) return absl::OkStatus();
  const std::string keys =
      absl::StrJoin(indicator.parts(), ", ", [](std::string* out, const plan::v1::Part& p) { *out += p.key(); });
  if (part.empty()) {
    return InvalidField("part", {absl::StrCat("指标 ", indicator.number(), " 须分项填报，分项为：", keys),
                                 absl::StrCat("indicator ", indicator.number(), " is reported by part: ", keys)});
  }
  return InvalidField("part", {absl::StrCat("指标 ", indicator.number(), " 没有分项“", part, "”"),
                               absl::StrCat("indicator ", indicator.number(), " has no part '", part, "'")});
}

}  // namespace qcity::domain
