// The client's settings, each from the command line, else the environment, else the profile, else its default. Not thread-safe.
#ifndef QCITY_SERVICES_CLI_APP_SETTINGS_H_
#define QCITY_SERVICES_CLI_APP_SETTINGS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/text.h"
#include "services/cli/app/profiles.h"
#include "services/cli/output/report.h"

namespace qcity::cli {

// A setting NAME is the flag --NAME, the variable QCITY_NAME (upper case, _ for -) and the profile's entry NAME.
struct Setting {
  const char* name;
  const char* value_name;  // What --help calls its value.
  const char* fallback;
  Text help;
};

class Settings {
 public:
  static const std::vector<Setting>& All();

  // Where the command line puts a flag's value.
  std::string& Flag(absl::string_view name) { return flags_[std::string(name)]; }

  // Chooses the profile (--profile, QCITY_PROFILE, else "default" if there is one) and checks every value. To be called once the flags are known; the
  // getters below answer with flags, environment and defaults even if this failed.
  absl::Status Load();

  // The first of `names` that a source holds, source by source in order of precedence; so --server beats QCITY_SERVER_TASKS.
  std::string Get(const std::vector<std::string>& names) const;
  std::string Get(absl::string_view name) const { return Get(std::vector<std::string>{std::string(name)}); }

  Language language() const;
  Format format() const;
  absl::Duration timeout() const;
  // HOST:PORT of a service: "indicators", "tasks" or "aggregation".
  std::string AddressOf(absl::string_view service) const;

 private:
  absl::Status Check() const;

  std::map<std::string, std::string> flags_;
  Profile profile_;
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_SETTINGS_H_
