// qcity readiness: how ready the city is, why, and what stands in the way.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/sparkline.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/explain_view.h"
#include "services/cli/readiness/forecast_view.h"
#include "services/cli/readiness/readiness_view.h"
#include "services/cli/readiness/subcommands.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks to

constexpr char kService[] = "aggregation";
const Text kAsOfHelp = {"截至哪一天 [今天]", "As of this day [today]"};

// The gates' names and leads stand in the gaps, so a table asks for those too.
absl::StatusOr<Report> ShowReadiness(const Readiness& readiness, const Context& context, Connection& connection) {
  std::vector<Gap> gaps;
  if (context.settings().format() == Format::kTable) {
    AggregationService::Stub stub(connection.To(kService));
    ListGapsRequest request;
    request.set_name(readiness.name());
    request.set_as_of(readiness.as_of());
    ListGapsResponse response;
    RETURN_IF_ERROR(
        connection.Call(kService, [&](grpc::ClientContext* call) { return stub.ListGaps(call, request, &response); }));
    gaps.assign(response.gaps().begin(), response.gaps().end());
  }
  return ReadinessReport(readiness, gaps, context.language());
}

Report ShowGaps(const ListGapsResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  report.heading.push_back(
      {absl::StrCat("差距  截至 ", response.as_of()), absl::StrCat("Gaps as of ", response.as_of())});
  Table table{{"", ""},
              {{"node", {"节点", "Node"}},
               {"title", {"指标或任务", "Measure or duty"}, false, 50},
               {"gate", {"门槛", "Gate"}},
               {"verdict", {"状态", "Verdict"}},
               {"probability", {"达标概率", "P(met)"}, true},
               {"target", {"目标", "Target"}},
               {"flags", {"标记", "Flags"}},
               {"missing", {"可增分", "Would add"}, true},
               {"leads", {"责任单位", "Leads"}, false, 40}},
              {}};
  for (const Gap& gap : response.gaps()) {
    table.rows.push_back(
        {gap.node(), gap.title(), Word(gap.gate(), context.language()), Word(gap.leaf().verdict(), context.language()),
         ProbabilityCell(gap.leaf().has_probability() ? std::optional<double>(gap.leaf().probability()) : std::nullopt),
         context.Say({gap.leaf().target_zh(), gap.leaf().target_en()}),
         FlagsCell(gap.leaf().flags(), context.language()), NumberCell(gap.missing(), 3),
         Listed(gap.lead_titles(), context.language())});
  }
  report.tables.push_back(std::move(table));
  if (response.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report ShowHistory(const GetReadinessHistoryResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  Table table{{"", ""},
              {{"asOf", {"截至", "As of"}},
               {"verdict", {"结论", "Verdict"}},
               {"score", {"得分", "Score"}, true},
               {"interval", {"区间", "Interval"}},
               {"coverage", {"数据覆盖", "Coverage"}, true}},
              {}};
  std::vector<std::optional<double>> scores;
  for (const HistoryPoint& point : response.points()) {
    const std::optional<double> score = point.has_score() ? std::optional<double>(point.score()) : std::nullopt;
    scores.push_back(score);
    table.rows.push_back({point.as_of(), Word(point.verdict(), context.language()), NumberCell(score, 2),
                          IntervalText(point.score_low(), point.score_high()), ShareCell(point.coverage())});
  }
  const std::string trend = Sparkline(scores);
  report.heading.push_back({absl::StrCat("得分走势 ", trend), absl::StrCat("Score ", trend)});
  report.tables.push_back(std::move(table));
  if (response.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

Report ShowRanking(const RankOrganizationsResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  Table table{{"", ""},
              {{"rank", {"名次", "Rank"}, true},
               {"rankedAmong", {"共", "Of"}, true},
               {"organization", {"单位标识", "Id"}},
               {"title", {"单位", "Organisation"}},
               {"group", {"组别", "Among"}},
               {"score", {"绩效分", "Score"}, true},
               {"n", {"节点", "Parts"}, true},
               {"onTime", {"按期", "On time"}, true},
               {"late", {"逾期完成", "Late"}, true},
               {"open", {"逾期未完成", "Open"}, true}},
              {}};
  for (const OrganizationRank& rank : response.organizations()) {
    const Cell group = rank.district_or_zone()
                           ? Cell(context.Say({"区和开发区", "districts, zones"}), Tone::kPlain, "DISTRICTS_AND_ZONES")
                           : Cell(context.Say({"部门", "departments"}), Tone::kPlain, "DEPARTMENTS");
    table.rows.push_back({absl::StrCat(rank.rank()), absl::StrCat(rank.ranked_among()), rank.organization(),
                          rank.title(), group, NumberCell(rank.score(), 2), absl::StrCat(rank.n()),
                          absl::StrCat(rank.on_time()), absl::StrCat(rank.late()), absl::StrCat(rank.open())});
  }
  report.tables.push_back(std::move(table));
  if (response.illustrative()) report.notes.push_back(IllustrativeNote());
  return report;
}

// One line per state: JSON, or a row of the headline.
void PrintState(const Readiness& readiness, Context& context) {
  if (context.settings().format() == Format::kJson) {
    context.PrintText(LineJson(ReadinessJson(readiness)));
  } else {
    const Line& now = readiness.now();
    const Cell verdict = Word(now.verdict(), context.language());
    const std::string score = now.has_score() ? NumberCell(now.score(), 2).text : "-";
    const std::string shown = context.color() ? Coloured(verdict.text, verdict.tone) : verdict.text;
    const std::string example = readiness.illustrative() ? context.Say({"  （示例数据）", "  (example figures)"}) : "";
    context.PrintText(absl::StrCat(readiness.version(), "  ", readiness.as_of(), "  ", shown, "  ", score, "  ",
                                   IntervalText(now.score_low(), now.score_high()), "  ",
                                   ShareCell(now.coverage()).text, example, "\n"));
  }
  context.out().flush();
}

// A day that is over changes no more: its one state is all that there is to watch.
absl::Status ShowPast(Connection& connection, AggregationService::Stub& stub, const std::string& campaign,
                      const std::string& as_of, Context& context) {
  GetReadinessRequest request;
  request.set_name(absl::StrCat("campaigns/", campaign, "/readiness"));
  request.set_as_of(as_of);
  Readiness readiness;
  RETURN_IF_ERROR(connection.Call(
      kService, [&](grpc::ClientContext* call) { return stub.GetReadiness(call, request, &readiness); }));
  PrintState(readiness, context);
  context.Tell({"过去的日子不会再变", "A day that is over changes no more"});
  return absl::OkStatus();
}

absl::Status Watch(Context& context, const std::string& as_of) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  AggregationService::Stub stub(connection.To(kService));
  grpc::ClientContext call;
  connection.Prepare(call);
  WatchReadinessRequest request;
  request.set_name(absl::StrCat("campaigns/", campaign, "/readiness"));
  const auto reader = stub.WatchReadiness(&call, request);
  bool past = false;
  for (Readiness readiness; reader->Read(&readiness);) {
    past = past || (!as_of.empty() && as_of != readiness.as_of());
    if (!past) PrintState(readiness, context);
    if (past || !context.out()) call.TryCancel();  // Enough seen, or nobody reads any more.
  }
  const grpc::Status status = reader->Finish();
  return past ? ShowPast(connection, stub, campaign, as_of, context) : connection.StatusOf(kService, status);
}

}  // namespace

void RegisterReadiness(Commands& root) {
  Commands group = root.Group("readiness", {"验收准备度", "How ready the city is"});

  Unary(group, "get", {"准备度和它的依据", "Readiness and what it stands on"}, kService,
        &AggregationService::Stub::GetReadiness)
      .Field("--as-of", "as_of", "DATE", kAsOfHelp)
      .Campaign("name", "/readiness")
      .ShowWith(ShowReadiness);

  Unary(group, "explain", {"整个计算过程", "The whole calculation"}, kService,
        &AggregationService::Stub::ExplainReadiness)
      .Field("--as-of", "as_of", "DATE", kAsOfHelp)
      .Field("--node", "node", "ID", {"只看这个节点，如 indicators/1-1", "Only this node, e.g. indicators/1-1"})
      .Flag("--provisional", "provisional", {"暂计口径（含待核实）", "The provisional line, with unverified figures"})
      .Campaign("name", "/readiness")
      .Show(ExplainReport);

  Unary(group, "gaps", {"离具备验收条件还差什么", "What stands between the city and READY"}, kService,
        &AggregationService::Stub::ListGaps)
      .Field("--as-of", "as_of", "DATE", kAsOfHelp)
      .Field("--organization", "organization", "ID", {"只看该单位为责任单位的", "Only what this organisation leads"})
      .Campaign("name", "/readiness")
      .Show(ShowGaps);

  Unary(group, "history", {"一段时间的准备度", "Readiness over time"}, kService,
        &AggregationService::Stub::GetReadinessHistory)
      .Field("--from", "from", "DATE", {"从哪一天 [方案发布日]", "First day [the plan's publication]"})
      .Field("--to,--as-of", "to", "DATE", {"到哪一天 [今天]", "Last day [today]"})
      .Field("--step", "step_days", "DAYS", {"间隔天数 [至多 100 个点]", "Days between points [at most 100 points]"})
      .Campaign("name", "/readiness")
      .Show(ShowHistory);

  Unary(group, "rank", {"各单位履职排名", "Organisations by punctuality"}, kService,
        &AggregationService::Stub::RankOrganizations)
      .Field("--as-of", "as_of", "DATE", kAsOfHelp)
      .Campaign("parent")
      .Show(ShowRanking);

  AddForecast(group);
  AddWhatIf(group);
  AddSensitivity(group);
  AddReport(group);

  auto as_of = std::make_shared<std::string>();
  Command watch = group.Leaf("watch", {"持续显示准备度的变化，Ctrl-C 结束", "Show each change until Ctrl-C"},
                             [as_of](Context& context) { return Watch(context, *as_of); });
  watch.Option("--as-of", *as_of, "DATE", kAsOfHelp);
}

}  // namespace qcity::cli
