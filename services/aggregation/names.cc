#include "services/aggregation/names.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"

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

absl::StatusOr<absl::CivilDay> AsOf(const domain::Plan& plan, absl::string_view text, absl::string_view path,
                                    absl::CivilDay today) {
  if (text.empty()) return std::min(today, plan.LastEvaluationDate());
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(text, path));
  if (day > today) {
    return InvalidField(path, {absl::StrCat(text, " 晚于今天 ", domain::FormatDay(today)),
                               absl::StrCat(text, " is after today, ", domain::FormatDay(today))});
  }
  ASSIGN_OR_RETURN(const domain::Period first, domain::Period::Parse(plan.document().data_window().first()));
  if (day < first.FirstDay()) {
    return InvalidField(
        path, {absl::StrCat(text, " 早于数据期间的开始"), absl::StrCat(text, " is before the data window begins")});
  }
  return day;
}

}  // namespace qcity::aggregation
