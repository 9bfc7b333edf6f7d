#include "common/base/log.h"

#include <unistd.h>

#include <atomic>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace qcity {
namespace {

std::atomic<Severity> threshold{Severity::kInfo};

absl::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kDebug: return "debug";
    case Severity::kInfo: return "info";
    case Severity::kWarning: return "warning";
    case Severity::kError: return "error";
  }
  return "error";
}

bool NeedsQuotes(absl::string_view value) {
  return value.empty() || value.find_first_of(" \"=\\\n\r\t") != absl::string_view::npos;
}

}  // namespace

void SetLogThreshold(Severity least) { threshold.store(least, std::memory_order_relaxed); }

bool IsLogged(Severity severity) { return severity >= threshold.load(std::memory_order_relaxed); }

void Log(Severity severity, absl::string_view event, std::initializer_list<LogField> fields) {
  if (!IsLogged(severity)) return;
  std::string line = absl::StrCat(absl::FormatTime(absl::RFC3339_full, MakeSystemClock()->Now(), absl::UTCTimeZone()),
                                  " ", Name(severity), " ", event);
  for (const auto& [key, value] : fields) {
    absl::StrAppend(&line, " ", key, "=");
    absl::StrAppend(&line, NeedsQuotes(value) ? absl::StrCat("\"", absl::Utf8SafeCEscape(value), "\"") : value);
  }
  line.push_back('\n');
  // One write(2) per line: lines of several threads and processes do not mix. A full pipe must not stop the service.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace qcity
