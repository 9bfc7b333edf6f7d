#include "services/indicators/measurements/service.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/rpc/command.h"
#include "common/rpc/page.h"
#include "services/indicators/check.h"
#include "services/indicators/names.h"

namespace qcity::indicators::measurements {
namespace {

using domain::Period;
using plan::v1::DerivedFigure;
using plan::v1::Indicator;

// Days of the list's ends where the request names none.
constexpr char kFirstDay[] = "0000-00-00";
constexpr char kLastDay[] = "9999-99-99";

absl::Status CheckCampaign(absl::string_view campaign, absl::string_view parent) {
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(campaign, parent));
  if (number.empty()) return absl::OkStatus();
  return InvalidField("parent", {"应为 campaigns/{campaign}", "want campaigns/{campaign}"});
}

std::string FeedKey(const Indicator& indicator, const Period& period) {
  return absl::StrCat("derived/", indicator.number(), "/", period.ToString());
}

DerivedFigure NewFigure(absl::string_view campaign, const Indicator& indicator, const Period& period) {
  DerivedFigure figure;
  figure.set_indicator(IndicatorName(campaign, indicator.number()));
  figure.set_name(absl::StrCat(figure.indicator(), "/derivedFigures/", period.ToString()));
  figure.set_period(period.ToString());
  return figure;
}

// Every period of the measure's frequency inside the plan's data window.
std::vector<Period> PeriodsOf(const domain::Plan& plan, const Indicator& indicator) {
  const plan::v1::MonthRange& window = plan.document().data_window();
  const absl::CivilDay last = Period::Parse(window.last())->LastDay();
  std::vector<Period> periods;
  for (Period period = Period::Containing(Period::Parse(window.first())->FirstDay(), indicator.frequency());
       period.FirstDay() <= last; period = period.Plus(1)) {
    periods.push_back(period);
  }
  return periods;
}

}  // namespace

MeasurementsService::MeasurementsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, v1::MeasurementsService::service_full_name()),
      database_(database),
      outbox_(outbox),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  using S = MeasurementsService;
  Handle("ImportMeasurements", &S::ImportMeasurements);
  Handle("ListMeasurements", &S::ListMeasurements);
  Handle("GetDerivedFigures", &S::GetDerivedFigures);
}

const domain::Plan& MeasurementsService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

absl::Status MeasurementsService::CheckLead(const CallContext& call) const {
  if (call.office) return absl::OkStatus();
  const domain::Plan& plan = PlanOf(call);
  std::string numbers;
  for (const Indicator* indicator : DerivedMeasures(plan)) {
    if (plan.LeadsIndicator(*indicator, call.principal.organization, ShanghaiDay(call.now))) return absl::OkStatus();
    absl::StrAppend(&numbers, numbers.empty() ? "" : ", ", indicator->number());
  }
  return Error(absl::StatusCode::kPermissionDenied, "NOT_A_LEAD",
               {absl::StrCat("监测数据由指标 ", numbers, " 的责任单位或质强委办公室导入"),
                absl::StrCat("measurements are imported by a lead of indicators ", numbers, " or by the office")});
}

absl::StatusOr<v1::ImportMeasurementsResponse> MeasurementsService::ImportMeasurements(
    const CallContext& call, const v1::ImportMeasurementsRequest& request) {
  RETURN_IF_ERROR(CheckLead(call));
  RETURN_IF_ERROR(CheckCampaign(campaign_, request.parent()));
  ASSIGN_OR_RETURN(const std::vector<CheckedRow> rows, CheckRows(PlanOf(call), request, ShanghaiDay(call.now)));
  if (request.validate_only()) {
    return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<ImportResponse> {
      ImportResponse response;
      RETURN_IF_ERROR(Changed(transaction, call, rows, response).status());
      return response;
    });
  }
  return rpc::Command<ImportResponse>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<ImportResponse> {
        ImportResponse response;
        ASSIGN_OR_RETURN(const std::vector<v1::Measurement> changed, Changed(transaction, call, rows, response));
        for (const v1::Measurement& measurement : changed) RETURN_IF_ERROR(store_.Save(transaction, measurement));
        for (const Indicator* indicator : DerivedMeasures(PlanOf(call))) {
          RETURN_IF_ERROR(DeriveAgain(transaction, call, *indicator, changed, response));
        }
        return response;
      });
}

