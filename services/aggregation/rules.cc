#include "services/aggregation/rules.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace qcity::aggregation {

absl::Status CheckMayLift(const v1::Veto& veto, absl::string_view person) {
  if (!veto.lifted_by().empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
                 {absl::StrCat(veto.name(), " 已解除"), absl::StrCat(veto.name(), " was lifted already")});
  }
  if (veto.declared_by() != person) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "FOUR_EYES",
               {absl::StrCat("须由另一人解除：", person, " 已宣布"),
                absl::StrCat("another person must lift it: ", person, " declared it")});
}

}  // namespace qcity::aggregation
