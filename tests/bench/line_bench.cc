// From an acknowledged write to the readiness on a watch that shows it, while a thousand writes a second go on.
//
// A watched readiness does not say which writes it knows. So some writes are probes: each turns one binding gate of the provisional line from met to unmet
// or back, which nothing else does, and the watch is asked when it showed that.
#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "tests/bench/city.h"
#include "tests/bench/side_by_side.h"
#include "tests/support/plans.h"

namespace qcity::bench {
namespace {

using testing_support::Call;
using testing_support::CallAs;
using Stub = indicators::v1::IndicatorsService::Stub;

constexpr absl::CivilDay kToday(2019, 6, 20);
constexpr char kJudged[] = "2018";  // The sample ends before its figures are known: they are the probes' own.
constexpr int kWritesPerSecond = 1000;
constexpr int kWriters = 32;
constexpr int kProbers = 4;
constexpr int kProbesPerSecond = 10;  // Of each prober.
constexpr absl::Duration kProbeEvery = absl::Milliseconds(1000 / kProbesPerSecond);
constexpr absl::Duration kLength = absl::Seconds(6);

void SleepUntil(absl::Time instant) {
  std::this_thread::sleep_for(absl::ToChronoNanoseconds(instant - MonotonicNow()));
}

// The binding gates that the newest readiness shows unmet.
class Gates {
 public:
  explicit Gates(const City& city) : stub_(city.NewConnection()), context_(kOfficer), thread_([this] { Read(); }) {}
  ~Gates() {
    context_.TryCancel();
    thread_.join();
  }

  // When the gate was first seen so, since it was last seen otherwise. Ends the program after ten seconds.
  absl::Time Seen(const std::string& number, bool unmet) {
    const absl::Time patience = MonotonicNow() + absl::Seconds(10);
    MutexLock lock(mutex_);
    while (seen_[number].first != unmet) {
      if (MonotonicNow() > patience) Demand(absl::DeadlineExceededError(absl::StrCat("no watch shows ", number)));
      changed_.WaitFor(mutex_, absl::Seconds(1));
    }
    return seen_[number].second;
  }

 private:
  void Read() {
    aggregation::v1::WatchReadinessRequest request;
    request.set_name(kReadiness);
    const auto reader = stub_.WatchReadiness(&context_, request);
    for (aggregation::v1::Readiness readiness; reader->Read(&readiness);) {
      const absl::Time now = MonotonicNow();
      const auto& numbers = readiness.provisional().gates().binding().unmet_numbers();
      const std::set<std::string> unmet(numbers.begin(), numbers.end());
      MutexLock lock(mutex_);
      for (const std::string& number : unmet) seen_.try_emplace(number, true, now);
      for (auto& [number, state] : seen_) {
        if (state.first != (unmet.count(number) > 0)) state = {!state.first, now};
      }
      changed_.NotifyAll();
    }
  }

  aggregation::v1::AggregationService::Stub stub_;
  CallAs context_;
  Mutex mutex_;
  CondVar changed_;
  absl::flat_hash_map<std::string, std::pair<bool, absl::Time>> seen_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

// Measures whose judged figure is one share, so that all or nothing of it decides a binding gate.
std::vector<std::string> ProbeNumbers() {
  std::vector<std::string> numbers;
  for (const plan::v1::Indicator& indicator : testing_support::Ezhou()->document().indicators()) {
    const bool share = std::count(indicator.forms().begin(), indicator.forms().end(), plan::v1::FRACTION) > 0;
    const bool plain = indicator.frequency() == plan::v1::YEARLY && indicator.parts().empty() &&
                       indicator.span() == plan::v1::JUDGED_PERIOD && indicator.target().kind() == plan::v1::AT_LEAST;
    if (share && plain && indicator.gate() == plan::v1::BINDING) numbers.push_back(indicator.number());
  }
  return numbers;
}

// Reports the judged figure of one measure, turning its gate each time.
class Probe {
 public:
  Probe(const City& city, std::string number) : stub_(city.NewConnection()), number_(std::move(number)) {
    figure_.set_indicator(absl::StrCat(kCampaign, "/indicators/", number_));
    figure_.set_period(kJudged);
    figure_.set_source("统计台账");
    figure_.mutable_figure()->mutable_fraction()->set_denominator(400);
  }

