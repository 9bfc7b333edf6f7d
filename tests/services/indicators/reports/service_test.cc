#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/services/indicators/reports/reports_client.h"
#include "tests/support/feed_history.h"
#include "tests/support/told.h"

namespace qcity::indicators {
namespace {

using ::qcity::testing_support::NoonOf;
using ::qcity::testing_support::ReadHistory;
using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stub = ReportsClient::Stub;

std::vector<std::string> Listed(ReportsClient& reports, const v1::ListMissingReportsRequest& request) {
  const auto listed = reports.List(request);
  return listed.ok() ? Short(*listed) : std::vector<std::string>{Told(listed)};
}

TEST(MissingReports, AreListedByDueDayForWhoOwesThem) {
  IndicatorsClient client;
  ReportsClient reports(client);
  v1::ListMissingReportsRequest request = MissingRequest();
  const auto all = reports.List(request, "qian@environment-bureau");
  ASSERT_EQ(Told(all), "OK");
  EXPECT_EQ(all->as_of(), "2018-05-07");
  EXPECT_THAT(Short(*all), ElementsAre("3 2018-02 +58", "4 2017 +37", "8/cod 2017 +37", "8/nh3 2017 +37",
                                       "3 2018-03 +27", "1-1 2018Q1 +22"));
  EXPECT_EQ(all->missing(2).part_title(), "化学需氧量");
  EXPECT_EQ(all->missing(2).due(), "2018-03-31");
  EXPECT_THAT(all->missing(0).leads(), ElementsAre("quality-bureau", "construction-bureau"));
  EXPECT_THAT(all->missing(0).lead_titles(), ElementsAre("市质监局", "市住建局"));
  request.set_organization("quality-bureau");
  EXPECT_THAT(Listed(reports, request), ElementsAre("3 2018-02 +58", "3 2018-03 +27", "1-1 2018Q1 +22"));
  request.set_due_from("2018-04-11");
  EXPECT_THAT(Listed(reports, request), ElementsAre("1-1 2018Q1 +22"));
  request.set_due_to("2018-05-10");  // Ahead.
  EXPECT_THAT(Listed(reports, request), ElementsAre("1-1 2018Q1 +22", "3 2018-04 +0"));
  EXPECT_THAT(Listed(reports, MissingRequest("4")), ElementsAre("4 2017 +37"));
}

TEST(MissingReports, ComeInPagesThatLeaveNothingOut) {
  IndicatorsClient client;
  ReportsClient reports(client);
  std::vector<std::string> all;
  v1::ListMissingReportsRequest request = MissingRequest();
  request.set_page_size(4);
  int pages = 0;
  do {
    const auto page = reports.List(request);
    ASSERT_EQ(Told(page), "OK");
    for (const std::string& line : Short(*page)) all.push_back(line);
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(all, Listed(reports, MissingRequest()));
  request.set_page_token("x");
  EXPECT_THAT(Listed(reports, request), ElementsAre("INVALID_ARGUMENT page_token"));
}

TEST(MissingReports, GoWhenReportedAndComeBackWhenReturned) {
  IndicatorsClient client;
  ReportsClient reports(client);
  const std::string name = client.Report("li@quality-bureau", PassRate())->name();
  EXPECT_THAT(Listed(reports, MissingRequest("1-1")), IsEmpty());
  ASSERT_TRUE(client.server().clock().AdvanceTo(NoonOf(2018, 5, 8)).ok());
  ASSERT_EQ(Told(client.Move(&IndicatorsClient::Stub::ReturnObservation, "wang@office", name)), "OK");
  const auto back = reports.List(MissingRequest("1-1"));
  EXPECT_THAT(Short(*back), ElementsAre("1-1 2018Q1 +23"));
  EXPECT_EQ(back->missing(0).state(), v1::MissingReport::RETURNED);
  // What was recorded later does not change the answer of the day before.
  v1::ListMissingReportsRequest yesterday = MissingRequest("1-1");
  yesterday.set_as_of("2018-05-07");
  EXPECT_THAT(Listed(reports, yesterday), IsEmpty());
  yesterday.set_as_of("2018-05-06");
  EXPECT_THAT(Listed(reports, yesterday), ElementsAre("1-1 2018Q1 +21"));
}

TEST(MissingReports, RefuseQuestionsThatMeanNothing) {
  IndicatorsClient client;
  ReportsClient reports(client);
  const auto told = [&](const std::function<void(v1::ListMissingReportsRequest&)>& change) {
    v1::ListMissingReportsRequest request = MissingRequest();
    change(request);
    return Told(reports.List(request));
  };
  EXPECT_EQ(told([](auto& r) { r.set_parent("x"); }), "INVALID_ARGUMENT parent");
  EXPECT_EQ(told([](auto& r) { r.set_parent(NameOf("99")); }), "NOT_FOUND INDICATOR_NOT_FOUND");
  EXPECT_EQ(told([](auto& r) { r.set_organization("nobody"); }), "INVALID_ARGUMENT organization");
  EXPECT_EQ(told([](auto& r) { r.set_as_of("2018-05-08"); }), "INVALID_ARGUMENT as_of");
  EXPECT_EQ(told([](auto& r) { r.set_as_of("2018-02-30"); }), "INVALID_ARGUMENT as_of");
  EXPECT_EQ(told([](auto& r) { r.set_due_from("2018-06-01"); }), "INVALID_ARGUMENT due_from");
  EXPECT_EQ(told([](auto& r) { r.set_due_to("soon"); }), "INVALID_ARGUMENT due_to");
  EXPECT_EQ(told([](auto& r) { r.set_page_size(1001); }), "INVALID_ARGUMENT page_size");
}

TEST(UrgeReport, IsKeptAndShownFromThenOn) {
  IndicatorsClient client;
  ReportsClient reports(client);
  EXPECT_EQ(Told(reports.Urge(reports.NewUrging("1-1", "2018Q1"), "li@quality-bureau")),
            "PERMISSION_DENIED ACCESS_DENIED");
  ASSERT_EQ(Told(reports.Urge(reports.NewUrging("1-1", "2018Q1"))), "OK");
  ASSERT_TRUE(client.server().clock().AdvanceTo(NoonOf(2018, 5, 9)).ok());
  const auto urged = reports.Urge(reports.NewUrging("1-1", "2018Q1"), "chen@office");
  ASSERT_EQ(Told(urged), "OK");
  ASSERT_EQ(urged->urgings_size(), 2);
  EXPECT_EQ(urged->urgings(0).person(), "wang");
  EXPECT_EQ(urged->urgings(1).text(), "请于三日内报送");
  v1::ListMissingReportsRequest request = MissingRequest("1-1");
  EXPECT_EQ(reports.List(request)->missing(0).times_urged(), 2);
  EXPECT_EQ(reports.List(request)->missing(0).last_urged().seconds(), absl::ToUnixSeconds(NoonOf(2018, 5, 9)));
  request.set_as_of("2018-05-08");
  EXPECT_EQ(reports.List(request)->missing(0).times_urged(), 1);
  const std::vector<feed::v1::Change> history = ReadHistory(client.server().channel(), "indicators");
  ASSERT_EQ(history.size(), 1U);
  v1::UrgedReport published;
  ASSERT_TRUE(history[0].data().UnpackTo(&published));
  EXPECT_EQ(published.urgings_size(), 2);
}

TEST(UrgeReport, OfWhatIsThereIsRefusedAndLeavesNothing) {
  IndicatorsClient client;
  ReportsClient reports(client);
  const std::string name = client.Report("li@quality-bureau", PassRate())->name();
  EXPECT_EQ(Told(reports.Urge(reports.NewUrging("1-1", "2018Q1"))), "FAILED_PRECONDITION REPORT_IS_THERE");
  v1::UrgeReportRequest empty = reports.NewUrging("3", "2018-02");
  empty.clear_text();
  EXPECT_EQ(Told(reports.Urge(empty)), "INVALID_ARGUMENT text");
  EXPECT_EQ(Told(reports.Urge(reports.NewUrging("99", "2018"))), "NOT_FOUND INDICATOR_NOT_FOUND");
  EXPECT_EQ(ReadHistory(client.server().channel(), "indicators").size(), 1U);  // The report alone.
}

TEST(UrgeReport, RepeatedGivesTheFirstAnswer) {
  IndicatorsClient client;
  ReportsClient reports(client);
  const v1::UrgeReportRequest request = reports.NewUrging("1-1", "2018Q1");
  ASSERT_EQ(Told(reports.Urge(request)), "OK");
  EXPECT_EQ(reports.Urge(request)->urgings_size(), 1);
  v1::UrgeReportRequest other = request;
  other.set_text("另一说法");
  EXPECT_EQ(Told(reports.Urge(other)), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST(BatchUrge, EachItemSucceedsOrFailsByItself) {
  IndicatorsClient client;
  ReportsClient reports(client);
  ASSERT_EQ(Told(client.Report("li@quality-bureau", PassRate())), "OK");
  v1::BatchUrgeReportsRequest request;
  EXPECT_EQ(Told(reports.Call(&Stub::BatchUrgeReports, "wang@office", request)), "INVALID_ARGUMENT requests");
  *request.add_requests() = reports.NewUrging("3", "2018-02");
  *request.add_requests() = reports.NewUrging("1-1", "2018Q1");
  *request.add_requests() = reports.NewUrging("8", "2017");
  *request.add_requests() = reports.NewUrging("8", "2017", "cod");
  const auto response = reports.Call(&Stub::BatchUrgeReports, "wang@office", request);
  ASSERT_EQ(Told(response), "OK");
  ASSERT_EQ(response->results_size(), 4);
  EXPECT_EQ(response->results(0).report().period(), "2018-02");
  EXPECT_EQ(response->results(1).error().reason(), "REPORT_IS_THERE");
  EXPECT_EQ(response->results(2).error().field(), "part");
  EXPECT_EQ(response->results(2).error().row(), 2);
  EXPECT_EQ(response->results(3).report().part(), "cod");
}

TEST(MissingReports, SurviveARestart) {
  IndicatorsClient client({.data = testing_support::NewDataDirectory()});
  {
    ReportsClient reports(client);
    ASSERT_EQ(Told(reports.Urge(reports.NewUrging("1-1", "2018Q1"))), "OK");
  }
  client.server().Restart();
  ReportsClient reports(client);
  EXPECT_EQ(reports.List(MissingRequest("1-1"))->missing(0).times_urged(), 1);
}

}  // namespace
}  // namespace qcity::indicators
