#include "services/aggregation/score/duty_forecast.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using State = PartInput::State;

// Half a success and half a failure before any was seen: Jeffreys' prior.
double ShareOf(double successes, double all) { return (successes + 0.5) / (all + 1); }

double Rounded(double share) { return std::round(100 * share) / 100; }

DutyForecast Decided(double achievement, const Text& why) {
  return {.decided = true,
          .on_time = achievement == 1 ? 1.0 : 0.0,
          .expected = achievement,
          .chance = Fixed{achievement},
          .rule = why};
}

DutyForecast Open(Ladder ladder, double on_time) {
  DutyForecast forecast{.on_time = on_time};
  for (const auto& [probability, achievement] : ladder.outcomes) forecast.expected += probability * achievement;
  forecast.chance = std::move(ladder);
  return forecast;
}

// A year of a continuous duty that the office has not rated yet.
std::optional<DutyForecast> ForecastYear(const plan::v1::TaskPolicy& policy, const TrackRecord& record,
                                         const std::string& organization, int missing) {
  Ladder ladder;
  double full = 0;
  for (auto& [rating, probability] : record.Ratings(organization)) {
    const double credit = missing > 0 ? std::min(rating, policy.unreported_cap()) : rating;
    ladder.outcomes.emplace_back(probability, credit);
    if (credit == 1) full += probability;
  }
  if (ladder.outcomes.empty()) return std::nullopt;
  ladder.otherwise = ladder.outcomes.back().second;
  DutyForecast forecast = Open(std::move(ladder), full);
  const std::string expected = Number(Rounded(forecast.expected));
  Append(forecast.rule, absl::StrCat("按历年评定，期望 ", expected),
         absl::StrCat("by the ratings so far, expected ", expected));
  return forecast;
}

// A duty with a due day that is not done: in time by the organisation's record, late by the campaign's.
DutyForecast ForecastDated(const plan::v1::TaskPolicy& policy, const TrackRecord& record,
                           const std::string& organization, bool overdue) {
  const double on_time = overdue ? 0 : record.OnTime(organization);
  const double late = (1 - on_time) * record.LateAfterAll();
  DutyForecast forecast = Open({{{on_time, 1.0}, {late, policy.late_credit()}}, 0}, on_time);
  const std::string words = Number(Rounded(on_time)), later = Number(Rounded(late));
  if (overdue) {
    Append(forecast.rule, absl::StrCat("已逾期，补交概率 ", later), absl::StrCat("overdue, P(late) ", later));
  } else {
    Append(forecast.rule, absl::StrCat("按本单位和全市按期率，按期 ", words, "、迟交 ", later),
           absl::StrCat("by its own and the campaign's record: in time ", words, ", late ", later));
  }
  return forecast;
}

std::optional<DutyForecast> ForecastOpen(const domain::Plan& plan, const PartTable& parts, const TrackRecord& record,
                                         const TaskLeaf& task, const Leaf& scored, absl::CivilDay as_of) {
  const plan::v1::Task& duty = plan.document().tasks(task.leaf.position);
  const plan::v1::TaskPolicy& policy = plan.document().policy().tasks();
  const Report& report = task.reports.back();
  const PartInput* part = parts.Find(task.leaf.position, report);
  const std::string organization = ResponsibleFor(plan, report, part);
  if (duty.deadline().kind() == plan::v1::CONTINUOUS) {
    if (scored.achievement.has_value()) return Decided(*scored.achievement, scored.rule);
    return ForecastYear(policy, record, organization, MissingReports(task.leaf.position, parts, task.reports, as_of));
  }
  const bool overdue = as_of > DueDay(report, part);
  if (part == nullptr) return ForecastDated(policy, record, organization, overdue);
  const bool staged = IsStaged(duty, report, *part);
  if (part->state == State::kCompleted && staged) return Decided(scored.achievement.value_or(0), scored.rule);
  if (overdue && !staged) return Decided(0, scored.rule);
  if (part->state == State::kSubmitted && staged) {
    const bool late = DaysLate(report, *part, part->submitted.value_or(as_of)) > 0;
    return Decided(late ? policy.late_credit() : 1, {"已提交，按通过计", "submitted, taken as approved"});
  }
  return ForecastDated(policy, record, organization, overdue);
}

}  // namespace

TrackRecord::TrackRecord(const Catalogue& catalogue, const Inputs& inputs, absl::CivilDay as_of)
    : prior_(catalogue.plan().document().policy().tasks().performance().prior()) {
  const domain::Plan& plan = catalogue.plan();
  for (const OrganizationScore& organization : CountReports(plan, inputs, as_of)) {
    for (const CountedReport& report : organization.reports) {
      for (Counts* counts : {&campaign_, &organizations_[organization.organization]}) {
        using Outcome = CountedReport::State;
        ++(report.state == Outcome::kOnTime ? counts->on_time
           : report.state == Outcome::kLate ? counts->late
                                            : counts->open);
      }
    }
  }
  const PartTable parts(plan, PointersTo(inputs.parts));
  for (const TaskLeaf& task : catalogue.tasks()) {
    const PartInput* part = task.leaf.applicable ? parts.Find(task.leaf.position, task.reports.back()) : nullptr;
    if (part == nullptr || IsOut(part) || !part->rating.has_value()) continue;
    ++ratings_[*part->rating];
    ++ratings_of_[ResponsibleFor(plan, task.reports.back(), part)][*part->rating];
  }
}

double TrackRecord::OnTime(const std::string& organization) const {
  const double campaign = ShareOf(campaign_.on_time, campaign_.all());
  const auto own = organizations_.find(organization);
  const Counts counts = own == organizations_.end() ? Counts{} : own->second;
  const double weight = counts.all() + prior_;
  return weight > 0 ? (counts.on_time + prior_ * campaign) / weight : campaign;
}

double TrackRecord::LateAfterAll() const { return ShareOf(campaign_.late, campaign_.late + campaign_.open); }

std::vector<std::pair<double, double>> TrackRecord::Ratings(const std::string& organization) const {
  double all = 0, own_all = 0;
  for (const auto& [rating, count] : ratings_) all += count;
  const auto own = ratings_of_.find(organization);
  if (own != ratings_of_.end()) {
    for (const auto& [rating, count] : own->second) own_all += count;
  }
  std::vector<std::pair<double, double>> ratings;
  for (const auto& [rating, count] : ratings_) {
    const auto of_own = own == ratings_of_.end() ? 0 : own->second.count(rating) > 0 ? own->second.at(rating) : 0;
    const double weight = own_all + prior_;
    ratings.emplace_back(rating, weight > 0 ? (of_own + prior_ * count / all) / weight : count / all);
  }
  return ratings;
}

std::optional<DutyForecast> ForecastDuty(const domain::Plan& plan, const PartTable& parts, const TrackRecord& record,
                                         const TaskLeaf& task, const Leaf& scored, absl::CivilDay as_of,
                                         absl::CivilDay evaluation) {
  if (!scored.applicable) return std::nullopt;
  const Report& report = task.reports.back();
  const PartInput* part = parts.Find(task.leaf.position, report);
  const bool closed = scored.achievement.has_value();
  if (!closed && DueDay(report, part) > evaluation) return std::nullopt;
  std::optional<DutyForecast> forecast = ForecastOpen(plan, parts, record, task, scored, as_of);
  if (!forecast.has_value()) return std::nullopt;
  forecast->lead = scored.lead;
  forecast->due = DueDay(report, part);
  return forecast;
}

}  // namespace qcity::aggregation::score
