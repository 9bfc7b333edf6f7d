#include "tests/load/campaign.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/domain/occurrence.h"
#include "common/domain/period.h"
#include "tests/load/draw.h"

namespace qcity::load {
namespace {

using plan::v1::Indicator;
using plan::v1::Task;

std::vector<absl::CivilDay> WorkDays(int year) {
  std::vector<absl::CivilDay> days;
  for (int month = 1; month <= 12; ++month) {
    for (const int day : {10, 25}) days.emplace_back(year, month, day);
  }
  return days;
}

// The last day of work up to `day`; none if the year begins later.
std::optional<absl::CivilDay> LastUpTo(const std::vector<absl::CivilDay>& days, absl::CivilDay day) {
  const auto later = std::upper_bound(days.begin(), days.end(), day);
  if (later == days.begin()) return std::nullopt;
  return *std::prev(later);
}

std::optional<absl::CivilDay> FirstAfter(const std::vector<absl::CivilDay>& days, absl::CivilDay day) {
  const auto later = std::upper_bound(days.begin(), days.end(), day);
  if (later == days.end()) return std::nullopt;
  return *later;
}

Fate FateOf(double draw) {
  if (draw < 0.62) return Fate::kOnTime;
  if (draw < 0.82) return Fate::kLate;
  if (draw < 0.89) return Fate::kNever;
  if (draw < 0.94) return Fate::kExtended;
  return draw < 0.97 ? Fate::kReturned : Fate::kSuspended;
}

// Lateness beyond these days is charged differently; a third of the late reports falls into each class.
int DaysBehind(double draw) {
  if (draw < 1.0 / 3) return 0;
  return draw < 2.0 / 3 ? 30 : 90;
}

void Decide(const std::vector<absl::CivilDay>& days, std::uint64_t seed, Report& report) {
  const std::string what = absl::StrCat(report.task, "/", report.occurrence, "/", report.lead);
  report.fate = FateOf(Draw(seed, absl::StrCat("fate ", what)));
  const std::optional<absl::CivilDay> in_time = LastUpTo(days, report.due);
  switch (report.fate) {
    case Fate::kOnTime:
    case Fate::kReturned: report.filed = in_time; return;
    case Fate::kLate:
      report.filed = FirstAfter(days, report.due + DaysBehind(Draw(seed, absl::StrCat("late ", what))));
      return;
    case Fate::kExtended:
      // Used to the last day of work; what is due in the next year is that year's work.
      if (!in_time.has_value()) return;
      report.extended = report.due + 45;
      if (report.extended->year() == days.front().year()) report.filed = LastUpTo(days, *report.extended);
      return;
    case Fate::kNever:
    case Fate::kSuspended: return;
  }
}

std::string Number(double number) { return absl::StrCat(number); }

// A figure near the target, as likely to meet it as not.
std::map<std::string, std::string> CellsOf(const Indicator& indicator, const plan::v1::Target& target,
                                           std::uint64_t seed, const std::string& what) {
  const auto draw = [&](const char* of) { return Draw(seed, absl::StrCat(of, " ", what)); };
  const double aim = target.value() > 0 ? target.value() : 10;
  const double share = std::min(0.999, aim / 100 * (0.9 + 0.2 * draw("share")));
  switch (indicator.forms(0)) {
    case plan::v1::FRACTION: {
      const int whole = DrawInt(seed, absl::StrCat("whole ", what), 200, 999);
      return {{"numerator", Number(std::floor(share * whole))}, {"denominator", Number(whole)}};
    }
    case plan::v1::EVENTS:
      return {{"events", Number(DrawInt(seed, absl::StrCat("events ", what), 0, 3))},
              {"exposure", Number(DrawInt(seed, absl::StrCat("exposure ", what), 100, 900))}};
    case plan::v1::SAMPLE: {
      const int sample = DrawInt(seed, absl::StrCat("sample ", what), 400, 1200);
      return {{"successes", Number(std::floor(share * sample))},
              {"sample", Number(sample)},
              {"population", "1000000"},
              {"deff", "1"}};
    }
    case plan::v1::RANK: return {{"rank", Number(DrawInt(seed, absl::StrCat("rank ", what), 1, 17))}, {"ranked", "17"}};
    case plan::v1::ATTESTATION: return {{"attestation", draw("met") < 0.7 ? "1" : "0"}};
    default: break;
  }
  const bool percent = indicator.figure_unit() == "%" || (indicator.figure_unit().empty() && indicator.unit() == "%");
  const double value = percent ? std::floor(share * 1000) / 10 : std::floor(aim * (0.7 + 0.6 * draw("value")));
  return {{"value", Number(value)}};
}

void AddFigures(const domain::Plan& plan, const Indicator& indicator, Campaign& campaign) {
  const domain::Period period(campaign.year - 1, plan::v1::YEARLY);
  const absl::CivilDay due = period.LastDay() + indicator.due_days();
  if (indicator.frequency() != plan::v1::YEARLY || due.year() != campaign.year) return;
  const std::vector<std::string> leads = plan.Resolve(indicator.leads(0), due);
  if (leads.empty()) return;
  const auto add = [&](const std::string& part, const plan::v1::Target& target) {
    const std::string what = absl::StrCat(indicator.number(), "/", part, "/", period.ToString());
    campaign.figures.push_back({indicator.number(), part, period.ToString(), leads.front(),
                                LastUpTo(campaign.days, due).value_or(due),
                                CellsOf(indicator, target, campaign.seed, what)});
  };
  if (indicator.parts().empty()) add("", indicator.target());
  for (const plan::v1::Part& part : indicator.parts()) {
    add(part.key(), part.has_target() ? part.target() : indicator.target());
  }
}

void AddReports(const domain::Plan& plan, const Task& task, Campaign& campaign) {
  if (task.scored_by_indicator()) return;
  for (const domain::Occurrence& occurrence : domain::OccurrencesOf(plan.document(), task)) {
    const bool closes =
        occurrence.due + 1 >= absl::CivilDay(campaign.year, 1, 1) && occurrence.due.year() <= campaign.year;
    if (!closes || !occurrence.scored) continue;
    std::vector<std::string> leads;
    for (const std::string& spelling : task.leads()) {
      for (const std::string& lead : plan.Resolve(spelling, occurrence.due)) {
        if (std::find(leads.begin(), leads.end(), lead) == leads.end()) leads.push_back(lead);
      }
    }
    for (const std::string& lead : leads) {
      Report report{task.number(), occurrence.id, lead, occurrence.due,
                    task.deadline().kind() == plan::v1::MILESTONE_BY_DATE};
      Decide(campaign.days, campaign.seed, report);
      campaign.reports.push_back(std::move(report));
    }
  }
}

void AddAir(Campaign& campaign) {
  for (absl::CivilDay day(campaign.year, 1, 1); day.year() == campaign.year; ++day) {
    const std::string what = domain::FormatDay(day);
    AirDay& air = campaign.air.emplace_back(AirDay{.day = day});
    if (Draw(campaign.seed, absl::StrCat("air ", what)) < 0.03) continue;
    air.pm25 = DrawInt(campaign.seed, absl::StrCat("pm25 ", what), 10, 95);
    air.aqi = *air.pm25 + DrawInt(campaign.seed, absl::StrCat("aqi ", what), 10, 40);
  }
}

void AddPoll(const Indicator& indicator, Campaign& campaign) {
  if (indicator.survey_domain().empty() || !indicator.parts().empty()) return;
  const std::string& domain = indicator.survey_domain();
  const int asked = DrawInt(campaign.seed, absl::StrCat("asked ", domain), 400, 900);
  const double share = 0.7 + 0.25 * Draw(campaign.seed, absl::StrCat("satisfied ", domain));
  campaign.polls.push_back({domain, indicator.number(), asked, static_cast<int>(share * asked)});
}

}  // namespace

const Report* Contested(const Campaign& campaign) {
  const auto late = std::find_if(campaign.reports.begin(), campaign.reports.end(), [](const Report& report) {
    return report.fate == Fate::kLate && report.filed.has_value();
  });
  return late == campaign.reports.end() ? nullptr : &*late;
}

Campaign Generate(const domain::Plan& plan, int year, std::uint64_t seed) {
  Campaign campaign{.year = year, .seed = seed, .days = WorkDays(year)};
  for (const Indicator& indicator : plan.document().indicators()) {
    AddFigures(plan, indicator, campaign);
    AddPoll(indicator, campaign);
  }
  AddAir(campaign);
  for (const Task& task : plan.document().tasks()) AddReports(plan, task, campaign);
  return campaign;
}

}  // namespace qcity::load
