#include "common/base/unicode.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "unicode/bytestream.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace qcity {
namespace {

// Calls `visit(code point)` for each; negative for a malformed sequence.
template <typename Visit>
void ForEachCodePoint(absl::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(bytes, i, length, c);
    visit(c);
  }
}

int WidthOf(UChar32 c) {
  const int type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR)
    return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// U+FF01..FF5E mirror ASCII 0x21..0x7E; only what numbers are made of folds.
char FoldedOrZero(UChar32 c) {
  if (c < 0xFF01 || c > 0xFF5E) return 0;
  const char ascii = static_cast<char>(c - 0xFF01 + 0x21);
  const bool in_number = (ascii >= '0' && ascii <= '9') || ascii == '%' || ascii == '.' || ascii == '-' || ascii == '+';
  return in_number ? ascii : 0;
}

void AppendUtf8(UChar32 c, std::string* out) {
  uint8_t buffer[U8_MAX_LENGTH];
  int length = 0;
  U8_APPEND_UNSAFE(buffer, length, c);
  out->append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
}

}  // namespace

std::size_t ValidUtf8Prefix(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<std::int64_t>(text.size());
  std::int64_t valid = 0;
  for (std::int64_t i = 0; i < length; valid = i) {
    UChar32 c;
    U8_NEXT(bytes, i, length, c);
    if (c < 0) break;
  }
  return static_cast<std::size_t>(valid);
}

bool IsValidUtf8(absl::string_view text) { return ValidUtf8Prefix(text) == text.size(); }

std::string ToNfc(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  nfc->normalizeUTF8(0, piece, sink, nullptr, error);
  return result;
}

int CharacterCount(absl::string_view text) {
  int count = 0;
  ForEachCodePoint(text, [&](UChar32) { ++count; });
  return count;
}

int DisplayWidth(absl::string_view text) {
  int width = 0;
  ForEachCodePoint(text, [&](UChar32 c) { width += WidthOf(c); });
  return width;
}

std::string FoldFullWidthDigits(absl::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  ForEachCodePoint(text, [&](UChar32 c) {
    const char ascii = FoldedOrZero(c);
    AppendUtf8(ascii != 0 ? ascii : c, &folded);
  });
  return folded;
}

absl::Status CheckText(absl::string_view path, absl::string_view text, int max_characters, Newlines newlines) {
  // Bytes first: a hostile megabyte is not decoded.
  if (text.size() > 4 * static_cast<std::size_t>(max_characters)) {
    return InvalidField(path, {absl::StrCat("不得超过 ", max_characters, " 个字符"),
                               absl::StrCat("at most ", max_characters, " characters")});
  }
  if (!IsValidUtf8(text)) return InvalidField(path, {"不是有效的 UTF-8 文本", "is not valid UTF-8"});
  UChar32 control = -1;
  ForEachCodePoint(text, [&](UChar32 c) {
    const bool allowed = newlines == Newlines::kAllow && (c == '\n' || c == '\t');
    if (control < 0 && u_charType(c) == U_CONTROL_CHAR && !allowed) control = c;
  });
  if (control >= 0) {
    return InvalidField(path, {absl::StrFormat("含有控制字符 U+%04X", control),
                               absl::StrFormat("holds the control character U+%04X", control)});
  }
  if (const int count = CharacterCount(text); count > max_characters) {
    return InvalidField(path, {absl::StrCat("不得超过 ", max_characters, " 个字符，现有 ", count, " 个"),
                               absl::StrCat("at most ", max_characters, " characters, got ", count)});
  }
  return absl::OkStatus();
}

absl::Status CheckRequiredText(absl::string_view path, absl::string_view text, int max_characters, Newlines newlines) {
  RETURN_IF_ERROR(CheckText(path, text, max_characters, newlines));
  bool blank = true;
  ForEachCodePoint(text, [&](UChar32 c) { blank = blank && u_isUWhiteSpace(c); });
  if (blank) return InvalidField(path, {"不能为空", "must not be empty"});
  return absl::OkStatus();
}

}  // namespace qcity
