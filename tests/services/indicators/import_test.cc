// Imports that are longer than a page, and those that do not come to their end.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/services/indicators/indicators_client.h"
#include "tests/support/feed_history.h"
#include "tests/support/told.h"

namespace qcity::indicators {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::qcity::testing_support::AwaitStagedRows;
using ::qcity::testing_support::ImportStream;
using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using Stub = IndicatorsClient::Stub;

constexpr char kClerk[] = "li@quality-bureau";

// On disk, where what waits can be seen from outside.
class ImportTest : public testing::Test {
 protected:
  ~ImportTest() override { std::filesystem::remove_all(data_); }

  static v1::ImportSettings Settings(const std::string& request_id, bool best_effort = false) {
    v1::ImportSettings settings;
    settings.set_request_id(request_id);
    settings.set_parent("campaigns/small-city");
    settings.set_best_effort(best_effort);
    return settings;
  }

  // So many rows of two periods, which repeat themselves.
  static std::vector<v1::Observation> Rows(int count) {
    std::vector<v1::Observation> rows;
    for (int i = 0; i < count; ++i) rows.push_back(PassRate(i % 2 == 0 ? "2017Q1" : "2017Q2"));
    return rows;
  }

  std::unique_ptr<ImportStream> Begin(const std::string& request_id, int rows) {
    auto stream = std::make_unique<ImportStream>(client_.stub(), kClerk, Settings(request_id));
    std::int64_t line = 1;
    for (const v1::Observation& row : Rows(rows)) stream->Send(++line, row);
    return stream;
  }

  std::size_t Published() { return ReadHistory(client_.server().channel(), "indicators").size(); }

  const std::string data_ = testing_support::NewDataDirectory();
  IndicatorsClient client_{{.data = data_}};
};

TEST_F(ImportTest, LeavesNothingBehind) {
  EXPECT_EQ(client_.Import(kClerk, Settings("i1"), Rows(2500))->unchanged(), 2498);
  EXPECT_EQ(client_.Import(kClerk, Settings("i2", true), Rows(2500))->unchanged(), 2500);
  EXPECT_EQ(client_.Import(kClerk, Settings("i3"), std::vector<v1::Observation>(2500, PassRate("2018Q3")))->rejected(),
            2500);
  EXPECT_EQ(testing_support::StagedRows(data_), 0);
}

TEST_F(ImportTest, ThatIsUnderWayHoldsUpNobodyAndShowsNothing) {
  const auto stream = Begin("i1", 2500);
  ASSERT_TRUE(AwaitStagedRows(data_, 2000));
  EXPECT_EQ(Published(), 0u);
  EXPECT_EQ(Told(client_.Report(kClerk, PassRate("2017Q3"))), "OK");
  EXPECT_EQ(Published(), 1u);
  stream->SendEnd();
  const auto response = stream->Finish();
  ASSERT_EQ(Told(response), "OK");
  EXPECT_EQ(response->imported(), 2);
  EXPECT_EQ(response->version(), 3);
  EXPECT_EQ(Published(), 3u);
}

TEST_F(ImportTest, WithoutItsEndIsAbandoned) {
  const auto stream = Begin("i1", 2500);
  EXPECT_EQ(Told(stream->Finish()), "INVALID_ARGUMENT IMPORT_ABANDONED");
  EXPECT_TRUE(AwaitStagedRows(data_, 0));
  EXPECT_EQ(Published(), 0u);
}

TEST_F(ImportTest, WhoseSenderIsGoneIsAbandoned) {
  const auto stream = Begin("i1", 2500);
  ASSERT_TRUE(AwaitStagedRows(data_, 2000));
  stream->Cancel();
  EXPECT_TRUE(absl::IsCancelled(stream->Finish().status()));
  EXPECT_TRUE(AwaitStagedRows(data_, 0));
  EXPECT_EQ(Published(), 0u);
  // Nothing of it is remembered either.
  EXPECT_EQ(client_.Import(kClerk, Settings("i1"), Rows(3))->imported(), 2);
}

TEST_F(ImportTest, NamesTheRowsOfEveryPageThatAreRefusedByLine) {
  ASSERT_EQ(Told(client_.Report(kClerk, PassRate("2017Q1", 50))), "OK");
  std::vector<v1::Observation> rows(2500, PassRate("2017Q2"));
  rows[7] = rows[2100] = PassRate("2017Q1");  // Refused where they meet what stands.
  rows[9] = rows[2200] = PassRate("2018Q3");  // Refused at once.
  const auto response = client_.Import(kClerk, Settings("i1"), rows);
  ASSERT_EQ(Told(response), "OK");
  EXPECT_EQ(response->rows(), 2500);
  EXPECT_EQ(response->rejected(), 4);
  std::vector<std::string> errors;
  for (const v1::RowError& error : response->errors()) errors.push_back(absl::StrCat(error.row(), " ", error.reason()));
  EXPECT_THAT(errors,
              ElementsAre("9 ALREADY_REPORTED", "11 INVALID_FIELD", "2102 ALREADY_REPORTED", "2202 INVALID_FIELD"));
  EXPECT_EQ(Published(), 1u);
}

TEST_F(ImportTest, NamesTheFirstThousandOfManyRefusedRows) {
  std::vector<v1::Observation> rows(1500, PassRate("2018Q3"));
  ASSERT_EQ(Told(client_.Report(kClerk, PassRate("2017Q1", 50))), "OK");
  rows.insert(rows.begin(), 1500, PassRate("2017Q1"));
  const auto response = client_.Import(kClerk, Settings("i1"), rows);
  EXPECT_EQ(response->rejected(), 3000);
  ASSERT_EQ(response->errors_size(), 1000);
  EXPECT_EQ(response->errors(999).row(), 1001);
  EXPECT_EQ(response->errors(999).reason(), "ALREADY_REPORTED");
}

TEST_F(ImportTest, RepeatedReturnsTheFirstAnswerWhateverHappenedSince) {
  for (const bool best_effort : {false, true}) {
    const std::string id = best_effort ? "i2" : "i1";
    const std::vector<v1::Observation> rows(1200, PassRate(best_effort ? "2016Q1" : "2016Q2"));
    const auto first = client_.Import(kClerk, Settings(id, best_effort), rows);
    ASSERT_EQ(Told(first), "OK");
    ASSERT_EQ(first->imported(), 1);
    const std::string name = absl::StrCat(NameOf("1-1"), "/observations/", first->version());
    ASSERT_EQ(Told(client_.Move(&Stub::WithdrawObservation, kClerk, name)), "OK");
    const std::size_t published = Published();
    const auto again = client_.Import(kClerk, Settings(id, best_effort), rows);
    ASSERT_EQ(Told(again), "OK");
    EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
    EXPECT_EQ(client_.Get("1-1")->latest_size(), 0);  // Withdrawn it stays.
    EXPECT_EQ(Published(), published);
    EXPECT_EQ(Told(client_.Import(kClerk, Settings(id, best_effort), {rows[0]})), "ALREADY_EXISTS REQUEST_ID_REUSED");
  }
}

TEST_F(ImportTest, TooLargeIsRefused) {
  ImportStream stream(client_.stub(), kClerk, Settings("i1"));
  const grpc::WriteOptions gathered = grpc::WriteOptions().set_buffer_hint();
  for (int row = 1; row <= 100'001 && stream.Send(row, v1::Observation(), gathered); ++row) continue;
  EXPECT_EQ(Told(stream.Finish()), "RESOURCE_EXHAUSTED IMPORT_TOO_LARGE");
}

}  // namespace
}  // namespace qcity::indicators
