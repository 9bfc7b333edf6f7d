// What the office does over a year, with the client alone: the performance list from draft to file, the supervision report, leading bodies, activities, briefings.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/services/cli/client.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::system_test {
namespace {

using cli::Outcome;
using testing::HasSubstr;
using testing::Not;
using testing_support::NoonOf;
using testing_support::Told;

class OfficeYear : public testing::Test {
 protected:
  // As `caller`: li and wang are of the office.
  Outcome Run(const std::string& caller, const std::string& command_line) {
    return cli::RunClient(command_line,
                          absl::StrCat("QCITY_SERVER=127.0.0.1:", server_.server().port(), " QCITY_CALLER=", caller));
  }
  Outcome Do(const std::string& caller, const std::string& command_line) {
    Outcome run = Run(caller, command_line);
    EXPECT_EQ(run.exit_code, 0) << command_line << "\n" << run.err;
    return run;
  }
  void MoveTo(int year, int month, int day) { ASSERT_TRUE(server_.clock().AdvanceTo(NoonOf(year, month, day)).ok()); }
  // Until the aggregation has read the tasks' feed so far.
  void WaitFor(std::int64_t position) {
    aggregation::v1::GetReadinessRequest request;
    request.set_name("campaigns/small-city/readiness");
    aggregation::v1::Source& source = *request.add_min_versions();
    source.set_feed("tasks");
    source.set_position(position);
    const auto stub = aggregation::v1::AggregationService::NewStub(server_.channel());
    ASSERT_EQ(Told(testing_support::Call(*stub, &aggregation::v1::AggregationService::Stub::GetReadiness, "li@office",
                                         request)),
              "OK");
  }
  // East does duty 3 in time, north is urged and does nothing.
  void WorkThroughMarch() {
    Do("chen@east", "tasks submit 3/2019 --evidence 计划");
    WaitFor(Do("li@office", "tasks review 3/2019 --lead east --approve -o json").json()["version"]);
    MoveTo(2019, 3, 25);
    WaitFor(Do("li@office", "tasks urge 3/2019 --lead north --text 请尽快 -o json").json()["version"]);
  }

