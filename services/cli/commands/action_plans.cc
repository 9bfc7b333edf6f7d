// qcity action-plans: yearly action plans (年度行动计划).
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "google/protobuf/util/json_util.h"
#include "qcity/indicators/v1/action_plans.grpc.pb.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = ActionPlansService::Stub;
constexpr char kService[] = "indicators";

// The file is JSON as `get -o json` prints it; indicators and duties may stand by their numbers alone.
absl::Status ReadPlan(Connection& connection, const std::string& path, ActionPlan* plan) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return UsageError({absl::StrCat("无法读取文件 ", path), absl::StrCat("cannot read ", path)});
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const auto parsed = google::protobuf::util::JsonStringToMessage(text, plan);
  if (!parsed.ok()) {
    return UsageError({absl::StrCat(path, " 不是行动计划的 JSON：", parsed.ToString()),
                       absl::StrCat(path, " is no JSON of an action plan: ", parsed.ToString())});
  }
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  for (YearTarget& target : *plan->mutable_targets()) {
    ASSIGN_OR_RETURN(*target.mutable_indicator(), ResourceName(campaign, {"indicators"}, target.indicator()));
  }
  for (Milestone& milestone : *plan->mutable_milestones()) {
    ASSIGN_OR_RETURN(*milestone.mutable_task(), ResourceName(campaign, {"tasks"}, milestone.task()));
  }
  return absl::OkStatus();
}

Report ShowPlan(const ActionPlan& plan, const Context& context) {
  Report report;
  report.json = JsonOf(plan);
  report.heading.push_back(
      {absl::StrCat(plan.year(), " 年行动计划，第 ", plan.revision(), " 版：", plan.document().name()),
       absl::StrCat("action plan of ", plan.year(), ", revision ", plan.revision(), ": ", plan.document().name())});
  Table targets{
      {"目标", "Targets"},
      {{"indicator", {"指标", "Indicator"}}, {"part", {"分项", "Part"}}, {"value", {"年度目标", "Target"}, true}},
      {}};
  for (const YearTarget& target : plan.targets())
    targets.rows.push_back({LastOf(target.indicator()), target.part(), absl::StrCat(target.value())});
  report.tables.push_back(std::move(targets));
  Table milestones{{"节点", "Milestones"},
                   {{"task", {"任务", "Duty"}}, {"day", {"日期", "Day"}}, {"text", {"内容", "What"}, false, 60}},
                   {}};
  for (const Milestone& milestone : plan.milestones())
    milestones.rows.push_back({LastOf(milestone.task()), milestone.day(), milestone.text()});
  report.tables.push_back(std::move(milestones));
  return report;
}

Report ShowPlans(const ListActionPlansResponse& response, const Context& context) {
  Report report;
  report.json = {{"actionPlans", JsonList(response.plans())}};
  Table table{{"", ""},
              {{"year", {"年份", "Year"}},
               {"revision", {"版次", "Revision"}, true},
               {"document", {"文件", "Document"}, false, 40},
               {"targets", {"目标数", "Targets"}, true},
               {"milestones", {"节点数", "Milestones"}, true},
               {"recorded", {"记录时间", "Recorded"}}},
              {}};
  for (const ActionPlan& plan : response.plans()) {
    table.rows.push_back({absl::StrCat(plan.year()), absl::StrCat(plan.revision()), plan.document().name(),
                          absl::StrCat(plan.targets_size()), absl::StrCat(plan.milestones_size()),
                          FormatInstant(plan.recorded())});
  }
  report.tables.push_back(std::move(table));
  return report;
}

}  // namespace

void RegisterActionPlans(Commands& root) {
  Commands group = root.Group("action-plans", {"年度行动计划", "Yearly action plans"});
  auto file = std::make_shared<std::string>();
  Unary(group, "put", {"登记一年的行动计划或它的修订", "Put a year's plan on record, or a revision of it"}, kService,
        &Stub::PutActionPlan)
      .With([file](Command& command) {
        command
            .Positional("FILE", *file,
                        {"JSON 文件，格式同 get -o json；指标和任务可只写编号",
                         "JSON file as get -o json prints it; indicators and duties may stand by their numbers"})
            .Required();
      })
      .Field("--etag", "etag", "REVISION", {"只在仍是这一版时才做", "Only if this is still the revision"})
      .Campaign("parent")
      .Then([file](Connection& connection, PutActionPlanRequest& request) {
        return ReadPlan(connection, *file, request.mutable_plan());
      })
      .Show(ShowPlan);
  const Text as_of = {"截至哪一天 [今天]", "As of this day [today]"};
  Unary(group, "get", {"一年的行动计划", "One year's plan"}, kService, &Stub::GetActionPlan)
      .Resource("YEAR", "name", {"actionPlans"}, {"年份", "The year"})
      .Field("--as-of", "as_of", "DATE", as_of)
      .Show(ShowPlan);
  Unary(group, "list", {"各年的行动计划", "All plans by year"}, kService, &Stub::ListActionPlans)
      .Campaign("parent")
      .Field("--as-of", "as_of", "DATE", as_of)
      .Show(ShowPlans);
}

}  // namespace qcity::cli
