// What the client supposes from what people type, and how it shows changes, simulations and levers: byte by byte against golden/.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/cli/client.h"
#include "tests/services/cli/fake_what_if.h"

namespace qcity::cli {
namespace {

using testing::HasSubstr;

class Suppositions : public testing::Test {
 protected:
  Outcome Run(const std::string& command_line) {
    return RunClient(command_line, absl::StrCat("QCITY_SERVER=", server_.address()));
  }
  FakeWhatIf server_;
};

class WhatIf : public Suppositions, public testing::WithParamInterface<Case> {};

TEST_P(WhatIf, PrintsWhatItAlwaysPrinted) {
  const Case& c = GetParam();
  ExpectGolden(c.name, Transcript(c.command_line, Run(c.command_line), server_.address()));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, WhatIf,
    testing::Values(Case{"readiness_compare_zh", "readiness compare --from 2018-06-01 --to 2018-12-31"},
                    Case{"readiness_compare_en", "readiness compare --from 2018-06-01 --lang en"},
                    Case{"readiness_compare_json", "readiness compare --from 2018-06-01 -o json"},
                    Case{"readiness_compare_csv", "readiness compare --from 2018-06-01 -o csv"},
                    Case{"readiness_compare_no_from", "readiness compare"},
                    Case{"readiness_simulate_zh", "readiness simulate --set 2=40 --complete 1/2019/quality-bureau"},
                    Case{"readiness_simulate_en", "readiness simulate --at 2020-06-30 --set 2=40 --lang en"},
                    Case{"readiness_simulate_json", "readiness simulate -o json"},
                    Case{"readiness_simulate_malformed", "readiness simulate --set 2"},
                    Case{"readiness_simulate_help_zh", "readiness simulate --help"},
                    Case{"readiness_simulate_help_en", "readiness simulate --help --lang en"},
                    Case{"readiness_levers_zh", "readiness levers"},
                    Case{"readiness_levers_en", "readiness levers --lang en"},
                    Case{"readiness_levers_json", "readiness levers -o json"},
                    Case{"readiness_levers_csv", "readiness levers -o csv"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(Suppositions, FiguresTakeTheFormsOfTheirMeasures) {
  const Outcome run = Run(
      "readiness simulate --as-of 2018-12-31 --set 2=40 --set 1-1@2018Q3=96 --set 1-1@2018Q2=fraction:96/100 --set 1-2=80.5 --set "
      "4=4-6/17 --set 5=2/30000 --set 7/patents=31.5 --set 8/cod=met");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  for (const char* figure :
       {"number: \"2\" figure { value: 40 }", "number: \"1-1\" period: \"2018Q3\" figure { value: 96 }",
        "number: \"1-1\" period: \"2018Q2\" figure { fraction { numerator: 96 denominator: 100 } }",
        "number: \"1-2\" figure { sample { successes: 80.5 n: 100 } }",
        "number: \"4\" figure { rank { rank: 4 rank_last: 6 ranked: 17 } }",
        "number: \"5\" figure { events { events: 2 exposure: 30000 } }",
        "number: \"7\" part: \"patents\" figure { value: 31.5 }",
        "number: \"8\" part: \"cod\" figure { attestation { met: true } }"}) {
    EXPECT_THAT(server_.supposed(), HasSubstr(figure));
  }
  EXPECT_THAT(server_.supposed(), HasSubstr("as_of: \"2018-12-31\""));
}

TEST_F(Suppositions, CompletionsAndPolicyAreSentAsTyped) {
  const Outcome run = Run(
      "readiness simulate --complete 1/2019/quality-bureau@2018-11-30 --complete tasks/4-1/2018/office=0.8 --points "
      "indicators=500 --policy pass_mark=75 --at 2020-06-30");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  for (const char* supposition :
       {"task: \"1\" occurrence: \"2019\" lead: \"quality-bureau\" day: \"2018-11-30\"",
        "task: \"4-1\" occurrence: \"2018\" lead: \"office\" rating: 0.8", "field: \"points.indicators\" value: 500",
        "field: \"pass_mark\" value: 75", "judged_at: \"2020-06-30\""}) {
    EXPECT_THAT(server_.supposed(), HasSubstr(supposition));
  }
}

TEST_F(Suppositions, WhatCannotBeReadIsAFaultOfTheCommandLine) {
  for (const char* typed : {"--set 2", "--set 2=many", "--set 4=4/x", "--set 2=rank:5", "--complete 1/2019",
                            "--complete 4-1/2018/office=good", "--points indicators", "--policy pass_mark=high"}) {
    EXPECT_EQ(Run(absl::StrCat("readiness simulate ", typed)).exit_code, 2) << typed;
  }
  EXPECT_EQ(server_.supposed(), "");
}

}  // namespace
}  // namespace qcity::cli
