#include "common/feed/distributor.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/log.h"
#include "common/base/status.h"

namespace qcity::feed {
namespace {

absl::Status ShuttingDown() {
  return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN",
               Text{"服务正在停止，请稍后从令牌处继续", "the server is stopping: watch again from the token"});
}

absl::Status OtherHistory(Text text) {
  return Error(absl::StatusCode::kOutOfRange, "FEED_HISTORY_CHANGED", std::move(text));
}

absl::Status CheckToken(const v1::WatchRequest& request, absl::string_view epoch, std::int64_t head) {
  if (!request.has_token()) return absl::OkStatus();
  const v1::Token& token = request.token();
  if (token.feed() != request.feed()) {
    return InvalidField("token.feed", Text{absl::StrCat("令牌属于另一条变更流，应为 ", request.feed()),
                                           absl::StrCat("the token is of another feed than ", request.feed())});
  }
  if (token.position() < 0) {
    return InvalidField("token.position", Text{"位置不能为负", "a position is not negative"});
  }
  if (token.epoch() != epoch) {
    return OtherHistory(
        Text{"变更流的历史已更换，请从头读取", "the feed's history is another one: watch from the beginning"});
  }
  if (token.position() > head) {
    return OtherHistory(Text{absl::StrCat("令牌位置 ", token.position(), " 超出变更流末尾 ", head, "，请从头读取"),
                             absl::StrCat("position ", token.position(), " is ahead of the feed's end ", head,
                                          ": watch from the beginning")});
  }
  return absl::OkStatus();
}

}  // namespace

void Distributor::Signal::Raise() {
  MutexLock lock(mutex);
  raised = true;
  changed.NotifyAll();
}

absl::StatusOr<std::unique_ptr<Distributor>> Distributor::Make(Outbox& outbox, std::string plan_digest,
                                                               const DistributorOptions& options) {
  ASSIGN_OR_RETURN(Head head, outbox.ReadHead());
  auto distributor =
      std::unique_ptr<Distributor>(new Distributor(outbox, std::move(head), std::move(plan_digest), options));
  outbox.OnCommit([signal = distributor->signal_](std::int64_t) { signal->Raise(); });
  distributor->thread_ = std::thread([raw = distributor.get()] { raw->Run(); });
  return distributor;
}

Distributor::Distributor(Outbox& outbox, Head head, std::string plan_digest, const DistributorOptions& options)
    : outbox_(outbox),
      epoch_(std::move(head.epoch)),
      plan_digest_(std::move(plan_digest)),
      options_(options),
      tail_end_(head.position) {}

Distributor::~Distributor() { Shutdown(); }

absl::Status Distributor::Add(const v1::WatchRequest& request, std::shared_ptr<Receiver> receiver) {
  // Everybody who was ever told a position was told one up to Committed().
  const std::int64_t head = outbox_.Committed();
  RETURN_IF_ERROR(CheckToken(request, epoch_, head));
  auto hello = std::make_shared<v1::WatchResponse>();
  hello->mutable_hello()->set_epoch(epoch_);
  hello->mutable_hello()->set_head(head);
  hello->mutable_hello()->set_plan_digest(plan_digest_);
  {
    MutexLock lock(mutex_);
    if (shut_) return ShuttingDown();
    receiver->Send(std::move(hello));
    newcomers_.push_back(Watcher{std::move(receiver), request.token().position(), head});
  }
  signal_->Raise();
  return absl::OkStatus();
}

std::function<void()> Distributor::waker() const {
  return [signal = signal_] { signal->Raise(); };
}

void Distributor::Shutdown() {
  {
    MutexLock lock(mutex_);
    if (std::exchange(shut_, true)) return;
  }
  {
    MutexLock lock(signal_->mutex);
    signal_->stopped = true;
    signal_->changed.NotifyAll();
  }
  thread_.join();
  TakeNewcomers();
  EndAll(ShuttingDown());
}

void Distributor::Run() {
  absl::Time progress_due = MonotonicNow() + options_.progress_interval;
  while (WaitForWork(progress_due)) {
    const bool tick = MonotonicNow() >= progress_due;
    if (tick) progress_due = MonotonicNow() + options_.progress_interval;
    TakeNewcomers();
    std::erase_if(watchers_, [](const Watcher& watcher) { return watcher.receiver->gone(); });
    if (const absl::Status status = AdvanceTail(); !status.ok()) {
      Log(Severity::kError, "feed unreadable", {{"feed", feed()}, {"error", status.ToString()}});
      EndAll(absl::UnavailableError(status.message()));
    }
    for (Watcher& watcher : watchers_) Serve(watcher, tick);
  }
}

