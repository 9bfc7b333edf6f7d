// qcity indicators: figures one by one. Files of figures: indicators_batch.cc.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/indicators_batch.h"
#include "services/cli/commands/observation_fields.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/commands/plan_view.h"
#include "services/cli/commands/reports.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = IndicatorsService::Stub;
constexpr char kService[] = "indicators";
const Text kNumberHelp = {"指标编号，如 1-1", "The indicator's number, e.g. 1-1"};
const Text kRecordHelp = {"数据记录，如 1-1/12", "The observation, e.g. 1-1/12"};
const Text kEtagHelp = {"只在记录仍是这个版本时才做", "Only if the record still has this version"};

bool Applies(const Applicability& applicability) {
  bool applies = true;
  for (const ApplicabilityDecision& decision : applicability.decisions()) {
    if (!decision.approved_by().empty()) applies = decision.applicable();
  }
  return applies;
}

// The newest figure of a part, of whatever state; nullptr if there is none.
const Observation* Newest(const IndicatorView& view, const std::string& part) {
  const Observation* newest = nullptr;
  for (const Observation& observation : view.latest()) {
    if (observation.part() != part) continue;
    if (newest == nullptr || newest->period() < observation.period()) newest = &observation;
  }
  return newest;
}

// Of a category that is counted in, the target of the sum.
Cell TargetCell(const plan::v1::Indicator& indicator, const plan::v1::Part& part, Language language) {
  const plan::v1::Target& target = part.has_target() ? part.target() : indicator.target();
  const bool summed = !part.key().empty() && indicator.part_rule() == plan::v1::ADD;
  return absl::StrCat(summed ? In(language, {"合计 ", "sum "}) : "",
                      TargetText(target, indicator.figure_unit(), language));
}

std::vector<Cell> IndicatorRow(const IndicatorView& view, const plan::v1::Part& part, Language language) {
  const plan::v1::Indicator& indicator = view.indicator();
  const Observation* newest = Newest(view, part.key());
  const std::optional<double> pace = view.has_pace() ? std::optional<double>(view.pace()) : std::nullopt;
  return {indicator.number(),
          indicator.name(),
          Cell(part.name(), Tone::kPlain, part.key()),
          TargetCell(indicator, part, language),
          newest == nullptr ? Missing() : Cell(newest->period()),
          newest == nullptr ? Missing() : Cell(FigureText(newest->figure(), language)),
          newest == nullptr ? Missing() : Word(newest->state(), language),
          view.has_year_target() ? NumberCell(view.year_target(), 2) : Missing(),
          NumberCell(pace, 2),
          Word(view.pace_band(), language),
          Applies(view.applicability()) ? Cell("") : Word(aggregation::v1::NOT_APPLICABLE, language)};
}

// One row; where parts have figures one for each of them, after that of the whole if it has a figure too (the rank of a sum).
void AppendRows(const IndicatorView& view, Language language, Table* table) {
  const auto& parts = view.indicator().parts();
  const bool by_part = std::any_of(parts.begin(), parts.end(),
                                   [&](const plan::v1::Part& part) { return Newest(view, part.key()) != nullptr; });
  if (!by_part || Newest(view, "") != nullptr) {
    table->rows.push_back(IndicatorRow(view, plan::v1::Part(), language));
  }
  for (const plan::v1::Part& part : parts) {
    if (by_part) table->rows.push_back(IndicatorRow(view, part, language));
  }
}

Table IndicatorTable(Language language, const std::vector<const IndicatorView*>& views) {
  Table table{{"", ""},
              {{"number", {"编号", "No."}},
               {"name", {"指标", "Indicator"}, false, 50},
               {"part", {"分项", "Part"}},
               {"target", {"目标", "Target"}},
               {"period", {"最新期间", "Latest"}},
               {"figure", {"数值", "Figure"}, true},
               {"state", {"状态", "State"}},
               {"yearTarget", {"本年目标", "This year's"}, true},
               {"pace", {"进度", "Pace"}, true},
               {"paceBand", {"进度评价", "Band"}},
               {"applicability", {"适用", "Applies"}}},
              {}};
  for (const IndicatorView* view : views) AppendRows(*view, language, &table);
  return table;
}

