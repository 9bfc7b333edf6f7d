// qcity activities and qcity briefings: what was organised for duties, and what the organisations tell of it.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "qcity/tasks/v1/activities.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/activity_view.h"
#include "services/cli/commands/commands.h"

namespace qcity::cli {
namespace {

using namespace tasks::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = ActivitiesService::Stub;
constexpr char kService[] = "tasks";

struct RecordArgs {
  std::vector<std::string> criteria;
  std::vector<std::string> evidence;
};

void RegisterRecord(Commands& group) {
  auto args = std::make_shared<RecordArgs>();
  Unary(group, "record", {"记录一次活动", "Record an activity"}, kService, &Stub::RecordActivity)
      .Campaign("parent")
      .Field("TASK", "activity.task", "NUMBER", {"任务编号，如 16", "The duty's number, e.g. 16"}, kRequired)
      .Field("--kind", "activity.kind", "meeting|training|publicity|open-day|contest|founding|other-activity",
             {"会议、培训、宣传、开放日、评选、创建、其他", "What kind it was"}, kRequired)
      .Field("--title", "activity.title", "TEXT", {"活动名称", "What it was"}, kRequired)
      .Field("--date", "activity.date", "DATE", {"日期，或首日", "The day, or the first one"}, kRequired)
      .Field("--until", "activity.last_date", "DATE", {"末日 [当天]", "The last day [the first]"})
      .Field("--place", "activity.place", "TEXT", {"地点", "Where"}, kRequired)
      .Field("--organiser", "activity.organiser", "TEXT", {"主办", "Who organised it"}, kRequired)
      .Field("--participants", "activity.participants", "N", {"参加人数", "How many took part"})
      .Field("--leaders", "activity.leaders_present", "N",
             {"出席的市领导人数", "How many leaders of the city were there"})
      .Field("--enterprises", "activity.enterprises", "N", {"参加企业数", "How many enterprises took part"})
      .With([args](Command& options) {
        options.Options("--criterion", args->criteria, "KEY",
                        {"计入哪条完成标准", "A criterion of the duty that it counts into"});
        options.Options("--evidence", args->evidence, "NAME[=URI]", {"佐证材料", "What proves it"}).Required();
      })
      .Then([args](Connection& connection, RecordActivityRequest& request) -> absl::Status {
        Activity& activity = *request.mutable_activity();
        if (!absl::StartsWith(activity.task(), "campaigns/")) {
          ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
          activity.set_task(absl::StrCat("campaigns/", campaign, "/tasks/", activity.task()));
        }
        for (const std::string& key : args->criteria) activity.add_criteria(key);
        for (const std::string& typed : args->evidence) *activity.add_evidence() = ParseEvidence<EvidenceFile>(typed);
        return absl::OkStatus();
      })
      .Show(ActivityReport);
}

}  // namespace

void RegisterActivities(Commands& root) {
  Commands group =
      root.Group("activities", {"活动：会议、培训、主题宣传", "Activities: meetings, training, themed days"});
  RegisterRecord(group);
  Unary(group, "withdraw", {"撤回，不再计入", "Withdraw one: it counts no more"}, kService, &Stub::WithdrawActivity)
      .Resource("ID", "name", {"activities"}, {"活动的编号", "The activity's id"})
      .Field("--reason", "reason", "TEXT", {"理由", "Why"}, kRequired)
      .Show(ActivityReport);
  Unary(group, "list", {"活动，按记录先后", "Activities in order of recording"}, kService, &Stub::ListActivities)
      .Campaign("parent")
      .Field("--task", "task", "NUMBER", {"只看这项任务的", "Only of this duty"})
      .Field("--organization", "organization", "ID", {"只看该单位记录的", "Only those that this organisation recorded"})
      .Field("--from", "from", "DATE", {"不早于", "On or after"})
      .Field("--to", "to", "DATE", {"不晚于", "On or before"})
      .Flag("--withdrawn", "withdrawn", {"连同已撤回的", "Withdrawn ones too"})
      .Show(ActivitiesReport);
  Unary(group, "counts", {"各完成标准：活动计数与填报对照", "Criteria: what is counted beside what is claimed"},
        kService, &Stub::GetActivityCounts)
      .Resource("TASK/OCCURRENCE", "name", {"tasks", "occurrences"},
                {"任务和节点，如 16/2018", "Duty and occurrence, e.g. 16/2018"})
      .Show(CountsReport);
}

void RegisterBriefings(Commands& root) {
  Commands group = root.Group("briefings", {"工作信息", "Briefings"});
  Unary(group, "submit", {"报送", "Hand one in"}, kService, &Stub::SubmitBriefing)
      .Campaign("parent")
      .Field("--organization", "organization", "ID", {"哪个单位", "The organisation"}, kRequired)
      .Field("--month", "month", "YYYY-MM", {"哪个月的", "The month that it is of"}, kRequired)
      .Field("--title", "title", "TEXT", {"标题", "Title"}, kRequired)
      .Field("--text", "text", "TEXT", {"正文", "Text"}, kRequired)
      .Show(BriefingReport);
  Unary(group, "list", {"工作信息，按报送先后", "Briefings in order of handing in"}, kService, &Stub::ListBriefings)
      .Campaign("parent")
      .Field("--organization", "organization", "ID", {"只看该单位的", "Only of this organisation"})
      .Field("--month", "month", "YYYY-MM", {"只看这个月的", "Only of this month"})
      .Show(BriefingsReport);
}

}  // namespace qcity::cli
