// Daily measurements from a file to readiness, by the client: they derive 26 and 29, yield to a verified figure, and change no earlier answer.
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/domain/period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/system/explained_city.h"

namespace qcity::system_test {
namespace {

using cli::Outcome;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::ordered_json;

constexpr char kClerk[] = "qian@huanbaoju";

class MeasurementsToReadiness : public ExplainedCity {
 protected:
  MeasurementsToReadiness() : ExplainedCity(testing_support::NoonOf(2018, 3, 4)) {}

  // A year of two stations; every third day is bad at both, and on 31 days neither says anything.
  std::string YearFile(const char* name, int bad_aqi) {
    std::ofstream file(folder_ + name);
    file << "station,day,aqi,pm25,valid\n";
    int i = 0;
    for (absl::CivilDay day(2017, 1, 1); day < absl::CivilDay(2018, 1, 1); ++day, ++i) {
      const bool missing = day.month() == 10;
      const std::string aqi = missing ? "-" : absl::StrCat(i % 3 == 0 ? bad_aqi : 80);
      for (const char* station : {"凤凰", "花湖"}) {
        file << station << "," << domain::FormatDay(day) << "," << aqi << "," << (missing ? "—" : "48") << ",有效\n";
      }
    }
    return folder_ + name;
  }

  // The leaf of a measure, once readiness has read so far.
  Json Leaf(const std::string& number, const std::string& as_of, std::int64_t version) {
    AwaitReadiness(version);
    return ExplainedCity::Leaf(number, as_of);
  }
};

TEST_F(MeasurementsToReadiness, DeriveYieldAndLeaveEarlierAnswersAlone) {
  // 2017 is judged from mid-February on.
  EXPECT_EQ(Leaf("26", "2018-03-04", 0)["verdict"], "NO_DATA");
  ASSERT_TRUE(server_.clock().AdvanceTo(testing_support::NoonOf(2018, 3, 5)).ok());
  const std::string file = YearFile("2017.csv", 150);
  const Outcome denied = Run(absl::StrCat("measurements import ", file), "li@zhijianju");
  EXPECT_EQ(denied.exit_code, 4);
  EXPECT_THAT(denied.err, HasSubstr("26, 29"));
  const Outcome imported = Run(absl::StrCat("measurements import -o json ", file), kClerk);
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_EQ(imported.json()["imported"], 730);
  const std::int64_t version = imported.json()["version"];

  const Json share = Leaf("26", "2018-03-05", version);
  EXPECT_EQ(share["inputs"][0]["figureZh"], "223/334 = 66.7665 %");
  EXPECT_EQ(share["verdict"], "AT_RISK");
  EXPECT_THAT(share["flags"], Contains("derived"));
  EXPECT_THAT(share["flags"], Not(Contains("preliminary")));
  EXPECT_EQ(share["inputs"][0]["state"], "DERIVED");
  const Json& from = share["inputs"][0]["derivedFrom"];
  EXPECT_EQ(from[0]["key"], "good_days");
  EXPECT_EQ(from[0]["value"], "223");
  EXPECT_EQ(from[1]["value"], "334");
  EXPECT_EQ(from[2]["value"], "2");
  EXPECT_EQ(from[5]["key"], "version");
  const Json mean = Leaf("29", "2018-03-05", version);
  EXPECT_EQ(mean["verdict"], "MET");
  EXPECT_EQ(mean["inputs"][0]["figureZh"], "48 μg/m3");
  EXPECT_EQ(Leaf("26", "2018-03-04", version)["verdict"], "NO_DATA");
  EXPECT_THAT(Run("readiness explain --node indicators/26", kOfficer).out, HasSubstr("优良天数"));

  // A correction the next day.
  ASSERT_TRUE(server_.clock().AdvanceTo(testing_support::NoonOf(2018, 3, 6)).ok());
  const Outcome corrected = Run(absl::StrCat("measurements import -o json ", YearFile("again.csv", 100)), kClerk);
  ASSERT_EQ(corrected.exit_code, 0) << corrected.err;
  EXPECT_EQ(Leaf("26", "2018-03-06", corrected.json()["version"])["verdict"], "MET");
  EXPECT_EQ(Leaf("26", "2018-03-05", 0), share);

  // A verified figure takes its place; until then the provisional line alone reads it.
  ASSERT_TRUE(server_.clock().AdvanceTo(testing_support::NoonOf(2018, 3, 7)).ok());
  const Outcome reported =
      Run("indicators report 26 --period 2017 --numerator 250 --denominator 360 --source 环境质量公报 -o json", kClerk);
  ASSERT_EQ(reported.exit_code, 0) << reported.err;
  EXPECT_THAT(Leaf("26", "2018-03-07", reported.json()["version"])["flags"], Contains("derived"));
  const std::string name = reported.json()["name"];
  const Outcome verified = Run(absl::StrCat("indicators verify -o json ", name), kOfficer);
  ASSERT_EQ(verified.exit_code, 0) << verified.err;
  const Json stands = Leaf("26", "2018-03-07", verified.json()["version"]);
  EXPECT_EQ(stands["inputs"][0]["name"], name);
  EXPECT_THAT(stands["flags"], Not(Contains("derived")));
  EXPECT_EQ(Leaf("26", "2018-03-05", 0), share);
}

TEST_F(MeasurementsToReadiness, ABadFileNamesLineAndColumnAndWritesNothing) {
  std::ofstream(folder_ + "bad.csv") << "station,day,aqi,pm25\n凤凰,2017-01-01,80,40\n凤凰,2017-01-02,优,40\n";
  const Outcome run = Run(absl::StrCat("measurements import ", folder_, "bad.csv"), kClerk);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("bad.csv:3 (aqi)"));
  EXPECT_EQ(Run("measurements list -o json", kClerk).json()["measurements"].size(), 0);
  EXPECT_EQ(Run("measurements derived -o json", kClerk).json()["derived"].size(), 0);
}

}  // namespace
}  // namespace qcity::system_test
