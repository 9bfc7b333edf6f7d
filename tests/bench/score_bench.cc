// What scoring Ezhou costs, on five years of figures and the duties' whole record as they stand on the sample date.
#include <array>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "qcity/feed/v1/feed.grpc.pb.h"
#include "services/aggregation/live.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/flat.h"
#include "services/aggregation/score/forecast.h"
#include "services/aggregation/score/score.h"
#include "services/aggregation/score/sensitivity.h"
#include "tests/bench/city.h"
#include "tests/bench/side_by_side.h"
#include "tests/support/plans.h"

namespace qcity::bench {
namespace {

using testing_support::CallAs;

constexpr absl::CivilDay kSampleDate(2018, 10, 15);
constexpr absl::Duration kSlice = absl::Seconds(2);

// Everything a feed holds, projected into `entities`; how many bytes that was.
std::size_t Follow(const City& city, const std::string& feed, aggregation::Entities& entities) {
  const auto stub = feed::v1::FeedService::NewStub(city.NewConnection());
  CallAs context(kOfficer);
  feed::v1::WatchRequest request;
  request.set_feed(feed);
  const auto reader = stub->Watch(&context, request);
  std::size_t bytes = 0;
  for (feed::v1::WatchResponse event; !event.has_caught_up();) {
    if (!reader->Read(&event)) Demand(absl::UnavailableError(absl::StrCat("the feed ended: ", feed)));
    for (const feed::v1::Change& change : event.changes().changes()) {
      bytes += change.data().value().size();
      const absl::Status projected = Project(change, entities);
      if (!projected.ok()) Demand(projected);
    }
  }
  context.TryCancel();
  return bytes;
}

// Microseconds of one call of `work`, whose result is looked at so that it is not left out.
template <typename Work>
double MicrosOf(Work work) {
  volatile double seen = 0;
  RateOf(1, kSlice / 4, [&](int) { seen = seen + work(); });
  return 1e6 / RateOf(1, kSlice, [&](int) { seen = seen + work(); });
}

// Microseconds from one figure that is another one to the new readiness, each time of another measure.
double MicrosOfOneChange(const domain::Plan& plan, aggregation::Entities entities) {
  aggregation::LiveReadiness live(plan, kSampleDate);
  live.Of(entities);
  std::vector<std::string> numbers;
  for (const auto& [number, group] : entities.figures.all()) numbers.push_back(number);
  std::size_t next = 0;
  return MicrosOf([&] {
    const std::string& number = numbers[next++ % numbers.size()];
    const auto& [key, former] = *entities.figures.all().at(number)->begin();
    entities.figures.Put(number, key, std::make_shared<const indicators::v1::MeasurePeriod>(*former));
    return live.Of(entities).now().score();
  });
}

// The measures of a country's cities, month by month, as one array of values.
class Country {
 public:
  Country(const domain::Plan& plan, aggregation::score::Inputs inputs, const aggregation::score::Question& question)
      : campaign_(plan, MeasuresOf(plan, std::move(inputs), question)),
        score_(campaign_),
        values_(kCities * kMonths * campaign_.elements()) {
    // Between the zero-credit point and a little beyond the target.
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const std::size_t element = i % campaign_.elements();
      const double share = 1.1 * aggregation::score::UniformAt(1, i, 0);
      values_[i] = campaign_.zero[element] + share * (campaign_.target[element] - campaign_.zero[element]);
    }
  }

  std::size_t bytes() const { return sizeof(double) * values_.size(); }
  // The score of every city in every month, summed so that none is left out.
  double ScoreAll() {
    double sum = 0;
    for (std::size_t begin = 0; begin < values_.size(); begin += campaign_.elements()) {
      score_.Evaluate({&values_[begin], campaign_.elements()});
      sum += *score_.totals().score + score_.totals().low;
    }
    return sum;
  }
  // One pass over the same memory.
  double SumAll() const {
    std::array<double, 8> sums = {};
    for (std::size_t i = 0; i + sums.size() <= values_.size(); i += sums.size()) {
      for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += values_[i + lane];
    }
    return std::accumulate(sums.begin(), sums.end(), 0.0);
  }
  double ScoreOne() {
    score_.Evaluate({values_.data(), campaign_.elements()});
    return score_.totals().low;
  }
  double ChangeOne() {
    next_ = (next_ + 1) % campaign_.leaves();
    score_.Set(next_, next_ % 2 == 0 ? 0.3 : 0.9);
    return score_.totals().low;
  }

 private:
  static constexpr std::size_t kCities = 333, kMonths = 36;

