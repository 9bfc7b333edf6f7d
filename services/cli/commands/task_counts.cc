#include "services/cli/commands/task_counts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/status.h"
#include "qcity/tasks/v1/activities.grpc.pb.h"
#include "services/cli/commands/activity_view.h"
#include "services/cli/commands/task_view.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using tasks::v1::ActivitiesService;
using tasks::v1::ActivityCounts;
using tasks::v1::CriterionClaim;
using tasks::v1::CriterionCount;

bool HasUnsupported(const ActivityCounts& counts) {
  return std::any_of(counts.criteria().begin(), counts.criteria().end(), [](const CriterionCount& count) {
    return std::any_of(count.claims().begin(), count.claims().end(),
                       [](const CriterionClaim& claim) { return claim.support() == tasks::v1::UNSUPPORTED; });
  });
}

absl::StatusOr<Report> WithCounts(Report report, const std::string& occurrence, const Context& context,
                                  Connection& connection) {
  ActivitiesService::Stub stub(connection.To("tasks"));
  tasks::v1::GetActivityCountsRequest request;
  request.set_name(occurrence);
  ActivityCounts counts;
  RETURN_IF_ERROR(connection.Call(
      "tasks", [&](grpc::ClientContext* call) { return stub.GetActivityCounts(call, request, &counts); }));
  report.json["activityCounts"] = JsonOf(counts);
  report.tables.push_back(CountsTable(counts, context));
  if (HasUnsupported(counts)) {
    report.notes.push_back({"有填报数超出活动记录，请补记活动或更正填报",
                            "A claim is more than the recorded activities: record them, or correct it"});
  }
  return report;
}

}  // namespace

absl::StatusOr<Report> CountedOccurrenceReport(const tasks::v1::Occurrence& occurrence, const Context& context,
                                               Connection& connection) {
  Report report = OccurrenceReport(occurrence, context);
  if (occurrence.task().criteria().empty()) return report;
  return WithCounts(std::move(report), occurrence.name(), context, connection);
}

absl::StatusOr<Report> CountedPartReport(const tasks::v1::TaskPart& part, const Context& context,
                                         Connection& connection) {
  Report report = PartReport(part, context);
  const auto& events = part.events();
  const bool answers = !events.empty() && !events.rbegin()->submission().answers().empty();
  return answers ? WithCounts(std::move(report), part.occurrence(), context, connection) : report;
}

}  // namespace qcity::cli
