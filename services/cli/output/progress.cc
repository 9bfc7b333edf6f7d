#include "services/cli/output/progress.h"

#include <string>

namespace qcity::cli {
namespace {

constexpr int kBarColumns = 40;

}  // namespace

Progress::~Progress() {
  if (drawn_percent_ >= 0) err_ << "\r\033[K" << std::flush;
}

void Progress::Advance() {
  if (!draw_) return;
  const std::int64_t percent = 100 * ++done_ / total_;
  if (percent == drawn_percent_) return;
  drawn_percent_ = percent;
  const auto filled = static_cast<std::size_t>(kBarColumns * percent / 100);
  err_ << "\r[" << std::string(filled, '#') << std::string(kBarColumns - filled, ' ') << "] " << percent << " % "
       << done_ << "/" << total_ << std::flush;
}

}  // namespace qcity::cli
