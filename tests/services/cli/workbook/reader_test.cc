// What the reader takes from a workbook, and what it refuses to touch.
#include "services/cli/workbook/reader.h"

#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/workbook/number_text.h"
#include "services/cli/workbook/xml.h"
#include "tests/services/cli/workbook/files.h"

namespace qcity::cli {
namespace {

using testing::HasSubstr;
using workbook_testing::Parts;
using workbook_testing::Sound;
using workbook_testing::With;
using workbook_testing::Zip;

absl::StatusOr<Workbook> ReadRows(const std::string& rows) {
  return ReadWorkbook(Zip(Sound(absl::StrCat("<sheetData>", rows, "</sheetData>"))));
}

// The one cell of a sheet that holds nothing else.
WorkCell ReadOne(const std::string& cell) {
  const absl::StatusOr<Workbook> book = ReadRows(absl::StrCat("<row r=\"2\">", cell, "</row>"));
  EXPECT_TRUE(book.ok()) << book.status();
  const WorkCell* found = book.ok() ? book->sheets[0].At(2, 2) : nullptr;
  return found == nullptr ? WorkCell{CellKind::kText, "nothing"} : *found;
}

// Both sentences of a refusal; "" if there is none.
std::string Refusal(const absl::StatusOr<Workbook>& book) {
  if (book.ok()) return "";
  EXPECT_TRUE(absl::IsInvalidArgument(book.status())) << book.status();
  const std::optional<ErrorDetail> detail = DetailOf(book.status());
  EXPECT_TRUE(detail.has_value() && detail->reason == "BAD_WORKBOOK");
  return detail.has_value() ? absl::StrCat(detail->text.zh, " | ", detail->text.en) : "";
}

TEST(ReadWorkbook, TextsComeFromEveryPlaceThatHoldsThem) {
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="s"><v>0</v></c>)").text, "甲");
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="s"><v>1</v></c>)").text, "乙丙");
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="s"><v>2</v></c>)").text, " 0 ");
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="inlineStr"><is><t>a&amp;b&#10;c</t></is></c>)").text, "a&b\nc");
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="inlineStr"><is><t>_x005F_x0041_ _x0009_</t></is></c>)").text, "_x0041_ \t");
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>)").text, " ");
}

TEST(ReadWorkbook, NumbersAreWhatTheirFormatShows) {
  EXPECT_EQ(ReadOne(R"(<c r="B2"><v>98.5</v></c>)").text, "98.5");
  EXPECT_EQ(ReadOne(R"(<c r="B2"><v>0.10000000000000001</v></c>)").text, "0.1");
  EXPECT_EQ(ReadOne(R"(<c r="B2"><v>1E5</v></c>)").text, "100000");
  EXPECT_EQ(ReadOne(R"(<c r="B2" s="1"><v>0.57</v></c>)").text, "57%");
  EXPECT_EQ(ReadOne(R"(<c r="B2" s="2"><v>43164</v></c>)").text, "2018-03-05");
  EXPECT_EQ(ReadOne(R"(<c r="B2" s="3"><v>43164.75</v></c>)").text, "2018-03-05");
  EXPECT_EQ(ReadOne(R"(<c r="B2" s="4"><v>43164</v></c>)").text, "43164");
  EXPECT_EQ(ReadOne(R"(<c r="B2" s="2"><v>43164</v></c>)").kind, CellKind::kNumber);
}

TEST(ReadWorkbook, FormulasBooleansAndErrorsAreTold) {
  EXPECT_EQ(ReadOne(R"(<c r="B2"><f>A1+1</f><v>3</v></c>)").kind, CellKind::kFormula);
  EXPECT_EQ(ReadOne(R"(<c r="B2"><f>A1+1</f><v>3</v></c>)").text, "=A1+1");
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="b"><v>1</v></c>)").text, "TRUE");
  EXPECT_EQ(ReadOne(R"(<c r="B2" t="e"><v>#DIV/0!</v></c>)").kind, CellKind::kError);
}

