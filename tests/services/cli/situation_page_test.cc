// The yearly report as a page and as tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"
#include "services/cli/output/csv.h"
#include "services/cli/situation/page.h"
#include "tests/services/cli/client.h"
#include "tests/services/cli/page_checks.h"

namespace qcity::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

aggregation::v1::Situation Sample() {
  aggregation::v1::Situation report;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    name: "campaigns/c/situation/2018" year: "2018" as_of: "2019-06-30" city: "鄂州市" plan_title: "创建工作方案" plan_version: "1" policy_version: "house-1" illustrative: true
    chapters { key: "domains" title_zh: "各领域质量状况" title_en: "Quality by domain" domains {
      total { measures: 3 with_figure: 2 met: 1 unjudged: 1 better: 1 missing: "3" }
      domains { title: "一、产品质量" counts { measures: 3 with_figure: 2 met: 1 unjudged: 1 better: 1 missing: "3" }
        measures { number: "1-1" title: "监督抽查合格率" unit: "%" gate: BINDING lead_titles: "市质监局"
          city { title: "监督抽查合格率" change: 1.5 trend: YEAR_BETTER
            figure { period: "2018" figure_zh: "191/200 = 95.5 %" figure_en: "191/200 = 95.5 %" number: 95.5 observations: "campaigns/c/indicators/1-1/observations/9" }
            before { period: "2017" figure_zh: "188/200 = 94 %" figure_en: "188/200 = 94 %" number: 94 preliminary: true } }
          judged { number: "1-1" achievement: 1 met: true verdict: MET period: "2018" rule_zh: "95.5 % 达到 ≥ 94 %" rule_en: "95.5 % meets ≥ 94 %" clause: "四(三) 1" target_zh: "≥ 94 %" target_en: "≥ 94 %"
            inputs { name: "campaigns/c/indicators/1-1/observations/9" period: "2018" figure_zh: "191/200 = 95.5 %" figure_en: "191/200 = 95.5 %" source: "年报 <script>" } } }
        measures { number: "2" title: "许可证和认证 & \"覆盖率\" <b>" unit: "%"
          parts { key: "ccc" title: "CCC 认证" figure { period: "2018" figure_zh: "97 %" figure_en: "97 %" number: 97 partial: true } }
          judged { number: "2" verdict: NO_DATA rule_zh: "缺 2018 全国值" rule_en: "no national value" target_zh: "< 全国" target_en: "< national" } city { title: "x" figure { period: "2018" figure_zh: "3" figure_en: "3" number: 3 } } }
        measures { number: "3" title: "农产品" unit: "%" city { title: "农产品" before { period: "2017" figure_zh: "92 %" figure_en: "92 %" number: 92 } } judged { number: "3" verdict: NO_DATA rule_zh: "2018 年没有已核实的数据" rule_en: "no verified figure of 2018" } } } } }
    chapters { key: "districts" title_zh: "区域质量状况" title_en: "By district" breakdowns { without: "2"
      measures { number: "1-1" title: "监督抽查合格率" unit: "%" target_zh: "≥ 94 %" target_en: "≥ 94 %" city { figure { figure_zh: "95.5 %" figure_en: "95.5 %" number: 95.5 } }
        rows { key: "echeng" title: "鄂城区" change: -1 trend: YEAR_WORSE figure { figure_zh: "95/100 = 95 %" figure_en: "95/100 = 95 %" number: 95 } before { figure_zh: "96 %" figure_en: "96 %" number: 96 } } } } }
    chapters { key: "industries" title_zh: "行业质量状况" title_en: "By industry" absent_zh: "本年度已核实的数据没有按行业分解" absent_en: "no verified figure of the year is broken down by industry" breakdowns { } }
    chapters { key: "readiness" title_zh: "验收准备度" title_en: "Readiness for acceptance" readiness { as_of: "2018-12-31"
      now { verdict: NOT_READY score: 71.25 score_low: 60.5 score_high: 88 reason_zh: "约束性指标未达标：3" reason_en: "binding indicators not met: 3" pillars { key: "indicators" applicable: true points: 600 score: 72.5 score_low: 63 score_high: 86 contribution: 52.5 } gates { binding { met: 22 unmet: 3 } expected { met: 13 } } } } }
    chapters { key: "complaints" title_zh: "投诉举报" title_en: "Complaints" absent_zh: "尚无数据来源" absent_en: "no service feeds it yet" }
  )",
                                                            &report));
  return report;
}

TEST(SituationPage, IsAsItAlwaysWas) {
  ExpectGolden("situation_page_zh", SituationPage(Sample(), Language::kChinese));
  ExpectGolden("situation_page_en", SituationPage(Sample(), Language::kEnglish));
  ExpectGolden("situation_measures_csv", RenderCsv(SituationMeasureTable(Sample(), Language::kChinese)));
  ExpectGolden("situation_districts_csv",
               RenderCsv(SituationBreakdownTable(Sample(), "districts", Language::kEnglish)));
}

TEST(SituationPage, LinksLeadSomewhereAndNothingEscapes) {
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const std::string page = SituationPage(Sample(), language);
    ExpectSoundPage(page);
    EXPECT_THAT(page, HasSubstr("许可证和认证 &amp; &quot;覆盖率&quot; &lt;b&gt;"));
    EXPECT_THAT(page, HasSubstr("年报 &lt;script&gt;"));
  }
}

TEST(SituationPage, WhatIsMissingIsSaidToBeMissing) {
  const std::string page = SituationPage(Sample(), Language::kChinese);
  EXPECT_THAT(
      page,
      HasSubstr("2018 年，适用的 3 项指标中，2 项有已核实的数据：达标 1 项，未达标 0 项，尚不能判定 1 项；缺数 1 项"));
  EXPECT_THAT(page, HasSubstr("本期没有本章内容：尚无数据来源。"));
  EXPECT_THAT(page, HasSubstr("期间未满"));
  EXPECT_THAT(page, HasSubstr("不能判定"));
  EXPECT_THAT(page, HasSubstr("+1.5 <span class=\"sign good\">改善</span>"));
}

TEST(SituationPage, AnEmptyReportIsAPage) { ExpectSoundPage(SituationPage({}, Language::kChinese)); }

}  // namespace
}  // namespace qcity::cli
