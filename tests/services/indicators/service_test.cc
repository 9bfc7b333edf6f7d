#include <cmath>
#include <functional>
#include <limits>
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
using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using Stub = IndicatorsClient::Stub;

TEST(IndicatorsService, AFigureIsReportedVerifiedAndConfirmed) {
  IndicatorsClient client;
  const absl::StatusOr<v1::Observation> reported = client.Report("li@quality-bureau", PassRate());
  ASSERT_EQ(Told(reported), "OK");
  EXPECT_EQ(reported->state(), v1::REPORTED);
  EXPECT_EQ(reported->finality(), v1::FINAL);
  EXPECT_EQ(reported->version(), 1);
  const std::string name = reported->name();
  EXPECT_EQ(Told(client.Verify("li@office", name)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(client.Verify("wang@office", name)->state(), v1::VERIFIED);
  EXPECT_EQ(Told(client.Move(&Stub::ConfirmObservation, "wang@office", name)), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(client.Move(&Stub::ConfirmObservation, "chen@office", name)->state(), v1::CONFIRMED);
  EXPECT_EQ(Told(client.Move(&Stub::ReopenPeriod, "wang@office", name)), "FAILED_PRECONDITION WRONG_STATE");
  EXPECT_EQ(client.Move(&Stub::WithdrawConfirmation, "wang@office", name)->state(), v1::VERIFIED);
  const absl::StatusOr<v1::Observation> reopened = client.Move(&Stub::ReopenPeriod, "wang@office", name);
  EXPECT_EQ(reopened->state(), v1::REPORTED);
  std::vector<v1::State> states;
  for (const v1::Transition& transition : reopened->history()) states.push_back(transition.state());
  EXPECT_THAT(states, ElementsAre(v1::REPORTED, v1::VERIFIED, v1::CONFIRMED, v1::VERIFIED, v1::REPORTED));
}

TEST(IndicatorsService, AReturnedFigureIsReportedAgain) {
  IndicatorsClient client;
  const std::string name = client.Report("li@quality-bureau", PassRate())->name();
  EXPECT_EQ(client.Move(&Stub::ReturnObservation, "wang@office", name)->history(1).reason(), "口径有误");
  const absl::StatusOr<v1::Observation> again = client.Report("li@quality-bureau", PassRate("2018Q1", 96));
  ASSERT_EQ(Told(again), "OK");
  EXPECT_EQ(client.Get("1-1")->history(0).observations(0).history(2).by(), again->name());
}

TEST(IndicatorsService, ADraftIsSentByAnotherPersonOfTheUnit) {
  IndicatorsClient client;
  v1::DraftObservationRequest draft;
  draft.set_request_id(client.NewId());
  *draft.mutable_observation() = PassRate();
  const absl::StatusOr<v1::Observation> drafted = client.Call(&Stub::DraftObservation, "li@quality-bureau", draft);
  ASSERT_EQ(drafted->state(), v1::DRAFT);
  v1::ReportObservationRequest send;
  send.set_draft(drafted->name());
  send.mutable_observation()->set_indicator(NameOf("1-1"));
  const auto sent = [&](const std::string& caller) {
    send.set_request_id(client.NewId());
    return client.Call(&Stub::ReportObservation, caller, send);
  };
  EXPECT_EQ(Told(sent("li@quality-bureau")), "FAILED_PRECONDITION FOUR_EYES");
  EXPECT_EQ(Told(sent("qian@environment-bureau")), "PERMISSION_DENIED ACCESS_DENIED");
  const absl::StatusOr<v1::Observation> reported = sent("zhang@quality-bureau");
  ASSERT_EQ(Told(reported), "OK");
  EXPECT_EQ(reported->name(), drafted->name());
  EXPECT_EQ(reported->state(), v1::REPORTED);
  // Four eyes again: the draft's sender reported it.
  EXPECT_EQ(Told(client.Verify("zhang@office", reported->name())), "FAILED_PRECONDITION FOUR_EYES");
}

TEST(IndicatorsService, ABreakdownIsKeptOrRefusedWhole) {
  IndicatorsClient client;
  v1::Observation figure = PassRate();
  const auto add = [&](const std::string& key, double passed, double tested) {
    v1::BreakdownRow& row = *figure.add_breakdown();
    row.set_dimension(v1::BreakdownRow::DISTRICT);
    row.set_key(key);
    row.mutable_figure()->mutable_fraction()->set_numerator(passed);
    row.mutable_figure()->mutable_fraction()->set_denominator(tested);
  };
  add("east", 60, 60);
  add("west", 36, 40);
  EXPECT_EQ(Told(client.Report("li@quality-bureau", figure)), "INVALID_ARGUMENT observation.breakdown");
  EXPECT_EQ(client.Get("1-1")->history_size(), 0);
  figure.mutable_breakdown(1)->mutable_figure()->mutable_fraction()->set_numerator(37);
  ASSERT_EQ(Told(client.Report("li@quality-bureau", figure)), "OK");
  const auto kept = client.Get("1-1")->history(0).observations(0);
  EXPECT_EQ(kept.breakdown_size(), 2);
  EXPECT_THAT(kept.reconciled(), ElementsAre(v1::BreakdownRow::DISTRICT));
}

TEST(IndicatorsService, AFinalFigureFollowsAVerifiedPreliminaryOne) {
  IndicatorsClient client;
  v1::Observation figure = PassRate();
  figure.set_finality(v1::PRELIMINARY);
  const std::string preliminary = client.Report("li@quality-bureau", figure)->name();
  ASSERT_EQ(Told(client.Verify("wang@office", preliminary)), "OK");
  EXPECT_EQ(Told(client.Report("li@quality-bureau", figure)), "FAILED_PRECONDITION PERIOD_LOCKED");
  const std::string final_name = client.Report("li@quality-bureau", PassRate("2018Q1", 96))->name();
  EXPECT_EQ(client.Get("1-1")->history(0).observations(0).state(), v1::VERIFIED);
  ASSERT_EQ(Told(client.Verify("wang@office", final_name)), "OK");
  EXPECT_EQ(client.Get("1-1")->history(0).observations(0).state(), v1::SUPERSEDED);
}

TEST(IndicatorsService, ApplicabilityTakesTwoPersonsOfTheOffice) {
  IndicatorsClient client;
  v1::SetApplicabilityRequest request;
  request.set_request_id("a1");
  request.set_indicator(NameOf("7"));
  request.set_reason("无此产业");
  EXPECT_EQ(Told(client.Call(&Stub::SetApplicability, "wang@office", request)), "INVALID_ARGUMENT document.name");
  request.mutable_document()->set_name("会议纪要");
  EXPECT_EQ(client.Call(&Stub::SetApplicability, "wang@office", request)->decisions(0).approved_by(), "");
  EXPECT_EQ(client.Call(&Stub::SetApplicability, "chen@office", request)->decisions(0).approved_by(), "chen");
  EXPECT_EQ(client.Get("7")->applicability().decisions_size(), 1);
  EXPECT_EQ(Told(client.Call(&Stub::SetApplicability, "li@quality-bureau", request)),
            "PERMISSION_DENIED ACCESS_DENIED");
}

TEST(IndicatorsService, ReferencesAreTheOfficesAndVerifiedAtOnce) {
  IndicatorsClient client;
  v1::ReportReferenceRequest request;
  request.set_request_id("a1");
  *request.mutable_reference() = PassRate("2018Q1", 94);
  const auto told = [&](const std::string& subject, const std::string& caller) {
    request.set_request_id(client.NewId());
    request.mutable_reference()->set_subject(subject);
    return Told(client.Call(&Stub::ReportReference, caller, request));
  };
  EXPECT_EQ(told("", "wang@office"), "INVALID_ARGUMENT reference.subject");
  EXPECT_EQ(told("无此城市", "wang@office"), "INVALID_ARGUMENT reference.subject");
  EXPECT_EQ(told("NATIONAL", "li@quality-bureau"), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(told("NATIONAL", "wang@office"), "OK");
  EXPECT_EQ(told("大城市", "wang@office"), "OK");

  v1::ListReferencesRequest list;
  list.set_parent("campaigns/small-city");
  const auto listed = client.Call(&Stub::ListReferences, "wang@office", list);
  ASSERT_EQ(listed->references_size(), 2);
  EXPECT_EQ(listed->references(0).state(), v1::VERIFIED);
  list.set_subject("大城市");
  EXPECT_EQ(client.Call(&Stub::ListReferences, "wang@office", list)->references_size(), 1);
  v1::ListObservationsRequest own;
  own.set_parent("campaigns/small-city");
  EXPECT_EQ(client.Call(&Stub::ListObservations, "wang@office", own)->observations_size(), 0);
  // The city's figure of the same period is another matter.
  EXPECT_EQ(Told(client.Report("li@quality-bureau", PassRate())), "OK");
}

TEST(IndicatorsService, OnlyTheLeadOrTheOfficeReports) {
  IndicatorsClient client;
  EXPECT_EQ(Told(client.Report("qian@environment-bureau", PassRate())), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Told(client.Report("yi@experts", PassRate())), "PERMISSION_DENIED ACCESS_DENIED");
  EXPECT_EQ(Told(client.Report("zhao@market-bureau", PassRate())),
            "PERMISSION_DENIED ACCESS_DENIED");  // Not before 2019-04-01.
  EXPECT_EQ(Told(client.Report("", PassRate())), "UNAUTHENTICATED CALLER_MISSING");
  const std::string name = client.Report("wang@office", PassRate())->name();
  EXPECT_EQ(Told(client.Move(&Stub::WithdrawObservation, "li@quality-bureau", name)),
            "PERMISSION_DENIED NOT_YOUR_FIGURE");
  EXPECT_EQ(Told(client.Verify("li@quality-bureau", name)), "PERMISSION_DENIED ACCESS_DENIED");
}

TEST(IndicatorsService, TheBodyThatTookOverWithdrawsWhatWasReportedBefore) {
  IndicatorsClient client;
  const std::string name = client.Report("li@quality-bureau", PassRate())->name();
  ASSERT_TRUE(client.server().clock().AdvanceTo(testing_support::NoonOf(2019, 4, 1)).ok());
  EXPECT_EQ(client.Move(&Stub::WithdrawObservation, "zhao@market-bureau", name)->state(), v1::WITHDRAWN);
}

TEST(IndicatorsService, ARepeatedRequestReturnsTheFirstAnswer) {
  IndicatorsClient client;
  v1::ReportObservationRequest request = client.NewReport(PassRate());
  const absl::StatusOr<v1::Observation> first = client.Call(&Stub::ReportObservation, "li@quality-bureau", request);
  ASSERT_EQ(Told(client.Verify("wang@office", first->name())), "OK");
  const absl::StatusOr<v1::Observation> again = client.Call(&Stub::ReportObservation, "li@quality-bureau", request);
  ASSERT_EQ(Told(again), "OK");
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
  *request.mutable_observation() = PassRate("2018Q1", 90);
  EXPECT_EQ(Told(client.Call(&Stub::ReportObservation, "li@quality-bureau", request)),
            "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST(IndicatorsService, AStaleEtagIsAborted) {
  IndicatorsClient client;
  const absl::StatusOr<v1::Observation> reported = client.Report("li@quality-bureau", PassRate());
  v1::VerifyObservationRequest verify;
  verify.set_request_id("v1");
  verify.set_name(reported->name());
  verify.set_etag(reported->version() + 1);
  EXPECT_EQ(Told(client.Call(&Stub::VerifyObservation, "wang@office", verify)), "ABORTED STALE_ETAG");
  verify.set_etag(reported->version());
  EXPECT_EQ(Told(client.Call(&Stub::VerifyObservation, "wang@office", verify)), "OK");
}

TEST(IndicatorsService, TheFeedHoldsOneEntityForAMeasurePeriodWithItsWholeHistory) {
  IndicatorsClient client;
  const std::string first = client.Report("li@quality-bureau", PassRate())->name();
  ASSERT_EQ(Told(client.Report("li@quality-bureau", PassRate("2017Q4"))), "OK");
  v1::Observation correction = PassRate("2018Q1", 95);
  correction.set_supersedes(first);
  ASSERT_EQ(Told(client.Report("li@quality-bureau", correction)), "OK");
  const std::vector<feed::v1::Change> history = ReadHistory(client.server().channel(), "indicators");
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].subject(), "figures/1-1///2017Q4");
  EXPECT_EQ(history[1].subject(), "figures/1-1///2018Q1");
  EXPECT_EQ(history[1].sequence(), 3);
  v1::MeasurePeriod period;
  ASSERT_TRUE(history[1].data().UnpackTo(&period));
  ASSERT_EQ(period.observations_size(), 2);
  EXPECT_EQ(period.observations(0).state(), v1::SUPERSEDED);
  EXPECT_EQ(period.observations(0).version(), 3);
  EXPECT_EQ(period.observations(1).state(), v1::REPORTED);
}

TEST(IndicatorsService, BadInputIsRefusedWithItsPathAndNothingIsWritten) {
  IndicatorsClient client;
  const auto reported = [&](const std::function<void(v1::Observation&)>& spoil) {
    v1::Observation observation = PassRate();
    spoil(observation);
    return Told(client.Report("wang@office", observation));
  };
  const auto in = [](absl::string_view path) { return absl::StrCat("INVALID_ARGUMENT observation.", path); };
  EXPECT_EQ(reported([](auto& o) { o.set_finality(static_cast<v1::Finality>(9)); }), in("finality"));
  EXPECT_EQ(reported([](auto& o) { o.mutable_figure()->set_value(std::nan("")); }), in("figure.value"));
  EXPECT_EQ(reported([](auto& o) { o.mutable_figure()->set_value(std::numeric_limits<double>::infinity()); }),
            in("figure.value"));
  EXPECT_EQ(reported([](auto& o) { o.mutable_figure()->set_value(101); }), in("figure.value"));
  EXPECT_EQ(reported([](auto& o) { o.mutable_figure()->mutable_fraction()->set_denominator(0); }),
            in("figure.fraction.denominator"));
  EXPECT_EQ(reported([](auto& o) { o.mutable_figure()->mutable_fraction()->set_numerator(-1); }),
            in("figure.fraction.numerator"));
  EXPECT_EQ(reported([](auto& o) { o.mutable_figure()->mutable_sample()->set_n(10); }), in("figure.sample"));
  EXPECT_EQ(reported([](auto& o) { o.clear_figure(); }), in("figure"));
  EXPECT_EQ(reported([](auto& o) { o.set_unit("个"); }), in("unit"));
  EXPECT_EQ(reported([](auto& o) { o.clear_source(); }), in("source"));
  EXPECT_EQ(reported([](auto& o) { o.set_source(std::string(501, 'x')); }), in("source"));
  EXPECT_EQ(reported([](auto& o) { o.set_source(std::string("a\0b", 3)); }), in("source"));
  EXPECT_EQ(reported([](auto& o) { o.set_source("a\tb"); }), in("source"));
  EXPECT_EQ(reported([](auto& o) { o.set_period(""); }), in("period"));
  EXPECT_EQ(reported([](auto& o) { o.set_period("2018Q5"); }), in("period"));
  EXPECT_EQ(reported([](auto& o) { o.set_period("2014Q4"); }), in("period"));  // Before the data window.
  EXPECT_EQ(reported([](auto& o) { o.set_period("2018Q3"); }), in("period"));  // Has not begun.
  EXPECT_EQ(reported([](auto& o) { o.set_part("x"); }), in("part"));
  EXPECT_EQ(reported([](auto& o) { o.set_subject("NATIONAL"); }), in("subject"));
  EXPECT_EQ(reported([](auto& o) { o.set_published("2018-05-08"); }), in("published"));
  EXPECT_EQ(reported([](auto& o) { o.set_supersedes("x"); }), in("supersedes"));
  EXPECT_EQ(reported([](auto& o) { o.add_evidence(); }), in("evidence[0].name"));
  EXPECT_EQ(reported([](auto& o) { o.set_indicator("1-1"); }), in("indicator"));
  EXPECT_EQ(reported([](auto& o) { o.set_indicator(NameOf("99")); }), "NOT_FOUND INDICATOR_NOT_FOUND");
  EXPECT_EQ(reported([](auto& o) { o.set_indicator("campaigns/other/indicators/1-1"); }),
            "NOT_FOUND CAMPAIGN_NOT_FOUND");
  EXPECT_EQ(Told(client.Get("99")), "NOT_FOUND INDICATOR_NOT_FOUND");
  EXPECT_EQ(Told(client.Verify("wang@office", NameOf("1-1") + "/observations/7")), "NOT_FOUND OBSERVATION_NOT_FOUND");
  EXPECT_EQ(Told(client.Verify("wang@office", "x")), "INVALID_ARGUMENT name");
  EXPECT_TRUE(ReadHistory(client.server().channel(), "indicators").empty());
}

TEST(IndicatorsService, TextsAreKeptInNormalForm) {
  IndicatorsClient client;
  v1::Observation observation = PassRate();
  observation.set_source("Re\u0301sume\u0301");
  EXPECT_EQ(client.Report("li@quality-bureau", observation)->source(), "R\u00e9sum\u00e9");
}

}  // namespace
}  // namespace qcity::indicators
