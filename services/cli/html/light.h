// Traffic lights that are read without colour: a shape of its own for each state, and always the word beside it. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_HTML_LIGHT_H_
#define QCITY_SERVICES_CLI_HTML_LIGHT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/output/table.h"

namespace qcity::cli::html {

// A disc with a tick, a triangle with an exclamation mark, a square with a cross, a dashed ring with a question mark, a bar.
enum class Sign { kGood, kWarning, kBad, kUnknown, kNone };

// The shapes, once in a page, hidden; Light refers to them.
std::string SignShapes();

// `cell`: a word of output/words.h, whose symbol names the sign.
Sign SignOf(const Cell& cell);
std::string Light(Sign sign, absl::string_view word);
std::string Light(const Cell& cell);

// "good", "warning", "bad", "unknown", "none": the class of what has this sign.
const char* CssOf(Sign sign);

}  // namespace qcity::cli::html

#endif  // QCITY_SERVICES_CLI_HTML_LIGHT_H_
