#include "services/aggregation/score/aggregate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace qcity::aggregation::score {
namespace {

using Record = std::map<std::string, std::string>;  // By column.

std::vector<Record> Load(const std::string& name) {
  std::ifstream file(QCITY_SOURCE_DIR "/tests/data/scoring/" + name);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> columns = absl::StrSplit(absl::StripTrailingAsciiWhitespace(line), ',');
  std::vector<Record> records;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = absl::StrSplit(absl::StripTrailingAsciiWhitespace(line), ',');
    Record& record = records.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) record[columns[i]] = cells.at(i);
  }
  EXPECT_FALSE(records.empty()) << name;
  return records;
}

std::optional<double> Cell(const Record& record, const std::string& column) {
  double value = 0;
  if (!absl::SimpleAtod(record.at(column), &value)) return std::nullopt;
  return value;
}

// The hierarchy with parents before children.
struct Hierarchy {
  std::vector<TreeNode> tree;
  std::vector<std::string> codes;
  std::vector<bool> is_leaf;
};

Hierarchy LoadHierarchy() {
  std::vector<Record> rows = Load("asem_hierarchy.csv");
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Record& a, const Record& b) { return a.at("Level") > b.at("Level"); });
  Hierarchy hierarchy;
  std::map<std::string, int> position;
  for (const Record& row : rows) {
    const auto parent = position.find(row.at("Parent"));
    hierarchy.tree.push_back({parent == position.end() ? -1 : parent->second, *Cell(row, "Weight")});
    position[row.at("iCode")] = static_cast<int>(hierarchy.codes.size());
    hierarchy.codes.push_back(row.at("iCode"));
    hierarchy.is_leaf.push_back(row.at("Level") == "1");
  }
  return hierarchy;
}

void ExpectAggregates(const std::string& normalised, const std::string& aggregates, Rule rule) {
  const Hierarchy hierarchy = LoadHierarchy();
  const std::vector<Record> values = Load(normalised), wanted = Load(aggregates);
  ASSERT_EQ(values.size(), wanted.size());
  for (std::size_t country = 0; country < values.size(); ++country) {
    ASSERT_EQ(values[country].at("uCode"), wanted[country].at("uCode"));
    std::vector<std::optional<double>> leaves(hierarchy.tree.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      if (hierarchy.is_leaf[i]) leaves[i] = Cell(values[country], hierarchy.codes[i]);
    }
    const auto results = Aggregate(hierarchy.tree, rule, leaves);
    ASSERT_TRUE(results.ok()) << results.status();
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      if (hierarchy.is_leaf[i]) continue;
      const std::optional<double> want = Cell(wanted[country], hierarchy.codes[i]);
      ASSERT_EQ((*results)[i].has_value(), want.has_value());
      if (want.has_value()) {
        EXPECT_NEAR((*results)[i].value() / *want, 1, 1e-12) << hierarchy.codes[i];
      }
    }
  }
}

TEST(Aggregate, ArithmeticMeansAreThoseOfTheVectors) {
  ExpectAggregates("asem_norm_minmax_1_100.csv", "asem_agg_arith.csv", Rule::kArithmetic);
}

TEST(Aggregate, GeometricMeansAreThoseOfTheVectors) {
  ExpectAggregates("asem_norm_minmax_1_100.csv", "asem_agg_geom.csv", Rule::kGeometric);
}

TEST(Aggregate, MissingValuesRenormaliseTheWeightsAsInTheVectors) {
  ExpectAggregates("asem_na_norm_minmax_1_100.csv", "asem_na_agg_arith.csv", Rule::kArithmetic);
}

TEST(Aggregate, HarmonicIsBelowGeometricIsBelowArithmetic) {
  const std::vector<TreeNode> tree = {{-1, 1}, {0, 1}, {0, 3}};
  const std::vector<std::optional<double>> values = {std::nullopt, 2, 8};
  EXPECT_NEAR(*(*Aggregate(tree, Rule::kHarmonic, values))[0], 4 / (0.5 + 3 / 8.0), 1e-12);
  EXPECT_NEAR(*(*Aggregate(tree, Rule::kGeometric, values))[0], std::pow(2 * 512.0, 0.25), 1e-12);
  EXPECT_NEAR(*(*Aggregate(tree, Rule::kArithmetic, values))[0], 6.5, 1e-12);
}

TEST(Aggregate, ANodeWithoutPresentChildrenIsAbsent) {
  const std::vector<TreeNode> tree = {{-1, 1}, {0, 1}, {0, 1}, {1, 1}};
  const auto results =
      Aggregate(tree, Rule::kArithmetic, std::vector<std::optional<double>>{std::nullopt, 9, 5, std::nullopt});
  ASSERT_TRUE(results.ok());
  EXPECT_EQ((*results)[1], std::nullopt);
  EXPECT_EQ((*results)[0], 5);
}

