// Two sides of a benchmark, measured in turns within one run so that both meet the same machine; printed as a table and, with --json FILE, as JSON.
// One thread.
//
//   bench::Report report("rpc_bench", argc, argv);
//   report.Compare({.name = "GetReadiness", .ours = "qcity", .reference = "echo", .goal = 0.85}, Calls(...), Echoes(...));
//   return report.Finish();
#ifndef QCITY_TESTS_BENCH_SIDE_BY_SIDE_H_
#define QCITY_TESTS_BENCH_SIDE_BY_SIDE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace qcity::bench {

// Works for about `slice` and gives operations per second.
using Side = std::function<double(absl::Duration slice)>;

// `operation` in a closed loop on each of `threads` threads.
double RateOf(int threads, absl::Duration slice, absl::FunctionRef<void(int thread)> operation);

// The value that a share `p` (0..1) of `values` does not exceed; `values` has some.
double Percentile(std::vector<double> values, double p);

// What is compared, and the least ratio of rates (ours / reference) that is promised.
struct Contest {
  std::string name;
  std::string ours;
  std::string reference;
  double goal = 0;
};

class Report {
 public:
  // Ends the program if the command line is wrong: --json FILE, --data DIR (default: where the program lies).
  Report(std::string benchmark, int argc, char** argv);
  // Removes the directories.
  ~Report();
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;

  // A new directory on the disk that is measured.
  std::string NewDirectory();

  // Warms both sides up, then runs them in turns; the ratio is the median of the rounds' ratios.
  void Compare(const Contest& contest, const Side& ours, const Side& reference);
  // One number that stands alone; `most`: what is promised, if anything is.
  void Note(const std::string& name, double value, const std::string& unit, std::optional<double> most = {});

  // Prints the table, writes the JSON; the program's exit code. A goal that is missed is shown, not an error: what else ran on the machine counts too.
  int Finish() const;

 private:
  struct Comparison {
    Contest contest;
    double ours = 0;
    double reference = 0;
    double ratio = 0;
    std::vector<double> ratios;
  };
  struct Number {
    std::string name;
    double value = 0;
    std::string unit;
    std::optional<double> most;
  };

  void Print() const;
  std::string Json() const;

  const std::string benchmark_;
  const double load_;  // Of the machine, before this program added to it.
  std::string json_file_;
  std::string data_;
  std::vector<std::string> directories_;
  std::vector<Comparison> comparisons_;
  std::vector<Number> numbers_;
};

}  // namespace qcity::bench

#endif  // QCITY_TESTS_BENCH_SIDE_BY_SIDE_H_
