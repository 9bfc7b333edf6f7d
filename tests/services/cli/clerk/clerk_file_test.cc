// The clerk's file by itself: its keys, its words in both languages, and what is read from files as people leave them.
#include "services/cli/clerk/clerk_file.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/clerk/campaign.h"
#include "services/cli/clerk/columns.h"
#include "services/cli/clerk/outcome.h"
#include "services/cli/workbook/writer.h"
#include "tests/services/cli/workbook/files.h"
#include "tests/support/plans.h"

namespace qcity::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using workbook_testing::Sound;
using workbook_testing::TemporaryFile;
using workbook_testing::Zip;

RowKey KeyOf(const std::string& number, const std::string& period = "2018") {
  return {FileKind::kIndicators, "small-city", "0123456789ab", "quality-bureau", number, "", period, 0};
}

// A file with these bytes, read.
absl::StatusOr<ClerkFile> Read(const std::string& bytes) {
  const std::string path = TemporaryFile("clerk");
  std::ofstream(path, std::ios::binary) << bytes;
  absl::StatusOr<ClerkFile> file = ReadClerkFile(path);
  std::filesystem::remove(path);
  return file;
}

std::string Faults(const ClerkFile& file) {
  std::string all;
  for (const SheetFault& fault : file.sheet.faults()) {
    absl::StrAppend(&all, fault.line, ":", fault.column, " ", fault.text.zh, " / ", fault.text.en, "\n");
  }
  return all;
}

// A workbook with the columns key, number, period, value, published, source; below them these rows of cells.
std::string Book(const std::string& rows, const std::string& below = "") {
  std::string head = "<row r=\"1\">";
  for (const char* title : {"行标识（勿改）", "编号", "期间", "数值", "发布日期", "数据来源"}) {
    absl::StrAppend(&head, "<c t=\"inlineStr\"><is><t>", title, "</t></is></c>");
  }
  return Zip(Sound(absl::StrCat("<sheetData>", head, "</row>", rows, "</sheetData>", below)));
}

// The first three cells of line 2 or a later one.
std::string Cells(int line, const RowKey& key, const std::string& more) {
  const auto text = [](const std::string& value) {
    return absl::StrCat("<c t=\"inlineStr\"><is><t>", value, "</t></is></c>");
  };
  return absl::StrCat("<row r=\"", line, "\">", text(EncodeKey(key)), text(key.number), text(key.period), more,
                      "</row>");
}

TEST(RowKey, ComesBackWholeAndAnyEditIsSeen) {
  const RowKey key = {FileKind::kTasks, "small-city", "0123456789ab", "quality-bureau", "29-1", "market", "2018Q3", 42};
  const std::string text = EncodeKey(key);
  EXPECT_EQ(DecodeKey(text), key);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string edited = text;
    edited[i] = edited[i] == '7' ? '8' : '7';
    EXPECT_EQ(DecodeKey(edited), std::nullopt) << edited;
    EXPECT_EQ(DecodeKey(text.substr(0, i)), std::nullopt);
  }
}

TEST(Columns, AreKnownByBothTitles) {
  EXPECT_EQ(ColumnKeyOf(FileKind::kIndicators, "分母"), "denominator");
  EXPECT_EQ(ColumnKeyOf(FileKind::kIndicators, "Denominator"), "denominator");
  EXPECT_EQ(ColumnKeyOf(FileKind::kTasks, "标准2完成数"), "answer2");
  EXPECT_EQ(ColumnKeyOf(FileKind::kTasks, "Reached 2"), "answer2");
  EXPECT_EQ(ColumnKeyOf(FileKind::kIndicators, "没有的列"), "");
}

TEST(Columns, WordsAndDaysHaveOneMeaning) {
  EXPECT_EQ(MeaningOf("finality", "最终数"), "FINAL");
  EXPECT_EQ(MeaningOf("finality", "Preliminary"), "PRELIMINARY");
  EXPECT_EQ(MeaningOf("attestation", "不符合"), "0");
  EXPECT_EQ(MeaningOf("step", "提交完成"), "submit");
  for (const char* day : {"2018-03-05", "2018/3/5", "2018.3.5", "2018年3月5日", "２０１８年３月５日", " 2018-3-05 "}) {
    EXPECT_EQ(MeaningOf("published", day), "2018-03-05") << day;
  }
  EXPECT_EQ(MeaningOf("published", "3/5/2018"), "3/5/2018");
  EXPECT_EQ(MeaningOf("source", "最终数"), "最终数");
}

TEST(ReadClerkFile, RowsLeftEmptyAreLeftOut) {
  const auto file =
      Read(Book(absl::StrCat(Cells(2, KeyOf("1-1"), ""), Cells(3, KeyOf("2"), "<c r=\"D3\"><v>41.5</v></c>"))));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(Faults(*file), "");
  ASSERT_EQ(file->rows.size(), 1u);
  EXPECT_EQ(file->filled, 1);
  EXPECT_EQ(file->rows[0].key.number, "2");
  EXPECT_EQ(file->rows[0].row.line, 3);
}

