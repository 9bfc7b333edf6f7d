// The supervision report as a page: what it says, byte by byte, and that nothing in it escapes the text it stands in.
#include "services/cli/commands/supervision_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"
#include "tests/services/cli/client.h"

namespace qcity::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

aggregation::v1::Supervision Sample() {
  aggregation::v1::Supervision report;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    name: "campaigns/ezhou-2017/supervision/2018-09" month: "2018-09" as_of: "2018-09-30" city: "鄂州市"
    plan_title: "鄂州市创建全国质量强市示范城市工作方案" plan_version: "1"
    rows { organization: "zhijianju" title: "市质监局" due_this_month: 4 carried_over: 1 on_time: 3 late: 1 waiting: 1 urged: 1 extended: 1 green: 30 yellow: 2 red: 1 score: 93.75 rank: 1 ranked_among: 2 }
    rows { organization: "chengjianwei" title: "市城建委" due_this_month: 2 on_time: 1 overdue: 1 green: 12 red: 1 score: 71.5 rank: 2 ranked_among: 2 }
    rows { organization: "echeng" title: "鄂城区人民政府" district_or_zone: true due_this_month: 1 not_yet_due: 1 done_ahead: 1 green: 9 yellow: 1 }
    overdue { organization: "chengjianwei" title: "市城建委" task: "37" task_title: "工程质量治理" occurrence: "2018" due: "2018-09-10" original_due: "2018-06-30" days_overdue: 20 percent: 40 times_urged: 2 }
    urgings { date: "2018-09-12" organization: "zhijianju" title: "市质监局" task: "29-1" task_title: "公开质量承诺" occurrence: "2018" text: "请于 <15 日> & \"月底\" 前报送" }
    total { due_this_month: 7 carried_over: 1 on_time: 4 late: 1 waiting: 1 overdue: 1 not_yet_due: 1 done_ahead: 1 urged: 1 extended: 1 green: 51 yellow: 3 red: 2 }
  )",
                                                            &report));
  return report;
}

TEST(SupervisionPage, IsAsItAlwaysWas) { ExpectGolden("supervision_page", SupervisionPage(Sample())); }

TEST(SupervisionPage, SaysTheSumsInWords) {
  EXPECT_THAT(
      SupervisionPage(Sample()),
      HasSubstr(
          "2018年9月，各单位应办任务节点 8 项（本月到期 7 项、此前逾期结转 1 项），办结 5 项，其中按期 4 项、逾期 1 项"));
}

TEST(SupervisionPage, EveryTextIsEscaped) {
  aggregation::v1::Supervision report = Sample();
  const std::string evil = "<script>alert('x')</script>\"";
  report.set_city(evil);
  report.set_plan_title(evil);
  report.set_plan_version(evil);
  report.mutable_rows(0)->set_title(evil);
  for (auto* text : {report.mutable_overdue(0)->mutable_title(), report.mutable_overdue(0)->mutable_task(),
                     report.mutable_overdue(0)->mutable_task_title(), report.mutable_overdue(0)->mutable_occurrence(),
                     report.mutable_urgings(0)->mutable_title(), report.mutable_urgings(0)->mutable_text(),
                     report.mutable_urgings(0)->mutable_task_title()}) {
    *text = evil;
  }
  const std::string page = SupervisionPage(report);
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;"));
}

TEST(SupervisionPage, FetchesNothing) {
  const std::string page = SupervisionPage(Sample());
  for (const char* way : {"http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link"})
    EXPECT_THAT(page, Not(HasSubstr(way)));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("size: A4"));
}

TEST(SupervisionPage, AMonthWithoutAnythingSaysSo) {
  aggregation::v1::Supervision report;
  report.set_month("2018-11");
  const std::string page = SupervisionPage(report);
  EXPECT_THAT(page, HasSubstr("没有逾期未办结的事项"));
  EXPECT_THAT(page, HasSubstr("本月没有催办"));
  EXPECT_THAT(page, HasSubstr("2018年11月"));
}

}  // namespace
}  // namespace qcity::cli
