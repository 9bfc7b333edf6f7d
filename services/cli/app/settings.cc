#include "services/cli/app/settings.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/status.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {
namespace {

std::string VariableOf(absl::string_view name) {
  return absl::StrCat("QCITY_", absl::StrReplaceAll(absl::AsciiStrToUpper(name), {{"-", "_"}}));
}

const Setting* Find(absl::string_view name) {
  for (const Setting& setting : Settings::All()) {
    if (name == setting.name) return &setting;
  }
  return nullptr;
}

bool IsSize(const absl::Duration& timeout) { return timeout > absl::ZeroDuration() && timeout <= absl::Hours(24); }

}  // namespace

const std::vector<Setting>& Settings::All() {
  static const auto& settings = *new std::vector<Setting>{
      {"output", "FORMAT", "table", {"输出格式：table、json、csv", "Output format: table, json, csv"}},
      {"lang", "LANG", "zh", {"语言：zh、en", "Language: zh, en"}},
      {"server", "ADDRESS", "127.0.0.1:7017", {"服务地址 主机:端口", "Address of the server, HOST:PORT"}},
      {"server-indicators", "ADDRESS", "", {"指标服务单独部署时的地址", "Address of a separate indicators service"}},
      {"server-tasks", "ADDRESS", "", {"任务服务单独部署时的地址", "Address of a separate tasks service"}},
      {"server-aggregation", "ADDRESS", "", {"汇总服务单独部署时的地址", "Address of a separate aggregation service"}},
      {"campaign",
       "ID",
       "",
       {"创建活动；服务上只有一个时可省略", "Campaign; may be left out if the server has one only"}},
      {"caller", "PERSON@ORG", "", {"以谁的身份调用", "Who calls"}},
      {"clock",
       "INSTANT",
       "",
       {"调用前把服务可设定的时钟拨到该时刻，如 2018-10-15T09:00:00+08:00（qcityd --clock）",
        "Move the server's set clock to this instant first, e.g. 2018-10-15T09:00:00+08:00 (qcityd --clock)"}},
      {"timeout", "DURATION", "30s", {"一次调用最多等多久，如 30s、2m", "How long to wait for one call, e.g. 30s, 2m"}},
  };
  return settings;
}

absl::Status Settings::Load() {
  ASSIGN_OR_RETURN(const auto profiles, LoadProfiles(ProfilesPath()));
  const std::string chosen = Get("profile");
  const auto found = profiles.find(chosen.empty() ? "default" : chosen);
  if (found != profiles.end()) {
    profile_ = found->second;
  } else if (!chosen.empty()) {
    return UsageError({absl::StrCat("没有名为 ", chosen, " 的配置；已有的见 qcity profile list"),
                       absl::StrCat("no profile named ", chosen, "; qcity profile list shows those that are")});
  }
  return Check();
}

absl::Status Settings::Check() const {
  for (const auto& [name, value] : profile_) {
    if (Find(name) == nullptr) {
      return UsageError(
          {absl::StrCat("配置中有不认识的项：", name), absl::StrCat("unknown entry in the profile: ", name)});
    }
  }
  const std::string output = Get("output"), lang = Get("lang");
  if (output != "table" && output != "json" && output != "csv") {
    return UsageError({absl::StrCat("--output 应为 table、json 或 csv，收到 ", output),
                       absl::StrCat("--output wants table, json or csv, got ", output)});
  }
  if (lang != "zh" && lang != "en") {
    return UsageError(
        {absl::StrCat("--lang 应为 zh 或 en，收到 ", lang), absl::StrCat("--lang wants zh or en, got ", lang)});
  }
  absl::Duration timeout;
  if (!absl::ParseDuration(Get("timeout"), &timeout) || !IsSize(timeout)) {
    return UsageError({absl::StrCat("--timeout 应为不超过 24 小时的时长，如 30s，收到 ", Get("timeout")),
                       absl::StrCat("--timeout wants a duration of at most 24 hours, e.g. 30s, got ", Get("timeout"))});
  }
  const std::string clock = Get("clock");
  absl::Time instant;
  std::string why;
  if (!clock.empty() && !absl::ParseTime(absl::RFC3339_full, clock, &instant, &why)) {
    return UsageError({absl::StrCat("--clock 应为时刻，如 2018-10-15T09:00:00+08:00，收到 ", clock),
                       absl::StrCat("--clock wants an instant, e.g. 2018-10-15T09:00:00+08:00, got ", clock)});
  }
  return absl::OkStatus();
}

std::string Settings::Get(const std::vector<std::string>& names) const {
  for (const std::string& name : names) {
    const auto flag = flags_.find(name);
    if (flag != flags_.end() && !flag->second.empty()) return flag->second;
  }
  for (const std::string& name : names) {
    const char* variable = std::getenv(VariableOf(name).c_str());
    if (variable != nullptr && *variable != '\0') return variable;
  }
  for (const std::string& name : names) {
    const auto entry = profile_.find(name);
    if (entry != profile_.end() && !entry->second.empty()) return entry->second;
  }
  const Setting* setting = Find(names.back());
  return setting == nullptr ? "" : setting->fallback;
}

Language Settings::language() const { return Get("lang") == "en" ? Language::kEnglish : Language::kChinese; }

Format Settings::format() const {
  const std::string output = Get("output");
  return output == "json" ? Format::kJson : output == "csv" ? Format::kCsv : Format::kTable;
}

absl::Duration Settings::timeout() const {
  absl::Duration timeout;
  return absl::ParseDuration(Get("timeout"), &timeout) ? timeout : absl::Seconds(30);
}

std::string Settings::AddressOf(absl::string_view service) const {
  return Get(std::vector<std::string>{absl::StrCat("server-", service), "server"});
}

}  // namespace qcity::cli
