#include "services/indicators/reports/service.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "common/rpc/batch.h"
#include "common/rpc/command.h"
#include "common/rpc/page.h"
#include "services/indicators/check.h"
#include "services/indicators/names.h"
#include "services/indicators/reports/store.h"

namespace qcity::indicators::reports {
namespace {

// A day of a request, or `otherwise` where it is empty.
absl::StatusOr<absl::CivilDay> DayOr(const std::string& text, absl::string_view path, absl::CivilDay otherwise) {
  return text.empty() ? otherwise : domain::ParseDay(text, path);
}

absl::StatusOr<Question> QuestionOf(const domain::Plan& plan, const v1::ListMissingReportsRequest& request,
                                    absl::Time now) {
  Question question;
  ASSIGN_OR_RETURN(question.as_of, plan.AsOf(request.as_of(), "as_of", ShanghaiDay(now)));
  question.instant = std::min(now, EndOfShanghaiDay(question.as_of));
  ASSIGN_OR_RETURN(question.from, DayOr(request.due_from(), "due_from", absl::CivilDay::min()));
  ASSIGN_OR_RETURN(question.to, DayOr(request.due_to(), "due_to", question.as_of));
  if (question.from <= question.to || request.due_from().empty()) return question;
  return InvalidField("due_from", {absl::StrCat("晚于截止日 ", domain::FormatDay(question.to)),
                                   absl::StrCat("is after due_to, ", domain::FormatDay(question.to))});
}

std::vector<std::string> KeyOf(const v1::MissingReport& report) {
  return {report.due(), report.indicator(), report.part(), report.period()};
}

// Where a page goes on: after the report with the token's key. If that one is no longer missing, after those that are due earlier: a report may come twice
// then, but none is left out.
absl::StatusOr<std::size_t> FirstOf(const v1::ListMissingReportsRequest& request,
                                    const std::vector<v1::MissingReport>& missing) {
  ASSIGN_OR_RETURN(const std::vector<std::string> key, rpc::DecodePageToken(request, 4));
  if (key.empty()) return 0;
  const auto last = std::find_if(missing.begin(), missing.end(),
                                 [&](const v1::MissingReport& report) { return KeyOf(report) == key; });
  if (last != missing.end()) return static_cast<std::size_t>(last - missing.begin()) + 1;
  const auto next = std::find_if(missing.begin(), missing.end(),
                                 [&](const v1::MissingReport& report) { return report.due() >= key[0]; });
  return static_cast<std::size_t>(next - missing.begin());
}

}  // namespace

ReportsService::ReportsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env)
    : rpc::Service(edge, v1::ReportsService::service_full_name()),
      database_(database),
      outbox_(outbox),
      plans_(env.plans()),
      store_(env.plans().Latest()->id()) {
  using S = ReportsService;
  Handle("ListMissingReports", &S::ListMissingReports);
  Handle("UrgeReport", &S::UrgeReport);
  Handle("BatchUrgeReports", &S::BatchUrgeReports);
}

const domain::Plan& ReportsService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

absl::StatusOr<Recorded> ReportsService::Load(sql::Transaction& transaction, const std::string& number) const {
  Recorded recorded;
  ASSIGN_OR_RETURN(recorded.history, store_.LoadIndicator(transaction, number));
  ASSIGN_OR_RETURN(recorded.applicability, store_.LoadApplicability(transaction, number));
  ASSIGN_OR_RETURN(recorded.urged, LoadUrged(transaction, number));
  return recorded;
}

