#include "services/aggregation/performance/list.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/csv.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "common/rpc/resource_name.h"
#include "services/aggregation/score/performance.h"

namespace qcity::aggregation::performance {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

using State = score::CountedReport::State;
// Organisation, duty, occurrence -> credit.
using Corrections = std::map<std::tuple<std::string, std::string, std::string>, double>;

Corrections CorrectionsOf(const v1::Performance& head) {
  Corrections corrections;
  for (const v1::Objection& objection : head.objections()) {
    if (objection.state() != v1::UPHELD) continue;
    for (const v1::ContestedReport& item : objection.items())
      corrections[{objection.organization(), item.task(), item.occurrence()}] = item.corrected_credit();
  }
  return corrections;
}

score::CountedReport ReportOf(const v1::Deduction& stored) {
  score::CountedReport report{.task = stored.task(), .occurrence = stored.occurrence()};
  report.due = domain::ParseDay(stored.due(), "due").value_or(absl::CivilDay());
  report.state = static_cast<State>(stored.state());
  report.days_late = stored.days_late();
  report.credit = stored.credit();
  return report;
}

// The organisations for the ranking, by id, with corrected credits: a report that is credited in full counts as on time.
std::vector<score::OrganizationScore> Corrected(const v1::PerformanceRecord& record) {
  const Corrections corrections = CorrectionsOf(record.head());
  std::vector<score::OrganizationScore> organizations;
  for (const v1::CountedRow& row : record.rows()) {
    score::OrganizationScore& organization = organizations.emplace_back();
    organization.organization = row.organization();
    organization.district_or_zone = row.district_or_zone();
    for (const v1::Deduction& stored : row.reports()) {
      score::CountedReport& report = organization.reports.emplace_back(ReportOf(stored));
      const auto found = corrections.find({row.organization(), stored.task(), stored.occurrence()});
      if (found == corrections.end()) continue;
      report.credit = found->second;
      if (report.credit >= record.on_time_credit()) report.state = State::kOnTime;
    }
  }
  return organizations;
}

v1::Deduction MessageOf(const score::CountedReport& report, const std::string& title) {
  v1::Deduction message;
  message.set_task(report.task);
  message.set_title(title);
  message.set_occurrence(report.occurrence);
  message.set_due(domain::FormatDay(report.due));
  message.set_state(static_cast<v1::Punctuality>(report.state));
  message.set_days_late(report.days_late);
  message.set_credit(report.credit);
  message.set_points_lost(report.points_lost);
  return message;
}

v1::PerformanceRow RowOf(const score::OrganizationScore& scored, const v1::CountedRow& counted) {
  v1::PerformanceRow row;
  row.set_organization(scored.organization);
  row.set_title(counted.title());
  row.set_district_or_zone(scored.district_or_zone);
  row.set_score(scored.score);
  row.set_rank(scored.rank);
  row.set_ranked_among(scored.ranked_among);
  row.set_n(scored.n);
  row.set_on_time(scored.on_time);
  row.set_late(scored.late);
  row.set_open(scored.open);
  row.set_interval_low(scored.interval.low);
  row.set_interval_high(scored.interval.high);
  row.set_points_to_mean(scored.points_to_mean);
  for (std::size_t i = 0; i < scored.reports.size(); ++i) {
    if (scored.reports[i].points_lost > 0)
      *row.add_deductions() = MessageOf(scored.reports[i], counted.reports(static_cast<int>(i)).title());
  }
  return row;
}

std::string WordOf(const v1::Deduction& deduction) {
  const std::string place = absl::StrCat(deduction.task(), "/", deduction.occurrence());
  const char* word = deduction.state() == v1::OPEN ? "未完成" : "逾期";
  return absl::StrFormat("%s %s %d 天 扣 %.2f 分", place, word, deduction.days_late(), deduction.points_lost());
}

}  // namespace