  testing_support::TestServer server_{{indicators::MakeModule, tasks::MakeModule, aggregation::MakeModule},
                                      {.now = NoonOf(2019, 3, 18)}};
};

std::string Slurp(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST_F(OfficeYear, ThePerformanceListGoesFromDraftToFile) {
  WorkThroughMarch();
  MoveTo(2020, 1, 6);
  const auto live = Do("chen@east", "organizations performance --year 2019 -o json").json();
  ASSERT_TRUE(live.is_array());
  Do("li@office", "performance draft --year 2019");
  EXPECT_EQ(Do("li@office", "performance publish --year 2019 -o json").json()["objectionsUntil"], "2020-01-13");
  Do("zhao@north",
     "performance object --year 2019 --organization north --item 3/2019 --reason 已报送 --evidence 签收单");
  EXPECT_EQ(
      Run("chen@east", "performance object --year 2019 --organization north --item 3/2019 --reason x --evidence y")
          .exit_code,
      4);
  EXPECT_EQ(Run("wang@office", "performance confirm --year 2019").exit_code, 1);
  Do("wang@office", "performance decide --year 2019 --objection 1 --uphold --correct 3/2019=0.8 --reason 属实");
  MoveTo(2020, 1, 14);
  Do("wang@office", "performance confirm --year 2019");
  const std::string file = testing::TempDir() + "performance.csv";
  const auto exported =
      Do("wang@office",
         absl::StrCat("performance export --year 2019 --recipient 市目标办 --document 1号 --out ", file, " -o json"))
          .json();
  EXPECT_EQ(exported["sha256"], Sha256Hex(Slurp(file)));
  EXPECT_THAT(Slurp(file), HasSubstr(",north,北区政府,"));
  std::filesystem::remove(file);
  const auto list = Do("chen@east", "performance get --year 2019 -o json").json();
  EXPECT_EQ(list["state"], "EXPORTED");
  EXPECT_EQ(list["objections"][0]["items"][0]["correctedCredit"], 0.8);
}

TEST_F(OfficeYear, TheSupervisionReportIsThePageOfItsMonthForEver) {
  WorkThroughMarch();
  MoveTo(2019, 4, 1);
  const std::string page = Do("chen@east", "report supervision --month 2019-03").out;
  EXPECT_THAT(page, HasSubstr("请尽快"));
  EXPECT_THAT(page, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(Do("chen@east", "report supervision --month 2019-03 --format csv").out,
              HasSubstr(",north,北区政府,1,1,0,0,0,0,1,0,0,1,0,"));
  EXPECT_THAT(Do("chen@east", "report supervision --month 2019-03 --format csv --table overdue").out,
              HasSubstr("north,北区政府,3,制定年度计划,2019,2019-03-20,2019-03-20,11,0,1"));
  Do("zhao@north", "tasks submit 3/2019 --evidence 计划");
  WaitFor(Do("li@office", "tasks review 3/2019 --lead north --approve -o json").json()["version"]);
  EXPECT_EQ(Do("chen@east", "report supervision --month 2019-03").out, page);
  EXPECT_EQ(Run("chen@east", "report supervision --month 2019-05").exit_code, 2);
  EXPECT_EQ(Run("chen@east", "report supervision --month 2019-03 --out /nowhere/page.html").exit_code, 2);
}

TEST_F(OfficeYear, LeadingBodiesAreRegisteredAndTheMissingNamed) {
  const std::string body =
      "--name 领导小组 --document 1号 --established 2018-05-01 --leader 王 --liaison 赵 --phone 0711-123456";
  Do("chen@east", absl::StrCat("organizations register --organization east ", body));
  EXPECT_EQ(Run("chen@east", absl::StrCat("organizations register --organization north ", body)).exit_code, 4);
  const auto missing = Do("li@office", "organizations bodies --which missing -o json").json();
  EXPECT_EQ(missing["registered"], 1);
  EXPECT_THAT(missing["bodies"].dump(), Not(HasSubstr("\"east\"")));
  EXPECT_THAT(Do("li@office", "organizations bodies -o csv").out, HasSubstr("赵,0711-123456"));
  EXPECT_THAT(Do("zhao@north", "organizations bodies -o csv").out, HasSubstr("***,***"));
}

TEST_F(OfficeYear, ActivitiesStandBesideWhatIsClaimed) {
  const std::string record =
      "activities record 1 --kind founding --title 揭牌 --date 2019-03-01 --place 东区 --organiser 质监局 --evidence 照片";
  const auto recorded = Do("ma@quality-bureau", absl::StrCat(record, " --criterion centers -o json")).json();
  EXPECT_EQ(recorded["name"], "campaigns/small-city/activities/1");
  EXPECT_EQ(Run("ma@quality-bureau", absl::StrCat(record, " --criterion leaders")).exit_code, 2);
  const auto submitted =
      Do("ma@quality-bureau", "tasks submit 1/2019 --answer centers=2 --evidence 报告 -o json").json();
  EXPECT_EQ(submitted["activityCounts"]["criteria"][0]["counted"], 1);
  EXPECT_EQ(submitted["activityCounts"]["criteria"][0]["claims"][0]["support"], "UNSUPPORTED");
  EXPECT_THAT(Do("li@office", "tasks get 1/2019").out, HasSubstr("超出记录"));
  EXPECT_THAT(Do("li@office", "activities counts 1/2019 -o csv").out, HasSubstr("market-bureau,2,UNSUPPORTED"));
  Do("ma@quality-bureau", "activities withdraw 1 --reason 重复");
  EXPECT_EQ(Do("li@office", "activities list -o json").json()["activities"].size(), 0U);
  EXPECT_EQ(Do("li@office", "activities list --withdrawn -o json").json()["activities"].size(), 1U);
  Do("chen@east", "briefings submit --organization east --month 2019-02 --title 动态 --text 正文");
  EXPECT_THAT(Do("zhao@north", "briefings list --month 2019-02 -o csv").out, HasSubstr("2019-02,east,动态,正文"));
}

}  // namespace
}  // namespace qcity::system_test
