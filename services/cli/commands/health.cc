// qcity health: whether the services serve (grpc.health.v1).
#include <grpcpp/generic/generic_stub.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/commands/commands.h"

namespace qcity::cli {
namespace {

// HealthCheckResponse { ServingStatus status = 1; } with SERVING = 1, as bytes: gRPC keeps its generated classes to itself.
constexpr char kServing[] = "\x08\x01";
constexpr absl::Duration kPause = absl::Milliseconds(100);

struct HealthArgs {
  std::string wait;
};

// grpc.health.v1.Health/Check of the whole server, whose request is the empty message.
absl::Status CheckOnce(Connection& connection, const std::string& service, absl::Duration timeout) {
  grpc::GenericStub stub(connection.To(service));
  grpc::ClientContext call;
  call.set_deadline(absl::ToChronoTime(MakeSystemClock()->Now() + timeout));
  grpc::CompletionQueue queue;
  const grpc::Slice nothing;
  const auto rpc = stub.PrepareUnaryCall(&call, "/grpc.health.v1.Health/Check", grpc::ByteBuffer(&nothing, 1), &queue);
  rpc->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  rpc->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  RETURN_IF_ERROR(connection.StatusOf(service, status));
  grpc::Slice bytes;
  if (!reply.DumpToSingleSlice(&bytes).ok()) return absl::InternalError("unreadable health reply");
  const absl::string_view answer(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
  if (answer == kServing) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "NOT_SERVING",
               {"服务已启动但尚不能工作", "the server is up but cannot work yet"});
}

// Asks again until the server serves or the time is up. It is the channel that waits: it returns early once the connection stands.
absl::Status CheckUntil(Connection& connection, const std::string& service, absl::Time end, absl::Duration timeout) {
  const std::shared_ptr<grpc::Channel> channel = connection.To(service);
  for (;;) {
    absl::Status status = CheckOnce(connection, service, timeout);
    if (!absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status)) return status;
    if (MonotonicNow() + kPause >= end) return status;
    channel->WaitForStateChange(channel->GetState(/*try_to_connect=*/true),
                                absl::ToChronoTime(MakeSystemClock()->Now() + kPause));
  }
}

absl::Status Health(Context& context, const HealthArgs& args) {
  absl::Duration wait = absl::ZeroDuration();
  if (!args.wait.empty() && !absl::ParseDuration(args.wait, &wait)) {
    return UsageError({absl::StrCat("--wait 应为时长，如 30s，收到 ", args.wait),
                       absl::StrCat("--wait wants a duration, e.g. 30s, got ", args.wait)});
  }
  const absl::Time end = MonotonicNow() + wait;
  Connection connection(context);
  Report report;
  report.json = {{"serving", true}, {"servers", Json::array()}};
  Table table{{"", ""}, {{"address", {"地址", "Address"}}, {"status", {"状态", "Status"}}}, {}};
  absl::Status worst;
  std::map<std::string, std::string> servers;  // Address to a service there.
  for (const char* service : {"indicators", "tasks", "aggregation"})
    servers.emplace(context.settings().AddressOf(service), service);
  for (const auto& [address, service] : servers) {
    const absl::Status status = CheckUntil(connection, service, end, context.settings().timeout());
    Cell cell = status.ok() ? Cell(context.Say({"✔ 正常", "✔ serving"}), Tone::kGood, "SERVING")
                            : Cell(context.Say({"✘ 不可用", "✘ not serving"}), Tone::kBad, "NOT_SERVING");
    report.json["servers"].push_back({{"address", address}, {"status", *cell.raw}});
    table.rows.push_back({address, std::move(cell)});
    worst.Update(status);
  }
  report.json["serving"] = worst.ok();
  report.tables.push_back(std::move(table));
  context.Print(report);
  return worst;
}

}  // namespace

void RegisterHealth(Commands& root) {
  auto args = std::make_shared<HealthArgs>();
  root.Leaf("health", {"服务是否正常", "Whether the server serves"},
            [args](Context& context) { return Health(context, *args); })
      .Option("--wait", args->wait, "DURATION",
              {"最多等多久，如 30s [不等]", "How long to wait for it, e.g. 30s [not at all]"});
}

}  // namespace qcity::cli
