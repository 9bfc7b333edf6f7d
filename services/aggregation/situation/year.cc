#include "services/aggregation/situation/year.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/text.h"
#include "common/domain/period.h"
#include "common/rpc/resource_name.h"
#include "services/aggregation/live.h"
#include "services/aggregation/situation/year_figures.h"

namespace qcity::aggregation::situation {
namespace {

v1::SituationChapter& AddChapter(const char* key, const Text& title, v1::Situation& report) {
  v1::SituationChapter& chapter = *report.add_chapters();
  chapter.set_key(key);
  chapter.set_title_zh(title.zh);
  chapter.set_title_en(title.en);
  return chapter;
}

void SetAbsent(const Text& why, v1::SituationChapter& chapter) {
  chapter.set_absent_zh(why.zh);
  chapter.set_absent_en(why.en);
}

void AddBreakdowns(const YearFigures& figures, Dimension dimension, v1::SituationChapter& chapter) {
  v1::SituationBreakdowns breakdowns = BreakdownsOf(figures, dimension);
  if (!breakdowns.measures().empty()) {
    *chapter.mutable_breakdowns() = std::move(breakdowns);
    return;
  }
  const bool districts = dimension == Dimension::kDistrict;
  SetAbsent({absl::StrCat("本年度已核实的数据没有按", districts ? "区" : "行业", "分解"),
             absl::StrCat("no verified figure of the year is broken down by ", districts ? "district" : "industry")},
            chapter);
}

// At the year's end, or on the as-of day if that is earlier: the campaign's years only.
void AddReadiness(const domain::PlanVersions& plans, const Entities& entities, const Question& question,
                  v1::SituationChapter& chapter) {
  const absl::CivilDay day = std::min(question.as_of, absl::CivilDay(question.year, 12, 31));
  const domain::Plan& plan = *plans.InForce(day);
  if (domain::FormatDay(day) < plan.document().published())
    return SetAbsent({"创建活动尚未开始", "the campaign had not begun"}, chapter);
  *chapter.mutable_readiness() = ReadinessAsOf(plan, entities, day);
}

// Chapters of services that do not exist yet: each will bring its own.
void AddAbsent(v1::Situation& report) {
  const Text why = {"尚无数据来源", "no service feeds it yet"};
  SetAbsent(why, AddChapter("spot_checks", {"监督抽查", "Spot checks"}, report));
  SetAbsent(why, AddChapter("complaints", {"投诉举报", "Complaints"}, report));
  SetAbsent(why, AddChapter("risks", {"质量安全风险", "Risks"}, report));
}

}  // namespace

absl::StatusOr<Question> QuestionOf(const domain::Plan& plan, absl::string_view name, absl::string_view as_of,
                                    absl::CivilDay today) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values,
                   rpc::ParseName("campaigns/{campaign}/situation/{year}", plan.id(), name, "name"));
  const std::string first = plan.document().data_window().first().substr(0, 4);
  const std::string last = std::min(plan.document().data_window().last().substr(0, 4), absl::StrCat(today.year()));
  const absl::StatusOr<domain::Period> year = domain::Period::Parse(values[1]);
  const bool is_year = year.ok() && year->frequency() == plan::v1::YEARLY;
  if (!is_year || values[1] < first || values[1] > last) {
    return InvalidField("name", {absl::StrCat("年份应为 ", first, " 至 ", last, "，收到“", values[1], "”"),
                                 absl::StrCat("want a year from ", first, " to ", last, ", got '", values[1], "'")});
  }
  // The last year's figures come out when the campaign is over: today is not held to its end.
  absl::CivilDay day = today;
  if (!as_of.empty()) {
    ASSIGN_OR_RETURN(day, plan.AsOf(as_of, "as_of", today));
  }
  if (day < year->FirstDay()) {
    const std::string begin = domain::FormatDay(year->FirstDay());
    return InvalidField("as_of", {absl::StrCat("不能早于 ", begin), absl::StrCat("is before ", begin)});
  }
  return Question{year->year(), day};
}

v1::Situation ReportOn(const domain::PlanVersions& plans, const Entities& entities, const Question& question) {
  const domain::Plan& plan = *plans.InForce(question.as_of);
  const YearFigures figures(plan, entities, question);
  v1::Situation report;
  report.set_name(absl::StrCat("campaigns/", plan.id(), "/situation/", question.year));
  report.set_year(absl::StrCat(question.year));
  report.set_as_of(domain::FormatDay(question.as_of));
  report.set_city(plan.document().city());
  report.set_plan_title(plan.document().title());
  report.set_plan_version(plan.document().version());
  report.set_policy_version(plan.document().policy().version());
  *AddChapter("domains", {"各领域质量状况", "Quality by domain"}, report).mutable_domains() = DomainsOf(figures);
  AddBreakdowns(figures, Dimension::kDistrict, AddChapter("districts", {"区域质量状况", "By district"}, report));
  AddBreakdowns(figures, Dimension::kIndustry, AddChapter("industries", {"行业质量状况", "By industry"}, report));
  v1::SituationChapter& readiness = AddChapter("readiness", {"验收准备度", "Readiness for acceptance"}, report);
  AddReadiness(plans, entities, question, readiness);
  AddAbsent(report);
  report.set_illustrative(figures.illustrative() || readiness.readiness().illustrative());
  return report;
}

}  // namespace qcity::aggregation::situation
