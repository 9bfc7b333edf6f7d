#include "services/cli/commands/activity_view.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using tasks::v1::Activity;
using tasks::v1::ActivityCounts;
using tasks::v1::Briefing;
using tasks::v1::CriterionClaim;
using tasks::v1::CriterionCount;

Table ActivitiesTable(const std::vector<const Activity*>& activities, const Context& context) {
  Table table{{"", ""},
              {{"id", {"编号", "Id"}},
               {"task", {"任务", "Task"}},
               {"kind", {"类别", "Kind"}},
               {"title", {"名称", "Title"}, false, 40},
               {"date", {"日期", "Date"}},
               {"lastDate", {"至", "Until"}},
               {"place", {"地点", "Place"}, false, 20},
               {"organization", {"单位标识", "Organisation"}},
               {"participants", {"人数", "People"}, true},
               {"leadersPresent", {"领导", "Leaders"}, true},
               {"enterprises", {"企业", "Enterprises"}, true},
               {"criteria", {"计入", "Counts into"}, false, 30},
               {"state", {"状态", "State"}}},
              {}};
  for (const Activity* activity : activities) {
    const Cell state = activity->withdrawn_by().empty()
                           ? Cell(context.Say({"有效", "stands"}), Tone::kGood, "STANDING")
                           : Cell(context.Say({"已撤回", "withdrawn"}), Tone::kFaint, "WITHDRAWN");
    table.rows.push_back(
        {LastOf(activity->name()), LastOf(activity->task()), Word(activity->kind(), context.language()),
         activity->title(), activity->date(), activity->last_date(), activity->place(), activity->organization(),
         absl::StrCat(activity->participants()), absl::StrCat(activity->leaders_present()),
         absl::StrCat(activity->enterprises()), Listed(activity->criteria(), context.language()), state});
  }
  return table;
}

Table BriefingsTable(const std::vector<const Briefing*>& briefings) {
  Table table{{"", ""},
              {{"id", {"编号", "Id"}},
               {"month", {"月份", "Month"}},
               {"organization", {"单位标识", "Organisation"}},
               {"title", {"标题", "Title"}, false, 40},
               {"text", {"正文", "Text"}, false, 60},
               {"recorded", {"报送时间", "Recorded"}}},
              {}};
  for (const Briefing* briefing : briefings) {
    table.rows.push_back({LastOf(briefing->name()), briefing->month(), briefing->organization(), briefing->title(),
                          briefing->text(), FormatInstant(briefing->recorded())});
  }
  return table;
}

std::vector<Cell> CountCells(const CriterionCount& count) {
  return {count.key(), count.name(), count.unit(), NumberCell(count.target(), 0), NumberCell(count.counted(), 0)};
}

}  // namespace

Table CountsTable(const ActivityCounts& counts, const Context& context) {
  Table table{{"完成标准与活动记录", "Criteria and recorded activities"},
              {{"key", {"标准", "Criterion"}},
               {"name", {"内容", "What"}, false, 40},
               {"unit", {"单位", "Unit"}},
               {"target", {"要求", "Target"}, true},
               {"counted", {"活动计数", "Counted"}, true},
               {"lead", {"责任单位", "Lead"}},
               {"claimed", {"填报", "Claimed"}, true},
               {"support", {"对照", "Support"}}},
              {}};
  for (const CriterionCount& count : counts.criteria()) {
    for (const CriterionClaim& claim : count.claims()) {
      std::vector<Cell> row = CountCells(count);
      row.emplace_back(claim.lead());
      row.push_back(NumberCell(claim.value(), 0));
      row.push_back(Word(claim.support(), context.language()));
      table.rows.push_back(std::move(row));
    }
    if (!count.claims().empty()) continue;
    std::vector<Cell> row = CountCells(count);
    row.insert(row.end(), {Missing(), Missing(), Missing()});
    table.rows.push_back(std::move(row));
  }
  return table;
}

Report ActivityReport(const Activity& activity, const Context& context) {
  Report report;
  report.json = JsonOf(activity);
  report.tables.push_back(ActivitiesTable({&activity}, context));
  return report;
}

Report ActivitiesReport(const tasks::v1::ListActivitiesResponse& response, const Context& context) {
  Report report;
  report.json = {{"activities", JsonList(response.activities())}};
  const std::vector<const Activity*> all(response.activities().pointer_begin(), response.activities().pointer_end());
  report.tables.push_back(ActivitiesTable(all, context));
  return report;
}

Report CountsReport(const ActivityCounts& counts, const Context& context) {
  Report report;
  report.json = JsonOf(counts);
  report.heading.push_back(
      {absl::StrCat(counts.from(), " 至 ", counts.to(), " 有 ", counts.activities(), " 次活动"),
       absl::StrCat(counts.activities(), " activities from ", counts.from(), " to ", counts.to())});
  report.tables.push_back(CountsTable(counts, context));
  return report;
}

Report BriefingReport(const Briefing& briefing, const Context&) {
  Report report;
  report.json = JsonOf(briefing);
  report.tables.push_back(BriefingsTable({&briefing}));
  return report;
}

Report BriefingsReport(const tasks::v1::ListBriefingsResponse& response, const Context&) {
  Report report;
  report.json = {{"briefings", JsonList(response.briefings())}};
  report.tables.push_back(BriefingsTable({response.briefings().pointer_begin(), response.briefings().pointer_end()}));
  return report;
}

}  // namespace qcity::cli
