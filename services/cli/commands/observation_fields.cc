#include "services/cli/commands/observation_fields.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {

using indicators::v1::ListObservationsRequest;
using indicators::v1::Observation;
using indicators::v1::ReportObservationRequest;
using indicators::v1::State;
using plan::v1::Figure;

absl::Status CompleteIndicator(Connection& connection, Observation* observation) {
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  ASSIGN_OR_RETURN(*observation->mutable_indicator(), ResourceName(campaign, {"indicators"}, observation->indicator()));
  return absl::OkStatus();
}

namespace {

// "12" or "96/100" as a figure of the same form as `whole`; false if it is none.
bool ReadShare(const std::string& text, const Figure& whole, Figure* figure) {
  const std::vector<std::string> numbers = absl::StrSplit(text, '/');
  double first = 0, second = 0;
  if (!absl::SimpleAtod(numbers[0], &first)) return false;
  const bool quotient = numbers.size() == 2 && absl::SimpleAtod(numbers[1], &second);
  switch (whole.form_case()) {
    case Figure::kValue: figure->set_value(first); return numbers.size() == 1;
    case Figure::kFraction:
      figure->mutable_fraction()->set_numerator(first);
      figure->mutable_fraction()->set_denominator(second);
      return quotient;
    case Figure::kEvents:
      figure->mutable_events()->set_events(first);
      figure->mutable_events()->set_exposure(second);
      return quotient;
    case Figure::kSample:
      figure->mutable_sample()->set_successes(first);
      figure->mutable_sample()->set_n(second);
      return quotient;
    default: return false;
  }
}

}  // namespace

absl::Status FillBreakdown(const std::vector<std::string>& typed, const std::string& flag,
                           indicators::v1::BreakdownRow::Dimension dimension, Observation* observation) {
  for (const std::string& text : typed) {
    const std::pair<std::string, std::string> key_and_share = absl::StrSplit(text, absl::MaxSplits('=', 1));
    indicators::v1::BreakdownRow* row = observation->add_breakdown();
    row->set_dimension(dimension);
    row->set_key(key_and_share.first);
    if (ReadShare(key_and_share.second, observation->figure(), row->mutable_figure())) continue;
    return UsageError({absl::StrCat(flag, " 应为 标识=数值 或 标识=分子/分母，与全市数据同一形式，收到 ", text),
                       absl::StrCat(flag, " wants KEY=NUMBER or KEY=NUMBER/NUMBER as the city's figure, got ", text)});
  }
  return absl::OkStatus();
}

absl::Status CompleteNames(Connection& connection, ReportObservationRequest* request) {
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  for (std::string* name : {request->mutable_draft(), request->mutable_observation()->mutable_supersedes()}) {
    if (name->empty()) continue;
    ASSIGN_OR_RETURN(*name, ResourceName(campaign, {"indicators", "observations"}, *name));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ParentOf(Connection& connection, const std::string& number) {
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  if (number.empty()) return absl::StrCat("campaigns/", campaign);
  return ResourceName(campaign, {"indicators"}, number);
}

absl::Status FillStates(const std::vector<std::string>& names, ListObservationsRequest* request) {
  for (const std::string& name : names) {
    State state;
    if (!State_Parse(absl::AsciiStrToUpper(name), &state)) {
      return UsageError({absl::StrCat("--state 没有状态 ", name), absl::StrCat("--state: no state ", name)});
    }
    request->add_states(state);
  }
  return absl::OkStatus();
}

}  // namespace qcity::cli
