// qcity calendar: due days by the State Council's calendar, offline.
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/domain/calendar.h"
#include "common/domain/period.h"
#include "services/cli/app/data.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/commands/commands.h"

namespace qcity::cli {
namespace {

struct DueArgs {
  std::string from;
  std::string days;
  std::string unit;
  std::string known_on;
  std::string calendars;
};

Cell ReasonCell(domain::RestReason reason, const Context& context) {
  if (reason == domain::RestReason::kWeekend) return {context.Say({"周末", "weekend"}), Tone::kPlain, "WEEKEND"};
  return {context.Say({"放假", "holiday"}), Tone::kPlain, "HOLIDAY"};
}

Report ReportOf(const domain::DueDay& due, const Context& context) {
  const std::string day = domain::FormatDay(due.due);
  Report report;
  report.json = {{"due", day}, {"skipped", Json::array()}, {"calendarVersion", nullptr}};
  Table answer{{"", ""}, {{"due", {"到期日", "Due"}}, {"calendarVersion", {"依据的放假通知", "By the notice of"}}}, {}};
  Table skipped{{"跳过的日子", "Skipped"}, {{"date", {"日期", "Date"}}, {"reason", {"原因", "Reason"}}}, {}};
  for (const domain::SkippedDay& rest : due.skipped) {
    Cell reason = ReasonCell(rest.reason, context);
    report.json["skipped"].push_back({{"date", domain::FormatDay(rest.day)}, {"reason", *reason.raw}});
    skipped.rows.push_back({domain::FormatDay(rest.day), std::move(reason)});
  }
  Cell version = Missing();
  if (due.calendar_version.has_value()) {
    version = Cell(domain::FormatDay(*due.calendar_version));
    report.json["calendarVersion"] = version.text;
  }
  answer.rows.push_back({day, std::move(version)});
  report.tables.push_back(std::move(answer));
  if (!skipped.rows.empty()) report.tables.push_back(std::move(skipped));
  return report;
}

absl::StatusOr<domain::DueDay> Count(const DueArgs& args) {
  ASSIGN_OR_RETURN(const absl::CivilDay from, domain::ParseDay(args.from, "--from"));
  int days = 0;
  if (!absl::SimpleAtoi(args.days, &days)) {
    return UsageError({absl::StrCat("--days 应为整数，收到 ", args.days),
                       absl::StrCat("--days wants a whole number, got ", args.days)});
  }
  // By default everything that was ever announced counts: the answer does not change with the day on which it is asked.
  absl::CivilDay known_on = absl::CivilDay::max();
  if (!args.known_on.empty()) {
    ASSIGN_OR_RETURN(known_on, domain::ParseDay(args.known_on, "--known-on"));
  }
  if (args.unit == "calendar") return domain::WorkCalendar::AddCalendarDays(from, days);
  const std::string path = args.calendars.empty() ? DataDirectory("calendars") : args.calendars;
  absl::StatusOr<domain::WorkCalendar> calendar = domain::WorkCalendar::Load(path);
  RETURN_IF_ERROR(AsBadInput(calendar.status()));
  return calendar->AddWorkingDays(from, days, known_on);
}

absl::Status Due(Context& context, const DueArgs& args) {
  ASSIGN_OR_RETURN(const domain::DueDay due, Count(args));
  context.Print(ReportOf(due, context));
  return absl::OkStatus();
}

}  // namespace

void RegisterCalendar(Commands& root) {
  Commands calendar = root.Group("calendar", {"工作日历（离线）", "Working days (offline)"});
  auto args = std::make_shared<DueArgs>();
  Command due = calendar.Leaf("due", {"推算到期日，第 1 天为起算日的次日", "Due day; day 1 is the day after the start"},
                              [args](Context& context) { return Due(context, *args); });
  due.Option("--from", args->from, "DATE", {"起算日", "The day to count from"}).Required();
  due.Option("--days", args->days, "N", {"天数", "How many days"}).Required();
  due.Option("--unit", args->unit, "UNIT", {"working 工作日，calendar 自然日", "working or calendar days"})
      .Required()
      .OneOf({"working", "calendar"});
  due.Option("--known-on", args->known_on, "DATE",
             {"只用该日前已发布的通知 [全部]", "Only notices issued by this day [all]"});
  due.Option("--calendars", args->calendars, "PATH",
             {"日历文件或目录 [随程序附带]", "Calendar file or folder [those that come along]"});
}

}  // namespace qcity::cli
