#include "services/aggregation/score/suppose.h"

#include <algorithm>
#include <utility>

#include "services/aggregation/score/judge.h"
#include "services/aggregation/score/tasks.h"

namespace qcity::aggregation::score {
namespace {

// What is known of the report, or else a new part that nobody touched.
PartInput& PartOf(const domain::Plan& plan, int task, const Report& report, std::vector<PartInput>& parts) {
  const PartInput* known = PartTable(plan, PointersTo(parts)).Find(task, report);
  if (known != nullptr) return parts[static_cast<std::size_t>(known - parts.data())];
  PartInput part;
  part.task = task;
  part.occurrence = report.occurrence;
  part.lead = report.lead;
  part.knows_staged = true;
  parts.push_back(std::move(part));
  return parts.back();
}

void Complete(const Completion& completion, absl::CivilDay as_of, PartInput& part) {
  const bool sent = part.state == PartInput::State::kSubmitted || part.state == PartInput::State::kCompleted;
  if (completion.day.has_value()) {
    part.submitted = completion.day;
  } else if (!sent || !part.submitted.has_value()) {
    part.submitted = as_of;
  }
  if (!part.staged.has_value()) part.staged = completion.day.value_or(as_of);
  part.state = PartInput::State::kCompleted;
  part.state_name = "COMPLETED";
  part.percent = 100;
}

}  // namespace

domain::Period SupposedPeriod(const plan::v1::Indicator& indicator, absl::CivilDay judged_at) {
  if (indicator.cumulative()) return domain::Period::Containing(judged_at, JudgedFrequency(indicator));
  return JudgedPeriod(indicator, judged_at);
}

void SupposeFigure(int indicator, const std::string& part, const domain::Period& period, const domain::Figure& figure,
                   std::vector<FigureInput>& figures) {
  figures.erase(std::remove_if(figures.begin(), figures.end(),
                               [&](const FigureInput& row) {
                                 return row.indicator == indicator && row.part == part && row.subject.empty() &&
                                        row.period == period;
                               }),
                figures.end());
  FigureInput supposed{.name = "supposed",
                       .indicator = indicator,
                       .part = part,
                       .subject = {},
                       .period = period,
                       .figure = figure,
                       .published = std::nullopt,
                       .source = "推演",
                       .verified = true,
                       .state = "CONFIRMED"};
  figures.push_back(std::move(supposed));
}

void SupposeCompletion(const domain::Plan& plan, const TaskLeaf& leaf, const Completion& completion,
                       absl::CivilDay as_of, std::vector<PartInput>& parts) {
  const int task = leaf.leaf.position;
  if (plan.document().tasks(task).deadline().kind() != plan::v1::CONTINUOUS) {
    return Complete(completion, as_of, PartOf(plan, task, leaf.reports.back(), parts));
  }
  for (const Report& report : leaf.reports) {
    PartInput& part = PartOf(plan, task, report, parts);
    if (IsOut(&part)) part.state = PartInput::State::kOpen;
    part.reported = true;
  }
  PartInput& last = PartOf(plan, task, leaf.reports.back(), parts);
  last.rating = completion.rating.has_value() ? *completion.rating : last.rating.value_or(1);
}

}  // namespace qcity::aggregation::score