// False: stop.
bool Distributor::WaitForWork(absl::Time until) {
  MutexLock lock(signal_->mutex);
  while (!signal_->raised && !signal_->stopped) {
    const absl::Duration left = until - MonotonicNow();
    if (left <= absl::ZeroDuration()) break;
    signal_->changed.WaitFor(signal_->mutex, left);
  }
  signal_->raised = false;
  return !signal_->stopped;
}

void Distributor::TakeNewcomers() {
  MutexLock lock(mutex_);
  std::move(newcomers_.begin(), newcomers_.end(), std::back_inserter(watchers_));
  newcomers_.clear();
}

absl::Status Distributor::AdvanceTail() {
  const std::int64_t committed = outbox_.Committed();
  if (watchers_.empty()) {
    tail_.clear();
    tail_end_ = committed;
  }
  if (tail_end_ >= committed) return absl::OkStatus();
  ASSIGN_OR_RETURN(Page page, ReadPage(tail_end_, committed));
  tail_end_ = page.to;
  tail_.push_back(std::move(page));
  if (tail_.size() > options_.tail_pages) tail_.pop_front();
  if (tail_end_ < committed) signal_->Raise();  // More to read; but serve what there is first.
  return absl::OkStatus();
}

void Distributor::Serve(Watcher& watcher, bool tick) {
  Receiver& receiver = *watcher.receiver;
  const std::int64_t before = watcher.position;
  while (watcher.position < tail_end_ && receiver.unsent() < options_.queue_messages) {
    const absl::StatusOr<Page> page = NextPage(watcher.position);
    if (!page.ok()) return receiver.End(absl::UnavailableError(page.status().message()));
    if (page->message != nullptr) receiver.Send(page->message);
    watcher.position = page->to;
  }
  const auto say = [&](auto mutable_event) {
    auto message = std::make_shared<v1::WatchResponse>();
    (message.get()->*mutable_event)()->set_position(watcher.position);
    receiver.Send(std::move(message));
  };
  if (!watcher.caught_up && watcher.position >= watcher.goal) {
    watcher.caught_up = true;
    say(&v1::WatchResponse::mutable_caught_up);
    return;
  }
  // Every few seconds, and whenever changes led to the end: a reader knows from this that it is not behind.
  const bool at_end = watcher.caught_up && watcher.position == tail_end_ && watcher.position == outbox_.Committed();
  const bool reached = watcher.position > before;
  if (at_end && (reached || (tick && receiver.unsent() == 0))) say(&v1::WatchResponse::mutable_progress);
}

absl::StatusOr<Distributor::Page> Distributor::NextPage(std::int64_t position) {
  const auto page = std::find_if(tail_.begin(), tail_.end(), [&](const Page& p) { return p.from == position; });
  if (page != tail_.end()) return *page;
  // Not beyond the tail, so that who has read the history stands where a page of the tail begins.
  return ReadPage(position, tail_end_);
}

absl::StatusOr<Distributor::Page> Distributor::ReadPage(std::int64_t from, std::int64_t until) {
  ASSIGN_OR_RETURN(std::vector<v1::Change> changes, outbox_.ReadAfter(from, options_.page_changes));
  bool complete = static_cast<int>(changes.size()) < options_.page_changes;
  auto message = std::make_shared<v1::WatchResponse>();
  std::size_t bytes = 0;
  for (v1::Change& change : changes) {
    complete = complete || change.sequence() > until;
    if (change.sequence() > until) break;
    bytes += change.ByteSizeLong();
    if (bytes > options_.page_bytes && message->has_changes()) {
      complete = false;
      break;
    }
    *message->mutable_changes()->add_changes() = std::move(change);
  }
  if (!message->has_changes()) return Page{from, until, nullptr};
  const std::int64_t last = message->changes().changes().rbegin()->sequence();
  return Page{from, complete ? until : last, std::move(message)};
}

void Distributor::EndAll(const absl::Status& status) {
  for (const Watcher& watcher : watchers_) watcher.receiver->End(status);
  watchers_.clear();
}

}  // namespace qcity::feed
