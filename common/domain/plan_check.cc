#include "common/domain/plan_check.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/domain/period.h"

namespace qcity::domain {
namespace {

void CheckDataWindow(PlanChecker& checker) {
  const plan::v1::MonthRange& window = checker.document().data_window();
  const auto month = [&](const std::string& text, const std::string& path) -> std::optional<Period> {
    const absl::StatusOr<Period> period = Period::Parse(text);
    if (period.ok() && period->frequency() == plan::v1::MONTHLY) return *period;
    checker.Add(path, absl::StrCat("应为月份 YYYY-MM，收到“", text, "”"),
                absl::StrCat("want a month YYYY-MM, got \"", text, "\""));
    return std::nullopt;
  };
  const std::optional<Period> first = month(window.first(), "data_window.first");
  const std::optional<Period> last = month(window.last(), "data_window.last");
  if (first.has_value() && last.has_value() && *last < *first) {
    checker.Add("data_window.last", "早于起始月份", "is before the first month");
  }
}

// Each phase begins on the day after the one before ends.
void CheckPhases(PlanChecker& checker) {
  std::optional<absl::CivilDay> previous_end;
  if (checker.document().phases().empty()) checker.Add("phases", "至少要有一个阶段", "there must be a phase");
  for (int i = 0; i < checker.document().phases_size(); ++i) {
    const plan::v1::Phase& phase = checker.document().phases(i);
    const std::string path = At("phases", i);
    checker.Values(phase, path);
    checker.Required(phase.name(), Dot(path, "name"));
    const std::optional<absl::CivilDay> start = checker.Date(phase.start(), Dot(path, "start"));
    const std::optional<absl::CivilDay> end = checker.Date(phase.end(), Dot(path, "end"));
    if (start.has_value() && end.has_value() && *end < *start) {
      checker.Add(Dot(path, "end"), "早于阶段开始日期", "is before the phase's start");
    }
    if (start.has_value() && previous_end.has_value() && *start != *previous_end + 1) {
      const std::string wanted = FormatDay(*previous_end + 1);
      checker.Add(Dot(path, "start"), absl::StrCat("应为 ", wanted, "，阶段之间不得有空档或重叠"),
                  absl::StrCat("want ", wanted, ": phases have neither gaps nor overlaps"));
    }
    previous_end = end;
  }
}

void CheckEvaluationDates(PlanChecker& checker) {
  std::optional<absl::CivilDay> previous;
  if (checker.document().evaluation_dates().empty()) {
    checker.Add("evaluation_dates", "至少要有一个考核日期", "there must be an evaluation date");
  }
  for (int i = 0; i < checker.document().evaluation_dates_size(); ++i) {
    const plan::v1::EvaluationDate& evaluation = checker.document().evaluation_dates(i);
    const std::string path = At("evaluation_dates", i);
    checker.Values(evaluation, path);
    const std::optional<absl::CivilDay> date = checker.Date(evaluation.date(), Dot(path, "date"));
    if (date.has_value() && previous.has_value() && *date <= *previous) {
      checker.Add(Dot(path, "date"), "考核日期应逐个递增", "evaluation dates must ascend");
    }
    checker.Required(evaluation.name(), Dot(path, "name"));
    if (evaluation.has_interpretation()) {
      checker.Interpretation(evaluation.interpretation(), Dot(path, "interpretation"));
    }
    if (date.has_value()) previous = date;
  }
}

}  // namespace

void CheckHead(PlanChecker& checker) {
  const plan::v1::Plan& plan = checker.document();
  checker.OwnValues(plan, "");
  checker.Id(plan.id(), "id");
  checker.Required(plan.version(), "version");
  checker.Date(plan.effective_from(), "effective_from");
  checker.Required(plan.city(), "city");
  if (plan.city_code().size() != 6 ||
      !std::all_of(plan.city_code().begin(), plan.city_code().end(), absl::ascii_isdigit)) {
    checker.Add("city_code", absl::StrCat("应为六位行政区划代码，收到“", plan.city_code(), "”"),
                absl::StrCat("want six digits, got \"", plan.city_code(), "\""));
  }
  checker.Required(plan.title(), "title");
  checker.Required(plan.document_number(), "document_number");
  const std::optional<absl::CivilDay> issued = checker.Date(plan.issued(), "issued");
  const std::optional<absl::CivilDay> published = checker.Date(plan.published(), "published");
  if (issued.has_value() && published.has_value() && *published < *issued) {
    checker.Add("published", "发布日期早于印发日期", "is before the day of issue");
  }
  CheckDataWindow(checker);
  CheckPhases(checker);
  CheckEvaluationDates(checker);
}

void CheckRecordedDefects(PlanChecker& checker) {
  for (int i = 0; i < checker.document().defects_size(); ++i) {
    const plan::v1::Defect& defect = checker.document().defects(i);
    const std::string path = At("defects", i);
    checker.Values(defect, path);
    const int wanted = defect.kind() == plan::v1::Defect::CONTRADICTION ? 2 : 1;
    if (defect.places_size() < wanted) {
      checker.Add(Dot(path, "places"), absl::StrCat("至少要写明 ", wanted, " 处条款"),
                  absl::StrCat("want at least ", wanted, " clauses"));
    }
    for (int p = 0; p < defect.places_size(); ++p) checker.Required(defect.places(p), At(Dot(path, "places"), p));
    checker.Required(defect.finding(), Dot(path, "finding"));
    checker.Interpretation(defect.interpretation(), Dot(path, "interpretation"));
  }
}

std::vector<PlanDefect> Check(const plan::v1::Plan& document) {
  PlanChecker checker(document);
  CheckHead(checker);
  CheckBodies(checker);
  CheckIndicators(checker);
  CheckTasks(checker);
  CheckPolicy(checker);
  CheckRecordedDefects(checker);
  CheckValidationRules(checker);
  CheckIndustries(checker);
  return checker.TakeDefects();
}

}  // namespace qcity::domain
