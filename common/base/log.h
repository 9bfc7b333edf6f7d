// One line of structured log (logfmt) to standard error. Thread-safe; a line is written whole. Never give it personal data.
#ifndef QCITY_COMMON_BASE_LOG_H_
#define QCITY_COMMON_BASE_LOG_H_

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/base/clock.h"

namespace qcity {

enum class Severity { kDebug, kInfo, kWarning, kError };

using LogField = std::pair<absl::string_view, std::string>;

// Lines below `least` are dropped from now on (default kInfo).
void SetLogThreshold(Severity least);

// Whether such lines are written: for callers whose fields are costly to make.
bool IsLogged(Severity severity);

// Log(Severity::kInfo, "listening", {{"address", "127.0.0.1:7017"}});
void Log(Severity severity, absl::string_view event, std::initializer_list<LogField> fields);

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_LOG_H_
