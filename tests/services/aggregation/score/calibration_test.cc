// Whether probabilities come true: the forecast of numbers on short histories of the World Bank's indicators (tests/data/forecast). Nothing here was fitted to them
// but the quantiles of the error, which are the method's own data.
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <cmath>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/aggregation/score/forecast_value.h"
#include "services/aggregation/score/normal.h"

namespace qcity::aggregation::score {
namespace {

struct Window {
  Nature nature;
  std::vector<DatedValue> history;
  double future = 0;
};

// Shares of a whole, which no value can exceed; shares of the gross domestic product can.
bool IsShare(absl::string_view indicator) {
  return absl::StrContains(indicator, "% of urban pop") || absl::StrContains(indicator, "% of manufactured") ||
         absl::StrContains(indicator, "% of female labor") || absl::StrContains(indicator, "Proportion of seats");
}

Window Parse(absl::string_view line) {
  const std::vector<std::string> fields = absl::StrSplit(absl::StripAsciiWhitespace(line), ',');
  Window window{.nature = {.lower = 0}};
  if (IsShare(fields.front())) window.nature = {.lower = 0, .upper = 100, .percent = true};
  for (std::size_t i = 1; i < fields.size(); ++i) {
    double value = 0;
    EXPECT_TRUE(absl::SimpleAtod(fields[i], &value)) << line;
    if (i + 1 == fields.size()) {
      window.future = value;
    } else {
      window.history.push_back({static_cast<double>(i), value});
    }
  }
  return window;
}

std::vector<Window> Load(int n, int h) {
  const std::string path = absl::StrCat(QCITY_SOURCE_DIR "/tests/data/forecast/windows_n", n, "_h", h, ".csv.gz");
  const std::unique_ptr<gzFile_s, int (*)(gzFile_s*)> file(gzopen(path.c_str(), "rb"), gzclose);
  std::vector<Window> windows;
  std::array<char, 1024> line;
  while (file != nullptr && gzgets(file.get(), line.data(), line.size()) != nullptr) {
    windows.push_back(Parse(line.data()));
  }
  return windows;
}

// Issued probabilities and what came of them.
class Calibration {
 public:
  void Add(double probability, bool came) {
    Bin& bin = bins_[std::min(9, static_cast<int>(probability * 10))];
    ++bin.count;
    bin.issued += probability;
    bin.came += came ? 1 : 0;
    squares_ += (probability - (came ? 1 : 0)) * (probability - (came ? 1 : 0));
    ++count_;
  }

  double Brier() const { return squares_ / count_; }
  double Error() const {
    double error = 0;
    for (const Bin& bin : bins_) error += std::abs(bin.issued - bin.came);
    return error / count_;
  }

 private:
  struct Bin {
    double count = 0, issued = 0, came = 0;
  };
  std::array<Bin, 10> bins_;
  double squares_ = 0;
  double count_ = 0;
};

double Last(const Window& window) { return window.history.back().value; }

// The sample standard deviation of the steps; `around_mean` false: their root mean square.
double StepSize(const Window& window, bool around_mean) {
  const auto steps = static_cast<double>(window.history.size() - 1);
  const double mean = around_mean ? (Last(window) - window.history.front().value) / steps : 0;
  double squares = 0;
  for (std::size_t i = 1; i < window.history.size(); ++i) {
    const double step = window.history[i].value - window.history[i - 1].value - mean;
    squares += step * step;
  }
  return std::sqrt(squares / (around_mean ? steps - 1 : steps));
}

// P(value >= target) of a random walk with normal steps of that size.
double WalkAtLeast(const Window& window, double size, int h, double target) {
  if (size == 0) return Last(window) >= target ? 1 : 0;
  return NormalCdf((Last(window) - target) / (size * std::sqrt(h)));
}

// Targets that the history alone decides: near its last value, where trends and standstill show most, and across all that the forecast thinks possible.
std::vector<double> NearTheLast(const Window& window) {
  std::vector<double> targets;
  for (const double factor : {0.98, 0.99, 1.0, 1.01, 1.02}) targets.push_back(factor * Last(window));
  return targets;
}
std::vector<double> AcrossTheForecast(const ValueForecast& forecast) {
  std::vector<double> targets;
  for (int i = 1; i < 20; ++i) targets.push_back(forecast.Quantile(i / 20.0));
  return targets;
}

struct Cell {
  int n, h;
};

class CalibrationTest : public ::testing::TestWithParam<Cell> {};

TEST_P(CalibrationTest, ProbabilitiesComeTrueAndBeatARandomWalk) {
  const auto [n, h] = GetParam();
  const std::vector<Window> windows = Load(n, h);
  ASSERT_GT(windows.size(), 7000);
  Calibration ours, near, walk, steady_walk;
  double covered = 0;
  for (const Window& window : windows) {
    const ValueForecast forecast = ValueForecast::After(window.history, h, window.nature);
    if (forecast.Quantile(0.1) <= window.future && window.future <= forecast.Quantile(0.9)) ++covered;
    std::vector<double> targets = NearTheLast(window);
    for (const double target : targets) near.Add(forecast.AtLeast(target), window.future >= target);
    for (const double target : AcrossTheForecast(forecast)) targets.push_back(target);
    for (const double target : targets) {
      const bool came = window.future >= target;
      ours.Add(forecast.AtLeast(target), came);
      walk.Add(WalkAtLeast(window, StepSize(window, true), h, target), came);
      steady_walk.Add(WalkAtLeast(window, StepSize(window, false), h, target), came);
    }
  }
  const double coverage = covered / static_cast<double>(windows.size());
  std::cout << absl::StreamFormat(
      "n = %d, h = %d: %d windows, ECE %.4f (of targets near the last value alone %.4f), coverage of 80 %%: %.4f, Brier %.4f, "
      "random walk %.4f (by its steps' root mean square %.4f)\n",
      n, h, windows.size(), ours.Error(), near.Error(), coverage, ours.Brier(), walk.Brier(), steady_walk.Brier());
  EXPECT_LE(ours.Error(), 0.03);
  EXPECT_GE(coverage, 0.77);
  EXPECT_LE(coverage, 0.84);
  EXPECT_LT(ours.Brier(), walk.Brier());
}

INSTANTIATE_TEST_SUITE_P(Cells, CalibrationTest, ::testing::Values(Cell{3, 1}, Cell{4, 1}, Cell{5, 2}),
                         [](const auto& cell) { return absl::StrCat("n", cell.param.n, "_h", cell.param.h); });

}  // namespace
}  // namespace qcity::aggregation::score
