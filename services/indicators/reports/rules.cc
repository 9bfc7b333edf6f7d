#include "services/indicators/reports/rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/domain/due_figure.h"
#include "common/domain/part.h"
#include "common/domain/period.h"
#include "services/indicators/names.h"

namespace qcity::indicators::reports {
namespace {

using plan::v1::Indicator;

// What there is of one part and period, in order of how far it came.
enum class There { kNothing, kDraft, kReturned, kReported };

There ThereAt(const v1::Observation& observation, absl::Time instant) {
  v1::State state = v1::STATE_UNSPECIFIED;
  for (const v1::Transition& transition : observation.history()) {
    if (TimeOf(transition.recorded()) <= instant) state = transition.state();
  }
  switch (state) {
    case v1::DRAFT: return There::kDraft;
    case v1::RETURNED: return There::kReturned;
    case v1::REPORTED:
    case v1::VERIFIED:
    case v1::CONFIRMED: return There::kReported;
    default: return There::kNothing;
  }
}

bool AppliesAt(const v1::Applicability& applicability, absl::Time instant) {
  bool applies = true;
  for (const v1::ApplicabilityDecision& decision : applicability.decisions()) {
    if (!decision.approved_by().empty() && TimeOf(decision.approved()) <= instant) applies = decision.applicable();
  }
  return applies;
}

// What was there of each part and period of one indicator at an instant.
class Shelf {
 public:
  Shelf(const Indicator& indicator, const std::vector<v1::MeasurePeriod>& history, absl::Time instant)
      : indicator_(indicator) {
    for (const v1::MeasurePeriod& measured : history) {
      if (!measured.subject().empty()) continue;
      for (const v1::Observation& observation : measured.observations()) {
        There& there = there_[{measured.part(), measured.period()}];
        there = std::max(there, ThereAt(observation, instant));
      }
    }
  }

  There At(const std::string& part, const std::string& period) const {
    const auto found = there_.find({part, period});
    return found == there_.end() ? There::kNothing : found->second;
  }

  // Whether nothing is missing of the part; of categories that add up the whole stands for each, and all of them for the whole.
  bool IsReported(const std::string& part, const std::string& period) const {
    if (At(part, period) == There::kReported) return true;
    if (indicator_.part_rule() != plan::v1::ADD) return false;
    if (!part.empty()) return At("", period) == There::kReported;
    return std::all_of(indicator_.parts().begin(), indicator_.parts().end(),
                       [&](const plan::v1::Part& p) { return At(p.key(), period) == There::kReported; });
  }

  // Keys of the parts that are missing; an empty one is the whole.
  std::vector<std::string> MissingParts(const std::string& period) const {
    std::vector<std::string> owed = domain::PartsOwedOf(indicator_);
    const bool by_category = indicator_.part_rule() == plan::v1::ADD && !IsReported("", period) && IsBegun(period);
    if (by_category) {
      owed.clear();
      for (const plan::v1::Part& part : indicator_.parts()) owed.push_back(part.key());
    }
    owed.erase(
        std::remove_if(owed.begin(), owed.end(), [&](const std::string& part) { return IsReported(part, period); }),
        owed.end());
    return owed;
  }

 private:
  // Whether somebody has begun to report by category.
  bool IsBegun(const std::string& period) const {
    return std::any_of(indicator_.parts().begin(), indicator_.parts().end(),
                       [&](const plan::v1::Part& p) { return At(p.key(), period) != There::kNothing; });
  }

