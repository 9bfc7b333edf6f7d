// The table of handlers, and the steps of single observations.
#include "services/indicators/service.h"

#include <utility>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/command.h"
#include "services/indicators/names.h"

namespace qcity::indicators {
namespace {

using v1::MeasurePeriod;
using v1::Observation;

constexpr std::size_t kReplyBytes = 16 << 20;

absl::StatusOr<PeriodKey> KeyOf(absl::string_view campaign, const Observation& observation) {
  ASSIGN_OR_RETURN(std::string number, IndicatorNumber(campaign, observation.indicator(), "indicator"));
  return PeriodKey{std::move(number), observation.part(), observation.subject(), observation.period()};
}

}  // namespace

IndicatorsService::IndicatorsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, v1::IndicatorsService::service_full_name()),
      database_(database),
      outbox_(outbox),
      plans_(env.plans()),
      plans_digest_(plans_.Digest()),
      cache_(env.cache()),
      replies_(kReplyBytes),
      campaign_(env.plans().Latest()->id()),
      store_(campaign_),
      ledger_(store_, outbox, campaign_),
      doubts_(store_) {
  using S = IndicatorsService;
  Handle("ListIndicators", &S::ListIndicators);
  HandleHot("GetIndicator", &S::PeekIndicator, &S::GetIndicator);
  Handle("DraftObservation", &S::DraftObservation);
  Handle("ReportObservation", &S::ReportObservation);
  Handle("WithdrawObservation", &S::WithdrawObservation);
  Handle("VerifyObservation", &S::VerifyObservation);
  Handle("ReturnObservation", &S::ReturnObservation);
  Handle("ConfirmObservation", &S::ConfirmObservation);
  Handle("WithdrawConfirmation", &S::WithdrawConfirmation);
  Handle("ReopenPeriod", &S::ReopenPeriod);
  Handle("SetApplicability", &S::SetApplicability);
  Handle("BatchReportObservations", &S::BatchReportObservations);
  Handle("BatchVerify", &S::BatchVerify);
  HandleClientStream("ImportObservations", &S::ImportObservations);
  Handle("ListObservations", &S::ListObservations);
  Handle("ReportReference", &S::ReportReference);
  Handle("ListReferences", &S::ListReferences);
}

const domain::Plan& IndicatorsService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

Actor IndicatorsService::ActorOf(const CallContext& call) const {
  const std::string& unit = call.principal.organization;
  return {call.principal.person, unit, call.office, call.now, PlanOf(call).PredecessorsOf(unit, ShanghaiDay(call.now))};
}

absl::StatusOr<Observation> IndicatorsService::AddIn(sql::Transaction& transaction, const CallContext& call,
                                                     const Observation& observation, SubjectKind kind,
                                                     absl::string_view field, NewRule rule) const {
  const absl::StatusOr<Observation> checked = CheckObservation(PlanOf(call), observation, kind, ShanghaiDay(call.now));
  if (!checked.ok()) return Under(field, checked.status());
  absl::StatusOr<Observation> written = AddChecked(transaction, call, *checked, rule);
  if (!written.ok()) return Under(field, written.status());
  return written;
}

absl::StatusOr<Observation> IndicatorsService::AddChecked(sql::Transaction& transaction, const CallContext& call,
                                                          const Observation& checked, NewRule rule) const {
  ASSIGN_OR_RETURN(const PeriodKey key, KeyOf(campaign_, checked));
  return ledger_.Add(transaction, key, call.now,
                     [&](MeasurePeriod period, absl::string_view name) -> absl::StatusOr<Step> {
                       ASSIGN_OR_RETURN(Step step, rule(std::move(period), checked, name, ActorOf(call)));
                       if (!key.subject.empty()) return step;
                       Observation& added = *step.period.mutable_observations(step.changed);
                       RETURN_IF_ERROR(doubts_.Note(transaction, PlanOf(call), key, added));
                       return step;
                     });
}

template <typename Request>
absl::StatusOr<Observation> IndicatorsService::Move(
    const CallContext& call, const Request& request,
    absl::FunctionRef<absl::StatusOr<Step>(MeasurePeriod, const Actor&)> rule) {
  return rpc::Command<Observation>(database_, call, request, [&](sql::Transaction& transaction) {
    return ledger_.Move(transaction, request.name(), call.now,
                        [&](MeasurePeriod period) { return rule(std::move(period), ActorOf(call)); });
  });
}

absl::StatusOr<Observation> IndicatorsService::DraftObservation(const CallContext& call,
                                                                const v1::DraftObservationRequest& request) {
  return rpc::Command<Observation>(database_, call, request, [&](sql::Transaction& transaction) {
    return AddIn(transaction, call, request.observation(), SubjectKind::kCity, "observation", Draft);
  });
}