Report ShowIndicators(const ListIndicatorsResponse& response, const Context& context) {
  Report report;
  report.json = {{"indicators", JsonList(response.indicators())}};
  std::vector<const IndicatorView*> views;
  std::vector<Observation> latest;
  for (const IndicatorView& view : response.indicators()) {
    views.push_back(&view);
    latest.insert(latest.end(), view.latest().begin(), view.latest().end());
  }
  report.tables.push_back(IndicatorTable(context.language(), views));
  NoteInvented(latest, &report);
  return report;
}

Report ShowIndicator(const IndicatorView& view, const Context& context) {
  Report report;
  report.json = JsonOf(view);
  report.tables.push_back(IndicatorTable(context.language(), {&view}));
  std::vector<Observation> history;
  for (const MeasurePeriod& period : view.history()) {
    history.insert(history.end(), period.observations().begin(), period.observations().end());
  }
  if (!history.empty()) report.tables.push_back(ObservationTable(history, context.language()));
  Table breakdowns = BreakdownTable(history, context.language());
  if (!breakdowns.rows.empty()) report.tables.push_back(std::move(breakdowns));
  NoteWarnings(history, &report);
  NoteInvented(history, &report);
  return report;
}

Report ShowObservations(const ListObservationsResponse& response, const Context& context) {
  Report report;
  report.json = {{"observations", JsonList(response.observations())}};
  const std::vector<Observation> observations(response.observations().begin(), response.observations().end());
  report.tables.push_back(ObservationTable(observations, context.language()));
  NoteWarnings(observations, &report);
  NoteInvented(observations, &report);
  return report;
}

Report ShowApplicability(const Applicability& applicability, const Context& context) {
  Report report;
  report.json = JsonOf(applicability);
  Table table{{"", ""},
              {{"indicator", {"指标", "Indicator"}},
               {"applicable", {"适用", "Applies"}},
               {"reason", {"理由", "Reason"}, false, 40},
               {"document", {"文件", "Document"}},
               {"proposedBy", {"提出人", "Proposed by"}},
               {"approvedBy", {"批准人", "Approved by"}}},
              {}};
  for (const ApplicabilityDecision& decision : applicability.decisions()) {
    table.rows.push_back({LastOf(applicability.indicator()),
                          context.Say(decision.applicable() ? Text{"适用", "yes"} : Text{"不适用", "no"}),
                          decision.reason(), decision.document().name(), decision.proposed_by(),
                          decision.approved_by().empty()
                              ? Cell(context.Say({"待第二人批准", "waits for a second person"}), Tone::kWarning)
                              : Cell(decision.approved_by())});
  }
  report.tables.push_back(std::move(table));
  return report;
}

void RegisterReading(Commands& group) {
  Unary(group, "list", {"全部指标和最新数据", "All indicators with their latest figures"}, kService,
        &Stub::ListIndicators)
      .Field("--organization", "organization", "ID",
             {"只看该单位为责任单位的", "Only those that this organisation leads"})
      .Campaign("parent")
      .Show(ShowIndicators);
  Unary(group, "get", {"一个指标和它的历史", "One indicator with its history"}, kService, &Stub::GetIndicator)
      .Resource("NUMBER", "name", {"indicators"}, kNumberHelp)
      .Field("--min-version", "min_version", "N", {"至少读到这个版本", "Read at least up to this version"})
      .Show(ShowIndicator);
  auto states = std::make_shared<std::vector<std::string>>();
  auto indicator = std::make_shared<std::string>();
  Unary(group, "observations", {"数据记录", "Observations"}, kService, &Stub::ListObservations)
      .Field("--period", "period", "PERIOD", {"只看这个期间", "Only this period"})
      .Flag("--with-warnings", "with_warnings", {"只看有疑点的", "Only those recorded with a doubt"})
      .With([states, indicator](Command& command) {
        command.Options("--state", *states, "STATE", {"只看这些状态", "Only these states"});
        command.Option("--indicator", *indicator, "NUMBER", {"只看这个指标", "Only this indicator"});
      })
      .Then([states, indicator](Connection& connection, ListObservationsRequest& request) {
        return FillParent(connection, *indicator, &request);
      })
      .Then([states](Connection&, ListObservationsRequest& request) { return FillStates(*states, &request); })
      .Show(ShowObservations);
}

