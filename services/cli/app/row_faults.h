// Faults that a service found in the rows of a request, told of the file that the rows came from. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_APP_ROW_FAULTS_H_
#define QCITY_SERVICES_CLI_APP_ROW_FAULTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace qcity::cli {

// Where the rows of a request came from.
struct RowOrigin {
  std::string file;
  std::vector<int> lines;                      // Of each row of the request.
  std::map<std::string, std::string> columns;  // Column of a field, where it is called otherwise.
};

// `status` with "rows[3].design_effect" as "FILE:12 (deff)"; other paths, and errors that are not about fields, stay.
absl::Status InFile(const RowOrigin& origin, const absl::Status& status);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_ROW_FAULTS_H_