absl::StatusOr<std::vector<v1::Measurement>> MeasurementsService::Changed(sql::Transaction& transaction,
                                                                          const CallContext& call,
                                                                          absl::Span<const CheckedRow> rows,
                                                                          ImportResponse& response) const {
  std::vector<v1::Measurement> changed;
  for (const CheckedRow& row : rows) {
    ASSIGN_OR_RETURN(v1::Measurement measurement, store_.Load(transaction, row.station, row.day));
    if (Stands(measurement, row.record)) {
      response.set_unchanged(response.unchanged() + 1);
      continue;
    }
    if (measurement.records().empty()) {
      response.set_imported(response.imported() + 1);
    } else {
      response.set_corrected(response.corrected() + 1);
    }
    v1::MeasurementRecord& record = *measurement.add_records();
    record = row.record;
    *record.mutable_recorded() = TimestampOf(call.now);
    record.set_person(call.principal.person);
    record.set_organization(call.principal.organization);
    changed.push_back(std::move(measurement));
  }
  return changed;
}

absl::Status MeasurementsService::DeriveAgain(sql::Transaction& transaction, const CallContext& call,
                                              const Indicator& indicator, absl::Span<const v1::Measurement> changed,
                                              ImportResponse& response) const {
  std::set<Period> touched;
  for (const v1::Measurement& measurement : changed) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(measurement.day(), "day"));
    touched.insert(Period::Containing(day, indicator.frequency()));
  }
  for (const Period& period : touched) RETURN_IF_ERROR(Publish(transaction, call, indicator, period, response));
  return absl::OkStatus();
}

absl::Status MeasurementsService::Publish(sql::Transaction& transaction, const CallContext& call,
                                          const Indicator& indicator, const Period& period,
                                          ImportResponse& response) const {
  ASSIGN_OR_RETURN(
      const std::vector<v1::Measurement> measurements,
      store_.LoadDays(transaction, domain::FormatDay(period.FirstDay()), domain::FormatDay(period.LastDay())));
  plan::v1::DerivedVersion next = Derive(indicator, period, measurements);
  const std::string key = FeedKey(indicator, period);
  ASSIGN_OR_RETURN(std::optional<DerivedFigure> known, outbox_.Get<DerivedFigure>(transaction, key));
  DerivedFigure figure = known.has_value() ? *std::move(known) : NewFigure(campaign_, indicator, period);
  if (figure.versions().empty() ? !next.has_figure() : SaysTheSame(*figure.versions().rbegin(), next)) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, call.now));
  *next.mutable_recorded() = TimestampOf(call.now);
  next.set_version(position);
  *figure.add_versions() = std::move(next);
  response.set_version(position);
  *response.add_derived() = figure;
  return outbox_.Put(transaction, position, key, figure, call.now);
}

absl::StatusOr<v1::ListMeasurementsResponse> MeasurementsService::ListMeasurements(
    const CallContext&, const v1::ListMeasurementsRequest& request) {
  RETURN_IF_ERROR(CheckCampaign(campaign_, request.parent()));
  MeasurementFilter filter{request.station(), kFirstDay, kLastDay};
  if (!request.from().empty()) {
    RETURN_IF_ERROR(domain::ParseDay(request.from(), "from").status());
    filter.first = request.from();
  }
  if (!request.to().empty()) {
    RETURN_IF_ERROR(domain::ParseDay(request.to(), "to").status());
    filter.last = request.to();
  }
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const std::vector<std::string> after, rpc::DecodePageToken(request, 2));
  const MeasurementCursor cursor = after.empty() ? MeasurementCursor{} : MeasurementCursor{after[0], after[1]};
  ASSIGN_OR_RETURN(std::vector<v1::Measurement> rows, database_.Read([&](sql::Transaction& transaction) {
    return store_.List(transaction, filter, cursor, size + 1);
  }));
  v1::ListMeasurementsResponse response;
  if (static_cast<int>(rows.size()) > size) {
    rows.pop_back();
    response.set_next_page_token(rpc::EncodePageToken(request, {rows.back().day(), rows.back().station()}));
  }
  response.mutable_measurements()->Assign(rows.begin(), rows.end());
  return response;
}

absl::StatusOr<v1::GetDerivedFiguresResponse> MeasurementsService::GetDerivedFigures(
    const CallContext& call, const v1::GetDerivedFiguresRequest& request) {
  const domain::Plan& plan = PlanOf(call);
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(campaign_, request.parent()));
  if (!number.empty()) RETURN_IF_ERROR(CheckIndicator(plan, request.parent()).status());
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<v1::GetDerivedFiguresResponse> {
    v1::GetDerivedFiguresResponse response;
    for (const Indicator* indicator : DerivedMeasures(plan)) {
      if (!number.empty() && number != indicator->number()) continue;
      for (const Period& period : PeriodsOf(plan, *indicator)) {
        ASSIGN_OR_RETURN(std::optional<DerivedFigure> figure,
                         outbox_.Get<DerivedFigure>(transaction, FeedKey(*indicator, period)));
        if (figure.has_value()) *response.add_derived() = *std::move(figure);
      }
    }
    return response;
  });
}

}  // namespace qcity::indicators::measurements
