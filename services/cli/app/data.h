// Where the data that comes with the program lies. Reads the file system; any thread.
#ifndef QCITY_SERVICES_CLI_APP_DATA_H_
#define QCITY_SERVICES_CLI_APP_DATA_H_

#include <string>

namespace qcity::cli {

// The folder `name` of plan data ("calendars", "ezhou-2017"): beside the build (common/plans, three folders above the program) or, once installed, in
// ../share/qcity/plans.
std::string DataDirectory(const std::string& name);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_DATA_H_
