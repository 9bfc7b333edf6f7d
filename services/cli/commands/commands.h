// Every group of commands, one file each. Called once, by the main thread, before the command line is parsed.
#ifndef QCITY_SERVICES_CLI_COMMANDS_COMMANDS_H_
#define QCITY_SERVICES_CLI_COMMANDS_COMMANDS_H_

#include "services/cli/app/command.h"

namespace qcity::cli {

void RegisterPlan(Commands& root);
void RegisterScore(Commands& root);
void RegisterCalendar(Commands& root);
void RegisterReadiness(Commands& root);
void RegisterIndicators(Commands& root);
void RegisterReferences(Commands& root);
void RegisterMeasurements(Commands& root);
void RegisterSurveys(Commands& root);
void RegisterActionPlans(Commands& root);
void RegisterTasks(Commands& root);
void RegisterOrganizations(Commands& root);
void RegisterPerformance(Commands& root);
void RegisterReviews(Commands& root);
void RegisterAcceptance(Commands& root);
void RegisterEvidence(Commands& root);
void RegisterReport(Commands& root);
void RegisterActivities(Commands& root);
void RegisterBriefings(Commands& root);
void RegisterVeto(Commands& root);
void RegisterCampaigns(Commands& root);
void RegisterFeed(Commands& root);
void RegisterSample(Commands& root);
void RegisterTemplate(Commands& root);
void RegisterImport(Commands& root);
void RegisterHealth(Commands& root);
void RegisterProfile(Commands& root);
void RegisterCompletion(Commands& root);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_COMMANDS_H_
