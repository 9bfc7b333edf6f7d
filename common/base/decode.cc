#include "common/base/decode.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/unicode.h"
#include "unicode/ucnv.h"
#include "unicode/unistr.h"

namespace qcity {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

struct Decoded {
  std::string utf8;
  // Bytes that decoded without fault.
  std::size_t valid = 0;
};

// Stops at the first sequence that GB18030 does not have.
Decoded FromGb18030(absl::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open("GB18030", &error), ucnv_close);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) return {};
  // No byte makes more than one UTF-16 unit.
  std::vector<UChar> units(bytes.size());
  UChar* target = units.data();
  const char* source = bytes.data();
  ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, bytes.data() + bytes.size(), nullptr,
                 /*flush=*/true, &error);
  Decoded decoded;
  icu::UnicodeString(false, units.data(), static_cast<int32_t>(target - units.data())).toUTF8String(decoded.utf8);
  decoded.valid = static_cast<std::size_t>(source - bytes.data());
  if (U_FAILURE(error)) {
    char invalid[8];
    int8_t length = sizeof invalid;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), invalid, &length, &ignored);
    decoded.valid -= std::min<std::size_t>(decoded.valid, static_cast<std::size_t>(std::max<int>(length, 1)));
  }
  return decoded;
}

int LineOf(absl::string_view bytes, std::size_t offset) {
  return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + offset, '\n'));
}

}  // namespace

absl::StatusOr<std::string> DecodeText(absl::string_view bytes) {
  const bool marked = absl::ConsumePrefix(&bytes, kByteOrderMark);
  const std::size_t valid = ValidUtf8Prefix(bytes);
  if (valid == bytes.size()) return std::string(bytes);
  const std::string place = absl::StrCat("line ", LineOf(bytes, valid));
  if (marked) {
    return InvalidField(place,
                        {"文件标明是 UTF-8，但此处无法解码", "the file is marked as UTF-8 but cannot be decoded here"});
  }
  const Decoded gb18030 = FromGb18030(bytes);
  if (gb18030.valid == bytes.size()) return gb18030.utf8;
  const int line = LineOf(bytes, gb18030.valid);
  return InvalidField(place, {absl::StrCat("此处不是 UTF-8，而按 GB18030 解码又止于第 ", line, " 行"),
                              absl::StrCat("is not UTF-8 here, and GB18030 breaks on line ", line)});
}

}  // namespace qcity
