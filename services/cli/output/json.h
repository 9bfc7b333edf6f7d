// JSON as the client prints it: keys in a fixed order, whole numbers without a point, text as it is. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_JSON_H_
#define QCITY_SERVICES_CLI_OUTPUT_JSON_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace qcity::cli {

using Json = nlohmann::ordered_json;

// 94 for 94.0, null for what JSON cannot hold (NaN, infinities).
Json NumberJson(double number);
Json NumberJson(const std::optional<double>& number);

// null for the empty text.
Json TextOrNull(absl::string_view text);

// Over several lines, ending in a newline.
std::string PrettyJson(const Json& json);
// On one line, ending in a newline.
std::string LineJson(const Json& json);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_JSON_H_
