#include "services/indicators/surveys/rules.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/domain/period.h"
#include "services/indicators/names.h"
#include "services/indicators/surveys/check.h"

namespace qcity::indicators::surveys {
namespace {

using v1::Survey;
using v1::SurveyEvent;
using v1::SurveyResult;
using v1::SurveyState;

Text NameOf(SurveyState state) {
  switch (state) {
    case v1::PLANNED: return {"已登记", "PLANNED"};
    case v1::SUBMITTED: return {"已报送", "SUBMITTED"};
    case v1::SENT_BACK: return {"已退回", "SENT_BACK"};
    case v1::ACCEPTED: return {"已核实", "ACCEPTED"};
    default: return {"未登记", "not there"};
  }
}

SurveyEvent& Enter(Survey& survey, SurveyState state, const Actor& actor) {
  survey.set_state(state);
  SurveyEvent& event = *survey.add_history();
  event.set_state(state);
  *event.mutable_recorded() = TimestampOf(actor.now);
  event.set_person(actor.person);
  event.set_organization(actor.organization);
  return event;
}

absl::Status RequireOpen(const Survey& survey) {
  if (survey.state() != v1::ACCEPTED) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "SURVEY_LOCKED",
               {"调查已核实，其结果已成为指标数据；更正请登记新的调查",
                "the survey is verified and its results are figures; register another one to correct it"});
}

absl::Status RequireSubmitted(const Survey& survey) {
  if (survey.state() == v1::SUBMITTED) return absl::OkStatus();
  const Text state = NameOf(survey.state());
  return Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
               {absl::StrCat("调查状态为“", state.zh, "”，此操作要求“已报送”"),
                absl::StrCat("the survey is ", state.en, "; this step wants SUBMITTED")});
}

// The last step that brought a description, or results; nullptr if there is none.
const SurveyEvent* LastWith(const Survey& survey, bool results) {
  const SurveyEvent* last = nullptr;
  for (const SurveyEvent& event : survey.history()) {
    if (results ? !event.results().empty() : event.has_description()) last = &event;
  }
  return last;
}

// Lines of one measure and part put together: as many answers as all of them, and as much worth as each by itself.
class Pool {
 public:
  void Add(const SurveyResult& result) {
    const auto n = static_cast<double>(result.n());
    n_ += n;
    successes_ += result.successes();
    effective_ += n / (result.has_design_effect() ? result.design_effect() : 1);
    all_sized_ = all_sized_ && result.has_population_size();
    population_ += static_cast<double>(result.population_size());
  }
  plan::v1::Sample ToSample(double population) const {
    plan::v1::Sample sample;
    sample.set_successes(successes_);
    sample.set_n(n_);
    sample.set_population(all_sized_ ? population_ : population);
    sample.set_design_effect(n_ / effective_);
    return sample;
  }

 private:
  double n_ = 0, successes_ = 0, effective_ = 0, population_ = 0;
  bool all_sized_ = true;
};

}  // namespace

absl::Status CheckOwn(absl::string_view agency, bool is_agency, const Actor& actor) {
  if (!is_agency || agency == actor.organization) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_SURVEY",
               {absl::StrCat("该调查属于 ", agency.empty() ? "别的机构" : agency, "，调查机构只能读写自己的调查"),
                absl::StrCat("the survey is ", agency.empty() ? "another agency" : agency,
                             "'s; an agency reads and writes its own ones only")});
}

absl::Status CheckEtag(const Survey& survey, std::int64_t etag) {
  if (etag == 0 || etag == survey.version()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "STALE_ETAG",
               {absl::StrCat("调查已变更：etag 为 ", etag, "，现为 ", survey.version(), "，请重新读取"),
                absl::StrCat("the survey changed: etag ", etag, ", now ", survey.version(), "; read it again")});
}

absl::StatusOr<Survey> Put(Survey survey, const v1::SurveyDescription& description, const Actor& actor) {
  RETURN_IF_ERROR(RequireOpen(survey));
  SurveyEvent& event = Enter(survey, survey.results().empty() ? v1::PLANNED : v1::SUBMITTED, actor);
  *event.mutable_description() = description;
  *survey.mutable_description() = description;
  return survey;
}

absl::StatusOr<Survey> Import(Survey survey, const google::protobuf::RepeatedPtrField<SurveyResult>& results,
                              const Actor& actor) {
  RETURN_IF_ERROR(RequireOpen(survey));
  const std::string& end = survey.description().fieldwork_end();
  ASSIGN_OR_RETURN(const absl::CivilDay last, domain::ParseDay(end, "fieldwork_end"));
  if (last > ShanghaiDay(actor.now)) {
    return Error(absl::StatusCode::kFailedPrecondition, "FIELDWORK_NOT_OVER",
                 {absl::StrCat("现场调查到 ", end, " 才结束，之后才能报送结果"),
                  absl::StrCat("the fieldwork ends on ", end, "; results come after it")});
  }
  *Enter(survey, v1::SUBMITTED, actor).mutable_results() = results;
  *survey.mutable_results() = results;
  return survey;
}

absl::StatusOr<Survey> Accept(Survey survey, const Actor& actor) {
  RETURN_IF_ERROR(RequireSubmitted(survey));
  for (const bool results : {false, true}) {
    const SurveyEvent* event = LastWith(survey, results);
    if (event == nullptr || event->person() != actor.person) continue;
    return Error(absl::StatusCode::kFailedPrecondition, "FOUR_EYES",
                 {absl::StrCat("须由另一人办理：", actor.person, " 已填报该调查"),
                  absl::StrCat("another person must do this: ", actor.person, " wrote the survey")});
  }
  Enter(survey, v1::ACCEPTED, actor);
  return survey;
}

absl::StatusOr<Survey> SendBack(Survey survey, absl::string_view reason, const Actor& actor) {
  RETURN_IF_ERROR(RequireSubmitted(survey));
  Enter(survey, v1::SENT_BACK, actor).set_reason(std::string(reason));
  return survey;
}

Actor ReporterOf(const Survey& survey, const Actor& actor) {
  const SurveyEvent* event = LastWith(survey, /*results=*/true);
  Actor reporter;
  reporter.person = event == nullptr ? "" : event->person();
  reporter.organization = event == nullptr ? "" : event->organization();
  reporter.now = actor.now;
  return reporter;
}

std::vector<v1::Observation> FiguresOf(const domain::Plan& plan, const Survey& survey) {
  // By measure and part: the city's line alone where it is stated.
  std::map<std::pair<int, std::string>, std::pair<Pool, bool>> pools;
  for (const SurveyResult& result : survey.results()) {
    const int position = plan.IndicatorIndex(MeasureOf(plan, result.domain())->number());
    auto& [pool, is_city] = pools[{position, result.industry()}];
    if (is_city) continue;
    if (result.district().empty()) std::tie(pool, is_city) = std::make_pair(Pool(), true);
    pool.Add(result);
  }
  const v1::SurveyDescription& description = survey.description();
  std::vector<v1::Observation> figures;
  for (const auto& [key, pool] : pools) {
    v1::Observation& figure = figures.emplace_back();
    figure.set_indicator(IndicatorName(plan.id(), plan.document().indicators(key.first).number()));
    figure.set_part(key.second);
    figure.set_period(description.period());
    *figure.mutable_figure()->mutable_sample() =
        pool.first.ToSample(static_cast<double>(description.population_size()));
    figure.set_source(absl::StrCat("满意度调查 ", survey.name()));
    figure.set_illustrative(description.illustrative());
  }
  return figures;
}

}  // namespace qcity::indicators::surveys
