#include "common/feed/follower.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/log.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/feed/inbox.h"
#include "qcity/feed/v1/feed.grpc.pb.h"

namespace qcity::feed {
namespace {

constexpr std::size_t kInboxMessages = 256;

// The same news in fewer messages: changes in one run, since each run costs the sink a commit and a score; and no word of an end that is overtaken.
std::vector<v1::WatchResponse> Coalesced(std::vector<v1::WatchResponse> messages) {
  std::vector<v1::WatchResponse> fewer;
  for (v1::WatchResponse& message : messages) {
    if (!fewer.empty() && fewer.back().has_progress()) fewer.pop_back();
    if (!fewer.empty() && fewer.back().has_changes() && message.has_changes()) {
      fewer.back().mutable_changes()->MergeFrom(message.changes());
    } else {
      fewer.push_back(std::move(message));
    }
  }
  return fewer;
}

// One watch of the far side. gRPC's own threads read it, ahead of whoever takes its messages: a thread of ours that waited inside gRPC would have to read for
// every other call of the process as well.
class Watch final : public grpc::ClientReadReactor<v1::WatchResponse> {
 public:
  Watch(v1::FeedService::Stub& stub, v1::WatchRequest request, const std::string& caller)
      : request_(std::move(request)) {
    context_.AddMetadata("x-qcity-caller", caller);
    stub.async()->Watch(&context_, &request_, this);
    AddHold();  // Until reading is over: reads begin on two threads.
    StartRead(&message_);
    StartCall();
  }

  // From any thread, until Finish has returned.
  void Cancel() { context_.TryCancel(); }

  // The messages that came meanwhile; blocks while there are none. Empty: the stream has ended.
  std::vector<v1::WatchResponse> TakeAll() {
    auto batch = inbox_.TakeAll();
    if (batch.read_on) StartRead(&message_);
    return std::move(batch.messages);
  }

  // Reads to the end, throwing away what comes, and tells how the watch ended.
  grpc::Status Finish() {
    while (!TakeAll().empty()) continue;
    MutexLock lock(mutex_);
    while (!status_.has_value()) done_.Wait(mutex_);
    return *status_;
  }

 private:
  void OnReadDone(bool ok) override {
    if (ok) {
      if (inbox_.Put(std::move(message_))) StartRead(&message_);
      return;
    }
    inbox_.End();
    RemoveHold();
  }

  void OnDone(const grpc::Status& status) override {
    MutexLock lock(mutex_);
    status_ = status;
    done_.NotifyAll();
  }

  const v1::WatchRequest request_;
  grpc::ClientContext context_;
  v1::WatchResponse message_;
  Inbox<v1::WatchResponse> inbox_{kInboxMessages};
  Mutex mutex_;
  CondVar done_;
  std::optional<grpc::Status> status_ ABSL_GUARDED_BY(mutex_);
};

class FollowerImpl : public Follower {
 public:
  FollowerImpl(const std::shared_ptr<grpc::Channel>& channel, Sink& sink, FollowerOptions options)
      : stub_(v1::FeedService::NewStub(channel)), sink_(sink), options_(std::move(options)) {}

  ~FollowerImpl() override { Stop(); }

  void Start() override {
    thread_ = std::thread([this] { Run(); });
  }

  void Stop() override;
  absl::Status Ready() const override;

 private:
  void Run();
  bool Pause(absl::Duration pause);
  absl::Status WatchOnce();
  absl::Status HandleAll(Watch& watch);
  absl::Status Handle(const v1::WatchResponse& message);
  absl::Status Greet(const v1::Hello& hello);
  absl::Status Apply(const v1::Changes& changes);
  absl::Status ResetSink(absl::string_view why);
  void CaughtUp(std::int64_t position);
  bool Attach(Watch* watch);
  void Detach();

  const std::unique_ptr<v1::FeedService::Stub> stub_;
  Sink& sink_;
  const FollowerOptions options_;
  std::thread thread_;

  // The thread's own: the token of the watch (as the sink has it), whether the hello came, and whether this watch brought news.
  std::optional<v1::Token> token_;
  bool greeted_ = false;
  bool news_ = false;

