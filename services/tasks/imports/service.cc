#include "services/tasks/imports/service.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/batch.h"
#include "common/rpc/command.h"
#include "services/tasks/imports/rules.h"
#include "services/tasks/names.h"

namespace qcity::tasks::imports {
namespace {

using Response = v1::BatchReportTasksResponse;

constexpr int kMostReports = 1000;
// Undoes a transaction whose outcome is wanted but not its effect.
const char kUndo[] = "the reports are undone";

}  // namespace

TaskImportService::TaskImportService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      campaign_(env.plans().Latest()->id()),
      steps_(database, outbox, env.plans()) {
  Handle("BatchReportTasks", &TaskImportService::BatchReportTasks);
}

absl::StatusOr<Response> TaskImportService::ReportAll(sql::Transaction& transaction, const rpc::CallContext& call,
                                                      const v1::BatchReportTasksRequest& request) const {
  Response response;
  response.set_rows(request.reports_size());
  std::map<std::pair<std::string, std::string>, std::int64_t> moved;  // The versions that earlier rows made.
  for (v1::TaskReport report : request.reports()) {
    std::int64_t& version = moved[{report.name(), report.lead()}];
    if (report.etag() != 0 && version != 0) report.set_etag(version);
    absl::StatusOr<v1::TaskPart> part =
        steps_.MoveOwnIn(transaction, call, report, [&](v1::TaskPart before, const Place& place, const Actor& actor) {
          return Apply(std::move(before), *place.task, report, actor);
        });
    if (part.ok()) {
      version = part->version();
      response.set_version(version);
      part->clear_events();  // A thousand histories would be too much for one message.
      *response.add_parts() = *std::move(part);
    } else if (rpc::IsRefusal(part.status())) {
      *response.add_errors() = rpc::ItemErrorOf<v1::TaskReportError>(part.status(), report.row());
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
  absl::StatusOr<Response> done = rpc::Command<Response>(
      steps_.database(), call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<Response> {
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
