// C++ sources as text: their code without comments, their includes, their lines. Pure; any thread.
#ifndef QCITY_TESTS_SYSTEM_SOURCE_TEXT_H_
#define QCITY_TESTS_SYSTEM_SOURCE_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace qcity::layout {

// `text` without its comments; strings, raw ones too, stay, and so does every line's number.
std::string CodeOf(absl::string_view text);

// What `text` includes, without quotes or brackets.
std::vector<std::string> IncludesOf(absl::string_view text);

// The comment that `text` begins with, on one line and without slashes; empty if it begins otherwise.
std::string OpeningComment(absl::string_view text);

}  // namespace qcity::layout

#endif  // QCITY_TESTS_SYSTEM_SOURCE_TEXT_H_
