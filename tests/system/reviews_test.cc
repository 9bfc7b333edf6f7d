// A pre-acceptance by the client alone against real services: opened, marked, a finding mended, the application made; and its evidence pack, whose numbers can be
// followed offline and whose bytes stay the same whatever is recorded later.
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/system/explained_city.h"

namespace qcity::system_test {
namespace {

// 1-1 has been 市市场监管局's since April 2019.
constexpr char kClerk[] = "li@shichangjianguanju", kOther[] = "zhou@zhiqiangban", kExpert[] = "chen@zhuanjiazu";
constexpr char kBulletin[] = "5a0a1b2c3d4e5f60718293a4b5c6d7e8f9000102030405060708090a0b0c0d0e";

class PreAcceptance : public ExplainedCity {
 protected:
  PreAcceptance() : ExplainedCity(testing_support::NoonOf(2019, 5, 6)) {}

  nlohmann::ordered_json Do(const std::string& command, const std::string& caller) {
    const cli::Outcome run = Run(absl::StrCat(command, " -o json"), caller);
    EXPECT_EQ(run.exit_code, 0) << command << ": " << run.err;
    return run.exit_code == 0 ? run.json() : nlohmann::ordered_json();
  }
  // The name of the figure.
  std::string Record(const std::string& value, const std::string& period) {
    const auto reported = Do(absl::StrCat("indicators report 1-1 --period ", period, " --value ", value,
                                          " --source 通报 --evidence 通报=docs/bulletin.pdf#sha256:", kBulletin),
                             kClerk);
    std::string name = reported["name"];
    AwaitReadiness(Do(absl::StrCat("indicators verify ", name), kOfficer)["version"]);
    return name;
  }
  std::string Bytes(const std::string& file) const {
    std::ifstream stream(folder_ + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  void Export(const std::string& file, const std::string& caller = kOfficer) {
    Do(absl::StrCat("evidence export --review 1 ", folder_, file), caller);
  }
};

TEST_F(PreAcceptance, GoesFromTheReviewToTheApplication) {
  Record("96.5", "2018");
  EXPECT_EQ(Do("reviews open --kind expert --title 专家预验收", kOfficer)["state"], "REVIEW_OPEN");
  Do("reviews invite 1 --person chen --organization zhuanjiazu --from 2019-05-06 --to 2019-05-10", kOfficer);
  const auto marked = Do("reviews mark 1 indicators/1-1 --mark checked", kExpert);
  EXPECT_EQ(marked["marks"][0]["mark"], "CHECKED");
  EXPECT_EQ(Run("reviews mark 1 indicators/1-1 --mark checked", "zhao@zhuanjiazu").exit_code, 4);
  Do("reviews finding 1 --item indicators/1-1 --text 抽查记录不全 --severity major", kExpert);
  Do("reviews assign 1/1 --owner shichangjianguanju --due 2019-06-30", kOfficer);
  Do("reviews report 1/1 --text 已补齐 --evidence 台账", kClerk);
  Do("acceptance draft --document 申请书#sha256:" + std::string(kBulletin), kOfficer);
  EXPECT_EQ(Run("reviews close 1 --conclusion 基本达到", kOfficer).exit_code, 1);
  Do("reviews close-rectification 1/1", kOther);
  EXPECT_EQ(Do("reviews close 1 --conclusion 基本达到", kOfficer)["state"], "REVIEW_CLOSED");
  const auto applied = Do("acceptance apply --document 申请书#sha256:" + std::string(kBulletin), kOfficer);
  EXPECT_EQ(applied["state"], "APPLIED");
  EXPECT_EQ(applied["steps"][1]["reviews"][0], "campaigns/ezhou-2017/reviews/1");
}

TEST_F(PreAcceptance, LeavesAPackThatStaysTheSameAndIsWhole) {
  Record("93.5", "2017");
  const std::string name = Record("96.5", "2018");
  Do("reviews open --kind expert --title 专家预验收", kOfficer);
  Export("first.zip");
  ASSERT_TRUE(server_.clock().AdvanceTo(testing_support::NoonOf(2019, 6, 3)).ok());
  Do(absl::StrCat("indicators confirm ", name, " --check 专家组5月6日核查"), kOther);
  Export("later.zip", kClerk);
  EXPECT_EQ(Bytes("later.zip"), Bytes("first.zip"));
  const auto checked = Do(absl::StrCat("evidence verify ", folder_, "first.zip"), "");
  EXPECT_EQ(checked["intact"], true) << checked;
  EXPECT_GT(checked["files"], 60);
  EXPECT_THAT(Bytes("first.zip"), testing::HasSubstr(kBulletin));
  // What the review says it froze is what the pack holds.
  EXPECT_THAT(Bytes("first.zip"),
              testing::HasSubstr(Do("reviews get 1", kOfficer)["review"]["snapshotSha256"].get<std::string>()));
}

}  // namespace
}  // namespace qcity::system_test
