#include "tests/bench/city.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/domain/period.h"
#include "common/rpc/serve.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/feed/v1/feed.grpc.pb.h"
#include "services/cli/app/run.h"
#include "services/cli/commands/commands.h"
#include "tests/support/plans.h"

namespace qcity::bench {
namespace {

using testing_support::Call;
using testing_support::CallAs;

// The last position of a feed.
std::int64_t HeadOf(const City& city, const std::string& feed) {
  const auto stub = feed::v1::FeedService::NewStub(city.NewConnection());
  CallAs context(kOfficer);
  feed::v1::WatchRequest request;
  request.set_feed(feed);
  const auto reader = stub->Watch(&context, request);
  feed::v1::WatchResponse hello;
  if (!reader->Read(&hello)) Demand(absl::UnavailableError(absl::StrCat("no feed ", feed)));
  context.TryCancel();
  return hello.hello().head();
}

void AwaitAggregation(const City& city) {
  using Stub = aggregation::v1::AggregationService::Stub;
  aggregation::v1::GetReadinessRequest request;
  request.set_name(kReadiness);
  for (const char* feed : {"indicators", "tasks"}) {
    aggregation::v1::Source& wanted = *request.add_min_versions();
    wanted.set_feed(feed);
    wanted.set_position(HeadOf(city, feed));
  }
  Stub stub(city.NewConnection());
  while (absl::IsUnavailable(Call(stub, &Stub::GetReadiness, kOfficer, request).status())) continue;
}

void MoveClock(const City& city, absl::CivilDay today) {
  const absl::Time noon = absl::FromCivil(absl::CivilHour(today) + 12, ShanghaiZone());
  CallAs context(kOfficer);
  context.AddMetadata("x-qcity-clock", absl::FormatTime(absl::RFC3339_full, noon, ShanghaiZone()));
  aggregation::v1::ListCampaignsResponse response;
  Demand(rpc::FromGrpc(
      aggregation::v1::AggregationService::Stub(city.NewConnection()).ListCampaigns(&context, {}, &response)));
}

// A figure that is sound for any measure which takes counts: nullopt for the others.
std::optional<plan::v1::Figure> FigureFor(const plan::v1::Indicator& indicator) {
  plan::v1::Figure figure;
  const auto takes = [&](plan::v1::FigureForm form) {
    return std::count(indicator.forms().begin(), indicator.forms().end(), form) > 0;
  };
  if (takes(plan::v1::FRACTION)) {
    figure.mutable_fraction()->set_numerator(421);
    figure.mutable_fraction()->set_denominator(455);
    return figure;
  }
  if (!takes(plan::v1::VALUE)) return std::nullopt;
  figure.set_value(std::max(1.0, indicator.lower_bound()));
  return figure;
}

// The keys of a measure's parts; the measure itself where it has none.
std::vector<std::string> PartsOf(const plan::v1::Indicator& indicator) {
  std::vector<std::string> parts;
  for (const plan::v1::Part& part : indicator.parts()) parts.push_back(part.key());
  if (parts.empty()) parts.emplace_back();
  return parts;
}

std::vector<std::string> SubannualPeriods(absl::CivilDay first, absl::CivilDay last) {
  std::vector<std::string> periods;
  for (const auto frequency : {plan::v1::MONTHLY, plan::v1::QUARTERLY, plan::v1::HALF_YEARLY}) {
    for (domain::Period period = domain::Period::Containing(first, frequency); period.LastDay() <= last;
         period = period.Plus(1)) {
      periods.push_back(period.ToString());
    }
  }
  return periods;
}

}  // namespace

City::City(absl::string_view binary, const std::string& data, absl::Time now)
    : process_(binary, testing_support::FlagsOf({.plans = "common/plans/ezhou-2017", .data = data, .now = now})) {
  Demand(process_.Start());
}

void City::LoadSample(absl::CivilDay today) {
  std::vector<std::string> words = {"qcity",
                                    "--server",
                                    process_.address(),
                                    "--campaign",
                                    "ezhou-2017",
                                    "sample",
                                    "load",
                                    absl::StrCat(QCITY_SOURCE_DIR, "/common/plans/ezhou-2017/sample")};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  if (cli::RunClient(static_cast<int>(arguments.size()), arguments.data(), {cli::RegisterSample}) != 0) std::exit(1);
  MoveClock(*this, today);
  AwaitAggregation(*this);
}

absl::Time BeforeTheSample() { return testing_support::NoonOf(2017, 5, 10); }

std::vector<indicators::v1::Observation> SubannualFigures(absl::CivilDay today) {
  const plan::v1::Plan& plan = testing_support::Ezhou()->document();
  const absl::CivilDay first = Demand(domain::Period::Parse(plan.data_window().first())).FirstDay();
  std::vector<indicators::v1::Observation> figures;
  for (const std::string& period : SubannualPeriods(first, today)) {
    for (const plan::v1::Indicator& indicator : plan.indicators()) {
      const std::optional<plan::v1::Figure> figure = FigureFor(indicator);
      if (!figure.has_value() || indicator.frequency() != plan::v1::YEARLY) continue;
      for (const std::string& part : PartsOf(indicator)) {
        indicators::v1::Observation& observation = figures.emplace_back();
        observation.set_indicator(absl::StrCat(kCampaign, "/indicators/", indicator.number()));
        observation.set_part(part);
        observation.set_period(period);
        *observation.mutable_figure() = *figure;
        observation.set_source("统计台账");
      }
    }
  }
  return figures;
}

}  // namespace qcity::bench
