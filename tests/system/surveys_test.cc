// A satisfaction survey by the client, from the agency's description to the explanation of readiness.
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/system/explained_city.h"

namespace qcity::system_test {
namespace {

using cli::Outcome;
using testing::Contains;
using testing::HasSubstr;
using Json = nlohmann::ordered_json;

constexpr char kAgent[] = "li@diaocha-jigou";

class SurveyToReadiness : public ExplainedCity {
 protected:
  SurveyToReadiness() : ExplainedCity(testing_support::NoonOf(2018, 3, 5)) {}

  Outcome Put(const std::string& caller) {
    return Run(
        absl::StrCat("surveys put 2017-services --title 服务业顾客满意度调查 --commissioner zhiqiangban --agency "
                     "diaocha-jigou --qualification 涉外调查许可证 --population 常住居民 --population-size 800000 "
                     "--frame 居委会名单 --from 2017-11-01 --to 2017-12-15 --mode face_to_face --questionnaire ",
                     std::string(64, 'a'), " --satisfied 满意 --satisfied 非常满意 --period 2017"),
        caller);
  }
  std::string File(const std::string& rows) {
    std::ofstream(folder_ + "results.csv") << "domain,district,industry,n,successes,deff,population\n" << rows;
    return folder_ + "results.csv";
  }
};

TEST_F(SurveyToReadiness, A320Of400Against80PercentIsMetAndUncertain) {
  const Outcome put = Put(kAgent);
  ASSERT_EQ(put.exit_code, 0) << put.err;
  EXPECT_THAT(put.out, HasSubstr("已登记"));
  const std::string file = File("producer-services,,,400,320,,\nmain-industries,,finance,100,95,1.2,\n");
  ASSERT_EQ(Run("surveys import 2017-services " + file, kAgent).exit_code, 0);
  EXPECT_EQ(Run("surveys verify 2017-services", "li@zhiqiangban").exit_code, 1);  // Four eyes.
  ASSERT_TRUE(server_.clock().AdvanceTo(testing_support::NoonOf(2018, 3, 6)).ok());
  const Outcome verified = Run("surveys verify 2017-services -o json", kOfficer);
  ASSERT_EQ(verified.exit_code, 0) << verified.err;
  AwaitReadiness(verified.json()["version"]);

  const Json leaf = Leaf("21-1", "2018-03-06");
  EXPECT_EQ(leaf["verdict"], "MET");
  EXPECT_THAT(leaf["flags"], Contains("uncertain"));
  EXPECT_THAT(std::string(leaf["ruleZh"]), HasSubstr("0.495"));
  EXPECT_THAT(std::string(leaf["inputs"][0]["source"]), HasSubstr("surveys/2017-services"));
  EXPECT_EQ(Leaf("22", "2018-03-06")["inputs"][0]["part"], "金融");
  EXPECT_EQ(Leaf("21-1", "2018-03-05")["verdict"], "NO_DATA");  // Verified the next day.
}

TEST_F(SurveyToReadiness, AReturnTellsWhyAndABadFileNamesItsCells) {
  ASSERT_EQ(Put(kAgent).exit_code, 0);
  const Outcome bad =
      Run("surveys import 2017-services " + File("producer-services,,,400,401,,\nretail,,,1,1,0.5,\n"), kAgent);
  EXPECT_EQ(bad.exit_code, 2);
  for (const char* cell : {"results.csv:2 (successes)", "results.csv:3 (domain)", "results.csv:3 (deff)"}) {
    EXPECT_THAT(bad.err, HasSubstr(cell));
  }
  ASSERT_EQ(Run("surveys import 2017-services " + File("producer-services,,,400,320,,\n"), kAgent).exit_code, 0);
  ASSERT_EQ(Run("surveys return 2017-services --reason 缺少权重", kOfficer).exit_code, 0);
  EXPECT_THAT(Run("surveys get 2017-services", kAgent).out, HasSubstr("退回理由：缺少权重"));
  EXPECT_THAT(Run("surveys list", kAgent).out, HasSubstr("已退回"));
  EXPECT_EQ(Run("surveys get 2017-services", "li@zhijianju").exit_code, 0);
  EXPECT_EQ(Put("li@zhijianju").exit_code, 4);
}

}  // namespace
}  // namespace qcity::system_test
