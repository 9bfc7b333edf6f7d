#include "common/domain/data_window.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"

namespace qcity::domain {

absl::Status CheckInDataWindow(const Plan& plan, absl::CivilDay first, absl::CivilDay last, absl::string_view path) {
  const plan::v1::MonthRange& window = plan.document().data_window();
  ASSIGN_OR_RETURN(const Period begin, Period::Parse(window.first()));
  ASSIGN_OR_RETURN(const Period end, Period::Parse(window.last()));
  if (first >= begin.FirstDay() && last <= end.LastDay()) return absl::OkStatus();
  return InvalidField(path, {absl::StrCat("不在方案的数据期间 ", window.first(), " 至 ", window.last(), " 内"),
                             absl::StrCat("outside the plan's data window ", window.first(), " to ", window.last())});
}

}  // namespace qcity::domain
