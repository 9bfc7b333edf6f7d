// observations.csv of the sample figures.
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status.h"
#include "services/cli/app/evidence.h"
#include "services/cli/commands/observation_rows.h"
#include "services/cli/commands/sample_events.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = IndicatorsService::Stub;

// What a row of the file says.
struct Row {
  std::string action;
  std::string key;  // Of the measure-period that the action is about.
  std::string text;
  Observation observation;  // Of actions that carry a figure.
};

constexpr const char* kCarrying[] = {"draft", "report", "reference"};
constexpr const char* kSteps[] = {"send",      "verify", "return",         "withdraw",  "confirm",
                                  "unconfirm", "reopen", "not-applicable", "applicable"};

template <typename List>
bool Holds(const List& list, const std::string& text) {
  for (const char* one : list) {
    if (text == one) return true;
  }
  return false;
}

// Keeps the record as it is now for the steps that follow.
absl::Status Remember(SampleServices& services, const Row& row, const absl::StatusOr<Observation>& observation) {
  if (observation.ok()) services.records[row.key] = *observation;
  return observation.status();
}

// A request about the record, with the row's words where it takes any.
template <typename Request>
Request About(const SampleServices& services, const Row& row) {
  Request request;
  const auto record = services.records.find(row.key);
  if (record != services.records.end()) request.set_name(record->second.name());
  if constexpr (requires { request.set_reason(row.text); }) request.set_reason(row.text);
  if constexpr (requires { request.set_check(row.text); }) request.set_check(row.text);
  return request;
}

absl::Status SendFigure(SampleServices& services, const SampleEvent& event, const Row& row) {
  const auto send = [&](auto method, auto request) {
    return Send(services, services.indicators, "indicators", event, method, std::move(request));
  };
  if (row.action == "reference") {
    ReportReferenceRequest request;
    *request.mutable_reference() = row.observation;
    return Remember(services, row, send(&Stub::ReportReference, request));
  }
  if (row.action == "draft") {
    DraftObservationRequest request;
    *request.mutable_observation() = row.observation;
    return Remember(services, row, send(&Stub::DraftObservation, request));
  }
  ReportObservationRequest request;
  *request.mutable_observation() = row.observation;
  const Observation& standing = services.records[row.key];
  if (standing.state() == REPORTED) request.mutable_observation()->set_supersedes(standing.name());
  return Remember(services, row, send(&Stub::ReportObservation, request));
}

absl::Status SendApplicability(SampleServices& services, const SampleEvent& event, const Row& row) {
  SetApplicabilityRequest request;
  request.set_indicator(row.observation.indicator());
  request.set_applicable(row.action == "applicable");
  request.set_reason(row.text);
  if (row.observation.evidence_size() > 0) *request.mutable_document() = row.observation.evidence(0);
  return Send(services, services.indicators, "indicators", event, &Stub::SetApplicability, request).status();
}

absl::Status SendStep(SampleServices& services, const SampleEvent& event, const Row& row) {
  const auto send = [&](auto method, auto request) {
    return Remember(services, row,
                    Send(services, services.indicators, "indicators", event, method, std::move(request)));
  };
  if (absl::EndsWith(row.action, "applicable")) return SendApplicability(services, event, row);
  if (row.action == "send") {
    ReportObservationRequest request;
    request.mutable_observation()->set_indicator(row.observation.indicator());
    request.set_draft(services.records[row.key].name());
    return send(&Stub::ReportObservation, request);
  }
  if (row.action == "verify") return send(&Stub::VerifyObservation, About<VerifyObservationRequest>(services, row));
  if (row.action == "return") return send(&Stub::ReturnObservation, About<ReturnObservationRequest>(services, row));
  if (row.action == "withdraw")
    return send(&Stub::WithdrawObservation, About<WithdrawObservationRequest>(services, row));
  if (row.action == "confirm") return send(&Stub::ConfirmObservation, About<ConfirmObservationRequest>(services, row));
  if (row.action == "unconfirm")
    return send(&Stub::WithdrawConfirmation, About<WithdrawConfirmationRequest>(services, row));
  return send(&Stub::ReopenPeriod, About<ReopenPeriodRequest>(services, row));
}

// A step names its measure and period only; its cells for figures are empty.
Observation StepObservation(const Sheet& sheet, const CsvRow& row, const std::string& campaign) {
  Observation observation;
  observation.set_indicator(absl::StrCat("campaigns/", campaign, "/indicators/", sheet.Text(row, "indicator")));
  const std::string document = sheet.Text(row, "evidence");
  if (!document.empty()) *observation.add_evidence() = ParseEvidence<Evidence>(document);
  return observation;
}

Row RowOf(Sheet& sheet, const CsvRow& csv, const std::string& campaign) {
  Row row;
  row.action = sheet.Text(csv, "action");
  row.text = sheet.Text(csv, "text");
  const auto cell = [&](const char* column) { return sheet.Text(csv, column); };
  row.key = absl::StrJoin({cell("indicator"), cell("part"), cell("subject"), cell("period")}, "/");
  if (Holds(kCarrying, row.action)) {
    row.observation = ReadObservation(sheet, csv, campaign);
    row.observation.set_subject(cell("subject"));
    row.observation.set_series_break(cell("series_break") == "1");
    row.observation.set_illustrative(true);
  } else if (Holds(kSteps, row.action)) {
    row.observation = StepObservation(sheet, csv, campaign);
  } else {
    sheet.Fault(csv, "action", {absl::StrCat("没有动作 ", row.action), absl::StrCat("no action ", row.action)});
  }
  return row;
}

}  // namespace

absl::StatusOr<std::vector<SampleEvent>> ReadObservationEvents(const std::string& path, const std::string& campaign) {
  std::vector<std::string> columns = ObservationRowColumns();
  columns.insert(columns.end(), {"recorded", "caller", "action", "subject", "series_break", "text"});
  ASSIGN_OR_RETURN(Sheet sheet, Sheet::Read(path, columns, {"recorded", "caller", "action", "indicator"}));
  std::vector<SampleEvent> events;
  for (const CsvRow& csv : sheet.rows()) {
    SampleEvent event = EventOf(sheet, csv);
    Row row = RowOf(sheet, csv, campaign);
    const bool carries = Holds(kCarrying, row.action);
    event.send = [row = std::move(row), carries](SampleServices& services, const SampleEvent& self) {
      return carries ? SendFigure(services, self, row) : SendStep(services, self, row);
    };
    events.push_back(std::move(event));
  }
  RETURN_IF_ERROR(sheet.Verdict());
  return events;
}

}  // namespace qcity::cli
