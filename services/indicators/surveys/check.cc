#include "services/indicators/surveys/check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "common/domain/period.h"
#include "services/indicators/check.h"

namespace qcity::indicators::surveys {
namespace {

using plan::v1::Indicator;
using v1::SurveyDescription;
using v1::SurveyResult;

constexpr int kTitleLength = 500;
constexpr int kFrameLength = 2'000;
constexpr int kBoxLength = 100;
constexpr int kMostBoxes = 20;
constexpr int kMostResults = 1'000;
constexpr std::size_t kMostFaults = 100;
constexpr std::size_t kDigestLength = 64;

// Notes every fault of a request.
class Faults {
 public:
  void Add(const std::string& path, Text text) {
    if (fields_.size() < kMostFaults) fields_.push_back({path, std::move(text)});
  }
  // What a check of one field said, if it is a fault.
  void Add(const absl::Status& status) {
    if (status.ok()) return;
    const std::optional<ErrorDetail> detail = DetailOf(status);
    for (const FieldViolation& field : detail->fields) Add(field.path, field.text);
  }
  absl::Status Verdict() const { return fields_.empty() ? absl::OkStatus() : InvalidFields(fields_); }

 private:
  std::vector<FieldViolation> fields_;
};

bool IsDigest(absl::string_view text) {
  return text.size() == kDigestLength &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

void CheckBodies(const domain::Plan& plan, const SurveyDescription& description, Faults& faults) {
  if (plan.FindOrganization(description.commissioner()) == nullptr) {
    faults.Add("description.commissioner",
               {absl::StrCat("方案中没有单位“", description.commissioner(), "”"),
                absl::StrCat("the plan has no organisation '", description.commissioner(), "'")});
  }
  if (!plan.HasRole(description.agency(), plan::v1::AGENCY)) {
    faults.Add("description.agency", {absl::StrCat("“", description.agency(), "”不是方案中的调查机构"),
                                      absl::StrCat("'", description.agency(), "' is no survey agency of the plan")});
  }
}

void CheckFieldwork(const SurveyDescription& description, Faults& faults) {
  const auto start = domain::ParseDay(description.fieldwork_start(), "description.fieldwork_start");
  const auto end = domain::ParseDay(description.fieldwork_end(), "description.fieldwork_end");
  faults.Add(start.status());
  faults.Add(end.status());
  if (!start.ok() || !end.ok() || *start <= *end) return;
  faults.Add("description.fieldwork_end", {absl::StrCat("早于开始日期 ", description.fieldwork_start()),
                                           absl::StrCat("is before the first day, ", description.fieldwork_start())});
}

void CheckQuestionnaire(const SurveyDescription& description, Faults& faults) {
  if (!v1::SurveyMode_IsValid(description.mode()) || description.mode() == v1::SURVEY_MODE_UNSPECIFIED) {
    faults.Add("description.mode", {"必须写明调查方式", "must be stated"});
  }
  if (!IsDigest(description.questionnaire_sha256())) {
    faults.Add("description.questionnaire_sha256",
               {"应为问卷文件 64 位十六进制的 SHA-256", "want the questionnaire's SHA-256 of 64 hexadecimal digits"});
  }
  if (description.satisfied_boxes().empty() || description.satisfied_boxes_size() > kMostBoxes) {
    faults.Add("description.satisfied_boxes",
               {"须写明哪些选项计为满意，1 到 20 项", "want the 1 to 20 answers that count as satisfied"});
  }
  for (int i = 0; i < description.satisfied_boxes_size(); ++i) {
    faults.Add(CheckRequiredText(absl::StrCat("description.satisfied_boxes[", i, "]"), description.satisfied_boxes(i),
                                 kBoxLength));
  }
}

bool IsDistrict(const domain::Plan& plan, const std::string& district) {
  const plan::v1::Organization* found = plan.FindOrganization(district);
  return found != nullptr && (found->kind() == plan::v1::DISTRICT || found->kind() == plan::v1::ZONE);
}

std::string DomainsOf(const domain::Plan& plan) {
  std::string domains;
  for (const Indicator& indicator : plan.document().indicators()) {
    if (indicator.survey_domain().empty()) continue;
    absl::StrAppend(&domains, domains.empty() ? "" : ", ", indicator.survey_domain());
  }
  return domains;
}

void CheckIndustry(const Indicator& measure, const SurveyResult& result, const std::string& path, Faults& faults) {
  const auto& parts = measure.parts();
  if (parts.empty() && result.industry().empty()) return;
  const bool known = std::any_of(parts.begin(), parts.end(),
                                 [&](const plan::v1::Part& part) { return part.key() == result.industry(); });
  if (known) return;
  std::string keys;
  for (const plan::v1::Part& part : parts) absl::StrAppend(&keys, keys.empty() ? "" : ", ", part.key());
  faults.Add(path, {absl::StrCat("应为指标 ", measure.number(), " 的行业", keys.empty() ? "：无，应留空" : "：", keys),
                    absl::StrCat("want an industry of indicator ", measure.number(), ": ",
                                 keys.empty() ? "none, empty" : keys)});
}

void CheckPlace(const domain::Plan& plan, const SurveyResult& result, const std::string& path, Faults& faults) {
  const Indicator* measure = MeasureOf(plan, result.domain());
  if (measure == nullptr) {
    const std::string known = DomainsOf(plan);
    faults.Add(absl::StrCat(path, ".domain"), {absl::StrCat("没有领域“", result.domain(), "”，可用：", known),
                                               absl::StrCat("no domain '", result.domain(), "'; known: ", known)});
  } else {
    CheckIndustry(*measure, result, absl::StrCat(path, ".industry"), faults);
  }
  if (!result.district().empty() && !IsDistrict(plan, result.district())) {
    faults.Add(absl::StrCat(path, ".district"),
               {absl::StrCat("方案中没有区或开发区“", result.district(), "”"),
                absl::StrCat("the plan has no district or zone '", result.district(), "'")});
  }
}

void CheckNumbers(const SurveyDescription& description, const SurveyResult& result, const std::string& path,
                  Faults& faults) {
  if (result.n() <= 0) faults.Add(absl::StrCat(path, ".n"), {"应大于 0", "must be above 0"});
  if (!(result.successes() >= 0 && result.successes() <= static_cast<double>(result.n()))) {
    faults.Add(absl::StrCat(path, ".successes"),
               {absl::StrCat("应在 0 与样本量 ", result.n(), " 之间，收到 ", result.successes()),
                absl::StrCat("want 0 to n, ", result.n(), "; got ", result.successes())});
  }
  if (result.has_design_effect() && !(result.design_effect() >= 1 && std::isfinite(result.design_effect()))) {
    faults.Add(absl::StrCat(path, ".design_effect"),
               {absl::StrCat("不得小于 1，收到 ", result.design_effect()),
                absl::StrCat("must not be below 1; got ", result.design_effect())});
  }
  const std::int64_t population =
      result.has_population_size() ? result.population_size() : description.population_size();
  if (result.n() > population) {
    faults.Add(absl::StrCat(path, ".n"),
               {absl::StrCat("样本量 ", result.n(), " 大于总体 ", population),
                absl::StrCat("the sample, ", result.n(), ", is larger than its population, ", population)});
  }
}

// The districts' lines are parts of the city's.
void CheckSums(const google::protobuf::RepeatedPtrField<SurveyResult>& results, Faults& faults) {
  struct Districts {
    double n = 0, successes = 0;
  };
  std::map<std::pair<std::string, std::string>, Districts> sums;
  for (const SurveyResult& result : results) {
    if (result.district().empty()) continue;
    Districts& sum = sums[{result.domain(), result.industry()}];
    sum.n += static_cast<double>(result.n());
    sum.successes += result.successes();
  }
  for (int i = 0; i < results.size(); ++i) {
    const SurveyResult& city = results[i];
    const auto sum = sums.find({city.domain(), city.industry()});
    if (!city.district().empty() || sum == sums.end()) continue;
    constexpr double kRounding = 1e-6;
    const double n = static_cast<double>(city.n()) - sum->second.n;
    const double successes = city.successes() - sum->second.successes;
    if (n >= 0 && successes >= -kRounding && successes <= n + kRounding) continue;
    faults.Add(absl::StrCat("results[", i, "]"),
               {absl::StrCat("各区合计 ", sum->second.successes, "/", sum->second.n, " 与全市 ", city.successes(), "/",
                             city.n(), " 不符"),
                absl::StrCat("the districts add up to ", sum->second.successes, "/", sum->second.n,
                             ", which does not fit into the city's ", city.successes(), "/", city.n())});
  }
}

}  // namespace

absl::Status CheckDescription(const domain::Plan& plan, const SurveyDescription& description) {
  Faults faults;
  faults.Add(CheckRequiredText("description.title", description.title(), kTitleLength));
  CheckBodies(plan, description, faults);
  faults.Add(CheckEvidence(description.qualification(), "description.qualification"));
  faults.Add(CheckRequiredText("description.population", description.population(), kTitleLength));
  if (description.population_size() <= 0) faults.Add("description.population_size", {"应大于 0", "must be above 0"});
  faults.Add(CheckRequiredText("description.frame", description.frame(), kFrameLength));
  CheckFieldwork(description, faults);
  CheckQuestionnaire(description, faults);
  faults.Add(Under("description", domain::Period::Parse(description.period()).status()));
  return faults.Verdict();
}

absl::Status CheckResults(const domain::Plan& plan, const SurveyDescription& description,
                          const google::protobuf::RepeatedPtrField<SurveyResult>& results) {
  if (results.empty() || results.size() > kMostResults) {
    return InvalidField("results", {absl::StrCat("应有 1 到 1000 行，收到 ", results.size()),
                                    absl::StrCat("want 1 to 1,000 lines, got ", results.size())});
  }
  Faults faults;
  std::map<std::tuple<std::string, std::string, std::string>, int> seen;
  for (int i = 0; i < results.size(); ++i) {
    const SurveyResult& result = results[i];
    const std::string path = absl::StrCat("results[", i, "]");
    CheckPlace(plan, result, path, faults);
    CheckNumbers(description, result, path, faults);
    const auto [first, fresh] = seen.try_emplace({result.domain(), result.district(), result.industry()}, i);
    if (fresh) continue;
    faults.Add(path, {absl::StrCat("与 results[", first->second, "] 的领域、区、行业相同"),
                      absl::StrCat("has domain, district and industry of results[", first->second, "]")});
  }
  CheckSums(results, faults);
  return faults.Verdict();
}

const Indicator* MeasureOf(const domain::Plan& plan, absl::string_view domain) {
  if (domain.empty()) return nullptr;
  for (const Indicator& indicator : plan.document().indicators()) {
    if (indicator.survey_domain() == domain) return &indicator;
  }
  return nullptr;
}

}  // namespace qcity::indicators::surveys