TEST(ReadWorkbook, PlacesMergedBlocksAndHiddenColumnsAreRead) {
  const absl::StatusOr<Workbook> book = ReadWorkbook(
      Zip(Sound("<cols><col min=\"1\" max=\"2\" hidden=\"1\"/><col min=\"3\" max=\"3\"/></cols>"
                "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r=\"7\"><c r=\"AA7\"><v>3</v></c></row>"
                "</sheetData><mergeCells><mergeCell ref=\"B2:C4\"/></mergeCells>")));
  ASSERT_TRUE(book.ok()) << book.status();
  const WorkSheet* sheet = book->Find("表一");
  ASSERT_NE(sheet, nullptr);
  EXPECT_EQ(sheet->At(1, 2)->text, "2");
  EXPECT_EQ(sheet->At(7, 27)->text, "3");
  EXPECT_EQ(sheet->At(7, 1), nullptr);
  EXPECT_TRUE(sheet->IsHidden(2));
  EXPECT_FALSE(sheet->IsHidden(3));
  ASSERT_EQ(sheet->merged.size(), 1u);
  EXPECT_EQ(sheet->merged[0].last_line, 4);
  EXPECT_EQ(sheet->merged[0].last_column, 3);
}

TEST(ReadWorkbook, PrefixesAreTheWritersChoice) {
  const absl::StatusOr<Workbook> book = ReadWorkbook(
      Zip(With(Sound(""), "xl/worksheets/sheet1.xml",
               "<x:worksheet xmlns:x='m'><x:sheetData><x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>x</x:t></x:is>"
               "</x:c></x:row></x:sheetData></x:worksheet>")));
  ASSERT_TRUE(book.ok()) << book.status();
  EXPECT_EQ(book->sheets[0].At(1, 1)->text, "x");
}

TEST(ReadWorkbook, WhatIsNoWorkbookIsRefused) {
  const std::string sound = Zip(Sound("<sheetData/>"));
  ASSERT_TRUE(ReadWorkbook(sound).ok());
  EXPECT_THAT(Refusal(ReadWorkbook("")), HasSubstr("no Excel workbook"));
  EXPECT_THAT(Refusal(ReadWorkbook("编号,数值\r\n")), HasSubstr("不是 Excel 工作簿"));
  EXPECT_THAT(Refusal(ReadWorkbook("\xD0\xCF\x11\xE0\xA1\xB1")), HasSubstr("旧版 .xls"));
  EXPECT_THAT(Refusal(ReadWorkbookFile("/no/such.xlsx")), HasSubstr("does not exist"));
  EXPECT_THAT(Refusal(ReadWorkbook(std::string((16 << 20) + 1, 'x'))), HasSubstr("16 MiB"));
}

TEST(ReadWorkbook, ATruncatedFileIsRefusedWhereverItEnds) {
  const std::string sound = Zip(Sound("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>"));
  for (std::size_t length = 0; length < sound.size(); ++length) {
    EXPECT_NE(Refusal(ReadWorkbook(sound.substr(0, length))), "") << length;
  }
}

TEST(ReadWorkbook, ADamagedByteNeverCrashes) {
  const std::string sound = Zip(Sound("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>"));
  for (std::size_t i = 0; i < sound.size(); ++i) {
    std::string damaged = sound;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    (void)Refusal(ReadWorkbook(damaged));  // Either it does not matter, or it is refused as a bad workbook.
  }
}

