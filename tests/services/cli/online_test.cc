// What the client asks a server and how it shows the answers: against a server with fixed answers, byte by byte against golden/.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/services/cli/client.h"
#include "tests/services/cli/fake_server.h"

namespace qcity::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Outcome Against(const FakeServer& server, const std::string& command_line, const std::string& environment = "") {
  return RunClient(command_line, absl::StrCat("QCITY_SERVER=", server.address(), " ", environment));
}

class Online : public testing::TestWithParam<Case> {
 protected:
  FakeServer server_;
};

TEST_P(Online, PrintsWhatItAlwaysPrinted) {
  const Case& c = GetParam();
  ExpectGolden(c.name, Transcript(c.command_line, Against(server_, c.command_line), server_.address()));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, Online,
    testing::Values(
        Case{"readiness_get_zh", "readiness get --as-of 2018-10-15"},
        Case{"readiness_get_en", "readiness get --lang en"}, Case{"readiness_get_json", "readiness get -o json"},
        Case{"readiness_get_csv", "readiness get -o csv"}, Case{"readiness_explain_zh", "readiness explain"},
        Case{"readiness_explain_leaf_zh", "readiness explain --node indicators/3"},
        Case{"readiness_explain_leaf_en", "readiness explain --node indicators/3 --lang en"},
        Case{"readiness_explain_json", "readiness explain --node indicators/3 -o json"},
        Case{"readiness_gaps_zh", "readiness gaps"}, Case{"readiness_gaps_csv", "readiness gaps -o csv"},
        Case{"readiness_watch_zh", "readiness watch"},
        Case{"readiness_watch_json", "readiness watch -o json --lang en"}, Case{"campaigns_list_zh", "campaigns list"},
        Case{"indicators_report_zh",
             "indicators report 1-1 --period 2018 --numerator 376 --denominator 400 --source 通报"},
        Case{"indicators_report_en", "indicators report 1-1 --period 2018 --value 94 --source report --lang en"},
        Case{
            "indicators_report_breakdown_zh",
            "indicators report 1-1 --period 2018 --numerator 376 --denominator 400 --source 通报 --district echeng=200/210 --district huarong=176/190 --industry trade=376/400"},
        Case{
            "indicators_report_breakdown_malformed",
            "indicators report 1-1 --period 2018 --numerator 376 --denominator 400 --source x --district echeng=200 --lang en"},
        Case{"indicators_report_two_forms",
             "indicators report 1-1 --period 2018 --value 94 --numerator 1 --source report"},
        Case{"indicators_observations_zh", "indicators observations --indicator 1-1"},
        Case{"indicators_observations_csv", "indicators observations --with-warnings -o csv"},
        Case{"indicators_observations_json", "indicators observations -o json"},
        Case{"indicators_import_zh", "indicators import {data}/import.csv --best-effort"},
        Case{"indicators_import_json", "indicators import {data}/import.csv --dry-run -o json --lang en"},
        Case{"indicators_import_bad_file", "indicators import {data}/bad-observations.csv --lang en"},
        Case{"action_plans_get_zh", "action-plans get 2018"},
        Case{"action_plans_get_json", "action-plans get 2018 -o json"},
        Case{"action_plans_list_en", "action-plans list --as-of 2018-10-15 --lang en"},
        Case{"action_plans_put_zh", "action-plans put {data}/action-plan.json"},
        Case{"action_plans_put_broken", "action-plans put {data}/import.csv --lang en"},
        Case{"indicators_missing_zh", "indicators missing"},
        Case{"indicators_missing_en", "indicators missing --lang en --as-of 2018-10-15 --organization zhijianju"},
        Case{"indicators_missing_json", "indicators missing -o json"},
        Case{"indicators_missing_csv", "indicators missing -o csv"},
        Case{"indicators_urge_zh", "indicators urge 2 --part ccc --period 2017 --text 请三日内报送"},
        Case{"indicators_urge_all_unconfirmed", "indicators urge-all --text 请三日内报送 --lang en"},
        Case{"indicators_urge_all_zh", "indicators urge-all --text 请三日内报送 --yes"},
        Case{"readiness_watch_past", "readiness watch --as-of 2018-10-14 --lang en"},
        Case{"tasks_list_zh", "tasks list"}, Case{"tasks_list_en", "tasks list --lang en"},
        Case{"tasks_list_json", "tasks list -o json"}, Case{"tasks_list_csv", "tasks list -o csv"},
        Case{"tasks_get_zh", "tasks get 29-1/2018"}, Case{"tasks_get_json", "tasks get 29-1/2018 -o json"},
        Case{"tasks_review_undecided", "tasks review 29-1/2018 --lead echeng"},
        Case{"tasks_batch_review_zh", "tasks batch-review 29-1/2018/zhijianju 29-1/2018/echeng --approve"},
        Case{"tasks_batch_review_json", "tasks batch-review 29-1/2018/zhijianju 3/2018/echeng --approve -o json"},
        Case{"tasks_batch_review_malformed", "tasks batch-review zhijianju --approve --lang en"},
        Case{"tasks_urge_all_listed_zh", "tasks urge-all --light red --text 请尽快"},
        Case{"tasks_urge_all_en", "tasks urge-all --due-to 2018-10-01 --text now --yes --lang en"},
        Case{"tasks_urge_all_without_filter", "tasks urge-all --text now --yes --lang en"},
        Case{"tasks_propose_staged_json",
             "tasks propose-staged 50/2018 --lead jingxinwei --text 百家企业完成诊断 "
             "--criterion diagnosed=100=完成诊断的企业（家） -o json"},
        Case{"tasks_propose_staged_malformed", "tasks propose-staged 50/2018 --text a --criterion b=c --lang en"},
        Case{"tasks_hand_over_zh",
             "tasks hand-over 50/2018 --lead jingxinwei --to shangwuju --reason 划转 --document 编办文件"},
        Case{"tasks_cooperation_list_zh", "tasks cooperation list --organization shangwuju"},
        Case{"tasks_cooperation_list_json", "tasks cooperation list -o json"},
        Case{"tasks_cooperation_list_csv", "tasks cooperation list -o csv"},
        Case{"tasks_light_misspelt", "tasks list --light purple"},
        Case{"veto_declare_zh", "veto declare --reason 示例 --document 文件"},
        Case{"feed_watch", "feed watch tasks --once"}, Case{"feed_watch_all", "feed watch tasks --once --all"},
        Case{"health_zh", "health"}, Case{"health_json", "health --wait 5s -o json"},
        Case{"error_field_zh", "readiness get --as-of 2030-01-01"},
        Case{"error_field_en", "readiness get --as-of 2030-01-01 --lang en"},
        Case{"error_permission", "readiness get --caller nobody@nowhere"}, Case{"error_not_found", "indicators get 99"},
        Case{"error_refused_en", "veto lift 1 --reason done --lang en"},
        Case{"error_unimplemented", "tasks urge 29-1/2018 --lead echeng --text 请尽快"}));

