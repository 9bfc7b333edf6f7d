#include "services/cli/app/connection.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/serve.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {
namespace {

// Answers hold whole histories; a plan alone is over a hundred kilobytes.
constexpr int kMaxMessageBytes = 64 * 1024 * 1024;

std::string ShortName(absl::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

}  // namespace

std::shared_ptr<grpc::Channel> Connection::To(absl::string_view service) {
  const std::string address = context_.settings().AddressOf(service);
  std::shared_ptr<grpc::Channel>& channel = channels_[address];
  if (channel == nullptr) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }
  return channel;
}

absl::StatusOr<std::string> Connection::Campaign() {
  const std::string chosen = context_.settings().Get("campaign");
  if (!chosen.empty()) return chosen;
  if (campaign_.has_value()) return *campaign_;
  aggregation::v1::AggregationService::Stub stub(To("aggregation"));
  aggregation::v1::ListCampaignsResponse response;
  RETURN_IF_ERROR(
      Call("aggregation", [&](grpc::ClientContext* call) { return stub.ListCampaigns(call, {}, &response); }));
  if (response.campaigns_size() == 1) {
    campaign_ = ShortName(response.campaigns(0).name());
    return *campaign_;
  }
  std::vector<std::string> names;
  for (const auto& campaign : response.campaigns()) names.push_back(ShortName(campaign.name()));
  const std::string listed = absl::StrJoin(names, " ");
  return UsageError(
      {absl::StrCat("服务上有 ", names.size(), " 个创建活动，请用 --campaign 指定一个：", listed),
       absl::StrCat("the server runs ", names.size(), " campaigns, choose one with --campaign: ", listed)});
}

absl::Status Connection::Call(absl::string_view service, absl::FunctionRef<grpc::Status(grpc::ClientContext*)> call,
                              const CallOptions& options) {
  grpc::ClientContext client_context;
  Prepare(client_context, options);
  client_context.set_deadline(absl::ToChronoTime(MakeSystemClock()->Now() + context_.settings().timeout()));
  return StatusOf(service, call(&client_context));
}

void Connection::Prepare(grpc::ClientContext& call, const CallOptions& options) const {
  const std::string caller = options.caller.empty() ? context_.settings().Get("caller") : options.caller;
  if (!caller.empty()) call.AddMetadata("x-qcity-caller", caller);
  const std::string clock = options.clock.empty() ? context_.settings().Get("clock") : options.clock;
  if (!clock.empty()) call.AddMetadata("x-qcity-clock", clock);
}

absl::Status Connection::StatusOf(absl::string_view service, const grpc::Status& status) const {
  absl::Status converted = rpc::FromGrpc(status);
  const bool answered = !status.error_details().empty();
  if (answered) return converted;
  const std::string address = context_.settings().AddressOf(service);
  if (absl::IsUnavailable(converted)) {
    return Error(converted.code(), "UNREACHABLE",
                 {absl::StrCat("连不上服务 ", address, "（", status.error_message(), "）"),
                  absl::StrCat("the server at ", address, " cannot be reached (", status.error_message(), ")")});
  }
  if (absl::IsDeadlineExceeded(converted)) {
    return Error(converted.code(), "TIMEOUT",
                 {absl::StrCat("服务 ", address, " 没有在时限内答复（--timeout）"),
                  absl::StrCat("the server at ", address, " did not answer in time (--timeout)")});
  }
  if (!converted.ok() && status.error_message().empty()) {
    const std::string code = absl::StatusCodeToString(converted.code());
    return Error(converted.code(), code,
                 {absl::StrCat("服务 ", address, " 拒绝了调用：", code),
                  absl::StrCat("the server at ", address, " refused the call: ", code)});
  }
  return converted;
}

absl::StatusOr<std::string> ResourceName(const std::string& campaign, const std::vector<std::string>& kinds,
                                         const std::string& typed) {
  if (absl::StartsWith(typed, "campaigns/")) return typed;
  const std::vector<std::string> ids = absl::StrSplit(typed, '/');
  if (ids.size() != kinds.size()) {
    const std::string wanted = absl::StrCat("campaigns/", campaign, "/", absl::StrJoin(kinds, "/.../"), "/...");
    return UsageError(
        {absl::StrCat("名称 ", typed, " 不对，应为 ", wanted), absl::StrCat("bad name ", typed, ", want ", wanted)});
  }
  std::string name = absl::StrCat("campaigns/", campaign);
  for (std::size_t i = 0; i < ids.size(); ++i) absl::StrAppend(&name, "/", kinds[i], "/", ids[i]);
  return name;
}

}  // namespace qcity::cli