  const Indicator& indicator_;
  std::map<std::pair<std::string, std::string>, There> there_;
};

v1::MissingReport::Standing StandingOf(There there) {
  switch (there) {
    case There::kDraft: return v1::MissingReport::DRAFT;
    case There::kReturned: return v1::MissingReport::RETURNED;
    default: return v1::MissingReport::NOTHING;
  }
}

const v1::UrgedReport* FindUrged(const Recorded& recorded, absl::string_view part, absl::string_view period) {
  const auto found = std::find_if(recorded.urged.begin(), recorded.urged.end(), [&](const v1::UrgedReport& urged) {
    return urged.part() == part && urged.period() == period;
  });
  return found == recorded.urged.end() ? nullptr : &*found;
}

void NoteUrgings(const v1::UrgedReport& urged, absl::Time instant, v1::MissingReport& missing) {
  for (const v1::Urging& urging : urged.urgings()) {
    if (TimeOf(urging.recorded()) > instant) break;
    *missing.mutable_last_urged() = urging.recorded();
    missing.set_times_urged(missing.times_urged() + 1);
  }
}

std::string PartName(const Indicator& indicator, absl::string_view key) {
  for (const plan::v1::Part& part : indicator.parts()) {
    if (part.key() == key) return part.name();
  }
  return "";
}

// All that does not depend on what was recorded.
v1::MissingReport OwedOf(const domain::Plan& plan, const Indicator& indicator, const std::string& part,
                         const domain::DueFigure& figure, absl::CivilDay as_of) {
  v1::MissingReport owed;
  owed.set_indicator(IndicatorName(plan.id(), indicator.number()));
  owed.set_part(part);
  owed.set_title(indicator.name());
  owed.set_part_title(PartName(indicator, part));
  owed.set_period(figure.period.ToString());
  owed.set_due(domain::FormatDay(figure.due));
  owed.set_days_overdue(static_cast<std::int32_t>(std::max<std::int64_t>(0, as_of - figure.due)));
  for (const std::string& lead : domain::LeadsOf(plan, indicator, as_of)) {
    owed.add_leads(lead);
    owed.add_lead_titles(plan.NameOf(lead));
  }
  return owed;
}

absl::Status CheckOwed(const domain::Plan& plan, const Indicator& indicator, const std::string& text,
                       absl::CivilDay today) {
  ASSIGN_OR_RETURN(const domain::Period period, domain::Period::Parse(text));
  const std::vector<domain::DueFigure> owed = domain::DueFiguresOf(plan.document(), indicator);
  const bool known =
      std::any_of(owed.begin(), owed.end(), [&](const domain::DueFigure& due) { return due.period == period; });
  if (!known) {
    const std::string periods = absl::StrJoin(
        owed, ", ", [](std::string* out, const domain::DueFigure& due) { *out += due.period.ToString(); });
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_OWED",
                 {absl::StrCat("指标 ", indicator.number(), " 不须报送 ", text, "；应报期间：", periods),
                  absl::StrCat("indicator ", indicator.number(), " does not owe ", text, "; it owes ", periods)});
  }
  if (period.LastDay() < today) return absl::OkStatus();
  return Error(
      absl::StatusCode::kFailedPrecondition, "PERIOD_NOT_ENDED",
      {absl::StrCat(text, " 尚未结束，结束后方可催报"), absl::StrCat(text, " has not ended; urge once it has")});
}

}  // namespace

std::vector<v1::MissingReport> MissingOf(const domain::Plan& plan, const Indicator& indicator, const Recorded& recorded,
                                         const Question& question) {
  if (!AppliesAt(recorded.applicability, question.instant)) return {};
  const Shelf shelf(indicator, recorded.history, question.instant);
  std::vector<v1::MissingReport> missing;
  for (const domain::DueFigure& figure : domain::DueFiguresOf(plan.document(), indicator)) {
    if (figure.due < question.from || figure.due > question.to) continue;
    for (const std::string& part : shelf.MissingParts(figure.period.ToString())) {
      v1::MissingReport& report = missing.emplace_back(OwedOf(plan, indicator, part, figure, question.as_of));
      report.set_state(StandingOf(shelf.At(part, report.period())));
      const v1::UrgedReport* urged = FindUrged(recorded, part, report.period());
      if (urged != nullptr) NoteUrgings(*urged, question.instant, report);
    }
  }
  return missing;
}

absl::StatusOr<v1::UrgedReport> Urge(const domain::Plan& plan, const Indicator& indicator, const Recorded& recorded,
                                     const v1::UrgeReportRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(domain::CheckPart(indicator, request.part()));
  if (!AppliesAt(recorded.applicability, actor.now)) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_APPLICABLE",
                 {absl::StrCat("指标 ", indicator.number(), " 已认定不适用"),
                  absl::StrCat("indicator ", indicator.number(), " does not apply")});
  }
  RETURN_IF_ERROR(CheckOwed(plan, indicator, request.period(), ShanghaiDay(actor.now)));
  if (Shelf(indicator, recorded.history, actor.now).IsReported(request.part(), request.period())) {
    return Error(absl::StatusCode::kFailedPrecondition, "REPORT_IS_THERE",
                 {absl::StrCat("指标 ", indicator.number(), " 的 ", request.period(), " 已报送，无须催报"),
                  absl::StrCat("indicator ", indicator.number(), " was reported for ", request.period())});
  }
  const v1::UrgedReport* before = FindUrged(recorded, request.part(), request.period());
  v1::UrgedReport urged = before == nullptr ? v1::UrgedReport() : *before;
  urged.set_indicator(IndicatorName(plan.id(), indicator.number()));
  urged.set_part(request.part());
  urged.set_period(request.period());
  v1::Urging& urging = *urged.add_urgings();
  *urging.mutable_recorded() = TimestampOf(actor.now);
  urging.set_person(actor.person);
  urging.set_organization(actor.organization);
  urging.set_text(request.text());
  return urged;
}

}  // namespace qcity::indicators::reports
