// What a command answers, in every format at once: JSON, tables and notes. Pure values; any thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_REPORT_H_
#define QCITY_SERVICES_CLI_OUTPUT_REPORT_H_

#include <string>
#include <vector>

#include "common/base/text.h"
#include "services/cli/output/json.h"
#include "services/cli/output/table.h"

namespace qcity::cli {

enum class Format { kTable, kJson, kCsv };

struct Report {
  Json json;
  std::vector<Text> heading;  // Lines above the tables.
  std::vector<Table> tables;  // CSV holds the first.
  std::vector<Text> notes;    // Lines below the tables, e.g. that figures are invented; with CSV they go to stderr.
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_REPORT_H_