TEST(ReadClerkFile, NumbersPercentagesAndDaysAreWhatTheCellsShow) {
  auto file = Read(Book(absl::StrCat(
      Cells(2, KeyOf("1-1"), "<c r=\"D2\" s=\"1\"><v>0.985</v></c><c r=\"E2\" s=\"2\"><v>43164</v></c>"),
      Cells(3, KeyOf("2"),
            "<c r=\"D3\" t=\"inlineStr\"><is><t>９８．５％</t></is></c><c r=\"E3\" t=\"inlineStr\"><is><t>2018/3/5</t>"
            "</is></c>"))));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->rows.size(), 2u);
  for (const ClerkRow& row : file->rows) {
    EXPECT_EQ(file->sheet.Number(row.row, "value", PercentSign::kAllow), 98.5);
    EXPECT_EQ(file->sheet.Day(row.row, "published"), absl::CivilDay(2018, 3, 5));
  }
  EXPECT_EQ(Faults(*file), "");
}

TEST(ReadClerkFile, FormulasErrorsTruthValuesAndMergedCellsAreFaultsWithTheirPlace) {
  const auto file = Read(
      Book(absl::StrCat(Cells(2, KeyOf("1-1"), "<c r=\"D2\"><f>1+1</f><v>2</v></c>"),
                        Cells(3, KeyOf("2"), "<c r=\"D3\" t=\"e\"><v>#REF!</v></c><c r=\"F3\" t=\"b\"><v>1</v></c>")),
           "<mergeCells><mergeCell ref=\"D2:D3\"/></mergeCells>"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(Faults(*file), HasSubstr("2:4 含有公式，请改填公式的结果 / holds a formula"));
  EXPECT_THAT(Faults(*file), HasSubstr("3:4 是错误值 #REF! / is the error #REF!"));
  EXPECT_THAT(Faults(*file), HasSubstr("3:6 是逻辑值"));
  EXPECT_THAT(Faults(*file), HasSubstr("2:4 合并单元格 D2:D3，请取消合并 / merged cells D2:D3"));
}

TEST(ReadClerkFile, AFormulaAloneIsAnEntryToo) {
  const auto file = Read(Book(Cells(2, KeyOf("1-1"), "<c r=\"D2\"><f>1+1</f></c>")));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->filled, 1);
}

TEST(Outcome, ThatARowHoldsNothingIsLeftOutWhereACellSaysWhy) {
  auto file = Read(Book(absl::StrCat(Cells(2, KeyOf("1-1"), "<c r=\"D2\"><f>1+1</f></c>"),
                                     Cells(3, KeyOf("2"), "<c r=\"F3\"><v>1</v></c>"))));
  ASSERT_TRUE(file.ok()) << file.status();
  for (const ClerkRow& row : file->rows) file->sheet.Fault(row.row, "", Text{"没有数据", "holds no figure"});
  const std::vector<SheetFault> faults = FaultsOf(file->sheet);
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].column, 4);
  EXPECT_EQ(faults[1].line, 3);
  EXPECT_EQ(faults[1].column, 0);
}

TEST(Outcome, SentencesOfServicesLoseTheirPath) {
  const auto file = Read(Book(""));
  ASSERT_TRUE(file.ok()) << file.status();
  const SheetFault fault =
      Refused(file->sheet, 5, "source", "source", {"source：不能为空", "source: must not be empty"});
  EXPECT_EQ(fault.text, (Text{"不能为空", "must not be empty"}));
  EXPECT_EQ(fault.line, 5);
  EXPECT_EQ(fault.column, 6);
}

TEST(ReadClerkFile, AnEditedKeyIsAFault) {
  std::string rows = Cells(2, KeyOf("1-1"), "<c r=\"D2\"><v>1</v></c>");
  rows.replace(rows.find("|1-1|"), 5, "|1-2|");
  const auto file = Read(Book(rows));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(file->rows, IsEmpty());
  EXPECT_EQ(file->filled, 1);
  EXPECT_THAT(Faults(*file), HasSubstr("2:1 行标识被改动或缺失"));
}

TEST(ReadClerkFile, AKeyThatIsNotTheRowsOwnIsAFault) {
  std::string rows = Cells(2, KeyOf("1-1"), "<c r=\"D2\"><v>1</v></c>");
  rows.replace(rows.find("<t>1-1</t>"), 10, "<t>1-2</t>");
  const auto file = Read(Book(rows));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(file->rows, IsEmpty());
  EXPECT_THAT(Faults(*file), HasSubstr("2:2 行标识是 1-1 的 2018，与本行显示的不符"));
}

TEST(ReadClerkFile, ARowThatStandsTwiceIsAFault) {
  const auto file = Read(Book(absl::StrCat(Cells(2, KeyOf("1-1"), "<c r=\"D2\"><v>1</v></c>"),
                                           Cells(3, KeyOf("1-1"), "<c r=\"D3\"><v>2</v></c>"))));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->rows.size(), 1u);
  EXPECT_THAT(Faults(*file), HasSubstr("3:1 同一行出现两次 / the same row stands twice"));
}

