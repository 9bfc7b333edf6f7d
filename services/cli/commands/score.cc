// qcity score: the pure scoring library on CSV files, offline, for any plan.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/forecast.h"
#include "services/aggregation/score/forecast_measure.h"
#include "services/aggregation/score/score.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/score_inputs.h"
#include "services/cli/commands/score_levels.h"
#include "services/cli/commands/score_view.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/readiness/forecast_view.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

namespace score = aggregation::score;

struct ScoreArgs {
  std::string plan;
  std::string observations;
  std::string task_reports;
  std::string as_of;
  bool leaves = false;
  LevelArgs levels;
  std::string forecast_to;
  std::string draws;
  std::string seed;

  bool forecasts() const { return !forecast_to.empty() || !draws.empty() || !seed.empty(); }
};

absl::StatusOr<absl::CivilDay> AsOf(const ScoreArgs& args, const domain::PlanVersions& plans) {
  if (!args.as_of.empty()) return domain::ParseDay(args.as_of, "--as-of");
  return std::min(ShanghaiDay(MakeSystemClock()->Now()), plans.Latest()->LastEvaluationDate());
}

// A file may compare with more cities than the plan lists; a misspelt one should be seen all the same.
absl::StatusOr<std::shared_ptr<const domain::Plan>> WithPeers(const std::shared_ptr<const domain::Plan>& plan,
                                                              const std::set<std::string>& strangers,
                                                              Context& context) {
  if (strangers.empty()) return plan;
  const std::string listed = absl::StrJoin(strangers, " ");
  context.Tell({absl::StrCat("注意：不在方案的同级城市之中，仍一并比较：", listed),
                absl::StrCat("note: not among the plan's peer cities, compared with all the same: ", listed)});
  plan::v1::Plan document = plan->document();
  for (const std::string& stranger : strangers) document.mutable_policy()->add_peers(stranger);
  return domain::Plan::Make(std::move(document));
}

// Rows that no service would take, and that no score reads.
void TellUnscored(const InputNotes& notes, Context& context) {
  if (notes.without_part.empty()) return;
  const std::string listed = absl::StrJoin(notes.without_part, " ");
  context.Tell({absl::StrCat("注意：这些指标须分项填报，以下各行没有分项，不参与评分：", listed),
                absl::StrCat("note: these measures are reported by part; rows without one do not score: ", listed)});
}

// The lines of readiness, as the server would give them.
aggregation::v1::Readiness ReadinessOf(const domain::Plan& plan, const score::Inputs& inputs, absl::CivilDay as_of,
                                       const score::Result& now) {
  aggregation::v1::Readiness readiness;
  readiness.set_as_of(domain::FormatDay(as_of));
  readiness.set_plan_version(plan.document().version());
  readiness.set_policy_version(plan.document().policy().version());
  readiness.set_illustrative(now.illustrative);
  *readiness.mutable_now() = LineOf(now);
  for (const absl::CivilDay day : score::OutlookDays(plan, as_of)) {
    *readiness.add_outlooks() = LineOf(Score(plan, inputs, {.as_of = as_of, .judged_at = day, .forecasts = false}));
  }
  *readiness.mutable_outlook() = *readiness.outlooks().rbegin();
  *readiness.mutable_provisional() =
      LineOf(Score(plan, inputs, {.as_of = as_of, .judged_at = as_of, .provisional = true, .forecasts = false}));
  return readiness;
}

// What to forecast: to the day asked for, else to the campaign's end.
absl::StatusOr<score::ForecastQuestion> ForecastAsked(const ScoreArgs& args, const domain::Plan& plan,
                                                      absl::CivilDay as_of) {
  score::ForecastQuestion question{.as_of = as_of, .evaluation = std::max(as_of, plan.LastEvaluationDate())};
  if (!args.forecast_to.empty()) {
    ASSIGN_OR_RETURN(question.evaluation, domain::ParseDay(args.forecast_to, "--forecast-to"));
    if (question.evaluation < as_of) {
      return InvalidField("--forecast-to", {"早于 --as-of", "is before --as-of"});
    }
  }
  const bool counts = args.draws.empty() || absl::SimpleAtoi(args.draws, &question.draws);
  if (!counts || question.draws < 100 || question.draws > 100'000) {
    return InvalidField("--draws", {"应为 100 到 100000", "want 100 to 100,000"});
  }
  if (!args.seed.empty() && !absl::SimpleAtoi(args.seed, &question.seed)) {
    return InvalidField("--seed", {"应为非负整数", "want a natural number"});
  }
  return question;
}