  mutable Mutex mutex_;
  CondVar stop_asked_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  Watch* watch_ ABSL_GUARDED_BY(mutex_) = nullptr;  // The one that runs.
  bool caught_up_ ABSL_GUARDED_BY(mutex_) = false;
  std::string far_digest_ ABSL_GUARDED_BY(mutex_);
};

void FollowerImpl::Stop() {
  {
    MutexLock lock(mutex_);
    stopped_ = true;
    if (watch_ != nullptr) watch_->Cancel();
    stop_asked_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

absl::Status FollowerImpl::Ready() const {
  MutexLock lock(mutex_);
  if (!caught_up_) {
    return Error(absl::StatusCode::kUnavailable, "FEED_NOT_READ",
                 Text{absl::StrCat("变更流 ", options_.feed, " 尚未读完"),
                      absl::StrCat("the feed ", options_.feed, " has not been read to its end yet")});
  }
  if (far_digest_ != options_.plan_digest) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_DIFFERS",
                 Text{absl::StrCat(options_.feed, " 服务使用的方案与本服务不同"),
                      absl::StrCat("the service ", options_.feed, " runs with another plan than this one")});
  }
  return absl::OkStatus();
}

void FollowerImpl::Run() {
  absl::Duration pause = options_.shortest_pause;
  do {
    const absl::Status status = WatchOnce();
    if (news_) pause = options_.shortest_pause;
    Log(Severity::kInfo, "feed watch ended", {{"feed", options_.feed}, {"status", status.ToString()}});
    if (!Pause(pause)) return;
    pause = std::min(pause * 2, options_.longest_pause);
  } while (true);
}

// False: stop.
bool FollowerImpl::Pause(absl::Duration pause) {
  const absl::Time until = MonotonicNow() + pause;
  MutexLock lock(mutex_);
  while (!stopped_) {
    const absl::Duration left = until - MonotonicNow();
    if (left <= absl::ZeroDuration()) return true;
    stop_asked_.WaitFor(mutex_, left);
  }
  return false;
}

// Makes the watch one that Stop can end; false: Stop was asked for already.
bool FollowerImpl::Attach(Watch* watch) {
  MutexLock lock(mutex_);
  if (!stopped_) watch_ = watch;
  return !stopped_;
}

// Must follow every Attach, before the watch goes.
void FollowerImpl::Detach() {
  MutexLock lock(mutex_);
  watch_ = nullptr;
}

absl::Status FollowerImpl::WatchOnce() {
  greeted_ = false;
  news_ = false;
  ASSIGN_OR_RETURN(token_, sink_.LoadToken());
  v1::WatchRequest request;
  request.set_feed(options_.feed);
  if (token_.has_value()) *request.mutable_token() = *token_;
  Watch watch(*stub_, std::move(request), options_.caller);
  if (!Attach(&watch)) watch.Cancel();
  absl::Status handled = HandleAll(watch);
  if (!handled.ok()) watch.Cancel();
  const grpc::Status status = watch.Finish();
  Detach();
  if (!handled.ok()) return handled;
  if (status.error_code() == grpc::StatusCode::OUT_OF_RANGE) return ResetSink(status.error_message());
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

absl::Status FollowerImpl::HandleAll(Watch& watch) {
  for (std::vector<v1::WatchResponse> messages = watch.TakeAll(); !messages.empty(); messages = watch.TakeAll()) {
    for (const v1::WatchResponse& message : Coalesced(std::move(messages))) RETURN_IF_ERROR(Handle(message));
  }
  return absl::OkStatus();
}

absl::Status FollowerImpl::Handle(const v1::WatchResponse& message) {
  if (message.has_hello()) return Greet(message.hello());
  if (!greeted_) return absl::InternalError("a watch began without hello");
  if (message.has_changes()) return Apply(message.changes());
  if (message.has_caught_up()) CaughtUp(message.caught_up().position());
  if (message.has_progress()) CaughtUp(message.progress().position());
  return absl::OkStatus();
}

absl::Status FollowerImpl::Greet(const v1::Hello& hello) {
  if (token_.has_value() && token_->epoch() != hello.epoch()) {
    RETURN_IF_ERROR(ResetSink("the far side is of another epoch"));
    return absl::OutOfRangeError("the token was of another epoch");
  }
  greeted_ = true;
  if (!token_.has_value()) {
    token_.emplace();
    token_->set_feed(options_.feed);
    token_->set_epoch(hello.epoch());
  }
  if (hello.plan_digest() != options_.plan_digest) {
    Log(Severity::kWarning, "the feed's service runs with another plan",
        {{"feed", options_.feed}, {"theirs", hello.plan_digest()}, {"ours", options_.plan_digest}});
  }
  MutexLock lock(mutex_);
  far_digest_ = hello.plan_digest();
  return absl::OkStatus();
}

absl::Status FollowerImpl::Apply(const v1::Changes& changes) {
  std::vector<const v1::Change*> fresh;
  for (const v1::Change& change : changes.changes()) {
    // Delivery is at least once: what the token covers has had its effect.
    if (change.sequence() <= token_->position()) continue;
    token_->set_position(change.sequence());
    fresh.push_back(&change);
  }
  if (fresh.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(sink_.Apply(fresh, *token_));
  news_ = true;
  return absl::OkStatus();
}

absl::Status FollowerImpl::ResetSink(absl::string_view why) {
  Log(Severity::kWarning, "feed is rebuilt from the beginning", {{"feed", options_.feed}, {"why", std::string(why)}});
  {
    MutexLock lock(mutex_);
    caught_up_ = false;
  }
  return sink_.Reset();
}

void FollowerImpl::CaughtUp(std::int64_t position) {
  news_ = true;
  {
    MutexLock lock(mutex_);
    caught_up_ = true;  // Before the sink is told: whoever hears of it there finds the follower ready.
  }
  sink_.CaughtUp(position);
}

}  // namespace

std::unique_ptr<Follower> MakeFollower(const std::shared_ptr<grpc::Channel>& channel, Sink& sink,
                                       FollowerOptions options) {
  return std::make_unique<FollowerImpl>(channel, sink, std::move(options));
}

}  // namespace qcity::feed