absl::StatusOr<Observation> IndicatorsService::ReportIn(sql::Transaction& transaction, const CallContext& call,
                                                        const v1::ReportObservationRequest& request) const {
  if (request.draft().empty())
    return AddIn(transaction, call, request.observation(), SubjectKind::kCity, "observation", Report);
  RETURN_IF_ERROR(call.may(request.draft()));
  return ledger_.Move(transaction, request.draft(), call.now, [&](MeasurePeriod period) {
    return SendDraft(std::move(period), request.draft(), ActorOf(call));
  });
}

absl::StatusOr<Observation> IndicatorsService::ReportObservation(const CallContext& call,
                                                                 const v1::ReportObservationRequest& request) {
  return rpc::Command<Observation>(database_, call, request,
                                   [&](sql::Transaction& transaction) { return ReportIn(transaction, call, request); });
}

absl::StatusOr<Observation> IndicatorsService::WithdrawObservation(const CallContext& call,
                                                                   const v1::WithdrawObservationRequest& request) {
  return Move(call, request, [&](MeasurePeriod period, const Actor& actor) {
    return Withdraw(std::move(period), request.name(), request.etag(), request.reason(), actor);
  });
}

absl::StatusOr<Observation> IndicatorsService::VerifyIn(sql::Transaction& transaction, const CallContext& call,
                                                        const v1::VerifyObservationRequest& request) const {
  return ledger_.Move(transaction, request.name(), call.now, [&](MeasurePeriod period) {
    return Verify(std::move(period), request.name(), request.etag(), ActorOf(call));
  });
}

absl::StatusOr<Observation> IndicatorsService::VerifyObservation(const CallContext& call,
                                                                 const v1::VerifyObservationRequest& request) {
  return rpc::Command<Observation>(database_, call, request,
                                   [&](sql::Transaction& transaction) { return VerifyIn(transaction, call, request); });
}

absl::StatusOr<Observation> IndicatorsService::ReturnObservation(const CallContext& call,
                                                                 const v1::ReturnObservationRequest& request) {
  RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  return Move(call, request, [&](MeasurePeriod period, const Actor& actor) {
    return Return(std::move(period), request.name(), request.etag(), request.reason(), actor);
  });
}

absl::StatusOr<Observation> IndicatorsService::ConfirmObservation(const CallContext& call,
                                                                  const v1::ConfirmObservationRequest& request) {
  RETURN_IF_ERROR(CheckReason(request.check(), "check"));
  return Move(call, request, [&](MeasurePeriod period, const Actor& actor) {
    return Confirm(std::move(period), request.name(), request.etag(), request.check(), actor);
  });
}

absl::StatusOr<Observation> IndicatorsService::WithdrawConfirmation(const CallContext& call,
                                                                    const v1::WithdrawConfirmationRequest& request) {
  RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  return Move(call, request, [&](MeasurePeriod period, const Actor& actor) {
    return Unconfirm(std::move(period), request.name(), request.etag(), request.reason(), actor);
  });
}

absl::StatusOr<Observation> IndicatorsService::ReopenPeriod(const CallContext& call,
                                                            const v1::ReopenPeriodRequest& request) {
  RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  return Move(call, request, [&](MeasurePeriod period, const Actor& actor) {
    return Reopen(std::move(period), request.name(), request.etag(), request.reason(), actor);
  });
}

absl::StatusOr<Observation> IndicatorsService::ReportReference(const CallContext& call,
                                                               const v1::ReportReferenceRequest& request) {
  return rpc::Command<Observation>(database_, call, request, [&](sql::Transaction& transaction) {
    return AddIn(transaction, call, request.reference(), SubjectKind::kReference, "reference", RecordReference);
  });
}

absl::StatusOr<v1::Applicability> IndicatorsService::SetApplicability(const CallContext& call,
                                                                      const v1::SetApplicabilityRequest& request) {
  ASSIGN_OR_RETURN(const std::string number, CheckIndicator(PlanOf(call), request.indicator()));
  RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  RETURN_IF_ERROR(CheckEvidence(request.document(), "document"));
  return rpc::Command<v1::Applicability>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::Applicability> {
        ASSIGN_OR_RETURN(v1::Applicability before, store_.LoadApplicability(transaction, number));
        ASSIGN_OR_RETURN(const v1::Applicability after, Decide(std::move(before), request.applicable(),
                                                               request.reason(), request.document(), ActorOf(call)));
        RETURN_IF_ERROR(ledger_.Publish(transaction, number, after, call.now));
        return after;
      });
}

}  // namespace qcity::indicators
