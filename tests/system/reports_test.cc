// The two reports that are printed, from a figure reported with the client to the page.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/cli/page_checks.h"
#include "tests/system/explained_city.h"

namespace qcity::system_test {
namespace {

using testing::HasSubstr;
using testing::Not;

class PrintedReports : public ExplainedCity {
 protected:
  PrintedReports() : ExplainedCity(testing_support::NoonOf(2018, 3, 5)) {
    const cli::Outcome reported = Run(
        "indicators report 1-1 --period 2017 --numerator 376 --denominator 400 --source 年报 --district echeng=200/210 "
        "--district huarong=176/190 -o json",
        "li@zhijianju");
    EXPECT_EQ(reported.exit_code, 0) << reported.err;
    const cli::Outcome verified = Run("indicators verify 1-1/1 -o json", kOfficer);
    EXPECT_EQ(verified.exit_code, 0) << verified.err;
    AwaitReadiness(verified.json()["version"]);
  }
};

TEST_F(PrintedReports, ReadinessIsOnePageWhoseLinksLeadToObservations) {
  const cli::Outcome page = Run("readiness report --as-of 2018-03-05", kOfficer);
  ASSERT_EQ(page.exit_code, 0) << page.err;
  cli::ExpectSoundPage(page.out);
  EXPECT_THAT(page.out, HasSubstr("376/400 = 94 %"));
  EXPECT_THAT(page.out, HasSubstr("indicators/1-1/observations/1"));
  EXPECT_THAT(page.out, HasSubstr("单位履职排名"));
  EXPECT_EQ(Run("readiness report --as-of 2018-03-05", kOfficer).out, page.out);
  cli::ExpectSoundPage(Run("readiness report --lang en", kOfficer).out);
  const cli::Outcome json = Run("readiness report --format json", kOfficer);
  for (const char* key : {"readiness", "explained", "provisional", "gaps", "history", "ranking", "forecast"})
    EXPECT_TRUE(json.json().contains(key)) << key;
  EXPECT_EQ(Run("readiness report --as-of 2030-01-01", kOfficer).exit_code, 2);
  EXPECT_EQ(Run("readiness report --out /nowhere/page.html", kOfficer).exit_code, 2);
}

TEST_F(PrintedReports, AnExpertsPageDoesWithoutTheRanking) {
  const cli::Outcome page = Run("readiness report", "zhang@zhuanjiazu");
  ASSERT_EQ(page.exit_code, 0) << page.err;
  cli::ExpectSoundPage(page.out);
  EXPECT_THAT(page.out, Not(HasSubstr("单位履职排名")));
}

TEST_F(PrintedReports, TheYearsSituationHoldsDistrictsAndNeverChanges) {
  const std::string command = "report situation --year 2017 --as-of 2018-03-05";
  const cli::Outcome page = Run(command, "li@echeng");
  ASSERT_EQ(page.exit_code, 0) << page.err;
  cli::ExpectSoundPage(page.out);
  EXPECT_THAT(page.out, HasSubstr("鄂城区"));
  EXPECT_THAT(page.out, HasSubstr("1 项有已核实的数据：达标 1 项"));
  EXPECT_THAT(Run(command + " --format csv", kOfficer).out, HasSubstr("一、产品质量,1-1,"));
  EXPECT_THAT(Run(command + " --format csv --table districts", kOfficer).out, HasSubstr(",echeng,鄂城区,%,95.23"));
  EXPECT_EQ(Run(command + " --format json", kOfficer).json()["chapters"][0]["domains"]["total"]["met"], 1);

  ASSERT_TRUE(server_.clock().AdvanceTo(testing_support::NoonOf(2018, 3, 6)).ok());
  const cli::Outcome reported =
      Run("indicators report 3 --period 2017 --numerator 97 --denominator 100 --source 年报 -o json", "li@nongwei");
  ASSERT_EQ(reported.exit_code, 0) << reported.err;
  const cli::Outcome verified =
      Run(absl::StrCat("indicators verify ", std::string(reported.json()["name"]), " -o json"), kOfficer);
  ASSERT_EQ(verified.exit_code, 0) << verified.err;
  AwaitReadiness(verified.json()["version"]);
  EXPECT_EQ(Run(command, "li@echeng").out, page.out);
  EXPECT_THAT(Run("report situation --year 2017", "li@echeng").out, HasSubstr("2 项有已核实的数据"));
  EXPECT_EQ(Run("report situation --year 2019", kOfficer).exit_code, 2);
}

}  // namespace
}  // namespace qcity::system_test
