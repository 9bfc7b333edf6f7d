// qcity feed: the changes of a service as JSON lines.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "qcity/feed/v1/feed.grpc.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/commands/commands.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using feed::v1::FeedService;
using feed::v1::WatchRequest;
using feed::v1::WatchResponse;

struct WatchArgs {
  std::string feed;
  std::string after;
  bool all = false;
  bool once = false;
};

absl::StatusOr<WatchRequest> RequestOf(const WatchArgs& args) {
  WatchRequest request;
  request.set_feed(args.feed);
  if (args.after.empty()) return request;
  const std::pair<std::string, std::string> epoch_and_position = absl::StrSplit(args.after, absl::MaxSplits(':', 1));
  std::int64_t position = 0;
  if (!absl::SimpleAtoi(epoch_and_position.second, &position)) {
    return UsageError({absl::StrCat("--after 应为 纪元:位置，收到 ", args.after),
                       absl::StrCat("--after wants EPOCH:POSITION, got ", args.after)});
  }
  request.mutable_token()->set_feed(args.feed);
  request.mutable_token()->set_epoch(epoch_and_position.first);
  request.mutable_token()->set_position(position);
  return request;
}

// One line per change; the stream's other messages only if asked for. False once nobody reads any more.
bool PrintLines(const WatchResponse& response, bool all, Context& context) {
  if (response.has_changes()) {
    for (const auto& change : response.changes().changes()) context.PrintText(LineJson(JsonOf(change)));
  } else if (all) {
    context.PrintText(LineJson(JsonOf(response)));
  }
  return static_cast<bool>(context.out().flush());
}

absl::Status Watch(Context& context, const WatchArgs& args) {
  ASSIGN_OR_RETURN(const WatchRequest request, RequestOf(args));
  Connection connection(context);
  FeedService::Stub stub(connection.To(args.feed));
  grpc::ClientContext call;
  connection.Prepare(call);
  const auto reader = stub.Watch(&call, request);
  bool enough = false;
  for (WatchResponse response; reader->Read(&response);) {
    if (enough) continue;  // Cancelled; the stream is read to its end.
    enough = !PrintLines(response, args.all, context) || (args.once && response.has_caught_up());
    if (enough) call.TryCancel();
  }
  const grpc::Status status = reader->Finish();
  return enough ? absl::OkStatus() : connection.StatusOf(args.feed, status);
}

}  // namespace

void RegisterFeed(Commands& root) {
  Commands group = root.Group("feed", {"变更流", "Feeds"});
  auto args = std::make_shared<WatchArgs>();
  Command watch = group.Leaf("watch", {"逐行输出变更（JSON），Ctrl-C 结束", "Print changes as JSON lines until Ctrl-C"},
                             [args](Context& context) { return Watch(context, *args); });
  watch.Positional("FEED", args->feed, {"indicators、tasks 或 aggregation", "indicators, tasks or aggregation"})
      .Required()
      .OneOf({"indicators", "tasks", "aggregation"});
  watch.Option("--after", args->after, "EPOCH:POSITION",
               {"从这里之后 [从头]", "Resume after this place [the beginning]"});
  watch.Flag("--all", args->all, {"也输出 hello、caughtUp、progress", "Print hello, caughtUp and progress too"});
  watch.Flag("--once", args->once, {"读完已有的变更即结束", "End once the history has been read"});
}

}  // namespace qcity::cli
