// The yearly report on quality: its figures are the verified observations of the year and of the year before, whatever comes later.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/situation.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/aggregation/module.h"
#include "services/aggregation/situation/year.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/services/aggregation/random_history.h"
#include "tests/support/plans.h"
#include "tests/support/test_server.h"
#include "tests/support/told.h"

namespace qcity::aggregation::situation {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing_support::Call;
using testing_support::NoonOf;
using testing_support::Told;

const domain::PlanVersions& Plans() {
  static const auto& plans = *new domain::PlanVersions({testing_support::SmallCity()});
  return plans;
}

const v1::SituationChapter& ChapterOf(const v1::Situation& report, absl::string_view key) {
  for (const v1::SituationChapter& chapter : report.chapters())
    if (chapter.key() == key) return chapter;
  return v1::SituationChapter::default_instance();
}

v1::SituationMeasure MeasureOf(const v1::Situation& report, absl::string_view number) {
  for (const v1::SituationDomain& domain : ChapterOf(report, "domains").domains().domains()) {
    for (const v1::SituationMeasure& measure : domain.measures())
      if (measure.number() == number) return measure;
  }
  return {};
}

TEST(Situation, LaterRecordsNeverChangeIt) {
  for (int seed = 0; seed < 15; ++seed) {
    const History history = RandomHistory(*testing_support::SmallCity(), seed);
    for (const absl::CivilDay as_of : {absl::CivilDay(2018, 8, 1), absl::CivilDay(2019, 6, 30)}) {
      const Entities then = EntitiesOf(UpTo(history, EndOfShanghaiDay(as_of)));
      EXPECT_EQ(ReportOn(Plans(), then, {2018, as_of}).SerializeAsString(),
                ReportOn(Plans(), EntitiesOf(history), {2018, as_of}).SerializeAsString())
          << seed;
    }
  }
}

TEST(Situation, ItsCountsAddUp) {
  bool any = false;
  for (int seed = 0; seed < 30; ++seed) {
    const Entities entities = EntitiesOf(RandomHistory(*testing_support::SmallCity(), seed));
    const v1::Situation report = ReportOn(Plans(), entities, {2018, absl::CivilDay(2019, 12, 31)});
    const v1::SituationDomains& domains = ChapterOf(report, "domains").domains();
    int measures = 0;
    for (const v1::SituationDomain& domain : domains.domains()) {
      EXPECT_EQ(domain.counts().measures(), domain.measures_size());
      measures += domain.measures_size();
      for (const v1::SituationMeasure& measure : domain.measures()) {
        if (!measure.city().has_change()) continue;
        any = true;
        EXPECT_EQ(measure.city().change(), measure.city().figure().number() - measure.city().before().number());
      }
    }
    const v1::SituationCounts& total = domains.total();
    EXPECT_EQ(total.measures(), measures);
    EXPECT_EQ(total.with_figure() + total.missing_size(), total.measures());
    EXPECT_EQ(total.met() + total.unmet() + total.unjudged(), total.with_figure());
  }
  EXPECT_TRUE(any);
}

TEST(QuestionOf, IsAYearOfTheDataWindowAndADayFromItsFirstToToday) {
  const absl::CivilDay today(2019, 5, 7);
  const auto told = [&](const std::string& year, const char* as_of) {
    return Told(QuestionOf(*testing_support::SmallCity(), "campaigns/small-city/situation/" + year, as_of, today));
  };
  EXPECT_EQ(told("2018", ""), "OK");
  EXPECT_EQ(told("2019", "2019-01-01"), "OK");
  EXPECT_EQ(told("2018", "2018-01-01"), "OK");
  const absl::StatusOr<Question> after =
      QuestionOf(*testing_support::SmallCity(), "campaigns/small-city/situation/2020", "", absl::CivilDay(2021, 4, 1));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->as_of, absl::CivilDay(2021, 4, 1));  // After the campaign's end.
  for (const char* year : {"2014", "2020", "2018Q1", "2018-05", "x", ""})
    EXPECT_EQ(told(year, ""), "INVALID_ARGUMENT name") << year;
  for (const char* day : {"2017-12-31", "2019-05-08", "soon"})
    EXPECT_EQ(told("2018", day), "INVALID_ARGUMENT as_of") << day;
}

// A city whose figures come through the service.
class ReportedCity : public testing::Test {
 protected:
  ReportedCity() : server_({indicators::MakeModule, tasks::MakeModule, MakeModule}, {.now = NoonOf(2019, 5, 7)}) {}

