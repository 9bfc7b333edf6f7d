// qcity sample: replays invented figures through the RPCs, the server's clock set to each row's instant.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/sample_events.h"
#include "services/cli/output/progress.h"

namespace qcity::cli {
namespace {

namespace fs = std::filesystem;

// By time; rows of one instant in the order of the files.
absl::StatusOr<std::vector<SampleEvent>> ReadEvents(const std::string& folder, const std::string& campaign) {
  using Read = absl::StatusOr<std::vector<SampleEvent>> (*)(const std::string& path, const std::string& campaign);
  const std::vector<std::pair<const char*, Read>> files = {
      {"observations.csv", ReadObservationEvents}, {"tasks.csv", ReadTaskEvents}, {"calls.jsonl", ReadCallEvents}};
  std::vector<SampleEvent> events;
  std::error_code error;
  for (const auto& [name, read] : files) {
    const fs::path path = fs::path(folder) / name;
    if (!fs::exists(path, error)) continue;
    ASSIGN_OR_RETURN(std::vector<SampleEvent> more, read(path.string(), campaign));
    std::move(more.begin(), more.end(), std::back_inserter(events));
  }
  if (events.empty()) {
    return UsageError({absl::StrCat(folder, " 中没有示例数据（observations.csv、tasks.csv、calls.jsonl）"),
                       absl::StrCat("no sample figures (observations.csv, tasks.csv, calls.jsonl) in ", folder)});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const SampleEvent& a, const SampleEvent& b) { return a.recorded < b.recorded; });
  return events;
}

// Whether anything was ever recorded. Asked in the name of the first row's caller, before any clock is moved.
absl::StatusOr<bool> HoldsData(SampleServices& services, const std::string& caller) {
  indicators::v1::ListObservationsRequest request;
  request.set_parent(absl::StrCat("campaigns/", services.campaign));
  request.set_page_size(1);
  indicators::v1::ListObservationsResponse response;
  RETURN_IF_ERROR(services.connection.Call(
      "indicators",
      [&](grpc::ClientContext* call) { return services.indicators.ListObservations(call, request, &response); },
      {caller, ""}));
  return response.observations_size() > 0;
}

absl::Status At(const std::string& place, const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  const std::string message(status.message());
  const Text text = detail.has_value() ? detail->text : Text{message, message};
  return Error(status.code(), detail.has_value() ? detail->reason : "SAMPLE",
               {absl::StrCat(place, "：", text.zh), absl::StrCat(place, ": ", text.en)});
}

// Waits until readiness stands on all that was written, so that the next command shows it.
absl::Status AwaitReadiness(SampleServices& services, const std::string& caller) {
  constexpr int kTries = 60;  // The server waits two seconds at each.
  aggregation::v1::AggregationService::Stub aggregation(services.connection.To("aggregation"));
  aggregation::v1::GetReadinessRequest request;
  request.set_name(absl::StrCat("campaigns/", services.campaign, "/readiness"));
  for (const auto& [feed, version] : services.versions) {
    aggregation::v1::Source& source = *request.add_min_versions();
    source.set_feed(feed);
    source.set_position(version);
  }
  absl::Status status;
  for (int i = 0; i < kTries; ++i) {
    aggregation::v1::Readiness readiness;
    status = services.connection.Call(
        "aggregation", [&](grpc::ClientContext* call) { return aggregation.GetReadiness(call, request, &readiness); },
        {caller, ""});
    const std::optional<ErrorDetail> detail = DetailOf(status);
    if (!detail.has_value() || detail->reason != "NOT_CAUGHT_UP") return status;
  }
  return status;
}

absl::Status Load(Context& context, const std::string& folder) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  ASSIGN_OR_RETURN(const std::vector<SampleEvent> events, ReadEvents(folder, campaign));
  SampleServices services(connection, campaign);
  ASSIGN_OR_RETURN(const bool holds_data, HoldsData(services, events.front().options.caller));
  Report report;
  report.json = {{"loaded", 0}, {"illustrative", true}, {"alreadyThere", holds_data}};
  if (!holds_data) {
    Progress progress(context.err(), context.draws_progress(), static_cast<std::int64_t>(events.size()));
    for (const SampleEvent& event : events) {
      const absl::Status status = event.send(services, event);
      if (!status.ok()) return At(event.place, status);
      progress.Advance();
    }
    RETURN_IF_ERROR(AwaitReadiness(services, events.back().options.caller));
    report.json["loaded"] = events.size();
  }
  const std::string count = absl::StrCat(events.size());
  report.heading.push_back(
      holds_data
          ? Text{"服务上已有数据，没有载入示例数据", "The server holds data already; no sample figures were loaded"}
          : Text{absl::StrCat("已载入 ", count, " 条示例数据；全部虚构，只供演示"),
                 absl::StrCat("Loaded ", count, " rows of sample figures; all invented, for illustration only")});
  context.Print(report);
  return absl::OkStatus();
}

}  // namespace

SampleEvent EventOf(Sheet& sheet, const CsvRow& row) {
  SampleEvent event;
  event.place = sheet.Place(row);
  event.options.caller = sheet.Text(row, "caller");
  event.options.clock = sheet.Text(row, "recorded");
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, event.options.clock, &event.recorded, &error)) {
    sheet.Fault(row, "recorded",
                {"应为时刻，如 2018-03-05T09:00:00+08:00", "want an instant, e.g. 2018-03-05T09:00:00+08:00"});
  }
  if (event.options.caller.empty()) sheet.Fault(row, "caller", {"缺少调用人", "who calls is missing"});
  return event;
}

void RegisterSample(Commands& root) {
  Commands group = root.Group("sample", {"示例数据（虚构）", "Sample figures (invented)"});
  auto folder = std::make_shared<std::string>();
  group
      .Leaf("load",
            {"载入示例数据；服务须用可设定的时钟启动（qcityd --clock）",
             "Load them; the server must run on a set clock (qcityd --clock)"},
            [folder](Context& context) { return Load(context, *folder); })
      .Positional("DIR", *folder, {"示例数据目录", "Folder of sample figures"})
      .Required();
}

}  // namespace qcity::cli
