// A plan as the client shows it: the JSON that is a contract, and tables. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_PLAN_VIEW_H_
#define QCITY_SERVICES_CLI_COMMANDS_PLAN_VIEW_H_

#include <string>
#include <vector>

#include "qcity/plan/v1/plan.pb.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// {id, version, city, phases, organizations, groups, indicators, tasks}; unused keys null.
Json PlanJson(const plan::v1::Plan& plan);

// The plan with the tables of one part ("phases", "organizations", "groups", "indicators", "tasks"), or of all.
Report PlanReport(const plan::v1::Plan& plan, const std::string& part, Language language);
const std::vector<std::string>& PlanParts();

// The name of an organisation; of one that the plan does not have, its id.
std::string NameOf(const plan::v1::Plan& plan, const std::string& organization);

// "≥ 94 %", "同级前列".
std::string TargetText(const plan::v1::Target& target, const std::string& unit, Language language);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_PLAN_VIEW_H_
