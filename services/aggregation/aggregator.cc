#include "services/aggregation/aggregator.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::aggregation {
namespace {

constexpr char kReadinessKey[] = "readiness";

absl::CivilDay Today(const domain::Plan& plan, absl::Time now) {
  return std::min(ShanghaiDay(now), plan.LastEvaluationDate());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Aggregator>> Aggregator::Open(sql::Database& database, feed::Outbox& outbox,
                                                             const domain::PlanVersions& plans, const Clock& clock,
                                                             const std::vector<std::string>& feeds, Listener listener) {
  std::unique_ptr<Aggregator> aggregator(new Aggregator(database, outbox, plans, clock, std::move(listener)));
  for (const std::string& feed : feeds) {
    ASSIGN_OR_RETURN(const std::optional<feed::v1::Token> token, aggregator->LoadToken(feed));
    MutexLock lock(aggregator->mutex_);
    Reading& reading = aggregator->readings_[feed];
    reading.position = token.has_value() ? token->position() : 0;
    reading.at_end = MonotonicNow();
  }
  ASSIGN_OR_RETURN(const bool changed, aggregator->Restore());
  if (changed)
    RETURN_IF_ERROR(aggregator->Advance([](sql::Transaction&, Entities&) -> absl::StatusOr<bool> { return true; }));
  return aggregator;
}

absl::StatusOr<bool> Aggregator::Restore() {
  auto knowledge = std::make_shared<Knowledge>();
  ASSIGN_OR_RETURN(const feed::Head head, outbox_.ReadHead());
  ASSIGN_OR_RETURN(const std::optional<v1::Readiness> stored,
                   database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<std::optional<v1::Readiness>> {
                     ASSIGN_OR_RETURN(knowledge->entities, store_.LoadEntities(transaction));
                     return outbox_.Get<v1::Readiness>(transaction, kReadinessKey);
                   }));
  MutexLock writing(writing_);
  knowledge->readiness = LiveAt(clock_.Now()).Of(knowledge->entities);
  knowledge->readiness.set_version(head.position);
  knowledge->readiness_bytes = knowledge->readiness.SerializeAsString();
  const bool same = stored.has_value() && stored->SerializeAsString() == knowledge->readiness_bytes;
  Adopt(std::move(knowledge));
  return !same;
}

absl::Status Aggregator::Advance(ChangeFn change) {
  MutexLock writing(writing_);
  const std::shared_ptr<const Knowledge> known = Known();
  const absl::Time now = clock_.Now();
  LiveReadiness& live = LiveAt(now);
  std::shared_ptr<Knowledge> next;
  RETURN_IF_ERROR(database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    next = std::make_shared<Knowledge>(Knowledge{.entities = known->entities});
    ASSIGN_OR_RETURN(const bool news, change(transaction, next->entities));
    if (!news) {
      next = nullptr;
      return absl::OkStatus();
    }
    next->readiness = live.Of(next->entities);
    ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, now));
    next->readiness.set_version(position);
    next->readiness_bytes = next->readiness.SerializeAsString();
    return outbox_.Put(transaction, position, kReadinessKey, next->readiness, now);
  }));
  if (next == nullptr) return absl::OkStatus();
  Adopt(next);
  listener_(next->readiness);
  return absl::OkStatus();
}

absl::Status Aggregator::Apply(absl::Span<const feed::v1::Change* const> changes, const feed::v1::Token& token) {
  RETURN_IF_ERROR(Advance([&](sql::Transaction& transaction, Entities& entities) -> absl::StatusOr<bool> {
    bool news = false;
    for (const feed::v1::Change* change : changes) {
      news = news || Concerns(*change);
      RETURN_IF_ERROR(Project(*change, entities));
      RETURN_IF_ERROR(store_.SaveChange(transaction, token.feed(), *change));
    }
    RETURN_IF_ERROR(store_.SaveToken(transaction, token));
    return news;
  }));
  MutexLock lock(mutex_);
  Reading& reading = readings_[token.feed()];
  reading.position = token.position();
  reading.behind_since = std::min(reading.behind_since, MonotonicNow());
  advanced_.NotifyAll();
  return absl::OkStatus();
}

