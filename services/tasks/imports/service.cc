#include "services/tasks/imports/service.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "services/tasks/check.h"
#include "services/tasks/imports/rules.h"
#include "services/tasks/names.h"
#include "services/tasks/staged/rules.h"

namespace qcity::tasks::imports {
namespace {

using Response = v1::BatchReportTasksResponse;

constexpr int kMostReports = 1000;
// Undoes a transaction whose outcome is wanted but not its effect.
const char kUndo[] = "the reports are undone";

}  // namespace

TaskImportService::TaskImportService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      database_(database),
      campaign_(env.plans().Latest()->id()),
      steps_(database, outbox, env.plans()) {
  Handle("BatchReportTasks", &TaskImportService::BatchReportTasks);
}

absl::StatusOr<v1::TaskPart> TaskImportService::ReportOne(sql::Transaction& transaction, const rpc::CallContext& call,
                                                          const v1::TaskReport& report, std::int64_t etag) const {
  v1::TaskReport addressed = report;
  addressed.set_etag(etag);
  return steps_.MoveOwnIn(
      transaction, call, addressed,
      [&](v1::TaskPart part, const Place& place, const Actor& actor) -> absl::StatusOr<v1::TaskPart> {
        plan::v1::Task task = *place.task;
        if (report.has_submission()) {
          ASSIGN_OR_RETURN(task, staged::ToAnswer(*place.task, part));
        }
        RETURN_IF_ERROR(CheckReport(task, report));
        return Apply(std::move(part), report, actor);
      });
}

absl::StatusOr<Response> TaskImportService::ReportAll(sql::Transaction& transaction, const rpc::CallContext& call,
                                                      const v1::BatchReportTasksRequest& request) const {
  Response response;
  response.set_rows(request.reports_size());
  std::map<std::pair<std::string, std::string>, std::int64_t> moved;  // The versions that earlier rows made.
  for (const v1::TaskReport& report : request.reports()) {
    const auto earlier = moved.find({report.name(), report.lead()});
    const std::int64_t etag = earlier == moved.end() || report.etag() == 0 ? report.etag() : earlier->second;
    absl::StatusOr<v1::TaskPart> part = ReportOne(transaction, call, report, etag);
    if (part.ok()) {
      moved[{report.name(), report.lead()}] = part->version();
      response.set_version(part->version());
      *response.add_parts() = *std::move(part);
    } else if (IsRefusal(part.status())) {
      *response.add_errors() = ErrorOf(report, part.status());
    } else {
      return part.status();
    }
  }
  response.set_accepted(response.errors().empty() ? response.rows() : 0);
  return response;
}

absl::StatusOr<Response> TaskImportService::BatchReportTasks(const rpc::CallContext& call,
                                                             const v1::BatchReportTasksRequest& request) {
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  if (request.reports().empty() || request.reports_size() > kMostReports) {
    return InvalidField("reports", {absl::StrCat("应有 1 到 1000 行，收到 ", request.reports_size()),
                                    absl::StrCat("want 1 to 1,000 rows, got ", request.reports_size())});
  }
  Response undone;
  absl::StatusOr<Response> done =
      rpc::Command<Response>(database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<Response> {
        ASSIGN_OR_RETURN(Response response, ReportAll(transaction, call, request));
        if (response.errors().empty() && !request.validate_only()) return response;
        undone = std::move(response);
        return absl::CancelledError(kUndo);
      });
  if (done.ok() || !absl::IsCancelled(done.status()) || done.status().message() != kUndo) return done;
  undone.clear_parts();
  undone.clear_version();
  return undone;
}

}  // namespace qcity::tasks::imports
