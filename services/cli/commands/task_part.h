// What the commands about one lead's part of an occurrence share. Not thread-safe.
#ifndef QCITY_SERVICES_CLI_COMMANDS_TASK_PART_H_
#define QCITY_SERVICES_CLI_COMMANDS_TASK_PART_H_

#include <memory>

#include "absl/strings/str_cat.h"
#include "qcity/tasks/v1/task.pb.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/unary.h"

namespace qcity::cli {

inline const Text& WhyHelp() {
  static const auto& help = *new Text{"理由", "Why"};
  return help;
}

// A command about one lead's part of an occurrence. `lead`: whether the office must say whose.
template <typename Stub, typename Request>
UnaryCommand<Stub, Request, tasks::v1::TaskPart> Part(Commands& group, const char* name, const Text& help,
                                                      Presence lead,
                                                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                                   tasks::v1::TaskPart*)) {
  auto command = Unary(group, name, help, "tasks", method);
  command
      .Resource("TASK/OCCURRENCE", "name", {"tasks", "occurrences"},
                {"任务和节点，如 29-1/2018", "Duty and occurrence, e.g. 29-1/2018"})
      .Field("--lead", "lead", "ID",
             lead == kRequired ? Text{"责任单位", "The lead"}
                               : Text{"责任单位 [调用人的单位]", "The lead [the caller's organisation]"},
             lead);
  if (Request::descriptor()->FindFieldByName("etag") != nullptr) {
    command.Field("--etag", "etag", "VERSION", {"只在仍是这个版本时才做", "Only if the part still has this version"});
  }
  return command;
}

// Two flags of which exactly one must stand; the first sets the bool field.
struct Choice {
  bool yes = false;
  bool no = false;
};

template <typename Stub, typename Request>
void AddChoice(UnaryCommand<Stub, Request, tasks::v1::TaskPart>& command, const char* yes, const Text& yes_help,
               const char* no, const Text& no_help, void (Request::*set)(bool)) {
  auto choice = std::make_shared<Choice>();
  command
      .With([&](Command& options) {
        options.Flag(yes, choice->yes, yes_help);
        options.Flag(no, choice->no, no_help);
      })
      .Then([=](Connection&, Request& request) -> absl::Status {
        if (choice->yes == choice->no) {
          return UsageError(
              {absl::StrCat("请在 ", yes, " 和 ", no, " 中选一个"), absl::StrCat("give either ", yes, " or ", no)});
        }
        (request.*set)(choice->yes);
        return absl::OkStatus();
      });
}

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_TASK_PART_H_