TEST(ReadWorkbook, MissingPartsAreNamed) {
  for (const char* part :
       {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"}) {
    EXPECT_THAT(Refusal(ReadWorkbook(Zip(With(Sound("<sheetData/>"), part, nullptr)))), HasSubstr(part));
  }
  const Parts bare = With(With(Sound("<sheetData/>"), "xl/styles.xml", nullptr), "xl/sharedStrings.xml", nullptr);
  EXPECT_TRUE(ReadWorkbook(Zip(bare)).ok());
}

TEST(ReadWorkbook, PathsOutOfTheFileAreRefused) {
  for (const char* name : {"../evil", "/etc/passwd", "xl/../../x", "a\\b", "C:x"}) {
    EXPECT_THAT(Refusal(ReadWorkbook(Zip(With(Sound("<sheetData/>"), name, "x")))), HasSubstr("leads out")) << name;
  }
}

TEST(ReadWorkbook, LinksToOtherFilesAreRefused) {
  EXPECT_THAT(Refusal(ReadWorkbook(Zip(With(Sound("<sheetData/>"), "xl/externalLinks/externalLink1.xml", "<a/>")))),
              HasSubstr("外部链接"));
  EXPECT_THAT(Refusal(ReadWorkbook(Zip(With(Sound("<sheetData/>"), "_rels/.rels",
                                            "<Relationships><Relationship Id='a' Type='x/officeDocument' "
                                            "Target='http://x/' TargetMode='External'/></Relationships>")))),
              HasSubstr("external links"));
}

TEST(ReadWorkbook, AZipBombIsRefusedBeforeItIsUnpacked) {
  const std::string zeros(30 << 20, '0');
  EXPECT_THAT(Refusal(ReadWorkbook(Zip(With(Sound("<sheetData/>"), "xl/media/a.bin", zeros.c_str())))),
              HasSubstr("zip bomb"));
  // Not one that is packed too densely, but too much of it.
  std::string noise(23 << 20, 'a');
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < noise.size(); i += 64) {
    state = state * 1664525u + 1013904223u;
    noise[i] = static_cast<char>('a' + (state >> 28));
  }
  Parts parts = Sound("<sheetData/>");
  for (const char* name : {"a", "b", "c"}) parts.emplace_back(name, noise);
  EXPECT_THAT(Refusal(ReadWorkbook(Zip(parts))), HasSubstr("64 MiB"));
}

TEST(ReadWorkbook, APartThatIsMoreThanItSaysIsRefused) {
  std::string bytes = Zip(Sound(absl::StrCat("<sheetData/>", std::string(3000, ' '))));
  // The length unpacked, in both places that tell it, of the one part that is over 3,000 bytes long.
  bool lied = false;
  for (std::size_t i = 0; i + 46 < bytes.size(); ++i) {
    const bool local = bytes.compare(i, 4, "PK\3\4") == 0, central = bytes.compare(i, 4, "PK\1\2") == 0;
    if (!local && !central) continue;
    char* length = &bytes[i + (local ? 22 : 24)];
    std::uint32_t said = 0;
    std::memcpy(&said, length, 4);
    if (said < 3000) continue;
    said = 10;
    std::memcpy(length, &said, 4);
    lied = true;
  }
  ASSERT_TRUE(lied);
  EXPECT_NE(Refusal(ReadWorkbook(bytes)), "");
}

TEST(ReadWorkbook, TooManyPartsAreRefused) {
  Parts parts = Sound("<sheetData/>");
  for (int i = 0; i < 1000; ++i) parts.emplace_back(absl::StrCat("p", i), "");
  EXPECT_THAT(Refusal(ReadWorkbook(Zip(parts))), HasSubstr("at most 1000"));
}

// Rows of 1,000 cells that do not pack too well.
std::string Cells(int thousands) {
  std::string rows;
  std::uint32_t state = 1;
  for (int i = 0; i < thousands; ++i) {
    rows += "<row>";
    for (int j = 0; j < 1000; ++j) {
      state = state * 1664525u + 1013904223u;
      absl::StrAppend(&rows, "<c><v>", state >> 24, "</v></c>");
    }
    rows += "</row>";
  }
  return rows;
}

TEST(ReadWorkbook, AMillionCellsAreRefused) {
  EXPECT_THAT(Refusal(ReadRows(Cells(1000))), HasSubstr("holds too much"));
  EXPECT_THAT(Refusal(ReadRows(Cells(201))), HasSubstr("200,000 cells"));
  EXPECT_EQ(Refusal(ReadRows(Cells(199))), "");
}

TEST(ReadWorkbook, ALongTextIsRefusedWithItsPlace) {
  const std::string cell =
      absl::StrCat("<row r=\"3\"><c r=\"C3\" t=\"inlineStr\"><is><t>", std::string(32768, 'x'), "</t></is></c></row>");
  EXPECT_THAT(Refusal(ReadRows(cell)), HasSubstr("cell C3: over 32767 characters"));
}

