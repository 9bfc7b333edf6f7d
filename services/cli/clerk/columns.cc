#include "services/cli/clerk/columns.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/unicode.h"

namespace qcity::cli {
namespace {

using Columns = std::vector<ClerkColumn>;

const ClerkColumn kKey = {"key", {"行标识（勿改）", "Row key (do not edit)"}, EntryKind::kNone, 8};

Columns IndicatorColumns() {
  constexpr EntryKind kNumber = EntryKind::kNumber, kText = EntryKind::kText;
  return {kKey,
          {"number", {"编号", "No."}, EntryKind::kNone, 8},
          {"name", {"指标", "Indicator"}, EntryKind::kNone, 36},
          {"part_name", {"分项", "Part"}, EntryKind::kNone, 20},
          {"period", {"期间", "Period"}, EntryKind::kNone, 10},
          {"due", {"报送截止", "Due"}, EntryKind::kNone, 12},
          {"target", {"目标", "Target"}, EntryKind::kNone, 16},
          {"last", {"上年同期", "Year before"}, EntryKind::kNone, 16},
          {"value", {"数值", "Value"}, kNumber, 12},
          {"numerator", {"分子", "Numerator"}, kNumber, 12},
          {"denominator", {"分母", "Denominator"}, kNumber, 12},
          {"events", {"事件数", "Events"}, kNumber, 12},
          {"exposure", {"基数", "Exposure"}, kNumber, 12},
          {"successes", {"满意人数", "Satisfied"}, kNumber, 12},
          {"sample", {"调查人数", "Asked"}, kNumber, 12},
          {"population", {"总体人数", "Population"}, kNumber, 12},
          {"deff", {"设计效应", "Design effect"}, kNumber, 12},
          {"rank", {"名次", "Rank"}, kNumber, 10},
          {"ranked", {"参评城市数", "Ranked"}, kNumber, 12},
          {"rank_last", {"并列最后名次", "Last of tie"}, kNumber, 12},
          {"attestation", {"是否符合", "Met"}, kText, 12},
          {"unit", {"计量单位", "Unit"}, kText, 12},
          {"finality", {"数据性质", "Finality"}, kText, 12},
          {"published", {"发布日期", "Published"}, EntryKind::kDate, 13},
          {"source", {"数据来源", "Source"}, kText, 30},
          {"evidence", {"佐证材料", "Evidence"}, kText, 30},
          {"notes", {"填报说明", "How to fill in"}, EntryKind::kNone, 40}};
}

Columns TaskColumns() {
  constexpr EntryKind kText = EntryKind::kText;
  Columns columns = {kKey,
                     {"number", {"编号", "No."}, EntryKind::kNone, 8},
                     {"period", {"节点", "Occurrence"}, EntryKind::kNone, 10},
                     {"name", {"任务", "Duty"}, EntryKind::kNone, 36},
                     {"due", {"到期日", "Due"}, EntryKind::kNone, 12},
                     {"state", {"现状", "State"}, EntryKind::kNone, 14},
                     {"step", {"本次办理", "Step"}, kText, 12},
                     {"percent", {"完成百分比", "Percent"}, EntryKind::kNumber, 12},
                     {"text", {"进展或完成情况", "What was done"}, kText, 40}};
  for (int i = 1; i <= kMostCriteria; ++i) {
    columns.push_back(
        {CriterionColumn(i), {absl::StrCat("完成标准", i), absl::StrCat("Criterion ", i)}, EntryKind::kNone, 24});
    columns.push_back(
        {AnswerColumn(i), {absl::StrCat("标准", i, "完成数"), absl::StrCat("Reached ", i)}, EntryKind::kNumber, 12});
  }
  columns.push_back({"evidence", {"佐证材料", "Evidence"}, kText, 30});
  columns.push_back({"notes", {"填报说明", "How to fill in"}, EntryKind::kNone, 40});
  return columns;
}

struct Choice {
  Text word;
  std::string meaning;
};

const std::map<std::string, std::vector<Choice>, std::less<>>& Choices() {
  static const auto& choices = *new std::map<std::string, std::vector<Choice>, std::less<>>{
      {"finality", {{{"最终数", "final"}, "FINAL"}, {{"初步数", "preliminary"}, "PRELIMINARY"}}},
      {"attestation", {{{"符合", "met"}, "1"}, {{"不符合", "not met"}, "0"}}},
      {"step",
       {{{"签收", "acknowledge"}, "acknowledge"},
        {{"报告进展", "progress"}, "progress"},
        {{"提交完成", "submit"}, "submit"}}}};
  return choices;
}

// "2018-03-05" for "2018/3/5", "2018.3.5", "2018年3月5日"; as it is otherwise.
std::string DayOf(const std::string& text) {
  std::string plain =
      absl::StrReplaceAll(FoldFullWidthDigits(text), {{"年", "-"}, {"月", "-"}, {"/", "-"}, {".", "-"}});
  plain = std::string(absl::StripSuffix(plain, "日"));
  const std::vector<std::string> parts = absl::StrSplit(plain, '-');
  std::array<int, 3> numbers{};
  if (parts.size() != numbers.size() || parts[0].size() != 4) return text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (parts[i].size() > 4 || !absl::SimpleAtoi(parts[i], &numbers[i]) || numbers[i] < 0) return text;
  }
  return absl::StrFormat("%04d-%02d-%02d", numbers[0], numbers[1], numbers[2]);
}

}  // namespace

std::string CriterionColumn(int index) { return absl::StrCat("criterion", index); }
std::string AnswerColumn(int index) { return absl::StrCat("answer", index); }

const std::vector<ClerkColumn>& ClerkColumns(FileKind kind) {
  static const auto& indicators = *new Columns(IndicatorColumns());
  static const auto& tasks = *new Columns(TaskColumns());
  return kind == FileKind::kTasks ? tasks : indicators;
}

const ClerkColumn& ClerkColumnOf(FileKind kind, absl::string_view key) {
  const Columns& columns = ClerkColumns(kind);
  return *std::find_if(columns.begin(), columns.end(), [&](const ClerkColumn& column) { return column.key == key; });
}

std::string ColumnKeyOf(FileKind kind, absl::string_view header) {
  for (const ClerkColumn& column : ClerkColumns(kind)) {
    if (header == column.key || header == column.title.zh || header == column.title.en) return column.key;
  }
  return "";
}

std::vector<Text> ChoicesOf(absl::string_view column) {
  std::vector<Text> words;
  const auto found = Choices().find(column);
  if (found == Choices().end()) return words;
  for (const Choice& choice : found->second) words.push_back(choice.word);
  return words;
}

std::string MeaningOf(absl::string_view column, const std::string& text) {
  const std::string plain(absl::StripAsciiWhitespace(text));
  if (column == "published") return DayOf(plain);
  if (column == "evidence") return absl::StrReplaceAll(plain, {{"；", ";"}, {"\n", ";"}});
  const auto found = Choices().find(column);
  if (found == Choices().end()) return text;
  for (const Choice& choice : found->second) {
    if (plain == choice.word.zh || absl::AsciiStrToLower(plain) == choice.word.en) return choice.meaning;
  }
  return text;
}

}  // namespace qcity::cli
