#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/rpc/listen_socket.h"
#include "common/rpc/module.h"

namespace qcity::rpc {
namespace {

using Violations = std::vector<FieldViolation>;

// What `status` says of a value, said of the flag that gave it.
void Take(const absl::Status& status, const std::string& flag, Violations* violations) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  for (const FieldViolation& field : detail->fields) violations->push_back({flag, field.text});
}

// Plain text never leaves the machine.
void CheckLoopback(absl::string_view address, const std::string& flag, Violations* violations) {
  const absl::StatusOr<Address> parsed = ParseAddress(address, flag);
  if (!parsed.ok()) return Take(parsed.status(), flag, violations);
  if (parsed->loopback) return;
  violations->push_back({flag,
                         {absl::StrCat("--insecure-local 只允许本机地址，收到 ", address),
                          absl::StrCat("--insecure-local allows loopback addresses only, got ", address)}});
}

void CheckPresent(const std::string& value, const std::string& flag, Violations* violations) {
  if (value.empty()) violations->push_back({flag, {"必须给出", "must be given"}});
}

}  // namespace

absl::Status Config::Validate() const {
  if (!insecure_local) {
    return InvalidField(
        "--insecure-local",
        {"目前服务只能以 --insecure-local（仅限本机、不加密、不验证身份）启动",
         "for now a server starts only with --insecure-local (loopback only, no encryption, no proof of identity)"});
  }
  Violations violations;
  CheckLoopback(listen, "--listen", &violations);
  for (const auto& [name, address] : peers) CheckLoopback(address, absl::StrCat("--peer ", name), &violations);
  CheckPresent(plans, "--plans", &violations);
  CheckPresent(calendars, "--calendars", &violations);
  if (database == "sqlite") CheckPresent(data, "--data", &violations);
  if (database != "sqlite" && database != "memory") {
    violations.push_back({"--database",
                          {absl::StrCat("应为 sqlite 或 memory，收到 ", database),
                           absl::StrCat("wants sqlite or memory, got ", database)}});
  }
  if (const auto parsed = ParseClock(clock); !parsed.ok()) Take(parsed.status(), "--clock", &violations);
  if (violations.empty()) return absl::OkStatus();
  return InvalidFields(std::move(violations));
}

}  // namespace qcity::rpc
