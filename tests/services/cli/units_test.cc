// The client's parts by themselves: widths, colours, JSON of messages, fields by path, exit codes, differences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <sstream>

#include "common/base/error.h"
#include "common/base/unicode.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/indicators/v1/indicators.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/context.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/request_fields.h"
#include "services/cli/app/row_faults.h"
#include "services/cli/commands/plan_diff.h"
#include "services/cli/output/csv.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/progress.h"
#include "services/cli/output/sparkline.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Table Lights() {
  return {{"任务", "Duties"},
          {{"name", {"名称", "Name"}}, {"percent", {"进度", "Percent"}, true}, {"light", {"灯", "Light"}}},
          {{"公开承诺", "5", Word(tasks::v1::RED, Language::kChinese)},
           {"a", "100", Word(tasks::v1::GREEN, Language::kChinese)}}};
}

TEST(Table, AlignsByWhatATerminalShows) {
  EXPECT_EQ(RenderTable(Lights(), Language::kChinese, false),
            "任务\n"
            "名称      进度  灯\n"
            "--------  ----  ----\n"
            "公开承诺     5  ✘ 红\n"
            "a          100  ✔ 绿\n");
}

TEST(Sparkline, GoesFromTheLeastToTheGreatestAndLeavesGaps) {
  EXPECT_EQ(Sparkline({1, 2, 3, std::nullopt, 8}), "▁▂▃ █");
  EXPECT_EQ(Sparkline({7, 7}), "▅▅");
  EXPECT_EQ(Sparkline({std::nullopt}), " ");
  EXPECT_EQ(Sparkline({}), "");
}

TEST(Evidence, AFileWithoutAPlaceHasItsDigest) {
  const auto evidence = ParseEvidence<indicators::v1::Evidence>("通报#sha256:00ff");
  EXPECT_EQ(evidence.name(), "通报");
  EXPECT_EQ(evidence.uri(), "");
  EXPECT_EQ(evidence.sha256(), "00ff");
}

TEST(Table, ColourAddsToTheSymbolAndChangesNoWidth) {
  EXPECT_THAT(RenderTable(Lights(), Language::kChinese, true), HasSubstr("公开承诺     5  \033[31m✘ 红\033[0m\n"));
}

TEST(Table, WrapsLongCellsInTheirColumn) {
  const Table table{{"", ""}, {{"a", {"甲", "A"}, false, 4}, {"b", {"乙", "B"}}}, {{"公开承诺书", "x"}}};
  EXPECT_EQ(RenderTable(table, Language::kChinese, false), "甲    乙\n----  --\n公开  x\n承诺\n书\n");
}

TEST(Table, WrapsWithoutTearingWordsOrPuttingClosingMarksFirst) {
  const auto wrapped = [](const char* text, int width) {
    const Table table{{"", ""}, {{"a", {"", ""}, false, width}}, {{text}}};
    const std::string all = RenderTable(table, Language::kChinese, false);
    return all.substr(all.find('\n', all.find('\n') + 1) + 1);  // Below head and rule.
  };
  EXPECT_EQ(wrapped("公开，承诺。书", 4), "公\n开，\n承\n诺。\n书\n");
  EXPECT_EQ(wrapped("因为2018年", 6), "因为\n2018年\n");
  EXPECT_EQ(wrapped("the first of them", 9), "the first\nof them\n");
  EXPECT_EQ(wrapped("extraordinarily", 6), "extrao\nrdinar\nily\n");
}

TEST(Table, ForeignTextCannotMoveTheCursor) {
  EXPECT_EQ(Printable("a\x1b[2Jb\nc\xff"
                      "d\xe2\x80\xae"
                      "e"),
            "a\xEF\xBF\xBD[2Jb c\xEF\xBF\xBD"
            "d\xEF\xBF\xBD"
            "e");
}

TEST(Csv, QuotesAndKeepsRawValues) {
  const Table table{{"", ""},
                    {{"name", {"名", "Name"}}, {"light", {"灯", "Light"}}},
                    {{"a,\"b\"\nc", Word(tasks::v1::RED, Language::kChinese)}}};
  EXPECT_EQ(RenderCsv(table), "name,light\n\"a,\"\"b\"\"\nc\",RED\n");
}

