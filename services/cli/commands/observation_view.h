// Observations as the client shows them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_VIEW_H_
#define QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_VIEW_H_

#include <string>
#include <vector>

#include "qcity/indicators/v1/observation.pb.h"
#include "services/cli/app/context.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// "95.2", "376/400", "第 5 名/17", "320/400 (抽样)", "符合".
std::string FigureText(const plan::v1::Figure& figure, Language language);

// The last part of a resource name: "campaigns/c/indicators/1-1" is "1-1".
std::string LastOf(const std::string& name);

Table ObservationTable(const std::vector<indicators::v1::Observation>& observations, Language language);

// The breakdowns of all of them; no rows if none has one.
Table BreakdownTable(const std::vector<indicators::v1::Observation>& observations, Language language);

// One observation with its breakdown and warnings.
Report ObservationReport(const indicators::v1::Observation& observation, const Context& context);

// Adds a note for each doubt that was kept with one of them.
void NoteWarnings(const std::vector<indicators::v1::Observation>& observations, Report* report);

// Adds the note that figures are invented, if any of them is.
void NoteInvented(const std::vector<indicators::v1::Observation>& observations, Report* report);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_VIEW_H_
