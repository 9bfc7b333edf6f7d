#include "services/cli/app/profiles.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "services/cli/output/json.h"

namespace qcity::cli {
namespace {

namespace fs = std::filesystem;

absl::Status BadFile(const std::string& path, absl::string_view zh, absl::string_view en) {
  return Error(absl::StatusCode::kInvalidArgument, "BAD_PROFILES",
               {absl::StrCat("配置文件 ", path, "：", zh), absl::StrCat("profiles ", path, ": ", en)});
}

}  // namespace

std::string ProfilesPath() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config != '\0') return absl::StrCat(config, "/qcity/profiles.json");
  const char* home = std::getenv("HOME");
  return absl::StrCat(home == nullptr ? "" : home, "/.config/qcity/profiles.json");
}

absl::StatusOr<std::map<std::string, Profile>> LoadProfiles(const std::string& path) {
  std::map<std::string, Profile> profiles;
  std::error_code error;
  if (!fs::exists(path, error)) return profiles;
  std::ifstream stream(path, std::ios::binary);
  const Json json = Json::parse(stream, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return BadFile(path, "不是 JSON 对象", "not a JSON object");
  for (const auto& [name, values] : json.items()) {
    if (!values.is_object())
      return BadFile(path, absl::StrCat(name, " 不是对象"), absl::StrCat(name, " is not an object"));
    Profile& profile = profiles[name];
    for (const auto& [key, value] : values.items()) {
      const std::string place = absl::StrCat(name, ".", key);
      if (!value.is_string())
        return BadFile(path, absl::StrCat(place, " 不是文本"), absl::StrCat(place, " is not a text"));
      profile[key] = value.get<std::string>();
    }
  }
  return profiles;
}

absl::Status SaveProfiles(const std::string& path, const std::map<std::string, Profile>& profiles) {
  Json json = Json::object();
  for (const auto& [name, profile] : profiles) json[name] = profile;
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  const std::string fresh = path + ".new";
  {
    std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
    stream << PrettyJson(json);
    if (!stream.flush()) return BadFile(path, "无法写入", "cannot be written");
  }
  fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
  fs::rename(fresh, path, error);
  return error ? BadFile(path, "无法写入", "cannot be written") : absl::OkStatus();
}

}  // namespace qcity::cli
