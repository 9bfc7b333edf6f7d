// The figures of a clerk's file, sent to be recorded all or nothing. One thread.
#ifndef QCITY_SERVICES_CLI_CLERK_IMPORT_INDICATORS_H_
#define QCITY_SERVICES_CLI_CLERK_IMPORT_INDICATORS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/context.h"
#include "services/cli/clerk/clerk_file.h"
#include "services/cli/clerk/outcome.h"

namespace qcity::cli {

// With `dry_run`, and wherever a cell of the file itself is at fault, the server is asked what it thinks of the rows and nothing is written.
absl::StatusOr<ImportOutcome> ImportIndicators(Context& context, Connection& connection, const std::string& campaign,
                                               ClerkFile& file, bool dry_run);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_IMPORT_INDICATORS_H_