void RegisterReporting(Commands& group) {
  auto draft = std::make_shared<ObservationExtras>();
  auto add_draft = Unary(group, "draft", {"填报草稿", "Write or replace a draft"}, kService, &Stub::DraftObservation);
  AddObservationFields(add_draft, draft, kRequired);
  add_draft.Show(ObservationReport);

  auto extras = std::make_shared<ObservationExtras>();
  auto report = Unary(group, "report",
                      {"报送、更正，或送出别人填的草稿", "Report a figure, correct one, or send a colleague's draft"},
                      kService, &Stub::ReportObservation);
  AddObservationFields(report, extras, kOptional);
  report.Field("--supersedes", "observation.supersedes", "NAME", {"更正哪条记录", "The record that this one corrects"})
      .Field("--draft", "draft", "NAME", {"送出这条草稿，不再填数", "Send this draft; no figure then"})
      .Then(
          [](Connection& connection, ReportObservationRequest& request) { return CompleteNames(connection, &request); })
      .Show(ObservationReport);
}

// A step of an observation: NAME, the version expected, and a reason where the step takes one.
template <typename Method>
void AddStep(Commands& group, const char* name, const Text& help, Method method, const char* field, const Text& why,
             Presence presence) {
  auto step = Unary(group, name, help, kService, method);
  step.Resource("NAME", "name", {"indicators", "observations"}, kRecordHelp)
      .Field("--etag", "etag", "VERSION", kEtagHelp);
  if (field != nullptr) step.Field(absl::StrCat("--", field), field, "TEXT", why, presence);
  step.Show(ObservationReport);
}

void RegisterSteps(Commands& group) {
  const Text reason = {"理由", "Why"};
  AddStep(group, "withdraw", {"核实前撤回", "Take a figure back before it is verified"}, &Stub::WithdrawObservation,
          "reason", reason, kOptional);
  AddStep(group, "verify", {"核实", "Verify a figure"}, &Stub::VerifyObservation, nullptr, reason, kOptional);
  AddStep(group, "return", {"退回", "Send a figure back"}, &Stub::ReturnObservation, "reason",
          {"要改什么", "What must be mended"}, kRequired);
  AddStep(group, "confirm", {"专家核查后确认", "Confirm a figure after an expert's check"}, &Stub::ConfirmObservation,
          "check", {"专家核查：评审、人员、日期", "The expert's check: review, person, date"}, kRequired);
  AddStep(group, "unconfirm", {"撤销确认", "Take a confirmation back"}, &Stub::WithdrawConfirmation, "reason", reason,
          kRequired);
  AddStep(group, "reopen", {"重新开放已核实的期间", "Reopen a verified period"}, &Stub::ReopenPeriod, "reason", reason,
          kRequired);

  auto document = std::make_shared<std::string>();
  Unary(group, "applicability",
        {"认定指标适用或不适用，由第二人以相同决定批准",
         "Decide whether an indicator applies; a second person approves the same decision"},
        kService, &Stub::SetApplicability)
      .Resource("NUMBER", "indicator", {"indicators"}, kNumberHelp)
      .Field("--applicable", "applicable", "true|false", {"是否适用", "Whether it applies"}, kRequired)
      .Field("--reason", "reason", "TEXT", reason, kRequired)
      .With([document](Command& command) {
        command.Option("--document", *document, "NAME[=URI]", {"认定文件", "The document that says so"}).Required();
      })
      .Then([document](Connection&, SetApplicabilityRequest& request) {
        *request.mutable_document() = ParseEvidence<Evidence>(*document);
        return absl::OkStatus();
      })
      .Show(ShowApplicability);
}

}  // namespace

void RegisterIndicators(Commands& root) {
  Commands group = root.Group("indicators", {"指标数据", "Figures of the indicators"});
  RegisterReading(group);
  RegisterReporting(group);
  RegisterSteps(group);
  RegisterIndicatorFiles(group);
  RegisterReports(group);
}

}  // namespace qcity::cli
