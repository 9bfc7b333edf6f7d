#include "common/base/csv.h"

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace qcity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string PathOf(const absl::Status& status) {
  return DetailOf(status).has_value() && !DetailOf(status)->fields.empty() ? DetailOf(status)->fields[0].path : "";
}

TEST(Csv, ReadsQuotesNewlinesAndBothLineEnds) {
  const absl::StatusOr<CsvTable> table = ParseCsv("a,b\r\n1,\"x,\"\"y\"\"\r\nz\"\n\n3,\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->header, ElementsAre("a", "b"));
  ASSERT_EQ(table->rows.size(), 2u);
  EXPECT_THAT(table->rows[0].fields, ElementsAre("1", "x,\"y\"\nz"));
  EXPECT_EQ(table->rows[0].line, 2);
  EXPECT_THAT(table->rows[1].fields, ElementsAre("3", ""));
  EXPECT_EQ(table->rows[1].line, 5);
  EXPECT_EQ(table->Column("b"), 1);
  EXPECT_EQ(table->Column("c"), -1);
}

// Whatever fields are written come back.
TEST(Csv, WhatItWritesItReads) {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {"a", "鄂州", ",", "\"", "\n", " ", "#", "1.5", "é"};
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> fields(4);
    for (std::string& field : fields) {
      for (unsigned n = random() % 5; n > 0; --n) field += pieces[random() % pieces.size()];
    }
    fields[0] += "x";
    const absl::StatusOr<CsvTable> table = ParseCsv("c1,c2,c3,c4\r\n" + CsvLine(fields));
    ASSERT_TRUE(table.ok()) << table.status();
    ASSERT_EQ(table->rows.size(), 1u);
    ASSERT_EQ(table->rows[0].fields, fields);
  }
}

TEST(Csv, ReadsUtf8WithAndWithoutMarkAndGb18030Alike) {
  // 单位,数值 / 鄂州,95% in GB18030.
  const std::string gb = "\xB5\xA5\xCE\xBB,\xCA\xFD\xD6\xB5\r\n\xB6\xF5\xD6\xDD,95%\r\n";
  for (const std::string& bytes :
       {std::string("单位,数值\n鄂州,95%\n"), std::string("\xEF\xBB\xBF单位,数值\n鄂州,95%\n"), gb}) {
    const absl::StatusOr<CsvTable> table = ParseCsv(bytes);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_THAT(table->header, ElementsAre("单位", "数值"));
    EXPECT_THAT(table->rows[0].fields, ElementsAre("鄂州", "95%"));
  }
}

TEST(Csv, ReadsFourByteGb18030) {
  const absl::StatusOr<CsvTable> table = ParseCsv("a\n\x95\x32\x82\x36\n");  // U+20000
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->rows[0].fields[0], "\xF0\xA0\x80\x80");
}

TEST(Csv, NamesTheLineThatNoEncodingExplains) {
  EXPECT_EQ(PathOf(ParseCsv("a,b\n1,2\n3,\xFF\n").status()), "line 3");
  EXPECT_EQ(PathOf(ParseCsv("\xEF\xBB\xBF"
                            "a\n\xB6\xF5\n")
                       .status()),
            "line 2");
  EXPECT_EQ(PathOf(ParseCsv("a\n\xB6").status()), "line 2");
}

TEST(Csv, NamesTheLineOfABrokenQuote) {
  EXPECT_EQ(PathOf(ParseCsv("a,b\n1,\"open\n2,3\n").status()), "line 2");
  EXPECT_EQ(PathOf(ParseCsv("a,b\n1,x\"y\n").status()), "line 2");
  EXPECT_EQ(PathOf(ParseCsv("a,b\n1,2\n\"x\"y,2\n").status()), "line 3");
}

TEST(Csv, RefusesABadHeader) {
  for (const char* bytes : {"", "\n\n", "# only a comment\n", "a,a\n", "a,,b\n", "a,\x01\n"}) {
    EXPECT_EQ(ParseCsv(bytes).status().code(), absl::StatusCode::kInvalidArgument) << bytes;
  }
}

TEST(Csv, LeavesOutFaultyRowsByLineAndColumn) {
  const absl::StatusOr<CsvTable> table = ParseCsv(std::string("a,b\n1\n1,2,3\n4,5\n6,\x07\n,\n7,\0\n", 26));
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->rows.size(), 1u);
  EXPECT_EQ(table->rows[0].line, 4);
  ASSERT_EQ(table->faults.size(), 4u);
  EXPECT_EQ(table->faults[0].line, 2);
  EXPECT_EQ(table->faults[0].column, 0);
  EXPECT_EQ(table->faults[1].line, 3);
  EXPECT_EQ(table->faults[2].line, 5);
  EXPECT_EQ(table->faults[2].column, 2);
  EXPECT_EQ(table->faults[3].line, 7);
}

TEST(Csv, KeepsWhatTheFileSaysOfItselfAndCountsItsLines) {
  const absl::StatusOr<CsvTable> table = ParseCsv("# 示例数据,\"非官方\na\n1\n#2\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->comments, ElementsAre("示例数据,\"非官方"));
  EXPECT_EQ(table->rows[0].line, 3);
  EXPECT_EQ(table->rows[1].fields[0], "#2");
}

TEST(Csv, NormalisesToNfc) { EXPECT_EQ(ParseCsv("a\ne\xCC\x81\n")->rows[0].fields[0], "é"); }

TEST(Csv, ReadsFilesAndSaysWhichIsMissing) {
  const std::string path = std::string(testing::TempDir()) + "/figures.csv";
  std::ofstream(path) << "a\n1\n";
  EXPECT_EQ(ReadCsvFile(path)->rows.size(), 1u);
  EXPECT_EQ(ReadCsvFile(path + ".none").status().code(), absl::StatusCode::kNotFound);
}

TEST(ParseSheetNumber, UnderstandsWhatPeopleType) {
  EXPECT_EQ(ParseSheetNumber("v", " \uFF19\uFF18\uFF0E\uFF15\uFF05 ")->value, 98.5);
  EXPECT_TRUE(ParseSheetNumber("v", "98.5\uFF05")->percent);
  EXPECT_TRUE(ParseSheetNumber("v", "98.5 %")->percent);
  EXPECT_FALSE(ParseSheetNumber("v", "98.5")->percent);
  EXPECT_EQ(ParseSheetNumber("v", "-1,234,567.25")->value, -1234567.25);
  EXPECT_EQ(ParseSheetNumber("v", "1e3")->value, 1000);
}

TEST(ParseSheetNumber, RefusesTheRest) {
  for (const char* text : {"", " ", "%", "nan", "inf", "0x10", "1,23", "1,2345", ",123", "1234,567", "12,345,67",
                           "九十", "1 2", "1e999", "--1", "1%%"}) {
    EXPECT_EQ(PathOf(ParseSheetNumber("value", text).status()), "value") << text;
  }
}

}  // namespace
}  // namespace qcity