TEST(Readiness, HasTheKeysOfTheContract) {
  const FakeServer server;
  const auto readiness = Against(server, "readiness get -o json").json();
  for (const char* key : {"verdict", "score", "scoreLow", "scoreHigh", "coverage", "grade", "outlook", "provisional",
                          "pillars", "gates", "asOf", "version", "illustrative", "sources"}) {
    EXPECT_TRUE(readiness.contains(key)) << key;
  }
  for (const char* set : {"binding", "expected"}) {
    for (const char* key : {"met", "unmet", "unknown"})
      EXPECT_TRUE(readiness["gates"][set][key].is_number()) << set << key;
  }
  EXPECT_EQ(readiness["version"].dump(), "1234567890123");
  EXPECT_TRUE(readiness["provisional"]["score"].is_null());
  EXPECT_EQ(readiness["sources"][1].dump(), R"({"feed":"tasks","position":409,"lagSeconds":2})");
}

// One occurrence of an answer has these keys, each lead's part those; a value that is not there is null.
void ExpectTask(const nlohmann::ordered_json& task) {
  for (const char* key : {"number", "occurrence", "title"}) EXPECT_TRUE(task[key].is_string()) << key;
  EXPECT_EQ(task["light"], "RED");
  ASSERT_EQ(task["leads"].size(), 2U);
  const auto& done = task["leads"][0];
  EXPECT_EQ(done["organization"], "zhijianju");
  EXPECT_EQ(done["submitted"], "2018-09-30");
  const auto& late = task["leads"][1];
  EXPECT_EQ(late["state"], "IN_PROGRESS");
  EXPECT_EQ(late["percent"], 40);
  EXPECT_EQ(late["due"], "2018-10-10");  // As extended.
  EXPECT_EQ(late["originalDue"], "2018-09-30");
  EXPECT_TRUE(late.contains("submitted") && late["submitted"].is_null());
  EXPECT_EQ(late["light"], "RED");
}

