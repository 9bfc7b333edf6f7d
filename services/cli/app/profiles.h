// Named sets of settings that a user keeps in ~/.config/qcity/profiles.json. Not thread-safe.
#ifndef QCITY_SERVICES_CLI_APP_PROFILES_H_
#define QCITY_SERVICES_CLI_APP_PROFILES_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace qcity::cli {

// Setting name -> value, e.g. "server" -> "127.0.0.1:7017".
using Profile = std::map<std::string, std::string>;

// $XDG_CONFIG_HOME/qcity/profiles.json, else ~/.config/qcity/profiles.json.
std::string ProfilesPath();

// Every profile of the file; none if there is no file. INVALID_ARGUMENT if it is not what SaveProfiles writes.
absl::StatusOr<std::map<std::string, Profile>> LoadProfiles(const std::string& path);

// Replaces the file at once, readable by its owner only; makes its directory.
absl::Status SaveProfiles(const std::string& path, const std::map<std::string, Profile>& profiles);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_PROFILES_H_
