#include "common/base/unicode.h"

#include <string>

#include "common/base/error.h"
#include "gtest/gtest.h"

namespace qcity {
namespace {

TEST(Utf8, KnowsWellFormedFromMalformed) {
  for (const char* good : {"", "a", "鄂州", "é", "😀", "\xEF\xBF\xBD"}) EXPECT_TRUE(IsValidUtf8(good)) << good;
  // Overlong, surrogate, beyond U+10FFFF, truncated, stray continuation.
  for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE9\x84", "\x80", "\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(bad));
    EXPECT_EQ(ValidUtf8Prefix(std::string("鄂a") + bad), 4u);
  }
}

TEST(Nfc, ComposesButKeepsCompatibilityForms) {
  EXPECT_EQ(ToNfc("e\xCC\x81"), "é");
  EXPECT_EQ(ToNfc("①\uFF19\uFF15\uFF05²"), "①\uFF19\uFF15\uFF05²");
  for (const char* text : {"鄂州市", "e\xCC\x81", "㎡", "각"}) EXPECT_EQ(ToNfc(ToNfc(text)), ToNfc(text));
}

TEST(DisplayWidth, CountsColumnsOfATerminal) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("READY 80%"), 9);
  EXPECT_EQ(DisplayWidth("验收准备度"), 10);
  EXPECT_EQ(DisplayWidth("PM2.5\uFF08μg/m3\uFF09"), 14);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);
  EXPECT_EQ(CharacterCount("验收AB"), 4);
}

TEST(FoldFullWidthDigits, FoldsWhatNumbersAreMadeOfAndNothingElse) {
  EXPECT_EQ(FoldFullWidthDigits("\uFF19\uFF18\uFF0E\uFF15\uFF05"), "98.5%");
  EXPECT_EQ(FoldFullWidthDigits("\uFF0D\uFF11\uFF12\uFF0B\uFF10"), "-12+0");
  EXPECT_EQ(FoldFullWidthDigits("合格率\uFF08\uFF21\uFF09 1.5"), "合格率\uFF08\uFF21\uFF09 1.5");
}

TEST(CheckText, RefusesControlCharactersAndNul) {
  EXPECT_TRUE(CheckText("name", "鄂州 市", 10).ok());
  EXPECT_TRUE(CheckText("name", "", 10).ok());
  for (const std::string& bad :
       {std::string("a\0b", 3), std::string("a\x1B[0m"), std::string("\x7F"), std::string("\xC2\x85"),
        std::string("a\nb"), std::string("a\tb"), std::string("\xFF")}) {
    const absl::Status status = CheckText("name", bad, 10);
    ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(DetailOf(status)->fields[0].path, "name");
  }
}

TEST(CheckText, FreeTextMayHaveNewlinesAndTabs) {
  EXPECT_TRUE(CheckText("text", "a\n\tb", 10, Newlines::kAllow).ok());
  EXPECT_FALSE(CheckText("text", "a\rb", 10, Newlines::kAllow).ok());
}

TEST(CheckText, CountsCharactersNotBytes) {
  EXPECT_TRUE(CheckText("name", "鄂州市质", 4).ok());
  EXPECT_FALSE(CheckText("name", "鄂州市质强", 4).ok());
  EXPECT_FALSE(CheckText("name", std::string(1'000'000, 'a'), 200).ok());
}

TEST(CheckText, RequiredTextIsNotEmpty) {
  for (const char* blank : {"", "  ", "\u3000", "\u00a0 "})
    EXPECT_FALSE(CheckRequiredText("name", blank, 4).ok()) << blank;
  EXPECT_TRUE(CheckRequiredText("name", "鄂", 4).ok());
}

}  // namespace
}  // namespace qcity
