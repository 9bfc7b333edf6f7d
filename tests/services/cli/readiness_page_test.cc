// The readiness report as a page: what it says, byte by byte, that its links lead somewhere, and that no text escapes the place it stands in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/cli/html/chart.h"
#include "services/cli/html/text.h"
#include "services/cli/readiness/report_page.h"
#include "tests/services/cli/client.h"
#include "tests/services/cli/page_checks.h"

namespace qcity::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

constexpr char kLine[] = R"(
  judged_at: "2018-10-15" verdict: NOT_READY score: 71.25 score_low: 60.5 score_high: 88.125 coverage: 0.875 grade: C
  pillars { key: "indicators" applicable: true points: 600 score: 72.5 score_low: 63 score_high: 86 coverage: 0.9 contribution: 52.5 met: 1 unmet: 1 unknown: 1 }
  pillars { key: "tasks" applicable: true points: 250 score: 68 score_low: 55 score_high: 92 coverage: 0.8 contribution: 18.75 met: 1 open: 1 }
  pillars { key: "complaints" points: 75 }
  gates { binding { met: 1 unmet: 1 unmet_numbers: "3" } expected { unknown: 1 unknown_numbers: "41" } worst_section: "一、产品质量" }
  reason_zh: "约束性指标未达标：3" reason_en: "binding indicators not met: 3")";

constexpr char kMeasures[] = R"(
  children { id: "indicators" title: "具体指标" points: 600 contribution: 52.5 low: 44 high: 60 coverage: 0.9
    children { id: "indicators/一、产品质量" title: "一、产品质量" points: 20 contribution: 1.85 low: 1.5 high: 2 coverage: 1
      children { id: "indicators/1-1" title: "监督抽查合格率" points: 10 contribution: 1 low: 0.8 high: 1 coverage: 1
        leaf { number: "1-1" achievement: 1 met: true verdict: MET rule_zh: "94.5 % 达到 ≥ 94 %" rule_en: "94.5 % meets ≥ 94 %" clause: "四(三) 1" period: "2017" target_zh: "≥ 94 %" target_en: "≥ 94 %"
          inputs { name: "campaigns/c/indicators/1-1/observations/7" period: "2017" figure_zh: "189/200 = 94.5 %" figure_en: "189/200 = 94.5 %" state: "VERIFIED" source: "年报" } } }
      children { id: "indicators/3" title: "地产农产品抽查合格率" points: 10 contribution: 0.85 low: 0.7 high: 0.9 coverage: 1
        leaf { number: "3" achievement: 0.85 verdict: NOT_MET_YET flags: ["doubted", "stale"] rule_zh: "92 % 未达到 95 %，得 0.85" rule_en: "92 % misses 95 %" clause: "四(三) 3" period: "2017" target_zh: "≥ 95 %" target_en: "≥ 95 %"
          inputs { name: "campaigns/c/indicators/3/observations/5" period: "2017" part: "蔬菜" figure_zh: "92 %" figure_en: "92 %" state: "VERIFIED" source: "抽检" doubts { reason: "JUMP" text_zh: "是上期的 3 倍" text_en: "three times the period before" } }
          inputs { name: "derived/3" period: "2017" figure_zh: "91 %" figure_en: "91 %" state: "DERIVED" derived_from { key: "days" name_zh: "天数" name_en: "days" value: "240" } } } } }
    children { id: "indicators/二、质量发展 质量品牌" title: "二、质量发展 质量品牌" points: 10 high: 1
      children { id: "indicators/41" title: "地理标志" points: 10 high: 1 leaf { number: "41" verdict: NO_DATA rule_zh: "没有可用的数据" rule_en: "no usable figure" target_zh: "前 25 %" target_en: "first 25 %" } } } })";

constexpr char kTasks[] = R"pb(
  children {
    id: "tasks"
    title: "工作任务"
    points: 250
    contribution: 18.75
    low: 10
    high: 28
    coverage: 0.8
    children {
      id: "tasks/组织保障"
      title: "组织保障"
      points: 250
      contribution: 18.75
      low: 10
      high: 28
      coverage: 0.8
      children {
        id: "tasks/29-1"
        title: "29-1 公开质量承诺"
        points: 250
        contribution: 18.75
        low: 10
        high: 28
        coverage: 0.8
        children {
          id: "tasks/29-1/2018/echeng"
          title: "公开质量承诺 · 2018 · 鄂城区"
          points: 125
          contribution: 18.75
          leaf {
            number: "29-1"
            achievement: 0.9
            verdict: NOT_MET_YET
            rule_zh: "迟 3 天，得 0.9"
            rule_en: "3 days late"
            clause: "五(二) 29(1)"
            inputs {
              name: "campaigns/c/tasks/29-1/occurrences/2018"
              figure_zh: "已办结"
              figure_en: "completed"
              state: "COMPLETED"
            }
          }
        }
        children {
          id: "tasks/29-1/2019/echeng"
          title: "公开质量承诺 · 2019 · 鄂城区"
          points: 125
          leaf {
            number: "29-1"
            verdict: NOT_MET_YET
            open_share: 1
            flags: "open"
            rule_zh: "尚未到期"
            rule_en: "not due"
          }
        }
      }
    }
  })pb";

