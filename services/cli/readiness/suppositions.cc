#include "services/cli/readiness/suppositions.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/status.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {
namespace {

using aggregation::v1::SupposedCompletion;
using aggregation::v1::SupposedFigure;
using aggregation::v1::SupposedPolicy;
using plan::v1::Figure;
using plan::v1::FigureForm;
using plan::v1::Indicator;

absl::Status Malformed(const std::string& flag, const std::string& typed, const Text& wanted) {
  return UsageError({absl::StrCat(flag, " 应为 ", wanted.zh, "，收到 ", typed),
                     absl::StrCat(flag, " wants ", wanted.en, ", got ", typed)});
}

std::optional<std::pair<std::string, std::string>> Split(const std::string& text, char at) {
  const std::size_t place = text.find(at);
  if (place == std::string::npos) return std::nullopt;
  return std::make_pair(text.substr(0, place), text.substr(place + 1));
}

bool Takes(const Indicator* indicator, FigureForm form) {
  return indicator != nullptr &&
         std::find(indicator->forms().begin(), indicator->forms().end(), form) != indicator->forms().end();
}

// The form said in front of the figure ("rank:4/17"), taken off the text; unspecified if none is.
FigureForm StatedForm(std::string* text) {
  const auto parts = Split(*text, ':');
  FigureForm form = plan::v1::FIGURE_FORM_UNSPECIFIED;
  if (!parts.has_value() || !plan::v1::FigureForm_Parse(absl::AsciiStrToUpper(parts->first), &form)) return form;
  *text = parts->second;
  return form;
}

void SetQuotient(FigureForm form, double above, double below, Figure* figure) {
  if (form == plan::v1::FRACTION) {
    figure->mutable_fraction()->set_numerator(above);
    figure->mutable_fraction()->set_denominator(below);
  } else if (form == plan::v1::EVENTS) {
    figure->mutable_events()->set_events(above);
    figure->mutable_events()->set_exposure(below);
  } else {
    figure->mutable_sample()->set_successes(above);
    figure->mutable_sample()->set_n(below);
  }
}

// "4/17", "4-6/17".
bool ReadRank(const std::string& place, const std::string& of, Figure* figure) {
  std::int64_t first = 0, last = 0, ranked = 0;
  const auto tie = Split(place, '-');
  if (!absl::SimpleAtoi(tie.has_value() ? tie->first : place, &first)) return false;
  if (tie.has_value() && !absl::SimpleAtoi(tie->second, &last)) return false;
  if (!absl::SimpleAtoi(of, &ranked)) return false;
  figure->mutable_rank()->set_rank(first);
  figure->mutable_rank()->set_rank_last(last);
  figure->mutable_rank()->set_ranked(ranked);
  return true;
}

bool ReadTwo(FigureForm form, const std::string& above, const std::string& below, const Indicator* indicator,
             Figure* figure) {
  if (form == plan::v1::FIGURE_FORM_UNSPECIFIED && indicator != nullptr) {
    for (const int taken : indicator->forms()) {
      if (taken == plan::v1::VALUE || taken == plan::v1::ATTESTATION) continue;
      form = static_cast<FigureForm>(taken);
      break;
    }
  }
  if (form == plan::v1::RANK || above.find('-', 1) != std::string::npos) return ReadRank(above, below, figure);
  double numerator = 0, denominator = 0;
  if (!absl::SimpleAtod(above, &numerator) || !absl::SimpleAtod(below, &denominator)) return false;
  SetQuotient(form == plan::v1::FIGURE_FORM_UNSPECIFIED ? plan::v1::FRACTION : form, numerator, denominator, figure);
  return true;
}

bool ReadOne(const std::string& text, const Indicator* indicator, Figure* figure) {
  double value = 0;
  if (!absl::SimpleAtod(absl::StripSuffix(text, "%"), &value)) return false;
  if (indicator != nullptr && !Takes(indicator, plan::v1::VALUE)) {
    const double scale = indicator->scale() == 0 ? 1 : indicator->scale();
    for (const FigureForm form : {plan::v1::FRACTION, plan::v1::EVENTS, plan::v1::SAMPLE}) {
      if (!Takes(indicator, form)) continue;
      SetQuotient(form, value, scale, figure);
      return true;
    }
  }
  figure->set_value(value);
  return true;
}

bool ReadFigure(std::string text, const Indicator* indicator, Figure* figure) {
  const FigureForm form = StatedForm(&text);
  const std::string word = absl::AsciiStrToLower(text);
  for (const auto& [name, met] : {std::pair("met", true), {"true", true}, {"unmet", false}, {"false", false}}) {
    if (word != name) continue;
    figure->mutable_attestation()->set_met(met);
    return true;
  }
  const auto numbers = Split(text, '/');
  if (numbers.has_value()) return ReadTwo(form, numbers->first, numbers->second, indicator, figure);
  if (form != plan::v1::FIGURE_FORM_UNSPECIFIED && form != plan::v1::VALUE) return false;
  return ReadOne(text, form == plan::v1::VALUE ? nullptr : indicator, figure);
}

}  // namespace

