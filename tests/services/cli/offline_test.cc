// What the client prints offline, in both languages and every format, and how it ends; byte by byte against golden/.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/cli/client.h"

namespace qcity::cli {
namespace {

class Offline : public testing::TestWithParam<Case> {};

TEST_P(Offline, PrintsWhatItAlwaysPrinted) {
  const Case& c = GetParam();
  ExpectGolden(c.name, Transcript(c.command_line, RunClient(c.command_line, c.environment)));
}

constexpr char kScore[] =
    "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/tasks.csv --as-of 2019-04-10";

INSTANTIATE_TEST_SUITE_P(
    Commands, Offline,
    testing::Values(
        Case{"help_zh", "--help"}, Case{"help_en", "--lang en --help"},
        Case{"help_by_environment", "plan --help", "QCITY_LANG=en"}, Case{"help_of_report", "indicators report --help"},
        Case{"version", "--version"}, Case{"no_command", ""}, Case{"group_without_command", "plan --lang en"},
        Case{"unknown_command", "plan paint"}, Case{"unknown_command_en", "plan paint --lang en"},
        Case{"unknown_option", "plan show --colour red"}, Case{"unknown_option_alone", "--colour"},
        Case{"missing_value", "plan show --part"}, Case{"missing_option", "calendar due --days 3 --unit working"},
        Case{"bad_choice", "plan show {plan} -o xml"},
        Case{"bad_language_in_environment", "plan show {plan}", "QCITY_LANG=fr"},
        Case{"bad_timeout", "plan show {plan} --timeout never"},
        Case{"bad_clock", "plan show {plan} --clock yesterday"}, Case{"plan_show_zh", "plan show {plan}"},
        Case{"plan_show_en", "plan show {plan} --lang en"}, Case{"plan_show_json", "plan show {plan} -o json"},
        Case{"plan_show_part_csv", "plan show {plan} --part tasks -o csv"},
        Case{"plan_show_missing_file", "plan show {data}/nowhere"}, Case{"plan_check_zh", "plan check {plan}"},
        Case{"plan_check_broken_zh", "plan check {data}/broken-plan.textproto"},
        Case{"plan_check_broken_en", "plan check {data}/broken-plan.textproto --lang en"},
        Case{"plan_check_broken_json", "plan check {data}/broken-plan.textproto -o json --lang en"},
        Case{"plan_check_unreadable", "plan check {data}/observations.csv --lang en"},
        Case{"plan_show_broken", "plan show {data}/broken-plan.textproto"},
        Case{"plan_diff_zh", "plan diff {plan} {data}/changed-plan.textproto"},
        Case{"plan_diff_json", "plan diff {plan} {data}/changed-plan.textproto -o json"},
        Case{"plan_diff_csv", "plan diff {plan} {data}/changed-plan.textproto -o csv --lang en"},
        Case{"plan_diff_same", "plan diff {plan} {plan} --lang en"}));

INSTANTIATE_TEST_SUITE_P(
    Calendar, Offline,
    testing::Values(
        Case{"calendar_zh", "calendar due --from 2018-09-21 --days 15 --unit working"},
        Case{"calendar_en", "calendar due --from 2018-09-21 --days 15 --unit working --lang en"},
        Case{"calendar_json", "calendar due --from 2017-01-20 --days 7 --unit working -o json"},
        Case{"calendar_csv", "calendar due --from 2017-01-20 --days 7 --unit working -o csv"},
        Case{"calendar_days_json", "calendar due --from 2019-04-30 --days 7 --unit calendar -o json"},
        Case{"calendar_unknown_year", "calendar due --from 2030-01-01 --days 1 --unit working --known-on 2019-01-01"},
        Case{"calendar_unknown_year_by_all_notices", "calendar due --from 2030-01-01 --days 1 --unit working"},
        Case{"calendar_bad_date", "calendar due --from 2018-02-30 --days 1 --unit working"},
        Case{"calendar_bad_days", "calendar due --from 2018-02-01 --days 0 --unit working --lang en"}));

INSTANTIATE_TEST_SUITE_P(
    Score, Offline,
    testing::Values(
        Case{
            "score_zh",
            "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/tasks.csv --as-of 2019-04-10"},
        Case{"score_en",
             "score --plan {plan} --observations {data}/observations.csv --as-of 2019-04-10 --lang en --leaves"},
        Case{
            "score_json",
            "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/tasks.csv --as-of 2019-04-10 -o json"},
        Case{
            "score_csv",
            "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/tasks.csv --as-of 2019-04-10 -o csv"},
        Case{
            "score_whole_of_parts",
            "score --plan {plan} --observations {data}/observations-without-part.csv --as-of 2019-04-10 --lang en -o csv"},
        Case{
            "score_geometric_zh",
            "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/tasks.csv --as-of 2019-04-10 --aggregator geometric --floor 0.01"},
        Case{"score_harmonic_without_floor",
             "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/tasks.csv --as-of "
             "2019-04-10 --aggregator harmonic --lang en"},
        Case{"score_bad_observations_zh", "score --plan {plan} --observations {data}/bad-observations.csv -o json"},
        Case{"score_bad_observations_en", "score --plan {plan} --observations {data}/bad-observations.csv --lang en"},
        Case{
            "score_bad_tasks",
            "score --plan {plan} --observations {data}/observations.csv --task-reports {data}/bad-tasks.csv --lang en"},
        Case{"score_missing_file", "score --plan {plan} --observations {data}/nowhere.csv"}));

// The vectors of the national calendar, read off the JSON as scripts do.
TEST(CalendarDue, FollowsTheNationalCalendar) {
  struct Vector {
    const char* from;
    int days;
    const char* known_on;
    const char* due;
  };
  for (const Vector& vector :
       {Vector{"2017-01-20", 7, "", "2017-02-04"}, Vector{"2017-09-27", 7, "", "2017-10-12"},
        Vector{"2018-09-21", 15, "", "2018-10-18"}, Vector{"2018-12-03", 45, "", "2019-02-03"},
        Vector{"2019-04-30", 1, "", "2019-05-05"}, Vector{"2019-04-30", 1, "2019-03-01", "2019-05-02"}}) {
    const std::string known_on = *vector.known_on == '\0' ? "" : std::string(" --known-on ") + vector.known_on;
    const Outcome run = RunClient(std::string("calendar due -o json --unit working --from ") + vector.from +
                                  " --days " + std::to_string(vector.days) + known_on);
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.json()["due"], vector.due) << vector.from;
  }
}

std::vector<std::string> KeysOf(const nlohmann::ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

using Keys = std::vector<std::string>;

TEST(PlanShow, HasTheKeysOfTheContract) {
  const auto plan = RunClient("plan show " QCITY_SOURCE_DIR "/common/plans/ezhou-2017 -o json").json();
  EXPECT_EQ(KeysOf(plan), (Keys{"id", "version", "city", "phases", "organizations", "groups", "indicators", "tasks"}));
  EXPECT_EQ(KeysOf(plan["phases"][0]), (Keys{"name", "start", "end"}));
  EXPECT_EQ(KeysOf(plan["organizations"][0]), (Keys{"id", "name", "kind", "aliases", "successor"}));
  EXPECT_EQ(KeysOf(plan["groups"][0]), (Keys{"id", "name", "members"}));
  EXPECT_EQ(KeysOf(plan["groups"][0]["members"][0]), (Keys{"id", "from", "to"}));
  EXPECT_EQ(KeysOf(plan["indicators"][0]),
            (Keys{"number", "name", "unit", "kind", "target", "basis", "frequency", "leads", "parts", "notes"}));
  EXPECT_EQ(KeysOf(plan["tasks"][0]),
            (Keys{"number", "part", "group", "title", "leads", "cooperators", "deadline", "criteria", "indicators"}));
  EXPECT_EQ(KeysOf(plan["tasks"][0]["deadline"]), (Keys{"kind", "date", "month", "day"}));
  EXPECT_EQ(plan["indicators"].size(), 62U);
  EXPECT_EQ(plan["tasks"].size(), 97U);
}

TEST(Score, HasTheKeysOfTheContract) {
  const auto score = RunClient(std::string(kScore) + " -o json").json();
  for (const char* key : {"score", "scoreLow", "scoreHigh", "coverage", "verdict", "grade", "leaves", "pillars",
                          "gates", "outlook", "provisional", "asOf"}) {
    EXPECT_TRUE(score.contains(key)) << key;
  }
  for (const char* key : {"number", "achievement", "met", "verdict", "flags", "points", "contribution"}) {
    EXPECT_TRUE(score["leaves"][0].contains(key)) << key;
  }
}

TEST(Score, ALeafWithoutDataIsNullNullFalse) {
  const auto score = RunClient(std::string(kScore) + " -o json").json();
  int without = 0;
  for (const auto& leaf : score["leaves"]) {
    if (leaf["verdict"] != "NO_DATA") continue;
    ++without;
    EXPECT_TRUE(leaf["achievement"].is_null());
    EXPECT_TRUE(leaf["contribution"].is_null());
    EXPECT_EQ(leaf["met"], false);
  }
  EXPECT_GT(without, 0);
}

TEST(Score, LeavesAddUpToTheScore) {
  const auto score = RunClient(std::string(kScore) + " -o json").json();
  double low = 0;
  for (const auto& leaf : score["leaves"]) low += leaf["low"].get<double>();
  EXPECT_NEAR(low, score["scoreLow"].get<double>(), 1e-9);
}

TEST(Score, WithoutTaskReportsThatPillarIsNotApplicable) {
  const auto score =
      RunClient("score --plan {plan} --observations {data}/observations.csv --as-of 2019-04-10 -o json").json();
  for (const auto& leaf : score["leaves"]) EXPECT_EQ(leaf["pillar"], "indicators");
  EXPECT_EQ(score["pillars"][1]["applicable"], false);
}

TEST(Score, LevelsBeginWithTheWholeAndTheirMeansAreOrdered) {
  const auto levels = [](const std::string& rule) {
    return RunClient(std::string(kScore) + " -o json --floor 0.01 --aggregator " + rule).json()["levels"];
  };
  const auto arithmetic = levels("arithmetic"), geometric = levels("geometric"), harmonic = levels("harmonic");
  EXPECT_EQ(geometric["aggregator"], "geometric");
  EXPECT_EQ(geometric["floor"], 0.01);
  EXPECT_EQ(geometric["nodes"][0]["id"], "readiness");
  EXPECT_EQ(geometric["nodes"][0]["score"], geometric["score"]);
  EXPECT_LT(harmonic["score"], geometric["score"]);
  EXPECT_LT(geometric["score"], arithmetic["score"]);
}

TEST(Score, RowsPublishedLaterAreNotKnownYet) {
  const auto of = [](const std::string& as_of) {
    return RunClient("score --plan {plan} --observations {data}/observations.csv -o json --as-of " + as_of).json();
  };
  EXPECT_EQ(of("2019-04-10")["leaves"][0]["period"], "2018Q4");
  EXPECT_EQ(of("2019-04-16")["leaves"][0]["period"], "2019Q1");
}

// The small city's score of rows "indicator,period,value,unit,published" and "occurrence,state,submitted,approved,rating" of its continuous duty.
Outcome ScoreOf(const std::string& observations, const std::string& reports, const std::string& as_of) {
  return RunScript(
      "printf 'indicator,period,value,unit,published\n" + observations + "' >\"$HOME/o.csv\"\n" +
      "printf 'task,lead,occurrence,state,submitted,approved,rating\n" + reports + "' >\"$HOME/t.csv\"\n" +
      "qcity score --plan {plan} --observations \"$HOME/o.csv\" --task-reports \"$HOME/t.csv\" -o json --as-of " +
      as_of);
}

nlohmann::ordered_json LeafOf(const Outcome& run, const std::string& id) {
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const auto score = run.json();
  for (const auto& leaf : score["leaves"]) {
    if (leaf["id"] == id) return leaf;
  }
  ADD_FAILURE() << "no leaf " << id;
  return nullptr;
}

TEST(Score, OfTwoRowsThatSayDifferentThingsTheLaterPublishedStands) {
  const std::string first = "2,2018,44,,2019-02-01\\n", corrected = "2,2018,38,,2019-03-01\\n";
  for (const std::string& rows : {first + corrected, corrected + first}) {
    EXPECT_EQ(LeafOf(ScoreOf(rows, "", "2019-06-30"), "indicators/2")["met"], true);
    EXPECT_EQ(LeafOf(ScoreOf(rows, "", "2019-02-28"), "indicators/2")["met"], false);
  }
}

TEST(Score, UnderstandsPercentSignsAndFullWidthDigits) {
  for (const char* row :
       {"1-1,2018Q3,95%%,,\\n", "1-1,2018Q3,９５％,％,\\n", "1-1,２０１８Q3,95 %%,,２０１８-１０-１５\\n"}) {
    EXPECT_EQ(LeafOf(ScoreOf(row, "", "2018-11-01"), "indicators/1-1")["achievement"], 1) << row;
  }
  EXPECT_EQ(ScoreOf("2,2017,44%%,,\\n", "", "2018-11-01").exit_code, 2);
  EXPECT_EQ(ScoreOf("1-1,2018Q3,95%%,项,\\n", "", "2018-11-01").exit_code, 2);
}

constexpr char kReports[] =
    "4-1,office,2018Q2,COMPLETED,2018-06-30,2018-07-05,\\n4-1,office,2018Q3,COMPLETED,2018-09-29,2018-10-08,\\n";

TEST(Score, AYearIsRatedInItsOwnRowOrInThatOfItsLastQuarter) {
  const std::string last = "4-1,office,2018Q4,COMPLETED,2018-12-28,2019-01-05,";
  for (const std::string& rows : {last + "GOOD\\n", last + "良好\\n", last + "\\n4-1,office,2018,,,,良好\\n",
                                  "4-1,office,2018,,,,0.8\\n" + last + "\\n"}) {
    const auto leaf = LeafOf(ScoreOf("", kReports + rows, "2019-02-01"), "tasks/4-1/2018/office");
    EXPECT_EQ(leaf["achievement"], 0.8) << rows;
    EXPECT_TRUE(leaf["flags"].empty()) << rows;
  }
  // The rating alone reports nothing of the quarter.
  const Outcome rated = ScoreOf("", std::string(kReports) + "4-1,office,2018,,,,EXCELLENT\\n", "2019-02-01");
  EXPECT_EQ(LeafOf(rated, "tasks/4-1/2018/office")["flags"], (Keys{"unreported"}));
  EXPECT_EQ(ScoreOf("", last + "GOOD\\n4-1,office,2018,,,,GOOD\\n", "2019-02-01").exit_code, 2);
  EXPECT_EQ(ScoreOf("", "4-1,office,2018Q3,,,,GOOD\\n", "2019-02-01").exit_code, 2);
}

TEST(Score, WhatASubmissionOrARatingSaysIsNotKnownBeforeItsDay) {
  const std::string rated = "4-1,office,2018Q4,COMPLETED,2018-12-28,2019-01-05,EXCELLENT\\n";
  const auto flags = [](const std::string& reports, const char* as_of) {
    return LeafOf(ScoreOf("", reports, as_of), "tasks/4-1/2018/office")["flags"];
  };
  EXPECT_EQ(flags(kReports + rated, "2019-01-04"), (Keys{"unrated"}));
  EXPECT_TRUE(flags(kReports + rated, "2019-01-05").empty());
  const std::string late =
      "4-1,office,2018Q2,COMPLETED,2018-06-30,2018-07-05,\\n"
      "4-1,office,2018Q3,SUBMITTED,2019-03-01,,\\n" +
      rated;
  EXPECT_EQ(flags(late, "2019-02-28"), (Keys{"unreported"}));
  EXPECT_TRUE(flags(late, "2019-03-01").empty());
}

TEST(Settings, FlagBeatsEnvironmentBeatsProfileBeatsDefault) {
  const auto diff = [](const std::string& options, const std::string& environment) {
    return RunScript(
               "qcity profile set default lang=en >/dev/null\nqcity profile set office lang=zh >/dev/null\n"
               "env " +
               environment + " qcity plan diff {plan} {plan} " + options)
        .out;
  };
  EXPECT_EQ(diff("", ""), "The plans do not differ\n");
  EXPECT_EQ(diff("--profile office", ""), "两份方案没有差别\n");
  EXPECT_EQ(diff("", "QCITY_PROFILE=office"), "两份方案没有差别\n");
  EXPECT_EQ(diff("", "QCITY_LANG=zh"), "两份方案没有差别\n");
  EXPECT_EQ(diff("--lang en", "QCITY_LANG=zh"), "The plans do not differ\n");
}

TEST(Completion, OffersWhatComesNext) {
  const auto offers = [](const std::string& words, int current) {
    return RunScript("source <(qcity completion bash); COMP_WORDS=(" + words +
                     "); COMP_CWORD=" + std::to_string(current) + "; _qcity; echo ${COMPREPLY[@]}")
        .out;
  };
  EXPECT_EQ(offers("qcity readiness ''", 2),
            "get explain gaps history rank forecast quality compare simulate levers sensitivity report watch\n");
  EXPECT_EQ(offers("qcity -o json plan ''", 4), "show check diff\n");
  EXPECT_EQ(offers("qcity calendar due --kn", 3), "--known-on\n");
  EXPECT_EQ(offers("qcity cal", 1), "calendar\n");
  EXPECT_EQ(offers("qcity calendar due --unit ''", 4), "working calendar\n");
  EXPECT_EQ(offers("qcity readiness get --lang ''", 4), "zh en\n");
  EXPECT_EQ(offers("qcity --output = j", 3), "json\n");  // As bash takes --output=j apart.
  EXPECT_EQ(offers("qcity calendar due --from ''", 4), "\n");
  EXPECT_EQ(offers("qcity feed watch t", 3), "tasks\n");
}

// What another shell makes of each line and a tab; nothing where it is not installed.
std::string Completed(const std::string& shell, const std::string& script, const std::vector<std::string>& lines) {
  if (RunScript("command -v " + shell + " >/dev/null").exit_code != 0) return "";
  std::string call = shell + " ~/typist";
  for (const std::string& line : lines) call += " '" + line + "'";
  const Outcome run = RunScript("cat >~/typist <<'END'\n" + script + "END\n" + call);
  return run.err.empty() ? run.out : run.err;
}

// zsh completes only for somebody at its editor: a shell in a pseudo-terminal is sent the lines, each with a tab.
TEST(Completion, WorksInZsh) {
  const std::string completed = Completed("zsh", R"(zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell 'unsetopt zle_bracketed_paste; KEYTIMEOUT=1 PS1=; source <(qcity completion zsh)
  show() { print -r -- "<<$BUFFER>>"; BUFFER=; zle accept-line }; zle -N show; bindkey "^X" show; print rea""dy'
zpty -r -m shell shown $'*ready*'
for line; do
  zpty -w -n shell "$line"$'\t'$'\x18'
  zpty -r -m shell shown $'*<<*>>*'
  print -r -- ${${shown##*<<}%%>>*}
done
)",
                                          {"qcity cal", "qcity -o json readiness ex", "qcity calendar due --unit w",
                                           "qcity --lang=e", "qcity readiness get --as", "qcity feed watch ag"});
  if (completed.empty()) GTEST_SKIP() << "zsh is not installed";
  EXPECT_EQ(completed,
            "qcity calendar \n"
            "qcity -o json readiness explain \n"
            "qcity calendar due --unit working \n"
            "qcity --lang=en \n"
            "qcity readiness get --as-of \n"
            "qcity feed watch aggregation \n");
}

TEST(Completion, WorksInFish) {
  const std::string offered = Completed("fish", R"(qcity completion fish | source
for line in $argv
  echo (complete -C $line | string split -f 1 \t)
end
)",
                                        {"qcity plan ", "qcity -o json readiness ex", "qcity calendar due --unit ",
                                         "qcity readiness get --as", "qcity feed watch ag"});
  if (offered.empty()) GTEST_SKIP() << "fish is not installed";
  EXPECT_EQ(offered,
            "check diff show\n"
            "explain\n"
            "calendar working\n"
            "--as-of\n"
            "aggregation\n");
}

TEST(Profile, IsWrittenAndRead) {
  const Outcome run = RunScript(
      "qcity profile set work server=127.0.0.1:9 lang=en >/dev/null\nqcity profile set work lang= >/dev/null\n"
      "stat -c %a ~/.config/qcity/profiles.json\nqcity profile show work -o csv");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.out, "600\nprofile,setting,value\nwork,server,127.0.0.1:9\n");
  EXPECT_EQ(RunClient("profile set work colour=red").exit_code, 2);
  EXPECT_EQ(RunClient("profile show nobody").exit_code, 2);
  EXPECT_EQ(RunClient("plan show {plan} --profile nobody").exit_code, 2);
}

TEST(Profile, ABrokenFileStopsCommandsButNotHelp) {
  const std::string broken = "mkdir -p ~/.config/qcity; echo '[' >~/.config/qcity/profiles.json\n";
  EXPECT_EQ(RunScript(broken + "qcity plan show {plan}").exit_code, 2);
  EXPECT_EQ(RunScript(broken + "qcity --version").exit_code, 0);
}

TEST(Output, WhatCannotBeWrittenIsAFailure) { EXPECT_EQ(RunClient("plan show {plan} >/dev/full").exit_code, 1); }

}  // namespace
}  // namespace qcity::cli
