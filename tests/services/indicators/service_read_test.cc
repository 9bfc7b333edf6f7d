#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/services/indicators/indicators_client.h"
#include "tests/support/told.h"

namespace qcity::indicators {
namespace {

using ::qcity::testing_support::Told;
using ::testing::ElementsAre;
using Stub = IndicatorsClient::Stub;

class ReadTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* period : {"2017Q4", "2017Q1", "2018Q1"})
      ASSERT_EQ(Told(client_.Report("li@quality-bureau", PassRate(period))), "OK");
    for (const char* part : {"trademarks", "patents"}) {
      v1::Observation observation = PassRate("2017");
      observation.set_indicator(NameOf("7"));
      observation.set_part(part);
      observation.mutable_figure()->set_value(12);
      ASSERT_EQ(Told(client_.Report("li@quality-bureau", observation)), "OK");
    }
    ASSERT_EQ(Told(client_.Verify("wang@office", NameOf("1-1") + "/observations/1")), "OK");
  }

  // "1-1//2017Q4" (indicator, part, period) for each observation.
  static std::vector<std::string> Listed(const google::protobuf::RepeatedPtrField<v1::Observation>& observations) {
    std::vector<std::string> listed;
    for (const v1::Observation& observation : observations) {
      const std::string& indicator = observation.indicator();
      listed.push_back(
          absl::StrCat(indicator.substr(indicator.rfind('/') + 1), "/", observation.part(), "/", observation.period()));
    }
    return listed;
  }

  static v1::ListObservationsRequest All(const std::string& parent = "campaigns/small-city") {
    v1::ListObservationsRequest request;
    request.set_parent(parent);
    return request;
  }

  std::vector<std::string> List(const v1::ListObservationsRequest& request) {
    const auto response = client_.Call(&Stub::ListObservations, "yi@experts", request);
    if (!response.ok()) return {Told(response)};
    return Listed(response->observations());
  }

  IndicatorsClient client_;
};

TEST_F(ReadTest, ObservationsAreListedByIndicatorPartPeriodAndFilteredByThem) {
  EXPECT_THAT(List(All()),
              ElementsAre("1-1//2017Q1", "1-1//2017Q4", "1-1//2018Q1", "7/patents/2017", "7/trademarks/2017"));
  EXPECT_THAT(List(All(NameOf("7"))), ElementsAre("7/patents/2017", "7/trademarks/2017"));
  v1::ListObservationsRequest request = All();
  request.set_period("2018Q1");
  EXPECT_THAT(List(request), ElementsAre("1-1//2018Q1"));
  request = All();
  request.add_states(v1::VERIFIED);
  EXPECT_THAT(List(request), ElementsAre("1-1//2017Q4"));
  request.add_states(v1::REPORTED);
  EXPECT_EQ(List(request).size(), 5u);
  EXPECT_THAT(List(All("campaigns/other")), ElementsAre("NOT_FOUND CAMPAIGN_NOT_FOUND"));
  EXPECT_THAT(List(All("x")), ElementsAre("INVALID_ARGUMENT parent"));
}

TEST_F(ReadTest, PagesOfEverySizeGiveTheWholeListOnce) {
  for (const bool filtered : {false, true}) {
    v1::ListObservationsRequest request = All();
    if (filtered) request.add_states(v1::REPORTED);
    const std::vector<std::string> whole = List(request);
    for (int size = 1; size <= 6; ++size) {
      request.set_page_size(size);
      request.clear_page_token();
      std::vector<std::string> pages;
      do {
        const auto response = client_.Call(&Stub::ListObservations, "wang@office", request);
        ASSERT_EQ(Told(response), "OK");
        ASSERT_LE(response->observations_size(), size);
        for (const std::string& listed : Listed(response->observations())) pages.push_back(listed);
        request.set_page_token(response->next_page_token());
      } while (!request.page_token().empty() && pages.size() <= whole.size());
      EXPECT_EQ(pages, whole) << size;
    }
    request.clear_page_size();
  }
}

TEST_F(ReadTest, ATokenBelongsToItsList) {
  v1::ListObservationsRequest request = All();
  request.set_page_size(2);
  request.set_page_token(client_.Call(&Stub::ListObservations, "wang@office", request)->next_page_token());
  request.set_period("2018Q1");
  EXPECT_THAT(List(request), ElementsAre("INVALID_ARGUMENT page_token"));
  request = All();
  request.set_page_size(-1);
  EXPECT_THAT(List(request), ElementsAre("INVALID_ARGUMENT page_size"));
}

TEST_F(ReadTest, AListBelowWhatIsNotThereIsRefused) {
  EXPECT_THAT(List(All("campaigns/small-city/indicators/99")), ElementsAre("NOT_FOUND INDICATOR_NOT_FOUND"));
  EXPECT_THAT(List(All("campaigns/small-city/tasks/1")), ElementsAre("INVALID_ARGUMENT parent"));
  v1::ListObservationsRequest request = All();
  request.set_period("2018-13");
  EXPECT_THAT(List(request), ElementsAre("INVALID_ARGUMENT period"));
  v1::ListReferencesRequest references;
  references.set_parent("campaigns/small-city/indicators/99");
  EXPECT_EQ(Told(client_.Call(&Stub::ListReferences, "yi@experts", references)), "NOT_FOUND INDICATOR_NOT_FOUND");
  v1::ListIndicatorsRequest indicators;
  indicators.set_parent("campaigns/small-city/indicators/1-1");
  EXPECT_EQ(Told(client_.Call(&Stub::ListIndicators, "yi@experts", indicators)), "INVALID_ARGUMENT parent");
  indicators.set_parent("campaigns/small-city");
  indicators.set_organization("nobody");
  EXPECT_EQ(Told(client_.Call(&Stub::ListIndicators, "yi@experts", indicators)), "INVALID_ARGUMENT organization");
}

TEST_F(ReadTest, IndicatorsAreListedInThePlansOrderByPageAndLead) {
  v1::ListIndicatorsRequest request;
  request.set_parent("campaigns/small-city");
  request.set_page_size(4);
  std::vector<std::string> numbers;
  do {
    const auto response = client_.Call(&Stub::ListIndicators, "wang@office", request);
    ASSERT_EQ(Told(response), "OK");
    for (const v1::IndicatorView& view : response->indicators()) numbers.push_back(view.indicator().number());
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(numbers, ElementsAre("1-1", "1-2", "2", "3", "4", "5", "6", "7", "8"));
  request.set_organization("environment-bureau");
  const auto led = client_.Call(&Stub::ListIndicators, "wang@office", request);
  ASSERT_EQ(led->indicators_size(), 2);
  EXPECT_EQ(led->indicators(1).indicator().number(), "8");
}

TEST_F(ReadTest, AnIndicatorShowsTheLatestFigureOfEachStateAndItsHistory) {
  const auto view = client_.Get("1-1", "yi@experts");
  ASSERT_EQ(view->latest_size(), 2);
  EXPECT_EQ(view->latest(0).state(), v1::REPORTED);
  EXPECT_EQ(view->latest(0).period(), "2018Q1");
  EXPECT_EQ(view->latest(1).state(), v1::VERIFIED);
  EXPECT_EQ(view->latest(1).period(), "2017Q4");
  EXPECT_EQ(view->history_size(), 3);
  EXPECT_EQ(view->indicator().name(), "产品抽查合格率");
}

}  // namespace
}  // namespace qcity::indicators