constexpr char kForecast[] = R"(
  as_of: "2018-10-15" version: 17 forecasts { evaluation_date: "2019-08-01" draws: 4000 seed: 7 pass_probability: 0.625 score { mean: 80.5 low: 76.25 high: 84.75 }
    binding { independent: 0.25 one_factor: 0.3125 lower: 0.05 upper: 0.6 without_probability: "41" } all_gates { independent: 0.125 one_factor: 0.1875 lower: 0 upper: 0.5 }
    measures { number: "3" title: "地产农产品抽查合格率" gate: BINDING period: "2018" verdict: AT_RISK probability: 0.625 value { mean: 94.5 low: 91.25 high: 97 } unit: "%" rule_zh: "按 4 年外推" rule_en: "from 4 years" target_zh: "≥ 95 %" target_en: "≥ 95 %" }
    measures { number: "41" title: "地理标志" gate: EXPECTED period: "2018" verdict: NO_DATA } })";

Dossier Sample() {
  Dossier dossier;
  dossier.plan = Parse<plan::v1::Plan>(R"(
    city: "鄂州市" title: "创建工作方案" document_number: "鄂州政发〔2017〕6号" policy { pass_mark: 80 least_coverage: 0.8 grade_a: 90 grade_b: 80 grade_c: 60 tasks { performance { prior: 5 } } }
    indicators { number: "1-1" name: "监督抽查合格率" gate: BINDING section: "一、产品质量" }
    indicators { number: "3" name: "地产农产品抽查合格率" gate: BINDING section: "一、产品质量" }
    indicators { number: "41" name: "地理标志" gate: EXPECTED section: "二、质量发展 质量品牌" })");
  dossier.readiness = Parse<aggregation::v1::Readiness>(absl::StrCat(R"(
    name: "campaigns/c/readiness" as_of: "2018-10-15" version: 17 illustrative: true plan_version: "1" policy_version: "house-1"
    sources { feed: "indicators" position: 812 } sources { feed: "tasks" position: 409 lag_seconds: 2 }
    vetoes { name: "campaigns/c/vetoes/1" reason: "质量安全事故" document: "认定文件" declared_by: "wang" }
    provisional { judged_at: "2018-10-15" verdict: UNKNOWN score_low: 50 score_high: 90 coverage: 0.7 }
    outlooks { judged_at: "2019-05-01" verdict: CONDITIONALLY_READY score: 81 score_low: 80 score_high: 90 coverage: 1 grade: B }
    outlooks { judged_at: "2019-08-01" verdict: READY score: 92 score_low: 90 score_high: 93 coverage: 1 grade: A } now {)",
                                                                     kLine, "}"));
  const std::string root = absl::StrCat(
      R"(id: "readiness" title: "验收准备度" points: 850 contribution: 71.25 low: 60.5 high: 88.125 coverage: 0.875)",
      kMeasures, kTasks);
  dossier.explained = Parse<aggregation::v1::ExplainReadinessResponse>(absl::StrCat("version: 17 root {", root, "}"));
  dossier.provisional = dossier.explained;
  dossier.provisional.mutable_root()
      ->mutable_children(0)
      ->mutable_children(1)
      ->mutable_children(0)
      ->mutable_leaf()
      ->set_achievement(0.5);
  dossier.gaps = Parse<aggregation::v1::ListGapsResponse>(R"(
    gaps { node: "indicators/3" title: "地产农产品抽查合格率" gate: BINDING missing: 0.25 leads: "nongwei" lead_titles: "市农委" leaf { number: "3" achievement: 0.85 verdict: NOT_MET_YET } }
    gaps { node: "indicators/41" title: "地理标志" gate: EXPECTED missing: 1 lead_titles: ["市质监局", "市农委"] leaf { number: "41" verdict: NO_DATA } }
    gaps { node: "tasks/29-1/2018/echeng" title: "公开质量承诺 · 2018 · 鄂城区" gate: NO_GATE missing: 0.125 lead_titles: "鄂城区" leaf { number: "29-1" achievement: 0.9 verdict: NOT_MET_YET } })");
  dossier.history = Parse<aggregation::v1::GetReadinessHistoryResponse>(R"(
    points { as_of: "2017-05-10" verdict: UNKNOWN score_low: 0 score_high: 100 } points { as_of: "2018-03-01" verdict: NOT_READY score: 68 score_low: 50 score_high: 90 coverage: 0.85 }
    points { as_of: "2018-10-15" verdict: NOT_READY score: 71.25 score_low: 60.5 score_high: 88.125 coverage: 0.875 })");
  dossier.ranking = Parse<aggregation::v1::RankOrganizationsResponse>(R"(
    organizations { organization: "nongwei" title: "市农委" score: 95.5 rank: 1 ranked_among: 1 n: 3 on_time: 2 late: 1 }
    organizations { organization: "echeng" title: "鄂城区" score: 80 rank: 1 ranked_among: 1 n: 2 on_time: 1 open: 1 district_or_zone: true })");
  dossier.forecast = Parse<aggregation::v1::GetForecastResponse>(kForecast);
  return dossier;
}

