// Tables as CSV (RFC 4180, UTF-8): one header line of keys, then the rows. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_CSV_H_
#define QCITY_SERVICES_CLI_OUTPUT_CSV_H_

#include <string>

#include "services/cli/output/table.h"

namespace qcity::cli {

std::string RenderCsv(const Table& table);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_CSV_H_