  // Reports a figure in the name of its unit; its districts: "east" and "west" each as numerator and denominator.
  indicators::v1::Observation Report(const char* caller, const std::string& number, const std::string& period,
                                     const plan::v1::Figure& figure,
                                     const std::vector<std::pair<double, double>>& districts = {}) {
    indicators::v1::ReportObservationRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    indicators::v1::Observation& observation = *request.mutable_observation();
    observation.set_indicator("campaigns/small-city/indicators/" + number);
    observation.set_period(period);
    observation.set_source("年报");
    *observation.mutable_figure() = figure;
    for (std::size_t i = 0; i < districts.size(); ++i) {
      indicators::v1::BreakdownRow& row = *observation.add_breakdown();
      row.set_dimension(indicators::v1::BreakdownRow::DISTRICT);
      row.set_key(i == 0 ? "east" : "west");
      row.mutable_figure()->mutable_fraction()->set_numerator(districts[i].first);
      row.mutable_figure()->mutable_fraction()->set_denominator(districts[i].second);
    }
    const auto stub = indicators::v1::IndicatorsService::NewStub(server_.channel());
    const auto reported = Call(*stub, &indicators::v1::IndicatorsService::Stub::ReportObservation, caller, request);
    EXPECT_TRUE(reported.ok()) << reported.status();
    return reported.value_or(indicators::v1::Observation());
  }

  void Verify(const indicators::v1::Observation& observation) {
    indicators::v1::VerifyObservationRequest request;
    request.set_request_id(absl::StrCat("r", ++requests_));
    request.set_name(observation.name());
    const auto stub = indicators::v1::IndicatorsService::NewStub(server_.channel());
    const auto verified =
        Call(*stub, &indicators::v1::IndicatorsService::Stub::VerifyObservation, "wang@office", request);
    ASSERT_TRUE(verified.ok()) << verified.status();
    Await(verified->version());
  }

  void Await(std::int64_t version) {
    using Stub = v1::AggregationService::Stub;
    v1::GetReadinessRequest request;
    request.set_name("campaigns/small-city/readiness");
    request.add_min_versions()->set_feed("indicators");
    request.mutable_min_versions(0)->set_position(version);
    const auto stub = v1::AggregationService::NewStub(server_.channel());
    absl::Status told = absl::UnavailableError("");
    for (int i = 0; i < 30 && absl::IsUnavailable(told); ++i)
      told = Call(*stub, &Stub::GetReadiness, "wang@office", request).status();
    EXPECT_TRUE(told.ok()) << told;
  }

  absl::StatusOr<v1::Situation> Ask(const std::string& year, const std::string& as_of = "") {
    v1::GetSituationRequest request;
    request.set_name("campaigns/small-city/situation/" + year);
    request.set_as_of(as_of);
    const auto stub = v1::SituationService::NewStub(server_.channel());
    return Call(*stub, &v1::SituationService::Stub::GetSituation, "chen@east", request);
  }

  static plan::v1::Figure Fraction(double numerator, double denominator) {
    plan::v1::Figure figure;
    figure.mutable_fraction()->set_numerator(numerator);
    figure.mutable_fraction()->set_denominator(denominator);
    return figure;
  }
  static plan::v1::Figure Value(double value) {
    plan::v1::Figure figure;
    figure.set_value(value);
    return figure;
  }

  testing_support::TestServer server_;
  int requests_ = 0;
};

constexpr char kMarket[] = "li@market-bureau";
constexpr char kAir[] = "li@environment-bureau";

TEST_F(ReportedCity, TheYearIsItsQuartersPutTogetherBesideTheYearBefore) {
  Verify(Report(kMarket, "1-1", "2017", Fraction(184, 200)));
  const std::vector<double> passed = {95, 94, 97, 96};  // Of 100; 47 of 50 in the east each quarter.
  for (int quarter = 1; quarter <= 4; ++quarter) {
    Verify(Report(kMarket, "1-1", absl::StrCat("2018Q", quarter), Fraction(passed[quarter - 1], 100),
                  {{47, 50}, {passed[quarter - 1] - 47, 50}}));
  }
  const absl::StatusOr<v1::Situation> report = Ask("2018");
  ASSERT_TRUE(report.ok()) << report.status();
  const v1::SituationMeasure measure = MeasureOf(*report, "1-1");
  EXPECT_DOUBLE_EQ(measure.city().figure().number(), 95.5);
  EXPECT_EQ(measure.city().figure().figure_zh(), "382/400 = 95.5 %");
  EXPECT_EQ(measure.city().figure().observations_size(), 4);
  EXPECT_DOUBLE_EQ(measure.city().before().number(), 92);
  EXPECT_DOUBLE_EQ(measure.city().change(), 3.5);
  EXPECT_EQ(measure.city().trend(), v1::YEAR_BETTER);
  EXPECT_EQ(measure.judged().verdict(), v1::MET);
  EXPECT_THAT(measure.lead_titles(), ElementsAre("市质监局"));
  const v1::SituationBreakdowns& districts = ChapterOf(*report, "districts").breakdowns();
  ASSERT_EQ(districts.measures_size(), 1);
  ASSERT_EQ(districts.measures(0).rows_size(), 2);
  EXPECT_EQ(districts.measures(0).rows(0).title(), "东区政府");
  EXPECT_EQ(districts.measures(0).rows(0).figure().figure_zh(), "188/200 = 94 %");
  EXPECT_DOUBLE_EQ(districts.measures(0).rows(1).figure().number(), 97);
  EXPECT_FALSE(districts.measures(0).rows(0).has_before());
  EXPECT_FALSE(ChapterOf(*report, "industries").absent_zh().empty());
}

