#include "tests/load/script.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "common/domain/period.h"

namespace qcity::load {
namespace {

using domain::FormatDay;

// $0: year, $1: seed, $2: plan.
constexpr char kHead[] = R"sh(#!/bin/sh
# The campaign year $0 of every organisation, seed $1: made by qcity-load campaign.
# usage: QCITY_SERVER=HOST:PORT sh THIS_FILE FOLDER
set -eu
folder=$${1:?usage: $$0 FOLDER}

# Everything from here on happens on that day.
on() {
  today=$$1
  export QCITY_CLOCK="$$1T09:00:00+08:00"
}

as() { export QCITY_CALLER="$$1"; }

# KIND ORGANISATION: its clerk asks for the form, fills it in, hands it in.
clerk() {
  as "clerk@$$2"
  qcity template "$$1" --organization "$$2" --out "$$folder/$$1-$$2-$$today.xlsx" >>"$$folder/log"
  qcity-load fill "$$folder/$$1-$$2-$$today.xlsx" --plan "$2" --year $0 --seed $1 --day "$$today"
  qcity import "$$folder/$$1-$$2-$$today.xlsx" >>"$$folder/log"
}

# The office verifies all figures that wait.
verify() {
  as office@zhiqiangban
  qcity indicators observations --state reported -o csv | tail -n +2 | sed 's|.*,||' | xargs qcity indicators batch-verify >>"$$folder/log"
}

# RESULTS: the agency registers its survey of the year and hands in what it found; the office verifies it.
survey() {
  as agent@diaocha-jigou
  qcity surveys put year-$0 --title 示例 --commissioner zhiqiangban --agency diaocha-jigou --qualification 示例许可证 --population 常住居民 \
    --population-size 1000000 --frame 示例名单 --from $0-10-08 --to $0-10-31 --mode telephone --questionnaire "$$(printf '%064d' 1)" \
    --satisfied 满意 --satisfied 非常满意 --period $0 --illustrative >>"$$folder/log"
  printf "$$1" >"$$folder/results.csv"
  qcity surveys import year-$0 "$$folder/results.csv" >>"$$folder/log"
  as office@zhiqiangban
  qcity surveys verify year-$0 >>"$$folder/log"
}

# The year's air as its station wrote it down.
air() {
  as clerk@huanbaoju
  qcity-load air --plan "$2" --year $0 --seed $1 >"$$folder/air.csv"
  qcity measurements import "$$folder/air.csv" --illustrative >>"$$folder/log"
}

# The office's word on a part or many.
office() {
  as office@zhiqiangban
  qcity "$$@" >>"$$folder/log"
}
)sh";

std::string Place(const Report& report) { return absl::StrCat(report.task, "/", report.occurrence); }

std::string Part(const Report& report) { return absl::StrCat(Place(report), "/", report.lead); }

class Script {
 public:
  Script(const Campaign& campaign, absl::string_view plan)
      : campaign_(campaign), text_(absl::Substitute(kHead, campaign.year, campaign.seed, plan)) {}

  std::string Text() && {
    Open();
    for (const absl::CivilDay day : campaign_.days) Work(day);
    Close();
    return std::move(text_);
  }

 private:
  void Line(absl::string_view line) { absl::StrAppend(&text_, line, "\n"); }

  void On(absl::CivilDay day) { Line(absl::StrCat("\non ", FormatDay(day))); }

  template <typename Chosen>
  std::vector<const Report*> Reports(Chosen chosen) const {
    std::vector<const Report*> reports;
    for (const Report& report : campaign_.reports) {
      if (chosen(report)) reports.push_back(&report);
    }
    return reports;
  }

