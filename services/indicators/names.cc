#include "services/indicators/names.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::indicators {
namespace {

// The segments of `name` if it follows campaigns/{}/indicators/{}[/observations/{}] with `count` segments.
absl::StatusOr<std::vector<std::string>> Segments(absl::string_view campaign, absl::string_view name,
                                                  absl::string_view path, std::size_t count) {
  static constexpr absl::string_view kCollections[] = {"campaigns", "indicators", "observations"};
  std::vector<std::string> segments = absl::StrSplit(name, '/');
  bool fits = segments.size() == count;
  for (std::size_t i = 0; fits && i < count; ++i) {
    fits = i % 2 == 0 ? segments[i] == kCollections[i / 2] : !segments[i].empty();
  }
  if (!fits) {
    const absl::string_view shape = count == 2   ? "campaigns/{campaign}"
                                    : count == 4 ? "campaigns/{campaign}/indicators/{number}"
                                                 : "campaigns/{campaign}/indicators/{number}/observations/{id}";
    return InvalidField(path, {absl::StrCat("应为 ", shape, ",收到“", name, "”"),
                               absl::StrCat("want ", shape, ", got '", name, "'")});
  }
  if (segments[1] != campaign) {
    return Error(absl::StatusCode::kNotFound, "CAMPAIGN_NOT_FOUND",
                 {absl::StrCat("本服务没有创建活动“", segments[1], "”"),
                  absl::StrCat("no campaign '", segments[1], "' here")});
  }
  return segments;
}

}  // namespace

absl::StatusOr<std::string> IndicatorNumber(absl::string_view campaign, absl::string_view name,
                                            absl::string_view path) {
  ASSIGN_OR_RETURN(std::vector<std::string> segments, Segments(campaign, name, path, 4));
  return segments[3];
}

absl::StatusOr<std::int64_t> ObservationId(absl::string_view campaign, absl::string_view name,
                                           absl::string_view path) {
  ASSIGN_OR_RETURN(const std::vector<std::string> segments, Segments(campaign, name, path, 6));
  std::int64_t id = 0;
  if (!absl::SimpleAtoi(segments[5], &id) || id <= 0) {
    return InvalidField(path, {absl::StrCat("数据编号应为正整数,收到“", segments[5], "”"),
                               absl::StrCat("an observation's id is a positive integer, got '", segments[5], "'")});
  }
  return id;
}

absl::StatusOr<std::string> ParentNumber(absl::string_view campaign, absl::string_view parent) {
  if (absl::StrContains(parent, "/indicators")) return IndicatorNumber(campaign, parent, "parent");
  RETURN_IF_ERROR(Segments(campaign, parent, "parent", 2).status());
  return std::string();
}

std::string IndicatorName(absl::string_view campaign, absl::string_view number) {
  return absl::StrCat("campaigns/", campaign, "/indicators/", number);
}

std::string ObservationName(absl::string_view campaign, absl::string_view number, std::int64_t id) {
  return absl::StrCat(IndicatorName(campaign, number), "/observations/", id);
}

}  // namespace qcity::indicators
