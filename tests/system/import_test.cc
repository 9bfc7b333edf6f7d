// kill -9 in the middle of an import: all of it is there or nothing is, and nothing of it waits any more.
#include <poll.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "tests/support/feed_history.h"
#include "tests/support/import_stream.h"
#include "tests/support/process.h"

namespace qcity::system_test {
namespace {

using google::protobuf::util::MessageDifferencer;
using indicators::v1::ImportSettings;
using indicators::v1::IndicatorsService;
using indicators::v1::Observation;
using testing_support::AwaitStagedRows;
using testing_support::ImportStream;
using testing_support::ServerProcess;

constexpr char kClerk[] = "li@zhiqiangban";

// More than a page.
std::vector<Observation> Rows() {
  std::vector<std::string> periods;
  for (int month = 0; month < 57; ++month)
    periods.push_back(absl::StrFormat("%d-%02d", 2014 + month / 12, 1 + month % 12));
  for (int quarter = 0; quarter < 19; ++quarter)
    periods.push_back(absl::StrFormat("%dQ%d", 2014 + quarter / 4, 1 + quarter % 4));
  std::vector<Observation> rows;
  for (const char* number :
       {"1-1", "1-2", "3", "4", "6", "9", "10", "11", "12", "13", "15", "16", "26", "27", "28", "31", "32", "39"}) {
    for (const std::string& period : periods) {
      Observation& observation = rows.emplace_back();
      observation.set_indicator(absl::StrCat("campaigns/ezhou-2017/indicators/", number));
      observation.set_period(period);
      observation.mutable_figure()->mutable_fraction()->set_numerator(90);
      observation.mutable_figure()->mutable_fraction()->set_denominator(100);
      observation.set_source("抽查台账");
    }
  }
  return rows;
}

ImportSettings Settings() {
  ImportSettings settings;
  settings.set_request_id("import");
  settings.set_parent("campaigns/ezhou-2017");
  return settings;
}

// The service in a process of its own, on data of its own.
class Killed : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(process_.Start().ok()) << process_.Said(); }
  ~Killed() override {
    process_.Kill();
    std::filesystem::remove_all(options_.data);
  }

  std::unique_ptr<IndicatorsService::Stub> Stub() { return IndicatorsService::NewStub(process_.NewConnection()); }

  absl::StatusOr<ImportStream::Response> Import() {
    const auto stub = Stub();
    ImportStream stream(*stub, kClerk, Settings());
    SendAll(stream);
    return stream.Finish();
  }

  void SendAll(ImportStream& stream) {
    std::int64_t line = 1;
    for (const Observation& row : rows_) stream.Send(++line, row);
    stream.SendEnd();
  }

  // Kills it, starts it on what it left, and looks: how many figures there are.
  std::size_t PublishedAfterRestart() {
    process_.Kill();
    const absl::Status started = process_.Start();
    EXPECT_TRUE(started.ok()) << started;
    EXPECT_EQ(testing_support::StagedRows(options_.data), 0);
    return testing_support::ReadHistory(process_.NewConnection(), "indicators").size();
  }

  // The sender, whose import was cut off, sends it again until it is answered, and once more.
  void ExpectItCanBeFinished() {
    const auto first = Import();
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_EQ(first->rejected(), 0);
    EXPECT_EQ(first->imported(), static_cast<std::int64_t>(rows_.size()));
    EXPECT_EQ(testing_support::ReadHistory(process_.NewConnection(), "indicators").size(), rows_.size());
    const auto again = Import();
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
  }

  const testing_support::TestServerOptions options_ = {.plans = "common/plans/ezhou-2017",
                                                       .data = testing_support::NewDataDirectory(),
                                                       .now = testing_support::NoonOf(2018, 10, 15)};
  ServerProcess process_{"qcity-indicators", FlagsOf(options_)};
  const std::vector<Observation> rows_ = Rows();
};

TEST_F(Killed, WhileRowsComeInNothingOfThemIsThere) {
  const auto stub = Stub();
  ImportStream stream(*stub, kClerk, Settings());
  for (std::size_t i = 0; i < rows_.size() - 1; ++i) stream.Send(static_cast<std::int64_t>(i), rows_[i]);
  ASSERT_TRUE(AwaitStagedRows(options_.data, 1000));
  EXPECT_EQ(PublishedAfterRestart(), 0u);
  EXPECT_FALSE(stream.Finish().ok());
  ExpectItCanBeFinished();
}

// The parameter is only for its number: each time at another moment.
class KilledAtAnyMoment : public Killed, public testing::WithParamInterface<int> {};

TEST_P(KilledAtAnyMoment, AllOfItIsThereOrNothing) {
  std::random_device random;
  const int milliseconds = std::uniform_int_distribution<int>(0, 100)(random);
  SCOPED_TRACE(absl::StrCat("killed after ", milliseconds, " ms"));
  const auto stub = Stub();
  ImportStream stream(*stub, kClerk, Settings());
  SendAll(stream);
  ::poll(nullptr, 0, milliseconds);
  const std::size_t published = PublishedAfterRestart();
  EXPECT_TRUE(published == 0 || published == rows_.size()) << published;
  const auto answer = stream.Finish();
  EXPECT_TRUE(!answer.ok() || published == rows_.size()) << "acknowledged and lost";
  ExpectItCanBeFinished();
}

INSTANTIATE_TEST_SUITE_P(Moments, KilledAtAnyMoment, testing::Range(0, 6));

}  // namespace
}  // namespace qcity::system_test
