// A progress bar on stderr, drawn only on a terminal and wiped when done. One thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_PROGRESS_H_
#define QCITY_SERVICES_CLI_OUTPUT_PROGRESS_H_

#include <cstdint>
#include <ostream>

namespace qcity::cli {

class Progress {
 public:
  // `draw` false: does nothing.
  Progress(std::ostream& err, bool draw, std::int64_t total) : err_(err), draw_(draw && total > 0), total_(total) {}
  ~Progress();

  void Advance();

 private:
  std::ostream& err_;
  const bool draw_;
  const std::int64_t total_;
  std::int64_t done_ = 0;
  std::int64_t drawn_percent_ = -1;
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_PROGRESS_H_
