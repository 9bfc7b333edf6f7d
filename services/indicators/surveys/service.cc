#include "services/indicators/surveys/service.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "common/rpc/page.h"
#include "common/rpc/resource_name.h"
#include "services/indicators/check.h"
#include "services/indicators/names.h"
#include "services/indicators/surveys/check.h"
#include "services/indicators/surveys/rules.h"

namespace qcity::indicators::surveys {
namespace {

using v1::Survey;

constexpr std::size_t kIdLength = 64;

absl::Status NotFound(absl::string_view id) {
  return Error(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND",
               {absl::StrCat("没有调查 ", id), absl::StrCat("no survey ", id)});
}

}  // namespace

SurveysService::SurveysService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, v1::SurveysService::service_full_name()),
      database_(database),
      outbox_(outbox),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()),
      figures_(campaign_),
      ledger_(figures_, outbox, campaign_),
      doubts_(figures_) {
  using S = SurveysService;
  Handle("PutSurvey", &S::PutSurvey);
  Handle("ImportSurveyResults", &S::ImportSurveyResults);
  Handle("VerifySurvey", &S::VerifySurvey);
  Handle("ReturnSurvey", &S::ReturnSurvey);
  Handle("ListSurveys", &S::ListSurveys);
  Handle("GetSurvey", &S::GetSurvey);
}

const domain::Plan& SurveysService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

Actor SurveysService::ActorOf(const CallContext& call) const {
  return {call.principal.person, call.principal.organization, call.office, call.now, {}};
}

bool SurveysService::IsAgency(const CallContext& call) const {
  return PlanOf(call).HasRole(call.principal.organization, plan::v1::AGENCY);
}

absl::StatusOr<std::string> SurveysService::IdOf(absl::string_view name, absl::string_view path) const {
  ASSIGN_OR_RETURN(std::vector<std::string> values,
                   rpc::ParseName("campaigns/{campaign}/surveys/{survey}", campaign_, name, path));
  std::string id = std::move(values[1]);
  const bool plain = id.size() <= kIdLength && std::all_of(id.begin(), id.end(), [](unsigned char c) {
                       return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
                     });
  if (plain) return id;
  return InvalidField(path, {"调查编号由 1 到 64 个小写字母、数字和连字符组成",
                             "a survey's id is 1 to 64 lower-case letters, digits and hyphens"});
}

absl::StatusOr<Survey> SurveysService::Load(sql::Transaction& transaction, const CallContext& call,
                                            const std::string& id) const {
  ASSIGN_OR_RETURN(std::optional<Survey> survey, store_.Find(transaction, id));
  if (!survey.has_value()) return NotFound(id);
  RETURN_IF_ERROR(CheckOwn(survey->description().agency(), IsAgency(call), ActorOf(call)));
  return *std::move(survey);
}

absl::StatusOr<Survey> SurveysService::Write(sql::Transaction& transaction, const CallContext& call,
                                             const std::string& id, Survey survey) const {
  ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, call.now));
  survey.set_version(position);
  RETURN_IF_ERROR(store_.Save(transaction, id, survey));
  RETURN_IF_ERROR(outbox_.Put(transaction, position, absl::StrCat("surveys/", id), survey, call.now));
  return survey;
}

template <typename Request>
absl::StatusOr<Survey> SurveysService::Move(const CallContext& call, const Request& request,
                                            absl::FunctionRef<absl::StatusOr<Survey>(sql::Transaction&, Survey)> step) {
  ASSIGN_OR_RETURN(const std::string id, IdOf(request.name(), "name"));
  return rpc::Command<Survey>(database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<Survey> {
    ASSIGN_OR_RETURN(Survey survey, Load(transaction, call, id));
    RETURN_IF_ERROR(CheckEtag(survey, request.etag()));
    ASSIGN_OR_RETURN(survey, step(transaction, std::move(survey)));
    return Write(transaction, call, id, std::move(survey));
  });
}

absl::StatusOr<Survey> SurveysService::PutSurvey(const CallContext& call, const v1::PutSurveyRequest& request) {
  ASSIGN_OR_RETURN(const std::string id, IdOf(request.survey(), "survey"));
  RETURN_IF_ERROR(CheckOwn(request.description().agency(), IsAgency(call), ActorOf(call)));
  RETURN_IF_ERROR(CheckDescription(PlanOf(call), request.description()));
  return rpc::Command<Survey>(database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<Survey> {
    absl::StatusOr<Survey> survey = Load(transaction, call, id);
    if (absl::IsNotFound(survey.status())) {
      survey = Survey();
      survey->set_name(request.survey());
    }
    RETURN_IF_ERROR(survey.status());
    RETURN_IF_ERROR(CheckEtag(*survey, request.etag()));
    if (!survey->results().empty()) {
      RETURN_IF_ERROR(CheckResults(PlanOf(call), request.description(), survey->results()));
    }
    ASSIGN_OR_RETURN(survey, Put(*std::move(survey), request.description(), ActorOf(call)));
    return Write(transaction, call, id, *std::move(survey));
  });
}