TEST(Tasks, HaveTheKeysOfTheContractInTheListAndAlone) {
  const FakeServer server;
  const auto list = Against(server, "tasks list -o json").json();
  ASSERT_EQ(list["tasks"].size(), 1U);
  ExpectTask(list["tasks"][0]);
  ExpectTask(Against(server, "tasks get 29-1/2018 -o json").json());
}

TEST(Writes, CarryCallerRequestIdAndFullNames) {
  const FakeServer server;
  ASSERT_EQ(
      Against(
          server,
          "indicators report 1-1 --period 2018 --value 94 --source x --supersedes 1-1/3 --evidence a=b --request-id abc --caller li@zhijianju")
          .exit_code,
      0);
  ASSERT_EQ(server.asked().size(), 1U);
  const Asked asked = server.asked()[0];
  EXPECT_EQ(asked.caller, "li@zhijianju");
  EXPECT_THAT(asked.request, HasSubstr("request_id: \"abc\""));
  EXPECT_THAT(asked.request, HasSubstr("indicator: \"campaigns/ezhou-2017/indicators/1-1\""));
  EXPECT_THAT(asked.request, HasSubstr("supersedes: \"campaigns/ezhou-2017/indicators/1-1/observations/3\""));
  EXPECT_THAT(asked.request, HasSubstr("evidence { name: \"a\" uri: \"b\" }"));
}

TEST(ActionPlans, AFileMayNameMeasuresAndDutiesByTheirNumbers) {
  const FakeServer server;
  ASSERT_EQ(Against(server, "action-plans put " QCITY_SOURCE_DIR "/tests/services/cli/data/action-plan.json").exit_code,
            0);
  EXPECT_THAT(server.asked()[0].request, HasSubstr("indicator: \"campaigns/ezhou-2017/indicators/1-1\" value: 93.5"));
  EXPECT_THAT(server.asked()[0].request, HasSubstr("task: \"campaigns/ezhou-2017/tasks/29-1\""));
}

TEST(Writes, HaveAFreshRequestIdEachTime) {
  const FakeServer server;
  for (int i = 0; i < 2; ++i)
    ASSERT_EQ(Against(server, "veto declare --reason a --document b", "QCITY_CALLER=wang@zhiqiangban").exit_code, 0);
  EXPECT_NE(server.asked()[0].request, server.asked()[1].request);
  EXPECT_EQ(server.asked()[0].caller, "wang@zhiqiangban");
}

TEST(Clock, IsMovedByCallsThatNameAnInstant) {
  const FakeServer server;
  const std::string call = "veto declare --reason a --document b";
  Against(server, call + " --clock 2018-10-15T09:00:00+08:00");
  Against(server, call, "QCITY_CLOCK=2018-10-16T09:00:00+08:00");
  Against(server, call);
  std::vector<std::string> clocks;
  for (const Asked& asked : server.asked()) clocks.push_back(asked.clock);
  EXPECT_THAT(clocks, ElementsAre("2018-10-15T09:00:00+08:00", "2018-10-16T09:00:00+08:00", ""));
}

