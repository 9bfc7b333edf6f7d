// Rows that wait in pages.
#include "common/sql/staging.h"

#include <memory>
#include <string>
#include <vector>

#include "common/base/status.h"
#include "gmock/gmock.h"
#include "tests/common/sql/sql_testing.h"

namespace qcity::sql {
namespace {

using ::testing::ElementsAre;

class StagingTest : public ::testing::Test {
 protected:
  static std::unique_ptr<Database> Open(const std::string& path) {
    const Migration schema[] = {{1, kStagingSchema}};
    auto database = OpenSqlite({.path = path, .clock_kind = "set"}, schema);
    EXPECT_TRUE(database.ok()) << database.status();
    return *std::move(database);
  }

  std::int64_t Staged() { return Number(*database_, "SELECT COUNT(*) FROM staged_row"); }

  // All bodies, and how many of them each page holds.
  std::vector<std::string> Bodies(const Staging& staging, std::vector<int>* sizes = nullptr) {
    const auto bodies = database_->Read([&](Transaction& transaction) -> absl::StatusOr<std::vector<std::string>> {
      std::vector<std::string> all;
      for (int page = 0; page < staging.pages(); ++page) {
        ASSIGN_OR_RETURN(const std::vector<Row> rows, staging.ReadPage(transaction, page));
        for (const Row& row : rows) all.push_back(row.Blob(0));
        if (sizes != nullptr) sizes->push_back(static_cast<int>(rows.size()));
      }
      return all;
    });
    EXPECT_TRUE(bodies.ok()) << bodies.status();
    return *bodies;
  }

  const std::string path_ = FreshDirectory() + "/staging.db";
  std::unique_ptr<Database> database_ = Open(path_);
};

TEST_F(StagingTest, GivesBackWhatItWasGivenInPagesOfAThousandAndInOrder) {
  Staging staging(*database_, "a");
  std::vector<std::string> given;
  for (int i = 0; i < 2500; ++i) {
    given.push_back(std::to_string(i));
    ASSERT_TRUE(staging.Add(given.back()).ok());
  }
  EXPECT_EQ(Staged(), 2000);
  ASSERT_TRUE(staging.Finish().ok());
  std::vector<int> sizes;
  EXPECT_EQ(Bodies(staging, &sizes), given);
  EXPECT_THAT(sizes, ElementsAre(1000, 1000, 500));
}

TEST_F(StagingTest, LargeRowsMakeSmallPages) {
  Staging staging(*database_, "a");
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(staging.Add(std::string(600'000, 'x')).ok());
  ASSERT_TRUE(staging.Finish().ok());
  std::vector<int> sizes;
  Bodies(staging, &sizes);
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));
  EXPECT_EQ(staging.bytes(), 3'000'000u);
}

TEST_F(StagingTest, ForgetsItsOwnRowsAtItsEnd) {
  Staging stays(*database_, "a");
  ASSERT_TRUE(stays.Add("mine").ok());
  ASSERT_TRUE(stays.Finish().ok());
  {
    Staging goes(*database_, "b");
    for (int i = 0; i < 1500; ++i) ASSERT_TRUE(goes.Add("x").ok());
    ASSERT_TRUE(goes.Finish().ok());
    EXPECT_EQ(Staged(), 1501);
  }
  EXPECT_EQ(Staged(), 1);
  EXPECT_THAT(Bodies(stays), ElementsAre("mine"));
}

TEST_F(StagingTest, NothingStagedIsNoPage) {
  Staging staging(*database_, "a");
  ASSERT_TRUE(staging.Finish().ok());
  EXPECT_EQ(staging.pages(), 0);
}

TEST_F(StagingTest, ASweepForgetsWhatAnotherLifeLeftBehind) {
  ASSERT_TRUE(Execute(*database_, "INSERT INTO staged_row (stage, page, place, body) VALUES ('dead', 0, 0, '')").ok());
  ASSERT_TRUE(Staging::Sweep(*database_).ok());
  EXPECT_EQ(Staged(), 0);
}

}  // namespace
}  // namespace qcity::sql
