#include "services/indicators/names.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/resource_name.h"

namespace qcity::indicators {
namespace {

constexpr char kCampaign[] = "campaigns/{campaign}";
constexpr char kIndicator[] = "campaigns/{campaign}/indicators/{number}";
constexpr char kObservation[] = "campaigns/{campaign}/indicators/{number}/observations/{id}";

}  // namespace

absl::StatusOr<std::string> IndicatorNumber(absl::string_view campaign, absl::string_view name,
                                            absl::string_view path) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values, rpc::ParseName(kIndicator, campaign, name, path));
  return values[1];
}

absl::StatusOr<std::int64_t> ObservationId(absl::string_view campaign, absl::string_view name, absl::string_view path) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values, rpc::ParseName(kObservation, campaign, name, path));
  std::int64_t id = 0;
  if (!absl::SimpleAtoi(values[2], &id) || id <= 0) {
    return InvalidField(path, {absl::StrCat("数据编号应为正整数，收到“", values[2], "”"),
                               absl::StrCat("an observation's id is a positive integer, got '", values[2], "'")});
  }
  return id;
}

absl::StatusOr<std::string> ParentNumber(absl::string_view campaign, absl::string_view parent) {
  if (absl::StrContains(parent, "/indicators")) return IndicatorNumber(campaign, parent, "parent");
  RETURN_IF_ERROR(rpc::ParseName(kCampaign, campaign, parent, "parent").status());
  return std::string();
}

std::string IndicatorName(absl::string_view campaign, absl::string_view number) {
  return absl::StrCat("campaigns/", campaign, "/indicators/", number);
}

std::string ObservationName(absl::string_view campaign, absl::string_view number, std::int64_t id) {
  return absl::StrCat(IndicatorName(campaign, number), "/observations/", id);
}

}  // namespace qcity::indicators
