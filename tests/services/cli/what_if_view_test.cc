// The table of a change: people see the largest parts and the rest in one, machines see all.
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/cli/readiness/what_if_view.h"

namespace qcity::cli {
namespace {

// 2^-1, 2^-2 ...: every sum is exact.
aggregation::v1::ReadinessChange ChangeOfNumbers(int count) {
  aggregation::v1::ReadinessChange change;
  double points = 1;
  for (int i = 1; i <= count; ++i) {
    points /= 2;
    aggregation::v1::NumberChange& number = *change.add_numbers();
    number.set_pillar("indicators");
    number.set_number(absl::StrCat(i));
    number.set_points(points);
    aggregation::v1::StagePoints& stage = *number.add_stages();
    stage.set_stage(aggregation::v1::NEW);
    stage.set_points(points);
  }
  return change;
}

TEST(ChangeTable, SumsWhatIsBeyondTheFirstTwenty) {
  std::ostringstream out, err;
  const Context context(out, err, false, false);
  const Report report = ChangeReport(ChangeOfNumbers(23), context);
  const Table& table = report.tables[0];
  ASSERT_EQ(table.rows.size(), 21U);
  EXPECT_EQ(table.rows.back()[2].text, "其余 3 项合计");
  const double rest = 1.0 / (1 << 21) + 1.0 / (1 << 22) + 1.0 / (1 << 23);
  EXPECT_EQ(std::stod(table.rows.back()[3].raw.value_or("0")), rest);
  EXPECT_EQ(std::stod(table.rows.back()[7].raw.value_or("0")), rest);  // New.
  EXPECT_EQ(table.rows[0][4].text, "+██████████");
  EXPECT_EQ(table.rows[1][4].text, "+█████");
}

TEST(ChangeTable, OfTwentyOneShowsThemAll) {
  std::ostringstream out, err;
  const Context context(out, err, false, false);
  EXPECT_EQ(ChangeReport(ChangeOfNumbers(21), context).tables[0].rows.back()[1].text, "21");
}

}  // namespace
}  // namespace qcity::cli
