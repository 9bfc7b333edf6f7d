// What was written is read again, every character of it.
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/workbook/reader.h"
#include "services/cli/workbook/writer.h"
#include "tests/services/cli/workbook/files.h"

namespace qcity::cli {
namespace {

using workbook_testing::TemporaryFile;

// One column of texts, as entries of kind `entry`, written and read; the first line is the head.
std::vector<std::string> ThroughAFile(const std::vector<std::string>& texts, EntryKind entry) {
  DraftSheet draft{"表", false, {{"标题"}}, {}};
  for (const std::string& text : texts) draft.rows.push_back({{text, entry, {}}});
  const std::string path = TemporaryFile("trip.xlsx");
  EXPECT_TRUE(WriteWorkbook(path, {draft}).ok());
  const absl::StatusOr<Workbook> book = ReadWorkbookFile(path);
  std::filesystem::remove(path);
  EXPECT_TRUE(book.ok()) << book.status();
  std::vector<std::string> read;
  for (std::size_t i = 0; book.ok() && i < texts.size(); ++i) {
    const WorkCell* cell = book->sheets[0].At(static_cast<int>(i) + 2, 1);
    EXPECT_TRUE(cell == nullptr || cell->kind == CellKind::kText);
    read.push_back(cell == nullptr ? "" : cell->text);
  }
  return read;
}

TEST(RoundTrip, EveryCharacterStays) {
  const std::vector<std::string> texts = {"公开承诺",
                                          "“引号”与\"quotes\" '",
                                          "第一行\n第二行\n",
                                          "\t制表",
                                          "007",
                                          "123456789012345678901",
                                          "=1+1",
                                          "+1",
                                          "@SUM(A1)",
                                          "http://example.org/?a=1&b=2",
                                          "😀🏙",
                                          "<t>&amp;</t>",
                                          "_x0000_",
                                          "_x005F_",
                                          "_x000a_ and _xZZZZ_",
                                          "_x0041_x0042_",
                                          "_xD83D_",
                                          "]]>",
                                          " 前后空格 ",
                                          "２０１８年９８．５％",
                                          "",
                                          "e\xCC\x81",
                                          "1e5",
                                          "2018-03-05",
                                          "TRUE"};
  EXPECT_EQ(ThroughAFile(texts, EntryKind::kText), texts);
  EXPECT_EQ(ThroughAFile(texts, EntryKind::kNone), texts);
  EXPECT_EQ(ThroughAFile(texts, EntryKind::kNumber), texts);
}

void AppendCodePoint(std::uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    *out += {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
  } else if (code < 0x10000) {
    *out += {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
             static_cast<char>(0x80 | (code & 0x3F))};
  } else {
    *out += {static_cast<char>(0xF0 | (code >> 18)), static_cast<char>(0x80 | ((code >> 12) & 0x3F)),
             static_cast<char>(0x80 | ((code >> 6) & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
  }
}

// Any text that the house lets in: no control characters but newline and tab, no surrogates, no non-characters.
std::string RandomText(std::mt19937& random) {
  const std::vector<std::string> pieces = {"_x", "005F_", "0041_", "&", "<", ">",  "\"", "'",
                                           "\n", "\t",    " ",     "0", "=", "中", "％"};
  std::string text;
  for (unsigned length = random() % 20; length > 0; --length) {
    if (random() % 2 == 0) {
      text += pieces[random() % pieces.size()];
      continue;
    }
    std::uint32_t code = 0x20 + random() % 0x10FFDF;
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF, none = (code & 0xFFFE) == 0xFFFE;
    if (surrogate || none || (code >= 0x7F && code < 0xA0)) code = 0x4E00 + random() % 0x5000;
    AppendCodePoint(code, &text);
  }
  return text;
}

TEST(RoundTrip, RandomTextsStay) {
  std::mt19937 random(20170426);  // NOLINT: the same texts on every run
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) texts.push_back(RandomText(random));
  const std::vector<std::string> read = ThroughAFile(texts, EntryKind::kText);
  ASSERT_EQ(read.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(read[i], texts[i]);
}

TEST(WriteWorkbook, HidesSheetsAndColumnsAndOffersChoices) {
  DraftSheet visible{
      "填报", false, {{"键", 5, true}, {"状态"}}, {{{"k"}, {"", EntryKind::kText, {"最终数", "初步数"}}}}};
  DraftSheet hidden{"qcity", true, {{"头"}}, {}};
  const std::string path = TemporaryFile("shape.xlsx");
  ASSERT_TRUE(WriteWorkbook(path, {visible, hidden}).ok());
  const absl::StatusOr<Workbook> book = ReadWorkbookFile(path);
  std::filesystem::remove(path);
  ASSERT_TRUE(book.ok()) << book.status();
  EXPECT_FALSE(book->sheets[0].hidden);
  EXPECT_TRUE(book->sheets[1].hidden);
  EXPECT_TRUE(book->sheets[0].IsHidden(1));
  EXPECT_FALSE(book->sheets[0].IsHidden(2));
  EXPECT_EQ(book->Find("qcity")->At(1, 1)->text, "头");
}

TEST(WriteWorkbook, WhatCannotBeWrittenIsToldAndLeavesNothing) {
  EXPECT_TRUE(absl::IsInvalidArgument(WriteWorkbook("/no/such/folder/a.xlsx", {{"a", false, {{"b"}}, {}}})));
  const std::string path = TemporaryFile("long.xlsx");
  EXPECT_FALSE(WriteWorkbook(path, {{"a", false, {{"b"}}, {{{std::string(40'000, 'x')}}}}}).ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
}

}  // namespace
}  // namespace qcity::cli
