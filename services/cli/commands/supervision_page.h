// The monthly supervision report (督查通报) as one printable page: HTML for A4, self-contained, every text escaped. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_SUPERVISION_PAGE_H_
#define QCITY_SERVICES_CLI_COMMANDS_SUPERVISION_PAGE_H_

#include <string>

#include "qcity/aggregation/v1/supervision.pb.h"

namespace qcity::cli {

// The page, in Chinese. The same report gives the same bytes.
std::string SupervisionPage(const aggregation::v1::Supervision& report);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_SUPERVISION_PAGE_H_
