// How the client shows forecasts and their quality, byte by byte against golden/.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/services/cli/client.h"
#include "tests/services/cli/fake_server.h"

namespace qcity::cli {
namespace {

class OnlineForecast : public testing::TestWithParam<Case> {
 protected:
  FakeServer server_;
};

TEST_P(OnlineForecast, PrintsWhatItAlwaysPrinted) {
  const Case& c = GetParam();
  const Outcome run = RunClient(c.command_line, absl::StrCat("QCITY_SERVER=", server_.address()));
  ExpectGolden(c.name, Transcript(c.command_line, run, server_.address()));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, OnlineForecast,
    testing::Values(Case{"readiness_forecast_zh", "readiness forecast --seed 7"},
                    Case{"readiness_forecast_en",
                         "readiness forecast --evaluation 2019-08-01 --draws 10000 --seed 7 --lang en"},
                    Case{"readiness_forecast_json", "readiness forecast --seed 7 -o json"},
                    Case{"readiness_forecast_csv", "readiness forecast --seed 7 -o csv"},
                    Case{"readiness_forecast_malformed", "readiness forecast --seed -7 --lang en"},
                    Case{"readiness_quality_zh", "readiness quality"},
                    Case{"readiness_quality_en", "readiness quality --lang en"},
                    Case{"readiness_quality_json", "readiness quality -o json"}),
    [](const auto& c) { return c.param.name; });

}  // namespace
}  // namespace qcity::cli