TEST(Words, SayFlagsAndSubjectsAndKeepTheirNamesForMachines) {
  const std::vector<std::string> flags = {"small_sample", "stale", "of_a_later_version"};
  EXPECT_EQ(FlagsCell(flags, Language::kChinese).text, "样本小、陈旧、of a later version");
  EXPECT_EQ(FlagsCell(flags, Language::kEnglish).text, "small sample, stale, of a later version");
  EXPECT_EQ(FlagsCell(flags, Language::kChinese).raw, "small_sample;stale;of_a_later_version");
  for (const char* flag :
       {"awaiting_review", "break", "ceiling", "interpretation", "late", "open", "overdue", "partial", "preliminary",
        "provisional", "small_sample", "stale", "tie", "uncertain", "unrated", "unreported"})
    EXPECT_NE(FlagWord(flag, Language::kChinese), FlagWord(flag, Language::kEnglish)) << flag;
  EXPECT_EQ(SubjectCell("NATIONAL", Language::kChinese).text, "全国");
  EXPECT_EQ(SubjectCell("NATIONAL", Language::kChinese).raw, "NATIONAL");
  EXPECT_EQ(SubjectCell("黄石市", Language::kEnglish).text, "黄石市");
}

TEST(Words, EveryVerdictStateAndLightHasOneInBothLanguages) {
  const auto check = [](const google::protobuf::EnumDescriptor* type) {
    for (int i = 1; i < type->value_count(); ++i) {
      const std::string& name = type->value(i)->name();
      EXPECT_NE(WordOf(type->value(i), Language::kChinese).text, name);
      EXPECT_NE(WordOf(type->value(i), Language::kEnglish).text, name);
      EXPECT_EQ(WordOf(type->value(i), Language::kEnglish).raw.value_or(""), name);
    }
  };
  check(aggregation::v1::ReadinessVerdict_descriptor());
  check(aggregation::v1::LeafVerdict_descriptor());
  check(indicators::v1::State_descriptor());
  check(tasks::v1::PartState_descriptor());
  check(tasks::v1::Light_descriptor());
  check(tasks::v1::Rating_descriptor());
  check(plan::v1::OrganizationKind_descriptor());
  check(plan::v1::DeadlineKind_descriptor());
}

TEST(Json, WholeNumbersHaveNoPointAndNanIsNull) {
  EXPECT_EQ(NumberJson(94.0).dump(), "94");
  EXPECT_EQ(NumberJson(0.1).dump(), "0.1");
  EXPECT_EQ(NumberJson(1e300).dump(), "1e+300");
  EXPECT_TRUE(NumberJson(std::numeric_limits<double>::quiet_NaN()).is_null());
}

