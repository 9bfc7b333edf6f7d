// The clerk's file from end to end, with the client alone against real services: made, filled in, checked, brought in, and refused where it must be.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregation/module.h"
#include "services/cli/workbook/reader.h"
#include "services/cli/workbook/writer.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/services/cli/client.h"
#include "tests/support/test_server.h"

namespace qcity::system_test {
namespace {

using cli::DraftSheet;
using cli::Outcome;
using cli::Workbook;
using cli::WorkSheet;
using testing::HasSubstr;
using testing_support::TestServer;

// 市质监局 leads 1-1 (yearly) among others, and duty 37 among others.
constexpr char kClerk[] = "li@zhijianju", kOfficer[] = "wang@zhiqiangban";

class ClerkFile : public testing::Test {
 protected:
  ClerkFile() { std::filesystem::create_directories(folder_); }
  ~ClerkFile() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name) const { return absl::StrCat(folder_, "/", name); }

  Outcome Run(const std::string& command_line, const std::string& caller = kClerk) {
    return cli::RunClient(command_line, absl::StrCat("QCITY_SERVER=127.0.0.1:", server_.server().port(),
                                                     " QCITY_CALLER=", caller, " QCITY_CAMPAIGN=ezhou-2017"));
  }
  // A template of that kind, made by the client and read.
  WorkSheet Template(const std::string& kind, const std::string& more = "") {
    const Outcome made = Run(absl::StrCat("template ", kind, " --organization zhijianju --out ", File("t.xlsx"), more));
    EXPECT_EQ(made.exit_code, 0) << made.err;
    const absl::StatusOr<Workbook> book = cli::ReadWorkbookFile(File("t.xlsx"));
    EXPECT_TRUE(book.ok()) << book.status();
    return book.ok() ? book->sheets[0] : WorkSheet();
  }
  // The sheet written anew, as a clerk's program would save it.
  std::string Save(const WorkSheet& sheet) {
    DraftSheet draft{"填报", false, {}, {}};
    for (const auto& [column, cell] : sheet.cells.at(1)) draft.columns.push_back({cell.text});
    for (const auto& [line, cells] : sheet.cells) {
      if (line == 1) continue;
      draft.rows.resize(static_cast<std::size_t>(line) - 1);
      for (std::size_t i = 0; i < draft.columns.size(); ++i) {
        const cli::WorkCell* cell = sheet.At(line, static_cast<int>(i) + 1);
        draft.rows.back().push_back({cell == nullptr ? "" : cell->text});
      }
    }
    EXPECT_TRUE(cli::WriteWorkbook(File("f.xlsx"), {draft}).ok());
    return File("f.xlsx");
  }

  const std::string folder_ = testing_support::NewDataDirectory();
  TestServer server_{{indicators::MakeModule, tasks::MakeModule, aggregation::MakeModule},
                     {.plans = "common/plans/ezhou-2017", .now = testing_support::NoonOf(2018, 3, 5)}};
};

int ColumnOf(const WorkSheet& sheet, const std::string& title) {
  for (const auto& [column, cell] : sheet.cells.at(1)) {
    if (cell.text == title) return column;
  }
  ADD_FAILURE() << "no column " << title;
  return 0;
}

// The line of a measure or duty.
int LineOf(const WorkSheet& sheet, const std::string& number) {
  for (const auto& [line, cells] : sheet.cells) {
    const cli::WorkCell* cell = sheet.At(line, 2);
    if (cell != nullptr && cell->text == number) return line;
  }
  ADD_FAILURE() << "no row " << number;
  return 0;
}

void Enter(WorkSheet& sheet, int line, const std::string& title, const std::string& text) {
  sheet.cells[line][ColumnOf(sheet, title)] = {cli::CellKind::kText, text};
}

TEST_F(ClerkFile, FiguresGoFromTheTemplateToTheService) {
  WorkSheet sheet = Template("indicators");
  const int line = LineOf(sheet, "1-1");
  EXPECT_TRUE(sheet.IsHidden(1));
  EXPECT_EQ(sheet.At(line, ColumnOf(sheet, "期间"))->text, "2017");
  Enter(sheet, line, "数值", "９４．６％");
  Enter(sheet, line, "数据来源", "《2017年年报》“抽查”\"A\" _x0041_ 007 😀");
  Enter(sheet, line, "发布日期", "2018/2/28");
  Enter(sheet, line, "数据性质", "最终数");
  const std::string file = Save(sheet);

  const auto checked = Run(absl::StrCat("import ", file, " --dry-run -o json"));
  ASSERT_EQ(checked.exit_code, 0) << checked.out << checked.err;
  EXPECT_EQ(checked.json().dump(), R"({"rows":1,"accepted":1,"rejected":[]})");
  EXPECT_EQ(Run("indicators observations --indicator 1-1 -o json").json()["observations"].size(), 0u);

  const auto imported = Run(absl::StrCat("import ", file, " -o json"));
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(imported.json().dump(), R"({"rows":1,"accepted":1,"rejected":[]})");
  const auto stored = Run("indicators observations --indicator 1-1 -o json").json()["observations"];
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0]["source"], "《2017年年报》“抽查”\"A\" _x0041_ 007 😀");
  EXPECT_EQ(stored[0]["figure"]["value"], 94.6);
  EXPECT_EQ(stored[0]["published"], "2018-02-28");
  EXPECT_EQ(stored[0]["state"], "REPORTED");

  // Again: what stands stands. And what stands is not asked for again.
  EXPECT_EQ(Run(absl::StrCat("import ", file, " -o json")).json()["accepted"], 1);
  const WorkSheet next = Template("indicators");
  for (const auto& [row, cells] : next.cells) {
    EXPECT_TRUE(next.At(row, 2) == nullptr || next.At(row, 2)->text != "1-1");
  }
}