// The leaves' probabilities at the day asked for, and the gates and the score then.
absl::Status AddForecast(const ScoreArgs& args, const domain::Plan& plan, const score::Inputs& inputs,
                         absl::CivilDay as_of, Language language, score::Result& now, Report& report) {
  ASSIGN_OR_RETURN(const score::ForecastQuestion question, ForecastAsked(args, plan, as_of));
  const score::CampaignForecast forecast = Forecast(score::Catalogue(plan), inputs, question);
  for (const auto& measure : forecast.measures) {
    now.leaves[measure.leaf.position].probability = measure.forecast.probability;
    now.leaves[measure.leaf.position].forecast = measure.forecast.value;
  }
  const aggregation::v1::Forecast message = ForecastOf(forecast, question);
  report.tables.insert(report.tables.begin(), CampaignTable({&message}, language));
  report.json["forecast"] = JsonOf(message);
  for (const char* key : {"measures", "duties"}) report.json["forecast"].erase(key);
  return absl::OkStatus();
}

// No feed stands behind an offline score: it has no version and no sources.
Json ScoreJson(const aggregation::v1::Readiness& readiness) {
  Json json = ReadinessJson(readiness);
  for (const char* key : {"version", "sources", "vetoes"}) json.erase(key);
  return json;
}

absl::Status RunScore(Context& context, const ScoreArgs& args) {
  const absl::StatusOr<domain::PlanVersions> plans = domain::PlanVersions::Load(args.plan);
  RETURN_IF_ERROR(AsBadInput(plans.status()));
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, AsOf(args, *plans));
  score::Inputs inputs;
  InputNotes notes;
  RETURN_IF_ERROR(ReadObservations(args.observations, *plans->InForce(as_of), as_of, &inputs, &notes));
  TellUnscored(notes, context);
  inputs.has_tasks = !args.task_reports.empty();
  if (inputs.has_tasks) RETURN_IF_ERROR(ReadTaskReports(args.task_reports, *plans->InForce(as_of), as_of, &inputs));
  ASSIGN_OR_RETURN(const std::shared_ptr<const domain::Plan> with_peers,
                   WithPeers(plans->InForce(as_of), notes.strangers, context));
  const domain::Plan& plan = *with_peers;
  score::Result now = Score(plan, inputs, {.as_of = as_of, .judged_at = as_of});
  const aggregation::v1::Readiness readiness = ReadinessOf(plan, inputs, as_of, now);
  Report report = ReadinessReport(readiness, OpenGates(plan, now), context.language());
  report.json = ScoreJson(readiness);
  if (args.forecasts()) {
    RETURN_IF_ERROR(AsBadInput(AddForecast(args, plan, inputs, as_of, context.language(), now, report)));
  }
  report.json["leaves"] = LeavesJson(now);
  RETURN_IF_ERROR(AddLevels(args.levels, plan, now, context.language(), report));
  Table leaves = LeafTable(plan, now, context.language());
  if (context.settings().format() == Format::kCsv) {
    report.tables = {std::move(leaves)};
  } else if (args.leaves) {
    report.tables.push_back(std::move(leaves));
  }
  context.Print(report);
  return absl::OkStatus();
}

}  // namespace

void RegisterScore(Commands& root) {
  auto args = std::make_shared<ScoreArgs>();
  Command score = root.Leaf("score", {"离线评分：方案和 CSV 数据文件", "Score offline from a plan and CSV files"},
                            [args](Context& context) { return RunScore(context, *args); });
  score
      .Option("--plan", args->plan, "PATH",
              {"方案文件，或放各版本的目录", "A plan file, or the folder of its versions"})
      .Required();
  score.Option("--observations", args->observations, "FILE", {"指标数据 CSV", "CSV of observations"}).Required();
  score.Option("--task-reports", args->task_reports, "FILE",
               {"任务数据 CSV；不给则不评任务", "CSV of task parts; without it tasks are not scored"});
  score.Option("--as-of", args->as_of, "DATE",
               {"评到哪一天 [今天，至多最后评估日]", "The day to score [today, at most the last evaluation date]"});
  AddLevelOptions(score, args->levels);
  score.Option("--forecast-to", args->forecast_to, "DATE",
               {"预测到哪一天 [给出 --draws 或 --seed 时：最后评估日]",
                "Forecast to this day [with --draws or --seed: the last evaluation date]"});
  score.Option("--draws", args->draws, "N", {"模拟次数，100 到 100000 [4000]", "Draws, 100 to 100,000 [4,000]"});
  score.Option("--seed", args->seed, "N", {"随机种子 [0]", "Seed [0]"});
  score.Flag("--leaves", args->leaves, {"表格中也列出明细", "List the leaves in the table too"});
}

}  // namespace qcity::cli