TEST(JsonOfProto, NamesAbsencesTimesAndOneofs) {
  aggregation::v1::Line line;
  line.set_verdict(aggregation::v1::NOT_READY);
  const Json json = JsonOf(line);
  EXPECT_EQ(json["verdict"], "NOT_READY");
  EXPECT_TRUE(json["score"].is_null());
  EXPECT_TRUE(json["grade"].is_null());
  EXPECT_TRUE(json["gates"].is_null());
  EXPECT_EQ(json["scoreLow"].dump(), "0");

  indicators::v1::Observation observation;
  observation.set_version(1'234'567'890'123);
  observation.mutable_figure()->mutable_fraction()->set_numerator(3);
  observation.add_history()->mutable_recorded()->set_seconds(1'539'565'200);
  const Json record = JsonOf(observation);
  EXPECT_EQ(record["version"].dump(), "1234567890123");
  EXPECT_EQ(record["figure"].dump(), R"({"fraction":{"numerator":3,"denominator":0}})");
  EXPECT_EQ(record["history"][0]["recorded"], "2018-10-15T09:00:00+08:00");
}

TEST(RequestFields, FillNestedFieldsAndRefuseTwoForms) {
  indicators::v1::ReportObservationRequest request;
  EXPECT_TRUE(SetField(request, "observation.figure.fraction.numerator", "376", "--numerator").ok());
  EXPECT_TRUE(SetField(request, "observation.finality", "preliminary", "--finality").ok());
  EXPECT_EQ(request.observation().figure().fraction().numerator(), 376);
  EXPECT_EQ(request.observation().finality(), indicators::v1::PRELIMINARY);
  EXPECT_EQ(ExitCodeOf(SetField(request, "observation.figure.value", "94", "--value")), kExitUsage);
  EXPECT_EQ(ExitCodeOf(SetField(request, "observation.finality", "maybe", "--finality")), kExitUsage);
  EXPECT_EQ(ExitCodeOf(SetField(request, "observation.figure.fraction.denominator", "many", "--denominator")),
            kExitUsage);
}

TEST(ResourceName, CompletesWhatPeopleType) {
  EXPECT_EQ(*ResourceName("c", {"indicators"}, "1-1"), "campaigns/c/indicators/1-1");
  EXPECT_EQ(*ResourceName("c", {"tasks", "occurrences"}, "29-1/2018"), "campaigns/c/tasks/29-1/occurrences/2018");
  EXPECT_EQ(*ResourceName("c", {"vetoes"}, "campaigns/d/vetoes/1"), "campaigns/d/vetoes/1");
  EXPECT_FALSE(ResourceName("c", {"tasks", "occurrences"}, "29-1").ok());
}

TEST(Evidence, IsReadAsTyped) {
  const auto evidence = ParseEvidence<indicators::v1::Evidence>("通报=https://a/b?c=d#sha256:00ff");
  EXPECT_EQ(evidence.name(), "通报");
  EXPECT_EQ(evidence.uri(), "https://a/b?c=d");
  EXPECT_EQ(evidence.sha256(), "00ff");
  EXPECT_EQ(ParseEvidence<tasks::v1::EvidenceFile>("会议纪要").name(), "会议纪要");
}

TEST(ExitCodes, FollowTheCallersNextAction) {
  const auto code = [](absl::StatusCode status) { return ExitCodeOf(absl::Status(status, "x")); };
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(code(absl::StatusCode::kFailedPrecondition), 1);
  EXPECT_EQ(code(absl::StatusCode::kInternal), 1);
  EXPECT_EQ(code(absl::StatusCode::kInvalidArgument), 2);
  EXPECT_EQ(code(absl::StatusCode::kNotFound), 3);
  EXPECT_EQ(code(absl::StatusCode::kPermissionDenied), 4);
  EXPECT_EQ(code(absl::StatusCode::kUnauthenticated), 4);
  EXPECT_EQ(code(absl::StatusCode::kUnavailable), 5);
  EXPECT_EQ(code(absl::StatusCode::kDeadlineExceeded), 5);
}

TEST(Context, ColoursOnlyATerminalAndNotAgainstNoColor) {
  std::ostringstream out, err;
  setenv("TERM", "xterm", 1);
  unsetenv("NO_COLOR");
  Context terminal(out, err, true, true);
  EXPECT_TRUE(terminal.color());
  EXPECT_FALSE(Context(out, err, false, true).color());
  terminal.no_color = true;
  EXPECT_FALSE(terminal.color());
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(Context(out, err, true, true).color());
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(Context(out, err, true, true).color());
}

TEST(Progress, DrawsOnATerminalOnlyAndLeavesNothing) {
  std::ostringstream shown, silent;
  {
    Progress drawn(shown, true, 2), not_drawn(silent, false, 2);
    drawn.Advance();
    not_drawn.Advance();
  }
  EXPECT_THAT(shown.str(), HasSubstr("50 % 1/2"));
  EXPECT_THAT(shown.str(), testing::EndsWith("\r\033[K"));
  EXPECT_EQ(silent.str(), "");
}

TEST(Differences, MatchEntriesByNumberNotByPosition) {
  plan::v1::Plan before, after;
  before.add_indicators()->set_number("1");
  before.add_indicators()->set_number("2");
  after.add_indicators()->set_number("2");
  after.mutable_indicators(0)->set_name("b");
  const std::vector<Difference> found = Differences(before, after);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].path, "indicators[1]");
  EXPECT_TRUE(found[0].after.is_null());
  EXPECT_EQ(found[1].path, "indicators[2].name");
  EXPECT_TRUE(Differences(after, after).empty());
}

TEST(DescribeError, NamesEveryFieldInTheUsersLanguage) {
  const absl::Status status = InvalidFields({{"a", {"甲", "A"}}, {"b", {"乙", "B"}}});
  EXPECT_EQ(DescribeError(status, Language::kChinese), "错误：2 处有误\n  a: 甲\n  b: 乙\n");
  EXPECT_THAT(DescribeError(status, Language::kEnglish), Not(HasSubstr("甲")));
}

TEST(InFile, FaultsOfRowsAreToldOfTheFile) {
  const RowOrigin origin{"survey.csv", {2, 5}, {{"design_effect", "deff"}}};
  const absl::Status told = InFile(origin, InvalidFields({{"results[1].design_effect", {"", "a"}},
                                                          {"results[0].n", {"", "b"}},
                                                          {"results[1]", {"", "c"}},
                                                          {"results[2].n", {"", "d"}},
                                                          {"name", {"", "e"}}}));
  const std::optional<ErrorDetail> detail = DetailOf(told);
  ASSERT_TRUE(detail.has_value());
  std::vector<std::string> paths;
  for (const FieldViolation& field : detail->fields) paths.push_back(field.path);
  EXPECT_THAT(paths,
              testing::ElementsAre("survey.csv:5 (deff)", "survey.csv:2 (n)", "survey.csv:5", "results[2].n", "name"));
  EXPECT_EQ(InFile(origin, absl::UnavailableError("later")), absl::UnavailableError("later"));
}

}  // namespace
}  // namespace qcity::cli
