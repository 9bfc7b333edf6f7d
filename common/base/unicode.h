// Unicode as the house needs it: validity, normal form, width on a terminal, and the check of every text that comes from outside. Pure; any thread.
#ifndef QCITY_COMMON_BASE_UNICODE_H_
#define QCITY_COMMON_BASE_UNICODE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace qcity {

// Number of bytes at the front of `text` that are well-formed UTF-8 (no overlong forms, no surrogates).
std::size_t ValidUtf8Prefix(absl::string_view text);

// Whether all of `text` is.
bool IsValidUtf8(absl::string_view text);

// `text` in normal form C. It must be valid UTF-8. Never form KC: that would rewrite numbers and units.
std::string ToNfc(absl::string_view text);

// Number of code points; `text` must be valid UTF-8.
int CharacterCount(absl::string_view text);

// Columns that `text` takes on a terminal: 2 for wide and full-width East Asian characters, 0 for combining marks. `text` must be valid UTF-8.
int DisplayWidth(absl::string_view text);

// Full-width digits, signs, points and percent signs as Chinese keyboards type them in their ASCII forms; all else stays. `text`
// must be valid UTF-8.
std::string FoldFullWidthDigits(absl::string_view text);

enum class Newlines { kRefuse, kAllow };

// INVALID_ARGUMENT at `path` unless `text` is valid UTF-8 of at most `max_characters` without control characters and NUL. kAllow (free text)
// lets newline and tab pass. Empty text is fine.
absl::Status CheckText(absl::string_view path, absl::string_view text, int max_characters,
                       Newlines newlines = Newlines::kRefuse);

// The same for a text that must not be empty or blank.
absl::Status CheckRequiredText(absl::string_view path, absl::string_view text, int max_characters,
                               Newlines newlines = Newlines::kRefuse);

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_UNICODE_H_
