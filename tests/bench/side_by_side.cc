#include "tests/bench/side_by_side.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numeric>
#include <thread>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "nlohmann/json.hpp"

namespace qcity::bench {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kSlice = absl::Milliseconds(700);
constexpr int kRounds = 9;

// Runnable threads, averaged over the last minute.
double LoadOfMachine() {
  double load = 0;
  return getloadavg(&load, 1) == 1 ? load : -1;
}

const char* Verdict(bool met) { return met ? "met" : "MISSED"; }

}  // namespace

double RateOf(int threads, absl::Duration slice, absl::FunctionRef<void(int thread)> operation) {
  std::vector<std::int64_t> counts(threads);
  std::vector<std::thread> running;
  const absl::Time began = MonotonicNow();
  for (int thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      std::int64_t count = 0;
      for (; MonotonicNow() < began + slice; ++count) operation(thread);
      counts[thread] = count;
    });
  }
  for (std::thread& thread : running) thread.join();
  const double seconds = absl::ToDoubleSeconds(MonotonicNow() - began);
  return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0})) / seconds;
}

double Percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(std::lround(p * last))];
}

Report::Report(std::string benchmark, int argc, char** argv)
    : benchmark_(std::move(benchmark)),
      load_(LoadOfMachine()),
      data_(fs::read_symlink("/proc/self/exe").parent_path().string()) {
  CLI::App app(benchmark_);
  app.add_option("--json", json_file_, "where to write the figures as JSON");
  app.add_option("--data", data_, "a directory on the disk to measure")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
}

Report::~Report() {
  for (const std::string& directory : directories_) fs::remove_all(directory);
}

std::string Report::NewDirectory() {
  directories_.push_back(absl::StrCat(data_, "/", benchmark_, "-", RandomId()));
  fs::create_directories(directories_.back());
  return directories_.back();
}

void Report::Compare(const Contest& contest, const Side& ours, const Side& reference) {
  std::cerr << "measuring " << contest.name << " ...\n";
  ours(kSlice);
  reference(kSlice);
  std::vector<double> our_rates, reference_rates;
  Comparison comparison{.contest = contest};
  for (int round = 0; round < kRounds; ++round) {
    const bool ours_first = round % 2 == 0;  // Neither side always runs in the other's wake.
    if (ours_first) our_rates.push_back(ours(kSlice));
    reference_rates.push_back(reference(kSlice));
    if (!ours_first) our_rates.push_back(ours(kSlice));
    comparison.ratios.push_back(our_rates.back() / reference_rates.back());
  }
  comparison.ours = Percentile(our_rates, 0.5);
  comparison.reference = Percentile(reference_rates, 0.5);
  comparison.ratio = Percentile(comparison.ratios, 0.5);
  comparisons_.push_back(std::move(comparison));
}

void Report::Note(const std::string& name, double value, const std::string& unit, std::optional<double> most) {
  numbers_.push_back({name, value, unit, most});
}

int Report::Finish() const {
  Print();
  if (json_file_.empty()) return 0;
  std::ofstream file(json_file_);
  file << Json() << "\n";
  if (file.flush()) return 0;
  std::cerr << "cannot write " << json_file_ << "\n";
  return 1;
}

void Report::Print() const {
  absl::PrintF("%s: %d processors, load %.1f before it began\n", benchmark_, std::thread::hardware_concurrency(),
               load_);
  for (const Comparison& comparison : comparisons_) {
    const Contest& contest = comparison.contest;
    absl::PrintF("  %-34s %-22s %10.0f/s   %-22s %10.0f/s   ratio %5.2f (%.2f..%.2f)   goal >= %.2f  %s\n",
                 contest.name, contest.ours, comparison.ours, contest.reference, comparison.reference, comparison.ratio,
                 Percentile(comparison.ratios, 0), Percentile(comparison.ratios, 1), contest.goal,
                 Verdict(comparison.ratio >= contest.goal));
  }
  for (const Number& number : numbers_) {
    absl::PrintF("  %-56s %12.2f %s", number.name, number.value, number.unit);
    if (number.most.has_value()) absl::PrintF("   goal <= %g  %s", *number.most, Verdict(number.value <= *number.most));
    absl::PrintF("\n");
  }
}

std::string Report::Json() const {
  nlohmann::ordered_json comparisons = nlohmann::ordered_json::array(), numbers = nlohmann::ordered_json::array();
  for (const Comparison& comparison : comparisons_) {
    const Contest& contest = comparison.contest;
    comparisons.push_back({{"name", contest.name},
                           {"ours", {{"name", contest.ours}, {"perSecond", comparison.ours}}},
                           {"reference", {{"name", contest.reference}, {"perSecond", comparison.reference}}},
                           {"ratio", comparison.ratio},
                           {"ratios", comparison.ratios},
                           {"goal", contest.goal},
                           {"met", comparison.ratio >= contest.goal}});
  }
  for (const Number& number : numbers_) {
    nlohmann::ordered_json json = {{"name", number.name}, {"value", number.value}, {"unit", number.unit}};
    if (number.most.has_value()) json.update({{"goal", *number.most}, {"met", number.value <= *number.most}});
    numbers.push_back(std::move(json));
  }
  const nlohmann::ordered_json report = {{"benchmark", benchmark_},
                                         {"processors", std::thread::hardware_concurrency()},
                                         {"loadBefore", load_},
                                         {"rounds", kRounds},
                                         {"sliceSeconds", absl::ToDoubleSeconds(kSlice)},
                                         {"comparisons", std::move(comparisons)},
                                         {"numbers", std::move(numbers)}};
  return report.dump(2);
}

}  // namespace qcity::bench
