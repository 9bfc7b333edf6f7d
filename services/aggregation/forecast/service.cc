#include "services/aggregation/forecast/service.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/aggregation/forecast/view.h"
#include "services/aggregation/names.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/score/catalogue.h"

namespace qcity::aggregation::forecast {
namespace {

constexpr int kFewestDraws = 100, kMostDraws = 100'000;

absl::StatusOr<int> DrawsOf(std::int32_t asked) {
  if (asked == 0) return score::kUsualDraws;
  if (asked >= kFewestDraws && asked <= kMostDraws) return asked;
  return InvalidField("draws", {absl::StrCat("应为 ", kFewestDraws, " 到 ", kMostDraws, "，或 0"),
                                absl::StrCat("want ", kFewestDraws, " to ", kMostDraws, ", or 0")});
}

// The one asked for; else those that are not before `as_of`, or the last one.
absl::StatusOr<std::vector<absl::CivilDay>> EvaluationDates(const domain::Plan& plan, const std::string& asked,
                                                            absl::CivilDay as_of) {
  std::vector<absl::CivilDay> dates;
  for (const plan::v1::EvaluationDate& evaluation : plan.document().evaluation_dates()) {
    const absl::CivilDay day = *domain::ParseDay(evaluation.date(), "");
    if (asked.empty() ? day >= as_of : evaluation.date() == asked) dates.push_back(day);
  }
  if (dates.empty() && !asked.empty()) {
    return InvalidField("evaluation_date", {"不是方案的评估日", "not an evaluation date of the plan"});
  }
  if (dates.empty()) dates.push_back(plan.LastEvaluationDate());
  return dates;
}

}  // namespace

ForecastService::ForecastService(rpc::Edge& edge, sql::Database& database, const Aggregator& aggregator, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      database_(database),
      aggregator_(aggregator),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  Handle("GetForecast", &ForecastService::GetForecast);
  Handle("GetForecastQuality", &ForecastService::GetForecastQuality);
}

absl::StatusOr<v1::GetForecastResponse> ForecastService::GetForecast(const rpc::CallContext& call,
                                                                     const v1::GetForecastRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  const absl::CivilDay today = ShanghaiDay(call.now);
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, plans_.InForce(today)->AsOf(request.as_of(), "as_of", today));
  const domain::Plan& plan = *plans_.InForce(as_of);
  ASSIGN_OR_RETURN(const std::vector<absl::CivilDay> dates, EvaluationDates(plan, request.evaluation_date(), as_of));
  ASSIGN_OR_RETURN(const int draws, DrawsOf(request.draws()));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  const score::Inputs inputs = InputsAsOf(plan, knowledge->entities, EndOfShanghaiDay(as_of));
  const score::Catalogue catalogue(plan);
  v1::GetForecastResponse response;
  response.set_as_of(domain::FormatDay(as_of));
  response.set_version(knowledge->readiness.version());
  std::vector<Issued> issued;
  for (const absl::CivilDay date : dates) {
    const score::ForecastQuestion question{.as_of = as_of, .evaluation = date, .draws = draws, .seed = request.seed()};
    const score::CampaignForecast forecast = score::Forecast(catalogue, inputs, question);
    *response.add_forecasts() = ForecastOf(plan, forecast, question);
    response.set_illustrative(forecast.illustrative);
    const std::vector<Issued> own = IssuedIn(plan, forecast, question, response.version());
    issued.insert(issued.end(), own.begin(), own.end());
  }
  if (as_of == today) RETURN_IF_ERROR(Keep(issued));
  return response;
}

// Most forecasts of a day repeat an earlier one: those cost a read.
absl::Status ForecastService::Keep(const std::vector<Issued>& issued) {
  if (issued.empty()) return absl::OkStatus();
  const std::string& day = issued.front().as_of;
  ASSIGN_OR_RETURN(const std::vector<Issued> stored,
                   database_.Read([&](sql::Transaction& transaction) { return store_.OfDay(transaction, day); }));
  if (NewAmong(issued, stored).empty()) return absl::OkStatus();
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<Issued> before, store_.OfDay(transaction, day));
    for (const Issued& row : NewAmong(issued, before)) RETURN_IF_ERROR(store_.Add(transaction, row));
    return absl::OkStatus();
  });
}

std::vector<Outcome> ForecastService::OutcomesOf(absl::Span<const Issued> issued, absl::CivilDay today) const {
  const domain::Plan& plan = *plans_.InForce(today);
  const score::Catalogue catalogue(plan);
  const score::Inputs inputs = InputsAsOf(plan, aggregator_.Known()->entities, EndOfShanghaiDay(today));
  // What is known by now of each measure at each evaluation date that was ever asked for.
  std::map<std::string, score::CampaignForecast> by_date;
  std::vector<Outcome> outcomes;
  for (const Issued& row : issued) {
    if (row.decided) continue;
    auto [found, fresh] = by_date.try_emplace(row.evaluation_date);
    if (fresh) {
      const absl::CivilDay date = *domain::ParseDay(row.evaluation_date, "");
      found->second = score::ForecastLeaves(catalogue, inputs, {.as_of = today, .evaluation = date, .words = false});
    }
    for (const auto& measure : found->second.measures) {
      const bool same = measure.leaf.number == row.number && measure.forecast.judged.ToString() == row.period;
      if (same && measure.forecast.decided) outcomes.push_back({row.probability, measure.leaf.met});
    }
  }
  return outcomes;
}

absl::StatusOr<v1::ForecastQuality> ForecastService::GetForecastQuality(const rpc::CallContext& call,
                                                                        const v1::GetForecastQualityRequest& request) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const std::vector<Issued> issued,
                   database_.Read([&](sql::Transaction& transaction) { return store_.All(transaction); }));
  const auto forecasts = std::count_if(issued.begin(), issued.end(), [](const Issued& row) { return !row.decided; });
  return QualityOf(forecasts, OutcomesOf(issued, ShanghaiDay(call.now)));
}

}  // namespace qcity::aggregation::forecast