  // What is agreed on before anybody files: staged results, extensions, suspensions.
  void Open() {
    On(campaign_.days.front());
    for (const Report* report : Reports([](const Report& one) { return one.milestone; })) {
      Line(absl::StrCat("as clerk@", report->lead, "; qcity tasks propose-staged ", Place(*report),
                        " --text 示例 --criterion staged=1=示例成果 >>\"$folder/log\""));
      Line(absl::StrCat("office tasks decide-staged ", Place(*report), " --lead ", report->lead, " --approve"));
    }
    for (const Report* report : Reports([](const Report& one) { return one.extended.has_value(); })) {
      Line(absl::StrCat("as clerk@", report->lead, "; qcity tasks extend ", Place(*report), " --until ",
                        FormatDay(*report->extended), " --reason 示例 >>\"$folder/log\""));
      Line(absl::StrCat("office tasks decide-extension ", Place(*report), " --lead ", report->lead, " --grant"));
    }
    for (const Report* report : Reports([](const Report& one) { return one.fate == Fate::kSuspended; })) {
      Line(absl::StrCat("office tasks suspend ", Place(*report), " --lead ", report->lead, " --reason 示例"));
    }
  }

  void Review(const std::vector<const Report*>& reports, absl::string_view word) {
    if (reports.empty()) return;
    Line(absl::StrCat("office tasks batch-review ", word, " ",
                      absl::StrJoin(reports, " ", [](std::string* out, const Report* one) { *out += Part(*one); })));
  }

  void File(const std::vector<const Report*>& reports) {
    std::set<std::string> leads;
    for (const Report* report : reports) leads.insert(report->lead);
    for (const std::string& lead : leads) Line(absl::StrCat("clerk tasks ", lead));
  }

  void Work(absl::CivilDay day) {
    On(day);
    const std::vector<const Report*> filed = Reports([&](const Report& one) { return one.filed == day; });
    const std::vector<const Report*> returned =
        Reports([&](const Report& one) { return one.filed == day && one.fate == Fate::kReturned; });
    File(filed);
    Review(returned, "--return --reason 示例");
    File(returned);
    Review(filed, "--approve");
    std::set<std::string> leads;
    for (const Figure& figure : campaign_.figures) {
      if (figure.filed == day) leads.insert(figure.lead);
    }
    for (const std::string& lead : leads) Line(absl::StrCat("clerk indicators ", lead));
    if (!leads.empty()) Line("verify");
    if (day.month() % 3 == 0 && day.day() == 25) Line("office tasks urge-all --light red --text 请尽快办理 --yes");
  }

  void Survey() {
    std::string results = "domain,district,industry,n,successes,deff,population\\n";
    for (const Poll& poll : campaign_.polls) {
      absl::StrAppend(&results, poll.domain, ",,,", poll.asked, ",", poll.satisfied, ",,\\n");
    }
    Line(absl::StrCat("survey '", results, "'"));
  }

  // Air and survey of the whole year; the yearly list of performance, from the draft to its export.
  void Close() {
    const std::string year = absl::StrCat(" --year ", campaign_.year);
    On(absl::CivilDay(campaign_.year + 1, 1, 2));
    Line("air");
    Survey();
    Line(absl::StrCat("office performance draft", year));
    Line(absl::StrCat("office performance publish", year));
    if (const Report* contested = Contested(campaign_); contested != nullptr) Object(*contested, year);
    On(absl::CivilDay(campaign_.year + 1, 1, 15));
    Line(absl::StrCat("as leader@zhiqiangban; qcity performance confirm", year, " >>\"$folder/log\""));
    Line(absl::StrCat("office performance export", year,
                      " --recipient 市目标办 --document 示例 --out \"$folder/performance.csv\""));
  }

  // A lead contests a charge, and is found right.
  void Object(const Report& contested, const std::string& year) {
    Line(absl::StrCat("as clerk@", contested.lead, "; qcity performance object", year, " --organization ",
                      contested.lead, " --item ", Place(contested),
                      " --reason 示例 --evidence 示例签收单 >>\"$folder/log\""));
    Line(absl::StrCat("office performance decide", year, " --objection 1 --uphold --correct ", Place(contested),
                      "=1 --reason 示例"));
  }

  const Campaign& campaign_;
  std::string text_;
};

}  // namespace

std::string ScriptOf(const Campaign& campaign, absl::string_view plan) { return Script(campaign, plan).Text(); }

}  // namespace qcity::load