TEST(Submit, CarriesAnswersAndEvidence) {
  const FakeServer server;
  ASSERT_EQ(Against(server, "tasks submit 29-1/2018 --text done --answer rate=100 --answer bases=1.5 --evidence 纪要")
                .exit_code,
            0);
  EXPECT_THAT(server.asked()[0].request,
              HasSubstr("answers { key: \"rate\" value: 100 } answers { key: \"bases\" value: 1.5 }"));
  EXPECT_THAT(server.asked()[0].request, HasSubstr("name: \"campaigns/ezhou-2017/tasks/29-1/occurrences/2018\""));
}

TEST(UrgeAll, UrgesTheOpenPartsWithTheLightAskedForAndOnlyWhenConfirmed) {
  const FakeServer server;
  ASSERT_EQ(Against(server, "tasks urge-all --light red --text 请尽快").exit_code, 0);
  EXPECT_TRUE(server.asked().empty());
  ASSERT_EQ(Against(server, "tasks urge-all --light red --text soon --yes --request-id r").exit_code, 0);
  ASSERT_EQ(server.asked().size(), 1U);
  EXPECT_EQ(
      server.asked()[0].request,
      "requests { request_id: \"r-1\" name: \"campaigns/ezhou-2017/tasks/29-1/occurrences/2018\" lead: \"echeng\" "
      "text: \"soon\" }");
  ASSERT_EQ(Against(server, "tasks urge-all --light green --text 请尽快 --yes").exit_code, 0);  // That one is done.
  EXPECT_EQ(server.asked().size(), 1U);
}

TEST(Campaign, MustBeChosenAmongSeveral) {
  const FakeServer server(2);
  const Outcome run = Against(server, "readiness get --lang en");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("--campaign"));
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(Against(server, "readiness get -o json", "QCITY_CAMPAIGN=ezhou-2017").exit_code, 0);
}

TEST(Server, ASeparateServiceHasItsOwnAddressAndAFlagBeatsIt) {
  const FakeServer server;
  const std::string address = server.address();
  EXPECT_EQ(
      RunClient("tasks list -o json --campaign c", "QCITY_SERVER=127.0.0.1:1 QCITY_SERVER_TASKS=" + address).exit_code,
      0);
  EXPECT_EQ(
      RunClient("tasks list -o json --campaign c --server " + address, "QCITY_SERVER_TASKS=127.0.0.1:1").exit_code, 0);
  const Outcome gone = RunClient("tasks list --lang en --campaign c", "QCITY_SERVER=127.0.0.1:1");
  EXPECT_EQ(gone.exit_code, 5);
  EXPECT_THAT(gone.err, HasSubstr("127.0.0.1:1 cannot be reached"));
}

TEST(Health, AnUnreachableServerIsExitCodeFive) {
  EXPECT_EQ(RunClient("health", "QCITY_SERVER=127.0.0.1:1").exit_code, 5);
}

TEST(Sample, IsReplayedInOrderUnderItsOwnClocksCallersAndIds) {
  const FakeServer server;
  const Outcome run = Against(server, "sample load {data}/sample -o json --campaign empty");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.json()["loaded"], 3);
  std::vector<std::string> clocks, callers;
  for (const Asked& asked : server.asked()) {
    clocks.push_back(asked.clock);
    callers.push_back(asked.caller);
  }
  EXPECT_THAT(clocks,
              ElementsAre("2018-10-15T09:00:00+08:00", "2018-10-15T12:00:00+08:00", "2018-10-16T10:00:00+08:00"));
  EXPECT_THAT(callers, ElementsAre("li@zhijianju", "li@zhijianju", "wang@zhiqiangban"));
  EXPECT_THAT(server.asked()[0].request, HasSubstr("illustrative: true"));
  EXPECT_THAT(server.asked()[0].request, HasSubstr("request_id: \"observations.csv:3\""));
  EXPECT_THAT(server.asked()[2].request, HasSubstr("name: \"campaigns/ezhou-2017/indicators/1-1/observations/7\""));
}

TEST(Sample, IsNotLoadedOverOtherData) {
  const FakeServer server;
  const Outcome run = Against(server, "sample load {data}/sample --lang en");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, HasSubstr("holds data already"));
  EXPECT_TRUE(server.asked().empty());
}

}  // namespace
}  // namespace qcity::cli