TEST(ReadWorkbook, DocumentTypesAndEntitiesAreRefused) {
  const auto with_sheet = [](const std::string& xml) {
    return Refusal(ReadWorkbook(Zip(With(Sound(""), "xl/worksheets/sheet1.xml", xml.c_str()))));
  };
  EXPECT_THAT(with_sheet("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet>&b;</worksheet>"),
              HasSubstr("DTD"));
  EXPECT_THAT(with_sheet("<worksheet>&xxe;</worksheet>"), HasSubstr("entity"));
  EXPECT_THAT(with_sheet("<worksheet><sheetData>"), HasSubstr("not whole"));
  EXPECT_THAT(with_sheet("<worksheet a=\"\xff\"/>"), HasSubstr("UTF-8"));
}

TEST(ReadWorkbook, DeepNestingIsRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_THAT(Refusal(ReadRows(deep)), HasSubstr("nested too deeply"));
}

TEST(ReadWorkbook, CellsInPlacesThatAreNoneAreRefused) {
  EXPECT_NE(Refusal(ReadRows(R"(<row r="1"><c r="A2"><v>1</v></c></row>)")), "");
  EXPECT_NE(Refusal(ReadRows(R"(<row r="1"><c r="ZZZ1"><v>1</v></c></row>)")), "");
  EXPECT_NE(Refusal(ReadRows(R"(<row r="0"><c r="A0"><v>1</v></c></row>)")), "");
  EXPECT_NE(Refusal(ReadRows(R"(<row r="99999999999"><c><v>1</v></c></row>)")), "");
  EXPECT_THAT(Refusal(ReadRows(R"(<row r="1"><c r="A1" t="s"><v>9</v></c></row>)")), HasSubstr("cell A1"));
}

TEST(NumberText, DaysBeforeMarch1900CountADayThatNeverWas) {
  EXPECT_EQ(DayText(1, false), "1900-01-01");
  EXPECT_EQ(DayText(59, false), "1900-02-28");
  EXPECT_EQ(DayText(60, false), std::nullopt);
  EXPECT_EQ(DayText(61, false), "1900-03-01");
  EXPECT_EQ(DayText(0, true), "1904-01-01");
  EXPECT_EQ(DayText(41702, true), "2018-03-05");
  EXPECT_EQ(DayText(-1, false), std::nullopt);
  EXPECT_EQ(DayText(2958466, false), std::nullopt);
}

TEST(NumberText, FormatsAreTold) {
  EXPECT_EQ(StyleOfCode("yyyy/m/d;@"), NumberStyle::kDate);
  EXPECT_EQ(StyleOfCode("[$-804]yyyy\"年\"m\"月\""), NumberStyle::kDate);
  EXPECT_EQ(StyleOfCode("0.00\"day\""), NumberStyle::kPlain);
  EXPECT_EQ(StyleOfCode("#,##0.0 \\d"), NumberStyle::kPlain);
  EXPECT_EQ(StyleOfCode("0.0%"), NumberStyle::kPercent);
  EXPECT_EQ(StyleOfCode("General"), NumberStyle::kPlain);
  EXPECT_EQ(StyleOfCode("[Red]0.00"), NumberStyle::kPlain);
  EXPECT_EQ(StyleOfBuiltIn(31), NumberStyle::kDate);
  EXPECT_EQ(StyleOfBuiltIn(10), NumberStyle::kPercent);
}

TEST(Unescaped, OnlyWholeEscapesCount) {
  EXPECT_EQ(Unescaped("_x0041_"), "A");
  EXPECT_EQ(Unescaped("_x4E2D_"), "中");
  EXPECT_EQ(Unescaped("_x00_x0041_"), "_x00A");
  EXPECT_EQ(Unescaped("_x005F_x0041_"), "_x0041_");
  EXPECT_EQ(Unescaped("_xD83D_"), "_xD83D_");
  EXPECT_EQ(Unescaped("_x004"), "_x004");
  EXPECT_EQ(Escaped("_x0041_x0042_"), "_x005F_x0041_x005F_x0042_");
  EXPECT_EQ(Unescaped(Escaped("_x0041_x0042_")), "_x0041_x0042_");
}

}  // namespace
}  // namespace qcity::cli
