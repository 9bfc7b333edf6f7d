// SurveysService (满意度调查): checks, applies the rule, writes, replies. Thread-safe.
#ifndef QCITY_SERVICES_INDICATORS_SURVEYS_SERVICE_H_
#define QCITY_SERVICES_INDICATORS_SURVEYS_SERVICE_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/context.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/surveys.grpc.pb.h"
#include "services/indicators/ledger.h"
#include "services/indicators/rules.h"
#include "services/indicators/store.h"
#include "services/indicators/surveys/store.h"
#include "services/indicators/warnings/doubts.h"

namespace qcity::indicators::surveys {

class SurveysService final : public rpc::Service {
 public:
  using Api = v1::SurveysService;

  SurveysService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  absl::StatusOr<v1::Survey> PutSurvey(const CallContext& call, const v1::PutSurveyRequest& request);
  absl::StatusOr<v1::Survey> ImportSurveyResults(const CallContext& call,
                                                 const v1::ImportSurveyResultsRequest& request);
  absl::StatusOr<v1::Survey> VerifySurvey(const CallContext& call, const v1::VerifySurveyRequest& request);
  absl::StatusOr<v1::Survey> ReturnSurvey(const CallContext& call, const v1::ReturnSurveyRequest& request);
  absl::StatusOr<v1::ListSurveysResponse> ListSurveys(const CallContext& call, const v1::ListSurveysRequest& request);
  absl::StatusOr<v1::Survey> GetSurvey(const CallContext& call, const v1::GetSurveyRequest& request);

  // The survey of that id if the caller may know of it; NOT_FOUND.
  absl::StatusOr<v1::Survey> Load(sql::Transaction& transaction, const CallContext& call, const std::string& id) const;
  // Saves and publishes a survey after a step.
  absl::StatusOr<v1::Survey> Write(sql::Transaction& transaction, const CallContext& call, const std::string& id,
                                   v1::Survey survey) const;
  // One step of the survey that the request names, as a command.
  template <typename Request>
  absl::StatusOr<v1::Survey> Move(const CallContext& call, const Request& request,
                                  absl::FunctionRef<absl::StatusOr<v1::Survey>(sql::Transaction&, v1::Survey)> step);
  // A figure of a survey as a verified observation, with the doubts about it.
  absl::StatusOr<v1::Observation> RecordFigure(sql::Transaction& transaction, const CallContext& call,
                                               const Actor& reporter, const v1::Observation& figure) const;
  // Its results likewise; their names go into the survey.
  absl::Status RecordFigures(sql::Transaction& transaction, const CallContext& call, v1::Survey& survey) const;

  absl::StatusOr<std::string> IdOf(absl::string_view name, absl::string_view path) const;
  const domain::Plan& PlanOf(const CallContext& call) const;
  Actor ActorOf(const CallContext& call) const;
  bool IsAgency(const CallContext& call) const;

  sql::Database& database_;
  feed::Outbox& outbox_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
  const SurveyStore store_{};
  const IndicatorStore figures_;
  const Ledger ledger_;
  const warnings::Doubts doubts_;
};

}  // namespace qcity::indicators::surveys

#endif  // QCITY_SERVICES_INDICATORS_SURVEYS_SERVICE_H_
