#include "services/cli/output/json.h"

#include <cmath>
#include <cstdint>

namespace qcity::cli {
namespace {

// Up to here every whole number is a double.
constexpr double kMostExact = 9007199254740992.0;

}  // namespace

Json NumberJson(double number) {
  if (!std::isfinite(number)) return nullptr;
  if (std::trunc(number) == number && std::abs(number) <= kMostExact) return static_cast<std::int64_t>(number);
  return number;
}

Json NumberJson(const std::optional<double>& number) {
  return number.has_value() ? NumberJson(*number) : Json(nullptr);
}

Json TextOrNull(absl::string_view text) { return text.empty() ? Json(nullptr) : Json(std::string(text)); }

std::string PrettyJson(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string LineJson(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace qcity::cli