// Every text of the message becomes `text`; what names nodes, days and organisations ends in it.
void Overwrite(const std::string& text, google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == field->CPPTYPE_MESSAGE) {
        Overwrite(text, field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                             : *reflection.MutableMessage(&message, field));
      } else if (field->cpp_type() == field->CPPTYPE_STRING && field->is_repeated()) {
        reflection.SetRepeatedString(&message, field, i, text);
      } else if (field->cpp_type() == field->CPPTYPE_STRING) {
        // Keys that tie the answers together stay apart, and evil all the same.
        const std::string name = field->name();
        const bool key = name == "id" || name == "node" || name == "as_of" || name == "judged_at" ||
                         name == "organization" || name == "number";
        const bool pillar = name == "id" && reflection.GetString(message, field).find('/') == std::string::npos;
        if (!pillar)
          reflection.SetString(&message, field, key ? absl::StrCat(reflection.GetString(message, field), text) : text);
      }
    }
  }
}

TEST(ReadinessPage, IsAsItAlwaysWas) {
  ExpectGolden("readiness_page_zh", ReadinessPage(Sample(), Language::kChinese));
  ExpectGolden("readiness_page_en", ReadinessPage(Sample(), Language::kEnglish));
}

TEST(ReadinessPage, LinksLeadSomewhereAndNothingIsFetched) {
  for (const Language language : {Language::kChinese, Language::kEnglish})
    ExpectSoundPage(ReadinessPage(Sample(), language));
  Dossier nothing_known;
  nothing_known.explained.mutable_root()->set_id("readiness");
  ExpectSoundPage(ReadinessPage(nothing_known, Language::kChinese));
}

TEST(ReadinessPage, NumbersLinkToTheirExplanationAndBack) {
  const std::string page = ReadinessPage(Sample(), Language::kChinese);
  const std::string card = html::IdOf("n", "indicators/3");
  EXPECT_THAT(page, HasSubstr(absl::StrCat("<td class=\"n\"><a href=\"#", card, "\">0.25</a></td>")));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("<div class=\"card\" id=\"", card, "\">")));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("<a href=\"#", html::IdOf("gate", "3"), "\">↑ 门槛</a>")));
  EXPECT_THAT(page, HasSubstr(absl::StrCat("<a href=\"#", html::IdOf("gap", "indicators/3"), "\">↑ 差距</a>")));
  EXPECT_THAT(page, HasSubstr("indicators/3/observations/5"));
}

TEST(ReadinessPage, EveryTextIsEscaped) {
  const std::string evil = "<script>alert('x')</script>\"&";
  Dossier dossier = Sample();
  for (google::protobuf::Message* message : std::initializer_list<google::protobuf::Message*>{
           &dossier.plan, &dossier.readiness, &dossier.explained, &dossier.provisional, &dossier.gaps, &dossier.history,
           &*dossier.ranking, &*dossier.forecast}) {
    Overwrite(evil, *message);
  }
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const std::string page = ReadinessPage(dossier, language);
    ExpectSoundPage(page);
    EXPECT_THAT(page, Not(HasSubstr("alert('x')")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"));
  }
}

TEST(ReadinessPage, LeavesOutWhatTheServerDoesNotTell) {
  Dossier dossier = Sample();
  EXPECT_THAT(ReadinessPage(dossier, Language::kChinese), HasSubstr("七、预测"));
  dossier.forecast.reset();
  dossier.ranking.reset();
  const std::string page = ReadinessPage(dossier, Language::kChinese);
  ExpectSoundPage(page);
  EXPECT_THAT(page, HasSubstr("七、依据和说明"));
  EXPECT_THAT(page, Not(HasSubstr("单位履职排名")));
}

TEST(ReadinessPage, LightsAreReadWithoutColour) {
  const std::string page = ReadinessPage(Sample(), Language::kChinese);
  for (const char* light : {"#sign-good\"/></svg>已达标", "#sign-bad\"/></svg>未达标", "#sign-unknown\"/></svg>无数据",
                            "#sign-none\"/></svg>未到期", "#sign-warning\"/></svg>有风险"}) {
    EXPECT_THAT(page, HasSubstr(light));
  }
}

TEST(Html, IdsOfDifferentNamesDiffer) {
  EXPECT_EQ(html::IdOf("n", "indicators/1-1"), "n-indicators_2F1-1");
  EXPECT_NE(html::IdOf("n", "a b"), html::IdOf("n", "a_20b"));
}

TEST(Html, AChartBreaksItsLineWhereThereIsNoValue) {
  const std::string chart = html::LineChart(
      {{0, 50, 40, 60, "a", "", ""}, {1, std::nullopt, 40, 60, "b", "", ""}, {2, 70, 60, 80, "c", "", ""}}, {},
      "<trend>");
  EXPECT_THAT(chart, HasSubstr("M34.0 117.0M700.0 75.0"));
  EXPECT_THAT(chart, HasSubstr("&lt;trend&gt;"));
  EXPECT_EQ(html::LineChart({}, {}, ""), "");
}

}  // namespace
}  // namespace qcity::cli
