// Files that a command writes where the user says. Any thread.
#ifndef QCITY_SERVICES_CLI_APP_OUTPUT_FILE_H_
#define QCITY_SERVICES_CLI_APP_OUTPUT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace qcity::cli {

// Writes `bytes` to `path` as a whole: beside it first, then moved there. An error is the user's (exit code 2).
absl::Status WriteOutputFile(const std::string& path, absl::string_view bytes);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_OUTPUT_FILE_H_
