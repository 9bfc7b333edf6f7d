// qcity, the client: a list of command groups.
#include "services/cli/app/run.h"
#include "services/cli/commands/commands.h"

int main(int argc, char** argv) {
  return qcity::cli::RunClient(
      argc, argv,
      {qcity::cli::RegisterReadiness,    qcity::cli::RegisterIndicators,    qcity::cli::RegisterReferences,
       qcity::cli::RegisterMeasurements, qcity::cli::RegisterSurveys,       qcity::cli::RegisterActionPlans,
       qcity::cli::RegisterTasks,        qcity::cli::RegisterOrganizations, qcity::cli::RegisterPerformance,
       qcity::cli::RegisterReviews,      qcity::cli::RegisterAcceptance,    qcity::cli::RegisterEvidence,
       qcity::cli::RegisterReport,       qcity::cli::RegisterActivities,    qcity::cli::RegisterBriefings,
       qcity::cli::RegisterVeto,         qcity::cli::RegisterCampaigns,     qcity::cli::RegisterPlan,
       qcity::cli::RegisterScore,        qcity::cli::RegisterCalendar,      qcity::cli::RegisterFeed,
       qcity::cli::RegisterSample,       qcity::cli::RegisterTemplate,      qcity::cli::RegisterImport,
       qcity::cli::RegisterHealth,       qcity::cli::RegisterProfile,       qcity::cli::RegisterCompletion});
}
