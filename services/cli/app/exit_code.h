// How a command ends: its exit code and, for an error, the sentence on stderr. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_APP_EXIT_CODE_H_
#define QCITY_SERVICES_CLI_APP_EXIT_CODE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/text.h"

namespace qcity::cli {

enum ExitCode : int {
  kExitOk = 0,
  kExitFailure = 1,      // Refused by the server's state, or any other failure; `plan check`: the plan has defects.
  kExitUsage = 2,        // Command line, file or field is wrong: mend it and call again.
  kExitNotFound = 3,     // No such thing on the server.
  kExitPermission = 4,   // The caller may not.
  kExitUnavailable = 5,  // The server cannot be reached or did not answer in time: try again.
};

int ExitCodeOf(const absl::Status& status);

// The table of exit codes, for --help.
Text ExitCodeHelp();

// The error in the user's language: its sentence, and each field with its path where there are several. Ends in a newline.
std::string DescribeError(const absl::Status& status, Language language);

// `status` as the fault of what the user gave (a file that is not there): exit code 2, whatever code it had.
absl::Status AsBadInput(const absl::Status& status);

// An error of the command line.
absl::Status UsageError(Text text);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_EXIT_CODE_H_
