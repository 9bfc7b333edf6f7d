#include "services/indicators/check.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text_limits.h"
#include "common/base/unicode.h"
#include "common/domain/data_window.h"
#include "common/domain/evidence.h"
#include "common/domain/figure_proto.h"
#include "common/domain/part.h"
#include "common/domain/period.h"
#include "services/indicators/breakdown/rules.h"
#include "services/indicators/names.h"

namespace qcity::indicators {
namespace {

using plan::v1::Indicator;

constexpr int kSourceLength = 500;

absl::Status CheckSubject(const domain::Plan& plan, absl::string_view subject, SubjectKind kind) {
  if (kind == SubjectKind::kCity) {
    if (subject.empty()) return absl::OkStatus();
    return InvalidField("subject", {"本市数据不填对象；对照值请用 ReportReference",
                                    "empty for the city's own figures; report references by ReportReference"});
  }
  const auto& peers = plan.document().policy().peers();
  if (subject == "NATIONAL" || subject == "PROVINCE" || std::find(peers.begin(), peers.end(), subject) != peers.end()) {
    return absl::OkStatus();
  }
  return InvalidField("subject",
                      {absl::StrCat("应为 NATIONAL、PROVINCE 或方案列出的同级城市，收到“", subject, "”"),
                       absl::StrCat("want NATIONAL, PROVINCE or a peer city of the plan, got '", subject, "'")});
}

absl::Status CheckPeriod(const domain::Plan& plan, absl::string_view text, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const domain::Period period, domain::Period::Parse(text));
  RETURN_IF_ERROR(domain::CheckInDataWindow(plan, period.FirstDay(), period.LastDay(), "period"));
  if (period.FirstDay() > today) {
    return InvalidField("period", {absl::StrCat(text, " 尚未开始"), absl::StrCat(text, " has not begun")});
  }
  return absl::OkStatus();
}

absl::Status CheckPublished(absl::string_view published, absl::CivilDay today) {
  if (published.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(published, "published"));
  if (day <= today) return absl::OkStatus();
  return InvalidField("published", {absl::StrCat("发布日期 ", published, " 晚于今天"),
                                    absl::StrCat("published ", published, " is after today")});
}

absl::Status CheckFigureOf(const Indicator& indicator, const v1::Observation& observation) {
  ASSIGN_OR_RETURN(const domain::Figure figure, domain::FigureOf(observation.figure()));
  return domain::CheckFigure(indicator, figure, observation.unit());
}

// Only what a reporter may say; the rest is the service's.
v1::Observation InputsOf(const v1::Observation& observation) {
  v1::Observation inputs = observation;
  inputs.clear_name();
  inputs.clear_state();
  inputs.clear_history();
  inputs.clear_warnings();
  inputs.clear_version();
  if (inputs.finality() == v1::FINALITY_UNSPECIFIED) inputs.set_finality(v1::FINAL);
  return inputs;
}

}  // namespace

absl::StatusOr<std::string> CheckIndicator(const domain::Plan& plan, absl::string_view name) {
  ASSIGN_OR_RETURN(std::string number, IndicatorNumber(plan.id(), name, "indicator"));
  if (plan.FindIndicator(number) != nullptr) return number;
  return Error(absl::StatusCode::kNotFound, "INDICATOR_NOT_FOUND",
               {absl::StrCat("方案中没有指标 ", number), absl::StrCat("the plan has no indicator ", number)});
}

absl::Status CheckEvidence(const v1::Evidence& evidence, absl::string_view path) {
  return domain::CheckDocument({evidence.name(), evidence.uri(), evidence.sha256()}, path);
}

absl::Status CheckReason(absl::string_view reason, absl::string_view path) {
  return CheckRequiredText(path, reason, kFreeTextLength, Newlines::kAllow);
}

absl::StatusOr<v1::Observation> CheckObservation(const domain::Plan& plan, const v1::Observation& observation,
                                                 SubjectKind kind, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const std::string number, CheckIndicator(plan, observation.indicator()));
  const Indicator* indicator = plan.FindIndicator(number);
  RETURN_IF_ERROR(domain::CheckPart(*indicator, observation.part()));
  RETURN_IF_ERROR(CheckSubject(plan, observation.subject(), kind));
  RETURN_IF_ERROR(CheckPeriod(plan, observation.period(), today));
  RETURN_IF_ERROR(CheckFigureOf(*indicator, observation));
  RETURN_IF_ERROR(CheckRequiredText("source", observation.source(), kSourceLength));
  RETURN_IF_ERROR(CheckPublished(observation.published(), today));
  RETURN_IF_ERROR(domain::CheckDocuments(observation.evidence(), "evidence"));
  return breakdown::Reconcile(plan, *indicator, InputsOf(observation));
}

}  // namespace qcity::indicators