TEST_F(ClerkFile, OneBadCellKeepsTheWholeFileOutInBothLanguages) {
  WorkSheet sheet = Template("indicators");
  const int line = LineOf(sheet, "1-1"), other = LineOf(sheet, "1-2");
  Enter(sheet, line, "数值", "九十四");
  Enter(sheet, line, "数据来源", "年报");
  Enter(sheet, other, "数值", "101");
  Enter(sheet, other, "数据来源", "年报");
  const std::string file = Save(sheet);
  const auto zh = Run(absl::StrCat("import ", file, " -o json"));
  EXPECT_EQ(zh.exit_code, 2);
  EXPECT_EQ(zh.json()["rows"], 2);
  EXPECT_EQ(zh.json()["accepted"], 0);
  ASSERT_EQ(zh.json()["rejected"].size(), 2u) << zh.out;
  EXPECT_EQ(zh.json()["rejected"][0]["line"], line);
  EXPECT_EQ(zh.json()["rejected"][0]["column"], ColumnOf(sheet, "数值"));
  EXPECT_EQ(zh.json()["rejected"][0]["field"], "value");
  EXPECT_EQ(zh.json()["rejected"][0]["reason"], "应为数值，收到“九十四”");
  EXPECT_EQ(zh.json()["rejected"][1]["line"], other);
  EXPECT_EQ(zh.json()["rejected"][1]["field"], "value");
  const auto en = Run(absl::StrCat("import ", file, " -o json --lang en"));
  EXPECT_EQ(en.json()["rejected"][0]["reason"], "want a number, got \"九十四\"");
  EXPECT_EQ(Run("indicators observations -o json").json()["observations"].size(), 0u);
}

TEST_F(ClerkFile, EnglishFilesAreUnderstoodToo) {
  const auto made = Run(absl::StrCat("template indicators --organization zhijianju --lang en --out ", File("e.xlsx")));
  ASSERT_EQ(made.exit_code, 0) << made.err;
  WorkSheet sheet = cli::ReadWorkbookFile(File("e.xlsx"))->sheets[0];
  const int line = LineOf(sheet, "1-1");
  Enter(sheet, line, "Numerator", "376");
  Enter(sheet, line, "Denominator", "400");
  Enter(sheet, line, "Finality", "preliminary");
  Enter(sheet, line, "Source", "yearbook");
  EXPECT_EQ(Run(absl::StrCat("import ", Save(sheet), " -o json")).json()["accepted"], 1);
}

