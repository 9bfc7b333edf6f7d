// What `qcity readiness sensitivity` asks and how it shows the answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/services/cli/client.h"
#include "tests/services/cli/fake_sensitivity.h"

namespace qcity::cli {
namespace {

using testing::HasSubstr;

class SensitivityOnline : public testing::TestWithParam<Case> {
 protected:
  Outcome Run(const std::string& command_line) {
    return RunClient(command_line, absl::StrCat("QCITY_CAMPAIGN=ezhou-2017 QCITY_SERVER=", server_.address()));
  }

  FakeSensitivity server_;
};

TEST_P(SensitivityOnline, PrintsWhatItAlwaysPrinted) {
  const Case& c = GetParam();
  ExpectGolden(c.name, Transcript(c.command_line, Run(c.command_line), server_.address()));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, SensitivityOnline,
    testing::Values(Case{"readiness_sensitivity_zh", "readiness sensitivity --as-of 2018-10-15 --at 2019-08-01"},
                    Case{"readiness_sensitivity_en", "readiness sensitivity --lang en"},
                    Case{"readiness_sensitivity_json", "readiness sensitivity -o json"},
                    Case{"readiness_sensitivity_csv", "readiness sensitivity -o csv"},
                    Case{"readiness_sensitivity_misspelt", "readiness sensitivity --samples many --lang en"}));

TEST_F(SensitivityOnline, SendsWhatWasAsked) {
  EXPECT_EQ(Run("readiness sensitivity --as-of 2018-10-15 --at 2019-08-01 --samples 4096 --seed 7").exit_code, 0);
  EXPECT_EQ(server_.asked(),
            "name: \"campaigns/ezhou-2017/readiness\" as_of: \"2018-10-15\" evaluation_date: \"2019-08-01\" "
            "samples: 4096 seed: 7");
}

}  // namespace
}  // namespace qcity::cli