absl::StatusOr<Survey> SurveysService::ImportSurveyResults(const CallContext& call,
                                                           const v1::ImportSurveyResultsRequest& request) {
  return Move(call, request, [&](sql::Transaction&, Survey survey) -> absl::StatusOr<Survey> {
    RETURN_IF_ERROR(CheckResults(PlanOf(call), survey.description(), request.results()));
    return Import(std::move(survey), request.results(), ActorOf(call));
  });
}

absl::StatusOr<Survey> SurveysService::VerifySurvey(const CallContext& call, const v1::VerifySurveyRequest& request) {
  return Move(call, request, [&](sql::Transaction& transaction, Survey survey) -> absl::StatusOr<Survey> {
    ASSIGN_OR_RETURN(survey, Accept(std::move(survey), ActorOf(call)));
    RETURN_IF_ERROR(RecordFigures(transaction, call, survey));
    return survey;
  });
}

absl::StatusOr<Survey> SurveysService::ReturnSurvey(const CallContext& call, const v1::ReturnSurveyRequest& request) {
  RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  return Move(call, request, [&](sql::Transaction&, Survey survey) {
    return SendBack(std::move(survey), request.reason(), ActorOf(call));
  });
}

absl::StatusOr<v1::Observation> SurveysService::RecordFigure(sql::Transaction& transaction, const CallContext& call,
                                                             const Actor& reporter,
                                                             const v1::Observation& figure) const {
  const domain::Plan& plan = PlanOf(call);
  ASSIGN_OR_RETURN(const v1::Observation checked,
                   CheckObservation(plan, figure, SubjectKind::kCity, ShanghaiDay(call.now)));
  ASSIGN_OR_RETURN(const std::string number, CheckIndicator(plan, checked.indicator()));
  const PeriodKey key{number, checked.part(), "", checked.period()};
  ASSIGN_OR_RETURN(const v1::Observation reported,
                   ledger_.Add(transaction, key, call.now,
                               [&](v1::MeasurePeriod period, absl::string_view name) -> absl::StatusOr<Step> {
                                 ASSIGN_OR_RETURN(Step step, Report(std::move(period), checked, name, reporter));
                                 v1::Observation& added = *step.period.mutable_observations(step.changed);
                                 RETURN_IF_ERROR(doubts_.Note(transaction, plan, key, added));
                                 return step;
                               }));
  return ledger_.Move(transaction, reported.name(), call.now, [&](v1::MeasurePeriod period) {
    return Verify(std::move(period), reported.name(), /*etag=*/0, ActorOf(call));
  });
}

absl::Status SurveysService::RecordFigures(sql::Transaction& transaction, const CallContext& call,
                                           Survey& survey) const {
  const Actor reporter = ReporterOf(survey, ActorOf(call));
  for (const v1::Observation& figure : FiguresOf(PlanOf(call), survey)) {
    ASSIGN_OR_RETURN(const v1::Observation verified, RecordFigure(transaction, call, reporter, figure));
    survey.add_observations(verified.name());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListSurveysResponse> SurveysService::ListSurveys(const CallContext& call,
                                                                    const v1::ListSurveysRequest& request) {
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(campaign_, request.parent()));
  if (!number.empty()) return InvalidField("parent", {"应为 campaigns/{campaign}", "want campaigns/{campaign}"});
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const std::vector<std::string> after, rpc::DecodePageToken(request, 1));
  const std::string agency = IsAgency(call) ? call.principal.organization : "";
  ASSIGN_OR_RETURN(std::vector<Survey> surveys, database_.Read([&](sql::Transaction& transaction) {
    return store_.List(transaction, agency, after.empty() ? "" : after[0], size + 1);
  }));
  v1::ListSurveysResponse response;
  if (static_cast<int>(surveys.size()) > size) {
    surveys.pop_back();
    ASSIGN_OR_RETURN(const std::string last, IdOf(surveys.back().name(), "name"));
    response.set_next_page_token(rpc::EncodePageToken(request, {last}));
  }
  response.mutable_surveys()->Assign(surveys.begin(), surveys.end());
  return response;
}

absl::StatusOr<Survey> SurveysService::GetSurvey(const CallContext& call, const v1::GetSurveyRequest& request) {
  ASSIGN_OR_RETURN(const std::string id, IdOf(request.name(), "name"));
  return database_.Read([&](sql::Transaction& transaction) { return Load(transaction, call, id); });
}

}  // namespace qcity::indicators::surveys
