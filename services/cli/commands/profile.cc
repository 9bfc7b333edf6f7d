// qcity profile: named settings in ~/.config/qcity/profiles.json.
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/profiles.h"
#include "services/cli/commands/commands.h"

namespace qcity::cli {
namespace {

struct SetArgs {
  std::string name;
  std::vector<std::string> entries;
};

Report ReportOf(const std::map<std::string, Profile>& profiles) {
  Report report;
  report.json = Json::object();
  Table table{
      {"", ""}, {{"profile", {"配置", "Profile"}}, {"setting", {"项", "Setting"}}, {"value", {"值", "Value"}}}, {}};
  for (const auto& [name, profile] : profiles) {
    report.json[name] = Json(profile);
    for (const auto& [setting, value] : profile) table.rows.push_back({name, setting, value});
  }
  report.tables.push_back(std::move(table));
  return report;
}

absl::Status List(Context& context) {
  ASSIGN_OR_RETURN(const auto profiles, LoadProfiles(ProfilesPath()));
  context.Print(ReportOf(profiles));
  return absl::OkStatus();
}

absl::Status Show(Context& context, const std::string& name) {
  ASSIGN_OR_RETURN(const auto profiles, LoadProfiles(ProfilesPath()));
  const auto found = profiles.find(name);
  if (found == profiles.end())
    return UsageError({absl::StrCat("没有名为 ", name, " 的配置"), absl::StrCat("no profile named ", name)});
  Report report = ReportOf({*found});
  report.json = Json(found->second);
  context.Print(report);
  return absl::OkStatus();
}

bool IsSetting(const std::string& name) {
  for (const Setting& setting : Settings::All()) {
    if (name == setting.name) return true;
  }
  return false;
}

// NAME=VALUE sets, NAME= takes away.
absl::Status Set(Context& context, const SetArgs& args) {
  ASSIGN_OR_RETURN(auto profiles, LoadProfiles(ProfilesPath()));
  Profile& profile = profiles[args.name];
  for (const std::string& entry : args.entries) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(entry, absl::MaxSplits('=', 1));
    if (!IsSetting(parts.first) || entry.find('=') == std::string::npos) {
      return UsageError({absl::StrCat("应为 设置=值，设置即通用选项的名称，收到 ", entry),
                         absl::StrCat("want SETTING=VALUE, a setting being a general option's name, got ", entry)});
    }
    if (parts.second.empty()) {
      profile.erase(parts.first);
    } else {
      profile[parts.first] = parts.second;
    }
  }
  RETURN_IF_ERROR(SaveProfiles(ProfilesPath(), profiles));
  return Show(context, args.name);
}

}  // namespace

void RegisterProfile(Commands& root) {
  Commands group = root.Group("profile", {"配置：常用设置的名称", "Profiles: named sets of settings"});
  group.Leaf("list", {"全部配置", "All profiles"}, List);
  auto name = std::make_shared<std::string>();
  group.Leaf("show", {"一套配置", "One profile"}, [name](Context& context) { return Show(context, *name); })
      .Positional("NAME", *name, {"名称", "Its name"})
      .Required();
  auto args = std::make_shared<SetArgs>();
  Command set = group.Leaf("set", {"写入设置", "Set entries of a profile"},
                           [args](Context& context) { return Set(context, *args); });
  set.Positional("NAME", args->name, {"名称；default 不必指明", "Its name; \"default\" need not be named later"})
      .Required();
  set.Positionals("SETTING=VALUE", args->entries,
                  {"如 server=127.0.0.1:7017；空值删除", "e.g. server=127.0.0.1:7017; an empty value takes it away"});
}

}  // namespace qcity::cli