TEST_F(ClerkFile, ForeignFilesEditedKeysAndLockedPeriodsAreRefused) {
  WorkSheet sheet = Template("indicators");
  const int line = LineOf(sheet, "1-1");
  Enter(sheet, line, "数值", "94");
  Enter(sheet, line, "数据来源", "年报");
  const std::string file = Save(sheet);
  const auto foreign = Run(absl::StrCat("import ", file), "li@jiaoyuju");
  EXPECT_EQ(foreign.exit_code, 4);
  EXPECT_THAT(foreign.err, HasSubstr("填报表属于 市质监局 (zhijianju)，只能由该单位或质强委办公室导入"));
  const auto named = Run(absl::StrCat("import ", file, " --organization jiaoyuju --lang en"));
  EXPECT_EQ(named.exit_code, 2);
  EXPECT_THAT(named.err, HasSubstr("--organization names"));

  WorkSheet edited = sheet;
  edited.cells[line][1].text = absl::StrReplaceAll(edited.cells[line][1].text, {{"|2017|", "|2016|"}});
  const auto refused = Run(absl::StrCat("import ", Save(edited), " -o json"));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.json()["rejected"][0]["field"], "key");
  EXPECT_EQ(Run("indicators observations -o json").json()["observations"].size(), 0u);

  ASSERT_EQ(Run(absl::StrCat("import ", Save(sheet))).exit_code, 0);
  const auto stored = Run("indicators observations --indicator 1-1 -o json").json()["observations"];
  const std::string name = stored[0]["name"].get<std::string>();
  ASSERT_EQ(Run(absl::StrCat("indicators verify ", name), kOfficer).exit_code, 0);
  Enter(sheet, line, "数值", "95");
  const auto locked = Run(absl::StrCat("import ", Save(sheet), " -o json"));
  EXPECT_EQ(locked.exit_code, 2);
  EXPECT_EQ(locked.json()["rejected"][0]["line"], line);
}

TEST_F(ClerkFile, CsvInGb18030IsTakenLikeTheWorkbook) {
  const WorkSheet sheet = Template("indicators");
  const std::string key = sheet.At(LineOf(sheet, "1-1"), 1)->text;
  // 编号,期间,数值,数据来源 and 年报, in GB18030.
  std::ofstream(File("f.csv"), std::ios::binary)
      << "key,\xB1\xE0\xBA\xC5,\xC6\xDA\xBC\xE4,\xCA\xFD\xD6\xB5,\xCA\xFD\xBE\xDD\xC0\xB4\xD4\xB4\r\n"
      << key << ",1-1,2017,94.6%,\xC4\xEA\xB1\xA8\r\n";
  const auto imported = Run(absl::StrCat("import ", File("f.csv"), " -o json"));
  EXPECT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(Run("indicators observations --indicator 1-1 -o json").json()["observations"][0]["source"], "年报");
}

TEST_F(ClerkFile, DutiesGoFromTheTemplateToTheService) {
  WorkSheet sheet = Template("tasks");
  const int line = LineOf(sheet, "37");
  const std::string name = absl::StrCat("37/", sheet.At(line, ColumnOf(sheet, "节点"))->text);
  Enter(sheet, line, "本次办理", "报告进展");
  Enter(sheet, line, "完成百分比", "40％");
  Enter(sheet, line, "进展或完成情况", "第一行\n第二行");
  const std::string file = Save(sheet);
  EXPECT_EQ(Run(absl::StrCat("import ", file, " --dry-run -o json")).json().dump(),
            R"({"rows":1,"accepted":1,"rejected":[]})");
  EXPECT_EQ(Run(absl::StrCat("tasks get ", name, " -o json")).json()["state"], "NOT_STARTED");
  const auto imported = Run(absl::StrCat("import ", file, " -o json"));
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  const auto part = Run(absl::StrCat("tasks get ", name, " -o json")).json()["parts"][0];
  EXPECT_EQ(part["state"], "IN_PROGRESS");
  EXPECT_EQ(part["percent"], 40);
  EXPECT_EQ(part["events"][0]["text"], "第一行\n第二行");

  WorkSheet next = Template("tasks");
  Enter(next, LineOf(next, "37"), "本次办理", "提交完成");
  const auto refused = Run(absl::StrCat("import ", Save(next), " -o json"));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.json()["rejected"][0]["line"], LineOf(next, "37"));
  EXPECT_EQ(refused.json()["rejected"][0]["field"], "evidence");
  // A file from before somebody else's step.
  ASSERT_EQ(Run(absl::StrCat("tasks progress ", name, " --percent 50 --text 又一步")).exit_code, 0);
  Enter(next, LineOf(next, "37"), "佐证材料", "总结=http://x/1；照片");
  const auto stale = Run(absl::StrCat("import ", Save(next), " -o json"));
  EXPECT_EQ(stale.exit_code, 2);
  EXPECT_EQ(stale.json()["rejected"].size(), 1u) << stale.out;
}

}  // namespace
}  // namespace qcity::system_test