  static aggregation::score::Result MeasuresOf(const domain::Plan& plan, aggregation::score::Inputs inputs,
                                               const aggregation::score::Question& question) {
    inputs.has_tasks = false;
    inputs.not_applicable.clear();
    return Score(plan, inputs, question);
  }

  const aggregation::score::FlatCampaign campaign_;
  aggregation::score::FlatScore score_;
  std::vector<double> values_;
  std::size_t next_ = 0;
};

void MeasureFlat(const domain::Plan& plan, const aggregation::score::Inputs& inputs,
                 const aggregation::score::Question& question, Report& report) {
  Country country(plan, inputs, question);
  report.Note("333 cities x 62 measures x 36 months, every score", MicrosOf([&] { return country.ScoreAll(); }) / 1000,
              "ms", 20);
  report.Note(absl::StrCat("one pass over their ", country.bytes(), " bytes of values"),
              MicrosOf([&] { return country.SumAll(); }) / 1000, "ms");
  const double whole = MicrosOf([&] { return country.ScoreOne(); });
  const double change = MicrosOf([&] { return country.ChangeOne(); });
  report.Note("62 measures of a city, flat", whole, "us");
  report.Note("one changed leaf of them, flat", change, "us");
  const aggregation::score::Result result = Score(plan, inputs, question);
  const auto analyze = [&] {
    const auto analysis = AnalyzeSensitivity(plan, result, /*vetoed=*/false, {}, [](double) { return true; });
    return analysis->spread.mean;
  };
  report.Note("sensitivity of Ezhou, 2,048 samples", MicrosOf(analyze) / 1000, "ms");
}

// Courses of all of Ezhou's leaves at the last evaluation date, 10,000 at a time.
double DrawsPerSecond(const aggregation::score::Catalogue& catalogue, const aggregation::score::Inputs& inputs) {
  constexpr int kDraws = 10000;
  const domain::Plan& plan = catalogue.plan();
  const aggregation::score::CampaignForecast forecast = aggregation::score::ForecastLeaves(
      catalogue, inputs, {.as_of = kSampleDate, .evaluation = plan.LastEvaluationDate(), .words = false});
  std::uint64_t seed = 0;
  const double micros = MicrosOf([&] {
    return aggregation::score::DrawScores(forecast.drawn, kDraws, ++seed, plan.document().policy().pass_mark())
        ->score.mean;
  });
  return kDraws * 1e6 / micros;
}

int Run(int argc, char** argv) {
  Report report("score_bench", argc, argv);
  aggregation::Entities entities;
  std::size_t bytes = 0;
  {
    City city("qcityd", report.NewDirectory(), BeforeTheSample());
    city.LoadSample(kSampleDate);
    for (const char* feed : {"indicators", "tasks"}) bytes += Follow(city, feed, entities);
  }
  const auto plan = testing_support::Ezhou();
  const absl::Time instant = EndOfShanghaiDay(kSampleDate);
  const aggregation::score::Catalogue catalogue(*plan);
  const aggregation::score::Inputs inputs = InputsAsOf(*plan, entities, instant);
  const aggregation::score::Question question{.as_of = kSampleDate, .judged_at = kSampleDate};
  const std::string flat(bytes, 'x');

  report.Note("figures", static_cast<double>(inputs.figures.size()), "");
  report.Note("duties' parts", static_cast<double>(inputs.parts.size()), "");
  report.Note("score::Score, one line", MicrosOf([&] { return Score(*plan, inputs, question).low; }), "us");
  report.Note("score::Score, plan's leaves known", MicrosOf([&] { return Score(catalogue, inputs, question).low; }),
              "us");
  report.Note("InputsAsOf",
              MicrosOf([&] { return static_cast<double>(InputsAsOf(*plan, entities, instant).figures.size()); }), "us");
  const double whole = MicrosOf([&] { return ReadinessAsOf(*plan, entities, kSampleDate).now().score(); });
  const double kept = MicrosOfOneChange(*plan, entities);
  report.Note("readiness from all that is known, all lines", whole, "us");
  report.Note("readiness after one changed figure, all lines", kept, "us");
  report.Note("one changed figure, share of the whole", kept / whole, "", 0.1);
  report.Note("draws of the city per second", DrawsPerSecond(catalogue, inputs), "1/s");
  report.Note(absl::StrCat("one pass over the ", bytes, " bytes of history"),
              MicrosOf([&] { return std::accumulate(flat.begin(), flat.end(), 0.0); }), "us");
  MeasureFlat(*plan, inputs, question, report);
  return report.Finish();
}

}  // namespace
}  // namespace qcity::bench

int main(int argc, char** argv) { return qcity::bench::Run(argc, argv); }
