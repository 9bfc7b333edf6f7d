// Readiness as the client shows it, from the server or scored offline. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_READINESS_VIEW_H_
#define QCITY_SERVICES_CLI_READINESS_READINESS_VIEW_H_

#include <string>
#include <vector>

#include "qcity/aggregation/v1/aggregation.pb.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// The contract of `readiness get -o json`: the line `now` at the top, beside it outlook, outlooks, provisional, asOf, version and the rest.
Json ReadinessJson(const aggregation::v1::Readiness& readiness);

// One row for each of the lines now, outlooks and provisional.
Table LineTable(const aggregation::v1::Readiness& readiness, Language language);
// One row for each pillar of a line, named by its node.
Table PillarTable(const aggregation::v1::Line& line, Language language);
// The gates not met or unknown among `gaps`, named by their nodes.
Table GateTable(const std::vector<aggregation::v1::Gap>& gaps, Language language);

// All of it. `gaps` may be empty.
Report ReadinessReport(const aggregation::v1::Readiness& readiness, const std::vector<aggregation::v1::Gap>& gaps,
                       Language language);

// That figures are invented.
Text IllustrativeNote();

// "[65.3, 88.2]".
std::string IntervalText(double low, double high);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_READINESS_VIEW_H_