absl::Status Aggregator::Forget(const std::string& feed) {
  RETURN_IF_ERROR(Advance([&](sql::Transaction& transaction, Entities& entities) -> absl::StatusOr<bool> {
    aggregation::Forget(feed, entities);
    RETURN_IF_ERROR(store_.ForgetFeed(transaction, feed));
    return true;
  }));
  MutexLock lock(mutex_);
  readings_[feed] = Reading{.at_end = MonotonicNow()};
  return absl::OkStatus();
}

absl::StatusOr<std::optional<feed::v1::Token>> Aggregator::LoadToken(const std::string& feed) {
  return database_.Read([&](sql::Transaction& transaction) { return store_.LoadToken(transaction, feed); });
}

// All that was recorded today counts, also what a feed's clock, ahead of ours, recorded after our now.
LiveReadiness& Aggregator::LiveAt(absl::Time now) {
  const absl::CivilDay today = Today(*plans_.InForce(ShanghaiDay(now)), now);
  const domain::Plan& plan = *plans_.InForce(today);
  if (live_ == nullptr || live_->as_of() != today || &live_->plan() != &plan) {
    live_ = std::make_unique<LiveReadiness>(plan, today);
  }
  return *live_;
}

void Aggregator::Adopt(std::shared_ptr<const Knowledge> knowledge) {
  MutexLock lock(mutex_);
  knowledge_ = std::move(knowledge);
}

std::shared_ptr<const Knowledge> Aggregator::Known() const {
  MutexLock lock(mutex_);
  return knowledge_;
}

void Aggregator::CaughtUp(const std::string& feed, std::int64_t position) {
  MutexLock lock(mutex_);
  Reading& reading = readings_[feed];
  reading.position = std::max(reading.position, position);
  reading.at_end = MonotonicNow();
  reading.behind_since = absl::InfiniteFuture();
  advanced_.NotifyAll();
}

std::vector<v1::Source> Aggregator::Sources() const {
  // A follower at the end hears so every few seconds; silence beyond that is lag too.
  constexpr absl::Duration kPulse = absl::Seconds(10);
  const absl::Time now = MonotonicNow();
  MutexLock lock(mutex_);
  std::vector<v1::Source> sources;
  for (const auto& [feed, reading] : readings_) {
    const absl::Duration silent = now - reading.at_end > kPulse ? now - reading.at_end : absl::ZeroDuration();
    v1::Source& source = sources.emplace_back();
    source.set_feed(feed);
    source.set_position(reading.position);
    source.set_lag_seconds(absl::ToDoubleSeconds(std::max({absl::ZeroDuration(), now - reading.behind_since, silent})));
  }
  return sources;
}

absl::Status Aggregator::WaitFor(absl::Span<const v1::Source* const> wanted, absl::Duration timeout) const {
  const absl::Time deadline = MonotonicNow() + timeout;
  MutexLock lock(mutex_);
  for (const v1::Source* source : wanted) {
    const auto reading = readings_.find(source->feed());
    if (reading == readings_.end()) {
      return Error(absl::StatusCode::kNotFound, "FEED_NOT_FOUND",
                   {absl::StrCat("没有变更流“", source->feed(), "”"),
                    absl::StrCat("no feed '", source->feed(), "' is followed here")});
    }
    while (reading->second.position < source->position()) {
      const absl::Duration left = deadline - MonotonicNow();
      if (left <= absl::ZeroDuration()) {
        return Error(absl::StatusCode::kUnavailable, "NOT_CAUGHT_UP",
                     {absl::StrCat("变更流 ", source->feed(), " 读到 ", reading->second.position, "，尚未到 ",
                                   source->position()),
                      absl::StrCat("feed ", source->feed(), " is read up to ", reading->second.position, ", not yet ",
                                   source->position())});
      }
      advanced_.WaitFor(mutex_, left);
    }
  }
  return absl::OkStatus();
}

}  // namespace qcity::aggregation