absl::StatusOr<SupposedFigure> ParseSupposedFigure(const std::string& typed, const plan::v1::Plan& plan) {
  const Text wanted = {
      "编号[/分项][@期间]=数据，如 26=80、14/industrialized=31.5、3@2018=376/400、5=4/17、60=met",
      "NUMBER[/PART][@PERIOD]=FIGURE, e.g. 26=80, 14/industrialized=31.5, 3@2018=376/400, 5=4/17, 60=met"};
  const auto place_and_figure = Split(typed, '=');
  if (!place_and_figure.has_value()) return Malformed("--set", typed, wanted);
  SupposedFigure supposed;
  std::string place = place_and_figure->first;
  if (const auto at = Split(place, '@'); at.has_value()) {
    place = at->first;
    supposed.set_period(at->second);
  }
  if (const auto part = Split(place, '/'); part.has_value()) {
    place = part->first;
    supposed.set_part(part->second);
  }
  supposed.set_number(place);
  const auto found = std::find_if(plan.indicators().begin(), plan.indicators().end(),
                                  [&](const Indicator& indicator) { return indicator.number() == place; });
  const Indicator* indicator = found == plan.indicators().end() ? nullptr : &*found;
  if (!ReadFigure(place_and_figure->second, indicator, supposed.mutable_figure())) {
    return Malformed("--set", typed, wanted);
  }
  return supposed;
}

absl::StatusOr<SupposedCompletion> ParseSupposedCompletion(const std::string& typed) {
  const Text wanted = {
      "任务/节点/单位[@日期]，持续性任务可加 =评定分，如 29-1/2018/zhijianju@2018-06-30",
      "DUTY/OCCURRENCE/LEAD[@DATE], of a continuous duty =RATING, e.g. 29-1/2018/zhijianju@2018-06-30"};
  SupposedCompletion supposed;
  std::string part = typed;
  if (const auto rated = Split(part, '='); rated.has_value()) {
    double rating = 0;
    if (!absl::SimpleAtod(rated->second, &rating)) return Malformed("--complete", typed, wanted);
    supposed.set_rating(rating);
    part = rated->first;
  }
  if (const auto dated = Split(part, '@'); dated.has_value()) {
    supposed.set_day(dated->second);
    part = dated->first;
  }
  const std::vector<std::string> names = absl::StrSplit(absl::StripPrefix(part, "tasks/"), '/');
  if (names.size() != 3) return Malformed("--complete", typed, wanted);
  supposed.set_task(names[0]);
  supposed.set_occurrence(names[1]);
  supposed.set_lead(names[2]);
  return supposed;
}

absl::StatusOr<SupposedPolicy> ParseSupposedPolicy(const std::string& typed, const std::string& flag,
                                                   const std::string& prefix) {
  const auto field = Split(typed, '=');
  SupposedPolicy supposed;
  double value = 0;
  if (!field.has_value() || !absl::SimpleAtod(field->second, &value)) {
    return Malformed(flag, typed,
                     prefix.empty() ? Text{"字段=数值，如 pass_mark=75", "FIELD=NUMBER, e.g. pass_mark=75"}
                                    : Text{"板块=分值，如 indicators=600", "PILLAR=POINTS, e.g. indicators=600"});
  }
  supposed.set_field(prefix + field->first);
  supposed.set_value(value);
  return supposed;
}

}  // namespace qcity::cli
