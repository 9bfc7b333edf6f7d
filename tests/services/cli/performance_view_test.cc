// The yearly performance list as the client prints it.
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "services/cli/commands/performance_view.h"

namespace qcity::cli {
namespace {

aggregation::v1::Performance Sample() {
  aggregation::v1::Performance performance;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"pb(
                                                              name: "campaigns/ezhou-2017/performances/2018"
                                                              year: 2018
                                                              state: OBJECTION
                                                              as_of: "2018-12-31"
                                                              published: "2019-01-02"
                                                              objections_until: "2019-01-09"
                                                              rows {
                                                                organization: "zhijianju"
                                                                title: "市质监局"
                                                                score: 92.5
                                                                rank: 1
                                                                ranked_among: 40
                                                                n: 15
                                                                on_time: 14
                                                                late: 1
                                                                interval_low: 78.25
                                                                interval_high: 98
                                                                points_to_mean: 6.5
                                                                deductions {
                                                                  task: "29-1"
                                                                  title: "公开质量承诺"
                                                                  occurrence: "2018"
                                                                  due: "2018-12-01"
                                                                  state: LATE
                                                                  days_late: 12
                                                                  credit: 0.8
                                                                  points_lost: 1
                                                                }
                                                              }
                                                            )pb",
                                                            &performance));
  return performance;
}

TEST(PerformanceRows, AreAnArrayWithTheKeysOfTheContract) {
  std::ostringstream out, err;
  const Context context(out, err, false, false);
  const Json rows = PerformanceRowsReport(Sample(), context).json;
  ASSERT_TRUE(rows.is_array());
  ASSERT_EQ(rows.size(), 1U);
  for (const char* key : {"organization", "score", "rank", "rankedAmong", "n", "onTime", "late", "open", "intervalLow",
                          "intervalHigh", "deductions"}) {
    EXPECT_TRUE(rows[0].contains(key)) << key;
  }
  EXPECT_EQ(rows[0]["deductions"].dump(),
            R"([{"task":"29-1","title":"公开质量承诺","occurrence":"2018","due":"2018-12-01","state":"LATE",)"
            R"("daysLate":12,"credit":0.8,"pointsLost":1}])");
}

TEST(PerformanceRows, TellTheStateAndTheWindowAboveTheTable) {
  std::ostringstream out, err;
  const Context context(out, err, false, false);
  const Report report = PerformanceRowsReport(Sample(), context);
  EXPECT_EQ(report.heading[0].zh, "2018 年度绩效  截至 2018-12-31  异议期  异议期至 2019-01-09");
  EXPECT_EQ(report.tables[0].rows[0].back().text, "29-1/2018 逾期完成 12 天 -1.00");
}

}  // namespace
}  // namespace qcity::cli