TEST(ReadClerkFile, ColumnsThatAreNoneAndMissingOnesAreFaults) {
  const auto file = Read("行标识（勿改）,编号,数值,备注\r\nx,1-1,,\r\n");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(Faults(*file), HasSubstr("1:4 不认识的列"));
  EXPECT_THAT(Faults(*file), HasSubstr("1:0 缺少这一列"));
}

TEST(ReadClerkFile, CsvOfBothEncodingsReadsTheSame) {
  const std::string key = EncodeKey(KeyOf("1-1"));
  const std::string utf8 = absl::StrCat("行标识（勿改）,编号,期间,数值,数据来源\r\n", key,
                                        ",1-1,2018,９８．５％,\"年报，\"\"第一\"\"页\"\r\n");
  // The same in GB18030.
  const std::string gb18030 = absl::StrCat(
      "\xD0\xD0\xB1\xEA\xCA\xB6\xA3\xA8\xCE\xF0\xB8\xC4\xA3\xA9,\xB1\xE0\xBA\xC5,\xC6\xDA\xBC\xE4,\xCA\xFD\xD6\xB5,"
      "\xCA\xFD\xBE\xDD\xC0\xB4\xD4\xB4\r\n",
      key,
      ",1-1,2018,\xA3\xB9\xA3\xB8\xA3\xAE\xA3\xB5\xA3\xA5,\"\xC4\xEA\xB1\xA8\xA3\xAC\"\"\xB5\xDA\xD2\xBB\"\"\xD2\xB3\"\r\n");
  for (const std::string& bytes : {utf8, absl::StrCat("\xEF\xBB\xBF", utf8), gb18030}) {
    auto file = Read(bytes);
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_EQ(Faults(*file), "");
    ASSERT_EQ(file->rows.size(), 1u);
    EXPECT_EQ(file->sheet.Number(file->rows[0].row, "value", PercentSign::kAllow), 98.5);
    EXPECT_EQ(file->sheet.Text(file->rows[0].row, "source"), "年报，\"第一\"页");
  }
}

TEST(ReadClerkFile, WhatIsNoTemplateIsRefused) {
  const auto reason = [](const absl::StatusOr<ClerkFile>& file) {
    const std::optional<ErrorDetail> detail = DetailOf(file.status());
    return detail.has_value() ? detail->reason : std::string(file.status().message());
  };
  EXPECT_EQ(reason(Read("编号,数值\r\n1-1,2\r\n")), "NOT_A_TEMPLATE");
  EXPECT_EQ(reason(Read(Zip(Sound("<sheetData/>")))), "NOT_A_TEMPLATE");
  EXPECT_EQ(reason(Read("PK and no zip")), "BAD_WORKBOOK");
  EXPECT_EQ(reason(Read("\xFF\xFE\x80")), "INVALID_FIELD");
  EXPECT_EQ(reason(ReadClerkFile("/no/such/file.xlsx")), "FILE_NOT_FOUND");
  EXPECT_EQ(reason(Read("")), "FILE_NOT_FOUND");
  EXPECT_EQ(reason(ReadClerkFile("/dev/zero")), "FILE_TOO_LARGE");
}

// What CheckOwner says to a file of the quality bureau.
std::string Owner(const RowKey& key, const std::string& wanted, const std::string& caller) {
  const ClerkCampaign campaign = {"small-city", "0123456789ab", testing_support::SmallCity(), {}};
  const absl::Status status = CheckOwner(campaign, key, wanted, caller);
  return status.ok() ? "OK" : absl::StrCat(absl::StatusCodeToString(status.code()), " ", DetailOf(status)->reason);
}

TEST(CheckOwner, ForeignFilesAreRefusedWithTheNameOfWhatIsAllowed) {
  EXPECT_EQ(Owner(KeyOf("1-1"), "", "li@quality-bureau"), "OK");
  EXPECT_EQ(Owner(KeyOf("1-1"), "quality-bureau", "wang@office"), "OK");
  EXPECT_EQ(Owner(KeyOf("1-1"), "", "sun@east"), "PERMISSION_DENIED WRONG_ORGANIZATION");
  EXPECT_EQ(Owner(KeyOf("1-1"), "east", "wang@office"), "INVALID_ARGUMENT WRONG_ORGANIZATION");
  RowKey other = KeyOf("1-1");
  other.campaign = "ezhou-2017";
  EXPECT_EQ(Owner(other, "", "li@quality-bureau"), "INVALID_ARGUMENT WRONG_CAMPAIGN");
  RowKey old = KeyOf("1-1");
  old.plan = "ba9876543210";
  EXPECT_EQ(Owner(old, "", "li@quality-bureau"), "FAILED_PRECONDITION PLAN_CHANGED");
}

TEST(OrganizationOf, TakesIdsNamesAndNothingElse) {
  const auto plan = testing_support::SmallCity();
  EXPECT_EQ(*OrganizationOf(*plan, "quality-bureau"), "quality-bureau");
  EXPECT_EQ(*OrganizationOf(*plan, "市质监局"), "quality-bureau");
  EXPECT_FALSE(OrganizationOf(*plan, "nobody").ok());
}

}  // namespace
}  // namespace qcity::cli