absl::StatusOr<std::vector<v1::MissingReport>> ReportsService::AllMissing(const domain::Plan& plan,
                                                                          const std::string& number,
                                                                          const std::string& organization,
                                                                          const Question& question) {
  return database_.Read([&](sql::Transaction& transaction) -> absl::StatusOr<std::vector<v1::MissingReport>> {
    std::vector<v1::MissingReport> missing;
    for (const plan::v1::Indicator& indicator : plan.document().indicators()) {
      const bool wanted = (number.empty() || indicator.number() == number) &&
                          (organization.empty() || plan.LeadsIndicator(indicator, organization, question.as_of));
      if (!wanted) continue;
      ASSIGN_OR_RETURN(const Recorded recorded, Load(transaction, indicator.number()));
      std::vector<v1::MissingReport> found = MissingOf(plan, indicator, recorded, question);
      std::move(found.begin(), found.end(), std::back_inserter(missing));
    }
    std::stable_sort(missing.begin(), missing.end(),
                     [](const v1::MissingReport& a, const v1::MissingReport& b) { return a.due() < b.due(); });
    return missing;
  });
}

absl::StatusOr<v1::ListMissingReportsResponse> ReportsService::ListMissingReports(
    const CallContext& call, const v1::ListMissingReportsRequest& request) {
  const domain::Plan& today = PlanOf(call);
  ASSIGN_OR_RETURN(const std::string number, ParentNumber(today.id(), request.parent()));
  ASSIGN_OR_RETURN(const Question question, QuestionOf(today, request, call.now));
  const domain::Plan& plan = *plans_.InForce(question.as_of);
  if (!number.empty()) RETURN_IF_ERROR(CheckIndicator(plan, request.parent()).status());
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(std::vector<v1::MissingReport> missing, AllMissing(plan, number, request.organization(), question));
  ASSIGN_OR_RETURN(const std::size_t first, FirstOf(request, missing));
  v1::ListMissingReportsResponse response;
  response.set_as_of(domain::FormatDay(question.as_of));
  const std::size_t end = std::min(missing.size(), first + static_cast<std::size_t>(size));
  for (std::size_t i = first; i < end; ++i) *response.add_missing() = std::move(missing[i]);
  if (end < missing.size())
    response.set_next_page_token(rpc::EncodePageToken(request, KeyOf(*response.missing().rbegin())));
  return response;
}

absl::StatusOr<v1::UrgedReport> ReportsService::UrgeIn(sql::Transaction& transaction, const CallContext& call,
                                                       const v1::UrgeReportRequest& request) const {
  const domain::Plan& plan = PlanOf(call);
  ASSIGN_OR_RETURN(const std::string number, CheckIndicator(plan, request.indicator()));
  RETURN_IF_ERROR(CheckReason(request.text(), "text"));
  ASSIGN_OR_RETURN(const Recorded recorded, Load(transaction, number));
  const Actor actor{call.principal.person, call.principal.organization, call.office, call.now, {}};
  ASSIGN_OR_RETURN(v1::UrgedReport urged, Urge(plan, *plan.FindIndicator(number), recorded, request, actor));
  ASSIGN_OR_RETURN(const std::int64_t position, outbox_.NextPosition(transaction, call.now));
  RETURN_IF_ERROR(SaveUrged(transaction, number, urged));
  const std::string key = absl::StrCat("urged/", number, "/", urged.part(), "/", urged.period());
  RETURN_IF_ERROR(outbox_.Put(transaction, position, key, urged, call.now));
  return urged;
}

absl::StatusOr<v1::UrgedReport> ReportsService::UrgeReport(const CallContext& call,
                                                           const v1::UrgeReportRequest& request) {
  return rpc::Command<v1::UrgedReport>(
      database_, call, request, [&](sql::Transaction& transaction) { return UrgeIn(transaction, call, request); });
}

absl::StatusOr<v1::BatchUrgeReportsResponse> ReportsService::BatchUrgeReports(
    const CallContext& call, const v1::BatchUrgeReportsRequest& request) {
  return rpc::RunBatch<v1::BatchUrgeReportsResponse, v1::UrgedReport>(
      database_, call, request.requests(),
      [&](sql::Transaction& transaction, const v1::UrgeReportRequest& item) { return UrgeIn(transaction, call, item); },
      [](v1::BatchUrgeResult& result, const v1::UrgedReport& urged) { *result.mutable_report() = urged; });
}

}  // namespace qcity::indicators::reports
