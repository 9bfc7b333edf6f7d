#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/services/indicators/indicators_client.h"
#include "tests/support/feed_history.h"
#include "tests/support/told.h"

namespace qcity::indicators {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using Stub = IndicatorsClient::Stub;

v1::Observation Bad() { return PassRate("2018Q3"); }  // Has not begun.

// "OK 3" (its version) or "PERIOD_LOCKED period 1" for each result.
std::vector<std::string> Results(const v1::BatchObservationsResponse& response) {
  std::vector<std::string> results;
  for (const v1::BatchObservationResult& result : response.results()) {
    const v1::RowError& error = result.error();
    results.push_back(result.has_observation() ? absl::StrCat("OK ", result.observation().version())
                                               : absl::StrCat(error.reason(), " ", error.field(), " ", error.row()));
  }
  return results;
}

v1::ImportSettings Settings(const std::string& request_id) {
  v1::ImportSettings settings;
  settings.set_request_id(request_id);
  settings.set_parent("campaigns/small-city");
  return settings;
}

std::vector<std::int64_t> Positions(IndicatorsClient& client) {
  std::vector<std::int64_t> positions;
  for (const feed::v1::Change& change : ReadHistory(client.server().channel(), "indicators"))
    positions.push_back(change.sequence());
  return positions;
}

TEST(BatchReport, EachItemSucceedsOrFailsByItselfAndRefusalsLeaveNoGap) {
  IndicatorsClient client;
  v1::BatchReportObservationsRequest request;
  *request.add_requests() = client.NewReport(PassRate("2017Q1"));
  *request.add_requests() = client.NewReport(Bad());
  *request.add_requests() = client.NewReport(PassRate("2017Q1"));  // Reported a moment ago.
  *request.add_requests() = client.NewReport(PassRate("2017Q2"));
  *request.add_requests() = request.requests(0);  // The same request again.
  request.add_requests()->mutable_observation()->set_indicator(NameOf("1-1"));
  *request.add_requests() = client.NewReport(PassRate("2017Q3"));
  const auto response = client.Call(&Stub::BatchReportObservations, "li@quality-bureau", request);
  ASSERT_EQ(Told(response), "OK");
  EXPECT_THAT(Results(*response), ElementsAre("OK 1", "INVALID_FIELD observation.period 1", "ALREADY_REPORTED  2",
                                              "OK 2", "OK 1", "INVALID_FIELD request_id 5", "OK 3"));
  EXPECT_THAT(Positions(client), ElementsAre(1, 2, 3));
}

TEST(BatchReport, TheLeadOfEveryItemIsAsked) {
  IndicatorsClient client;
  v1::BatchReportObservationsRequest request;
  *request.add_requests() = client.NewReport(PassRate());
  v1::Observation foreign = PassRate();
  foreign.set_indicator(NameOf("2"));
  *request.add_requests() = client.NewReport(foreign);
  EXPECT_EQ(Told(client.Call(&Stub::BatchReportObservations, "li@quality-bureau", request)),
            "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_THAT(Positions(client), ElementsAre());
}

TEST(BatchReport, HoldsOneToAThousandItems) {
  IndicatorsClient client;
  EXPECT_EQ(Told(client.Call(&Stub::BatchReportObservations, "wang@office", v1::BatchReportObservationsRequest())),
            "INVALID_ARGUMENT requests");
  EXPECT_EQ(Told(client.Call(&Stub::BatchVerify, "wang@office", v1::BatchVerifyRequest())),
            "INVALID_ARGUMENT requests");
  v1::BatchVerifyRequest many;
  for (int i = 0; i < 1001; ++i) many.add_requests();
  EXPECT_EQ(Told(client.Call(&Stub::BatchVerify, "wang@office", many)), "INVALID_ARGUMENT requests");
}

TEST(BatchVerify, EachFigureIsVerifiedOrRefusedByItself) {
  IndicatorsClient client;
  v1::BatchVerifyRequest request;
  const auto add = [&](const std::string& name) {
    v1::VerifyObservationRequest& item = *request.add_requests();
    item.set_request_id(client.NewId());
    item.set_name(name);
  };
  add(client.Report("li@quality-bureau", PassRate("2017Q1"))->name());
  add(client.Report("wang@office", PassRate("2017Q2"))->name());
  add(NameOf("1-1") + "/observations/99");
  add(client.Report("li@quality-bureau", PassRate("2017Q3"))->name());
  const auto response = client.Call(&Stub::BatchVerify, "wang@office", request);
  EXPECT_THAT(Results(*response), ElementsAre("OK 4", "FOUR_EYES  1", "OBSERVATION_NOT_FOUND  2", "OK 5"));
}

TEST(BatchVerify, AFigureNamedTwiceIsVerifiedOnce) {
  IndicatorsClient client;
  const std::string name = client.Report("li@quality-bureau", PassRate("2017Q1"))->name();
  v1::BatchVerifyRequest request;
  const auto add = [&](const std::string& id, std::int64_t etag) {
    v1::VerifyObservationRequest& item = *request.add_requests();
    item.set_request_id(id);
    item.set_name(name);
    item.set_etag(etag);
  };
  add("v0", 9);  // Somebody else's version.
  add("v1", 1);
  add("v2", 0);
  add("v1", 1);  // The same request again: its first answer.
  add("v1", 0);  // The same id for another.
  add("", 0);
  const auto response = client.Call(&Stub::BatchVerify, "wang@office", request);
  ASSERT_EQ(Told(response), "OK");
  EXPECT_THAT(Results(*response), ElementsAre("STALE_ETAG  0", "OK 2", "WRONG_STATE  2", "OK 2", "REQUEST_ID_REUSED  4",
                                              "INVALID_FIELD request_id 5"));
  EXPECT_EQ(client.Get("1-1")->history(0).observations(0).history_size(), 2);
  EXPECT_THAT(Positions(client), ElementsAre(2));
}

// The provincial requirement of one year, met: the small city's indicator 8, whose parts must all hold.
v1::Observation Attested(const std::string& part) {
  v1::Observation observation;
  observation.set_indicator(NameOf("8"));
  observation.set_part(part);
  observation.set_period("2017");
  observation.mutable_figure()->mutable_attestation()->set_met(true);
  observation.set_source("省认定文件");
  return observation;
}

TEST(ByPart, AFigureOfTheWholeIsRefusedWhereEveryPartMustHold) {
  IndicatorsClient client;
  EXPECT_EQ(Told(client.Report("qian@environment-bureau", Attested(""))), "INVALID_ARGUMENT observation.part");
  v1::DraftObservationRequest draft;
  draft.set_request_id("d1");
  *draft.mutable_observation() = Attested("");
  EXPECT_EQ(Told(client.Call(&Stub::DraftObservation, "qian@environment-bureau", draft)),
            "INVALID_ARGUMENT observation.part");
  v1::BatchReportObservationsRequest batch;
  *batch.add_requests() = client.NewReport(Attested(""));
  *batch.add_requests() = client.NewReport(Attested("cod"));
  EXPECT_THAT(Results(*client.Call(&Stub::BatchReportObservations, "qian@environment-bureau", batch)),
              ElementsAre("INVALID_FIELD observation.part 0", "OK 1"));
  const auto imported = client.Import("qian@environment-bureau", Settings("i1"), {Attested("nh3"), Attested("")});
  ASSERT_EQ(Told(imported), "OK");
  EXPECT_EQ(imported->imported(), 0);
  ASSERT_EQ(imported->errors_size(), 1);
  EXPECT_EQ(imported->errors(0).field(), "part");
  EXPECT_EQ(imported->errors(0).row(), 3);
  EXPECT_THAT(imported->errors(0).text_zh(), ::testing::HasSubstr("cod, nh3"));
  EXPECT_THAT(Positions(client), ElementsAre(1));
}

TEST(Import, IsAllOrNothing) {
  IndicatorsClient client;
  const auto refused =
      client.Import("li@quality-bureau", Settings("i1"), {PassRate("2017Q1"), Bad(), PassRate("2017Q2")});
  ASSERT_EQ(Told(refused), "OK");
  EXPECT_EQ(refused->rows(), 3);
  EXPECT_EQ(refused->imported(), 0);
  EXPECT_EQ(refused->rejected(), 1);
  EXPECT_EQ(refused->version(), 0);
  ASSERT_EQ(refused->errors_size(), 1);
  EXPECT_EQ(refused->errors(0).row(), 3);
  EXPECT_EQ(refused->errors(0).field(), "period");
  EXPECT_NE(refused->errors(0).text_zh(), "");
  EXPECT_THAT(Positions(client), ElementsAre());

  // What failed is not remembered: the mended file may bear the same id.
  const auto mended = client.Import("li@quality-bureau", Settings("i1"), {PassRate("2017Q1"), PassRate("2017Q2")});
  EXPECT_EQ(mended->imported(), 2);
  EXPECT_EQ(mended->version(), 2);
  EXPECT_THAT(Positions(client), ElementsAre(1, 2));
}

TEST(Import, AsksTheLeadOfEveryRow) {
  IndicatorsClient client;
  v1::Observation foreign = PassRate();
  foreign.set_indicator(NameOf("2"));
  const auto response = client.Import("li@quality-bureau", Settings("i1"), {PassRate(), foreign});
  ASSERT_EQ(response->errors_size(), 1);
  EXPECT_EQ(response->errors(0).reason(), "ACCESS_DENIED");
  EXPECT_EQ(Told(client.Import("yi@experts", Settings("i1"), {PassRate()})), "PERMISSION_DENIED ACCESS_DENIED");
}

TEST(Import, UnderBestEffortTheGoodRowsStand) {
  IndicatorsClient client;
  v1::ImportSettings settings = Settings("i1");
  settings.set_best_effort(true);
  const auto response =
      client.Import("li@quality-bureau", settings, {Bad(), PassRate("2017Q1"), Bad(), PassRate("2017Q2")});
  EXPECT_EQ(response->imported(), 2);
  EXPECT_EQ(response->rejected(), 2);
  EXPECT_EQ(response->version(), 2);
  EXPECT_THAT(Positions(client), ElementsAre(1, 2));
}

TEST(Import, OnlyCheckingWritesNothing) {
  IndicatorsClient client;
  v1::ImportSettings settings = Settings("i1");
  settings.set_validate_only(true);
  for (const bool best_effort : {false, true}) {
    settings.set_best_effort(best_effort);
    const auto good = client.Import("li@quality-bureau", settings, {PassRate("2017Q1")});
    EXPECT_EQ(good->imported(), 1);
    EXPECT_EQ(good->version(), 0);
    EXPECT_EQ(client.Import("li@quality-bureau", settings, {PassRate("2017Q1"), Bad()})->rejected(), 1);
  }
  EXPECT_THAT(Positions(client), ElementsAre());
}

TEST(Import, RowsThatRepeatWhatStandsAreUnchanged) {
  IndicatorsClient client;
  const std::vector<v1::Observation> rows = {PassRate("2017Q1"), PassRate("2017Q2")};
  ASSERT_EQ(client.Import("li@quality-bureau", Settings("i1"), rows)->imported(), 2);
  ASSERT_EQ(Told(client.Verify("wang@office", NameOf("1-1") + "/observations/1")), "OK");
  const auto again = client.Import("li@quality-bureau", Settings("i2"), {rows[0], rows[1], PassRate("2017Q3")});
  EXPECT_EQ(again->unchanged(), 2);
  EXPECT_EQ(again->imported(), 1);
  EXPECT_EQ(again->rejected(), 0);
  EXPECT_THAT(Positions(client), ElementsAre(2, 3, 4));
  // Another value is no repetition.
  EXPECT_EQ(client.Import("li@quality-bureau", Settings("i3"), {PassRate("2017Q2", 50)})->errors(0).reason(),
            "ALREADY_REPORTED");
}

TEST(Import, TheSameIdWithOtherRowsIsAnotherRequest) {
  IndicatorsClient client;
  const auto first = client.Import("li@quality-bureau", Settings("i1"), {PassRate("2017Q1")});
  const auto again = client.Import("li@quality-bureau", Settings("i1"), {PassRate("2017Q1")});
  ASSERT_EQ(Told(again), "OK");
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
  EXPECT_EQ(Told(client.Import("li@quality-bureau", Settings("i1"), {PassRate("2017Q2")})),
            "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST(Import, RowsAreHeldToWhatHoldsOfEveryRequest) {
  IndicatorsClient client;
  v1::Observation nan = PassRate("2017Q1");
  nan.mutable_figure()->set_value(std::nan(""));
  v1::Observation unknown = PassRate("2017Q1");
  unknown.set_finality(static_cast<v1::Finality>(9));
  v1::Observation nul = PassRate("2017Q1");
  nul.set_source(std::string("a\0b", 3));
  const auto response = client.Import("li@quality-bureau", Settings("i1"), {nan, unknown, nul});
  ASSERT_EQ(response->errors_size(), 3);
  EXPECT_EQ(response->errors(0).field(), "figure.value");
  EXPECT_EQ(response->errors(1).field(), "finality");
  EXPECT_EQ(response->errors(2).field(), "source");
  v1::Observation decomposed = PassRate("2017Q1");
  decomposed.set_source("Re\u0301sume\u0301");
  ASSERT_EQ(client.Import("li@quality-bureau", Settings("i2"), {decomposed})->imported(), 1);
  EXPECT_EQ(client.Get("1-1")->history(0).observations(0).source(), "R\u00e9sum\u00e9");
}

TEST(Import, BeginsWithItsSettings) {
  IndicatorsClient client;
  EXPECT_EQ(Told(client.Import("wang@office", Settings(""), {PassRate()})), "INVALID_ARGUMENT request_id");
  v1::ImportSettings settings = Settings("i1");
  settings.set_parent(NameOf("1-1"));
  EXPECT_EQ(Told(client.Import("wang@office", settings, {PassRate()})), "INVALID_ARGUMENT settings.parent");
}

TEST(Import, ManyRowsAreOneImport) {
  IndicatorsClient client;
  std::vector<v1::Observation> rows;
  for (int i = 0; i < 2500; ++i) rows.push_back(PassRate(i % 2 == 0 ? "2017Q1" : "2017Q2", i % 2 == 0 ? 90 : 91));
  const auto response = client.Import("li@quality-bureau", Settings("i1"), rows);
  EXPECT_EQ(response->imported(), 2);
  EXPECT_EQ(response->unchanged(), 2498);
}

}  // namespace
}  // namespace qcity::indicators