  // Milliseconds from the acknowledgement to the watch; 0 if the watch was first.
  double Turn(Gates& gates) {
    unmet_ = !unmet_;
    figure_.mutable_figure()->mutable_fraction()->set_numerator(unmet_ ? 0 : 400);
    indicators::v1::ReportObservationRequest request;
    request.set_request_id(absl::StrCat("probe-", number_, "-", ++turns_));
    *request.mutable_observation() = figure_;
    figure_.set_supersedes(Demand(Call(stub_, &Stub::ReportObservation, kOfficer, request)).name());
    const absl::Time acknowledged = MonotonicNow();
    return std::max(0.0, absl::ToDoubleMilliseconds(gates.Seen(number_, unmet_) - acknowledged));
  }

 private:
  Stub stub_;
  const std::string number_;
  indicators::v1::Observation figure_;
  bool unmet_ = false;
  int turns_ = 0;
};

// The writes that are no probes, at their pace: each its own measure and period.
class Traffic {
 public:
  Traffic(const City& city, absl::Time begin, absl::Time end) : figures_(SubannualFigures(kToday)) {
    for (int i = 0; i < kWriters; ++i) threads_.emplace_back([&, begin, end] { Write(city, begin, end); });
  }
  // Writes done once all have ended.
  std::size_t Join() {
    for (std::thread& thread : threads_) thread.join();
    return done_;
  }

 private:
  void Write(const City& city, absl::Time begin, absl::Time end) {
    const absl::Duration pace = absl::Seconds(1) / (kWritesPerSecond - kProbers * kProbesPerSecond);
    Stub stub(city.NewConnection());
    for (;;) {
      const std::size_t i = next_.fetch_add(1);
      const absl::Time due = begin + pace * static_cast<std::int64_t>(i);
      if (due >= end || MonotonicNow() >= end || i >= figures_.size()) return;
      SleepUntil(due);
      indicators::v1::ReportObservationRequest request;
      request.set_request_id(absl::StrCat("traffic-", i));
      *request.mutable_observation() = figures_[i];
      Demand(Call(stub, &Stub::ReportObservation, kOfficer, request));
      done_.fetch_add(1);
    }
  }

  const std::vector<indicators::v1::Observation> figures_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> done_ = 0;
  std::vector<std::thread> threads_;
};

// The latencies of a prober that turns its measures one after the other.
std::vector<double> ProbeUntil(const City& city, Gates& gates, const std::vector<std::string>& numbers,
                               absl::Time begin, absl::Time end) {
  std::vector<std::unique_ptr<Probe>> probes;
  for (const std::string& number : numbers) probes.push_back(std::make_unique<Probe>(city, number));
  std::vector<double> latencies;
  for (absl::Time due = begin; due < end; due = std::max(due + kProbeEvery, MonotonicNow())) {
    SleepUntil(due);
    latencies.push_back(probes[latencies.size() % probes.size()]->Turn(gates));
  }
  return latencies;
}

int Run(int argc, char** argv) {
  Report report("line_bench", argc, argv);
  City city("qcityd", report.NewDirectory(), BeforeTheSample());
  city.LoadSample(kToday);
  Gates gates(city);

  std::vector<std::vector<std::string>> shares(kProbers);
  int next = 0;
  for (const std::string& number : ProbeNumbers()) shares[next++ % kProbers].push_back(number);
  const absl::Time begin = MonotonicNow() + absl::Milliseconds(100), end = begin + kLength;
  Traffic traffic(city, begin, end);
  std::vector<std::vector<double>> found(kProbers);
  std::vector<std::thread> probers;
  for (int i = 0; i < kProbers; ++i) {
    const absl::Time first = begin + kProbeEvery * i / kProbers;
    probers.emplace_back([&, i, first] { found[i] = ProbeUntil(city, gates, shares[i], first, end); });
  }
  for (std::thread& prober : probers) prober.join();

  std::vector<double> latencies;
  for (const std::vector<double>& some : found) latencies.insert(latencies.end(), some.begin(), some.end());
  const double writes = static_cast<double>(traffic.Join() + latencies.size());
  report.Note("writes a second", writes / absl::ToDoubleSeconds(MonotonicNow() - begin), "1/s");
  report.Note("probes", static_cast<double>(latencies.size()), "");
  report.Note("acknowledged write -> readiness on a watch, p50", Percentile(latencies, 0.5), "ms");
  report.Note("acknowledged write -> readiness on a watch, p99", Percentile(latencies, 0.99), "ms", 25);
  return report.Finish();
}

}  // namespace
}  // namespace qcity::bench

int main(int argc, char** argv) { return qcity::bench::Run(argc, argv); }