TEST(Aggregate, RefusesMalformedTreesAndValues) {
  const std::vector<std::optional<double>> two = {std::nullopt, 1};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(Aggregate({}, Rule::kArithmetic, {}).ok());
  EXPECT_FALSE(Aggregate(std::vector<TreeNode>{{-1, 1}, {1, 1}}, Rule::kArithmetic, two).ok());
  EXPECT_FALSE(Aggregate(std::vector<TreeNode>{{-1, 1}, {-1, 1}}, Rule::kArithmetic, two).ok());
  EXPECT_FALSE(Aggregate(std::vector<TreeNode>{{0, 1}, {0, 1}}, Rule::kArithmetic, two).ok());
  EXPECT_FALSE(Aggregate(std::vector<TreeNode>{{-1, 1}, {0, 0}}, Rule::kArithmetic, two).ok());
  EXPECT_FALSE(Aggregate(std::vector<TreeNode>{{-1, 1}, {0, nan}}, Rule::kArithmetic, two).ok());
  EXPECT_FALSE(Aggregate(std::vector<TreeNode>{{-1, 1}}, Rule::kArithmetic, two).ok());
  const std::vector<TreeNode> tree = {{-1, 1}, {0, 1}};
  EXPECT_FALSE(Aggregate(tree, Rule::kGeometric, std::vector<std::optional<double>>{std::nullopt, 0}).ok());
  EXPECT_FALSE(Aggregate(tree, Rule::kHarmonic, std::vector<std::optional<double>>{std::nullopt, -1}).ok());
  EXPECT_FALSE(Aggregate(tree, Rule::kArithmetic, std::vector<std::optional<double>>{std::nullopt, nan}).ok());
  EXPECT_TRUE(Aggregate(tree, Rule::kArithmetic, std::vector<std::optional<double>>{std::nullopt, -1}).ok());
}

// Each leaf's exact contribution is what the mean changes by when that leaf alone moves.
TEST(Aggregate, ArithmeticContributionsAreThoseOfTheVectors) {
  std::vector<TreeNode> tree = {{-1, 1}};
  std::vector<std::optional<double>> before = {std::nullopt}, after = {std::nullopt};
  std::vector<double> wanted;
  for (const Record& row : Load("decomposition.csv")) {
    wanted.push_back(*Cell(row, "arith_exact"));
    if (row.at("i") == "total") continue;
    tree.push_back({0, *Cell(row, "w")});
    before.push_back(Cell(row, "x0"));
    after.push_back(Cell(row, "x1"));
  }
  const double from = *(*Aggregate(tree, Rule::kArithmetic, before))[0];
  for (std::size_t i = 1; i < tree.size(); ++i) {
    std::vector<std::optional<double>> moved = before;
    moved[i] = after[i];
    EXPECT_NEAR(*(*Aggregate(tree, Rule::kArithmetic, moved))[0] - from, wanted[i - 1], 1e-15);
  }
  EXPECT_NEAR(*(*Aggregate(tree, Rule::kArithmetic, after))[0] - from, wanted.back(), 1e-15);
}

// The move of a geometric mean in parts: by logarithmic means, and by Shapley's mean over all orders in which the leaves may move.
TEST(Aggregate, GeometricContributionsAreThoseOfTheVectors) {
  std::vector<TreeNode> tree = {{-1, 1}};
  std::vector<std::optional<double>> before = {std::nullopt}, after = {std::nullopt};
  std::vector<double> by_logarithms, by_orders;
  for (const Record& row : Load("decomposition.csv")) {
    by_logarithms.push_back(*Cell(row, "geom_lmdi"));
    by_orders.push_back(*Cell(row, "geom_shapley"));
    if (row.at("i") == "total") continue;
    tree.push_back({0, *Cell(row, "w")});
    before.push_back(Cell(row, "x0"));
    after.push_back(Cell(row, "x1"));
  }
  const auto mean = [&](const std::vector<std::optional<double>>& values) {
    return *(*Aggregate(tree, Rule::kGeometric, values))[0];
  };
  const double from = mean(before), to = mean(after);
  EXPECT_NEAR(to - from, by_logarithms.back(), 1e-15);
  double weight = 0;
  for (std::size_t i = 1; i < tree.size(); ++i) weight += tree[i].weight;
  const double per_log = (to - from) / std::log(to / from);
  for (std::size_t i = 1; i < tree.size(); ++i) {
    EXPECT_NEAR(per_log * tree[i].weight / weight * std::log(*after[i] / *before[i]), by_logarithms[i - 1], 1e-14);
  }
  std::vector<std::size_t> order = {1, 2, 3, 4, 5};
  std::vector<double> sums(6);
  do {
    std::vector<std::optional<double>> moving = before;
    for (const std::size_t i : order) {
      const double until_now = mean(moving);
      moving[i] = after[i];
      sums[i] += mean(moving) - until_now;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  for (std::size_t i = 1; i <= order.size(); ++i) EXPECT_NEAR(sums[i] / 120, by_orders[i - 1], 1e-14);
}

TEST(CompensatedSum, KeepsWhatAPlainSumLoses) {
  EXPECT_EQ(CompensatedSum({1e100, 1, -1e100}), 1);
  EXPECT_EQ(CompensatedSum({1, 1e100, 1, -1e100}), 2);
  EXPECT_EQ(CompensatedSum({}), 0);
  EXPECT_EQ(CompensatedSum(std::vector<double>(10, 0.1)), 1);
}

TEST(Wilson, IntervalsAreThoseOfTheVectors) {
  for (const Record& row : Load("wilson.csv")) {
    const Interval interval = Wilson(*Cell(row, "x"), *Cell(row, "n"), Cell(row, "N").value_or(0), *Cell(row, "deff"));
    EXPECT_NEAR(interval.low, *Cell(row, "lo"), 1e-12) << row.at("x") << "/" << row.at("n");
    EXPECT_NEAR(interval.high, *Cell(row, "hi"), 1e-12) << row.at("x") << "/" << row.at("n");
  }
}

TEST(Wilson, DesignWidensASmallPopulationNarrowsACensusIsExact) {
  const auto width = [](const Interval& interval) { return interval.high - interval.low; };
  const Interval plain = Wilson(320, 400, 0, 1);
  EXPECT_GT(width(Wilson(320, 400, 0, 1.5)), width(plain));
  EXPECT_LT(width(Wilson(320, 400, 1000, 1)), width(plain));
  EXPECT_EQ(Wilson(320, 400, 400, 1).low, 0.8);
  EXPECT_EQ(Wilson(320, 400, 400, 1).high, 0.8);
}

}  // namespace
}  // namespace qcity::aggregation::score
