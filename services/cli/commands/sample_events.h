// The sample figures' files as calls to make, each at its own instant. The format: README.md of a plan's sample folder. One thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_SAMPLE_EVENTS_H_
#define QCITY_SERVICES_CLI_COMMANDS_SAMPLE_EVENTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/tasks/v1/staged_results.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/sheet.h"

namespace qcity::cli {

// What events are sent to, and what earlier ones left for later ones.
struct SampleServices {
  SampleServices(Connection& to, std::string of_campaign)
      : connection(to),
        campaign(std::move(of_campaign)),
        indicators(to.To("indicators")),
        tasks(to.To("tasks")),
        staged(to.To("tasks")) {}

  Connection& connection;
  const std::string campaign;
  indicators::v1::IndicatorsService::Stub indicators;
  tasks::v1::TasksService::Stub tasks;
  tasks::v1::StagedResultsService::Stub staged;
  std::map<std::string, indicators::v1::Observation> records;  // Key of a measure-period -> its newest observation.
  std::map<std::string, std::int64_t> versions;                // Feed -> newest version that was written.
};

// One row of a file.
struct SampleEvent {
  absl::Time recorded;
  std::string place;  // "observations.csv:12", also the request's id.
  CallOptions options;
  std::function<absl::Status(SampleServices&, const SampleEvent&)> send;
};

// recorded and caller of a row; faults are noted in the sheet.
SampleEvent EventOf(Sheet& sheet, const CsvRow& row);

// The rows of observations.csv, of tasks.csv. INVALID_ARGUMENT naming every bad cell.
absl::StatusOr<std::vector<SampleEvent>> ReadObservationEvents(const std::string& path, const std::string& campaign);
absl::StatusOr<std::vector<SampleEvent>> ReadTaskEvents(const std::string& path, const std::string& campaign);
// The lines of calls.jsonl, in which {campaign} stands for its id.
absl::StatusOr<std::vector<SampleEvent>> ReadCallEvents(const std::string& path, const std::string& campaign);

// Sends the request of `event` under its own id, clock and caller.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Send(SampleServices& services, Stub& stub, const char* service, const SampleEvent& event,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                              Request request) {
  request.set_request_id(event.place);
  Response response;
  const absl::Status status = services.connection.Call(
      service, [&](grpc::ClientContext* call) { return (stub.*method)(call, request, &response); }, event.options);
  if (!status.ok()) return status;
  if constexpr (requires { response.version(); }) services.versions[service] = response.version();
  return response;
}

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_SAMPLE_EVENTS_H_