absl::StatusOr<int> YearOf(const domain::Plan& plan, absl::string_view name, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const std::vector<std::string> values,
                   rpc::ParseName("campaigns/{campaign}/performances/{year}", plan.id(), name, "name"));
  ASSIGN_OR_RETURN(const absl::CivilDay published, domain::ParseDay(plan.document().published(), "published"));
  const auto first = static_cast<int>(published.year());
  const auto last = static_cast<int>(std::min(plan.LastEvaluationDate(), today).year());
  int year = 0;
  if (absl::SimpleAtoi(values[1], &year) && year >= first && year <= last) return year;
  return InvalidField("name", {absl::StrCat("年度应为 ", first, " 至 ", last, "，收到“", values[1], "”"),
                               absl::StrCat("want a year from ", first, " to ", last, ", got '", values[1], "'")});
}

absl::CivilDay LastDayOf(const domain::Plan& plan, int year) {
  return std::min(absl::CivilDay(year, 12, 31), plan.LastEvaluationDate());
}

v1::PerformanceRecord ListOf(const domain::Plan& plan, const score::Inputs& inputs, int year, absl::CivilDay as_of) {
  const plan::v1::PerformancePolicy& policy = plan.document().policy().tasks().performance();
  v1::PerformanceRecord record;
  v1::Performance& head = *record.mutable_head();
  head.set_name(absl::StrCat("campaigns/", plan.id(), "/performances/", year));
  head.set_year(year);
  head.set_as_of(domain::FormatDay(as_of));
  head.set_plan_version(plan.document().version());
  head.set_illustrative(std::any_of(inputs.figures.begin(), inputs.figures.end(),
                                    [](const score::FigureInput& figure) { return figure.illustrative; }));
  record.set_prior(policy.prior());
  record.set_on_time_credit(policy.on_time());
  for (score::OrganizationScore& organization : score::CountReports(plan, inputs, as_of)) {
    std::erase_if(organization.reports,
                  [&](const score::CountedReport& report) { return report.closed.year() != year; });
    if (organization.reports.empty()) continue;
    v1::CountedRow& row = *record.add_rows();
    row.set_organization(organization.organization);
    row.set_title(plan.NameOf(organization.organization));
    row.set_district_or_zone(organization.district_or_zone);
    for (const score::CountedReport& report : organization.reports)
      *row.add_reports() = MessageOf(report, plan.FindTask(report.task)->title());
  }
  return record;
}

v1::Performance ViewOf(const v1::PerformanceRecord& record) {
  v1::Performance view = record.head();
  for (const score::OrganizationScore& scored : score::RankByReports(Corrected(record), record.prior())) {
    const auto counted = std::find_if(record.rows().begin(), record.rows().end(), [&](const v1::CountedRow& row) {
      return row.organization() == scored.organization;
    });
    *view.add_rows() = RowOf(scored, *counted);
  }
  return view;
}

std::string CsvOf(const v1::Performance& performance) {
  std::string csv = kByteOrderMark;
  csv += CsvLine({"年度", "截至", "组别", "名次", "参评数", "单位标识", "单位", "得分", "区间下限", "区间上限", "计入",
                  "按期", "逾期完成", "逾期未完成", "扣分"});
  const auto number = [](double value) { return absl::StrFormat("%.4f", value); };
  for (const v1::PerformanceRow& row : performance.rows()) {
    const std::string lost =
        absl::StrJoin(row.deductions(), "；",
                      [](std::string* out, const v1::Deduction& deduction) { out->append(WordOf(deduction)); });
    csv +=
        CsvLine({absl::StrCat(performance.year()), performance.as_of(), row.district_or_zone() ? "区和开发区" : "部门",
                 absl::StrCat(row.rank()), absl::StrCat(row.ranked_among()), row.organization(), row.title(),
                 number(row.score()), number(row.interval_low()), number(row.interval_high()), absl::StrCat(row.n()),
                 absl::StrCat(row.on_time()), absl::StrCat(row.late()), absl::StrCat(row.open()), lost});
  }
  return csv;
}

}  // namespace qcity::aggregation::performance