TEST_F(ReportedCity, OnlyVerifiedFiguresCountAndTheMissingAreNamed) {
  Verify(Report(kAir, "2", "2017", Value(45)));
  Verify(Report(kAir, "2", "2018", Value(48)));
  Await(Report(kMarket, "1-1", "2018Q1", Fraction(95, 100)).version());  // Nobody has verified it.
  const absl::StatusOr<v1::Situation> report = Ask("2018");
  ASSERT_TRUE(report.ok()) << report.status();
  const v1::SituationMeasure air = MeasureOf(*report, "2");
  EXPECT_EQ(air.city().trend(), v1::YEAR_WORSE);
  EXPECT_EQ(air.judged().verdict(), v1::NOT_MET_YET);
  const v1::SituationCounts& total = ChapterOf(*report, "domains").domains().total();
  EXPECT_EQ(total.with_figure(), 1);
  EXPECT_EQ(total.unmet(), 1);
  EXPECT_THAT(total.missing(), Contains("1-1"));
  EXPECT_THAT(total.missing(), Not(Contains("2")));
  EXPECT_FALSE(MeasureOf(*report, "1-1").city().has_figure());
  // At the year's end nobody knew any of it.
  EXPECT_EQ(ChapterOf(*Ask("2018", "2018-12-31"), "domains").domains().total().with_figure(), 0);
}

TEST_F(ReportedCity, AYearWithoutAllItsPeriodsIsPartialAndNotCompared) {
  Verify(Report(kMarket, "1-1", "2017", Fraction(184, 200)));
  Verify(Report(kMarket, "1-1", "2018Q1", Fraction(90, 100)));
  const v1::SituationMeasure measure = MeasureOf(*Ask("2018"), "1-1");
  EXPECT_TRUE(measure.city().figure().partial());
  EXPECT_FALSE(measure.city().has_change());
}

TEST_F(ReportedCity, AFigureOfTheNextYearDoesNotSpeakForThisOne) {
  Verify(Report(kMarket, "1-1", "2019Q1", Fraction(90, 100)));
  const v1::SituationMeasure measure = MeasureOf(*Ask("2018"), "1-1");
  EXPECT_FALSE(measure.city().has_figure());
  EXPECT_EQ(measure.judged().verdict(), v1::NO_DATA);
  EXPECT_THAT(measure.judged().inputs(), IsEmpty());
}

TEST_F(ReportedCity, ReadinessIsAChapterAndServicesToComeAreSaidToBeAbsent) {
  const absl::StatusOr<v1::Situation> report = Ask("2018");
  ASSERT_TRUE(report.ok()) << report.status();
  std::vector<std::string> keys;
  for (const v1::SituationChapter& chapter : report->chapters()) keys.push_back(chapter.key());
  EXPECT_THAT(keys,
              ElementsAre("domains", "districts", "industries", "readiness", "spot_checks", "complaints", "risks"));
  EXPECT_EQ(ChapterOf(*report, "readiness").readiness().as_of(), "2018-12-31");
  EXPECT_EQ(ChapterOf(*Ask("2019"), "readiness").readiness().as_of(), "2019-05-07");
  EXPECT_FALSE(ChapterOf(*Ask("2017"), "readiness").absent_zh().empty());
  for (const char* key : {"spot_checks", "complaints", "risks"})
    EXPECT_FALSE(ChapterOf(*report, key).absent_en().empty()) << key;
}

}  // namespace
}  // namespace qcity::aggregation::situation
