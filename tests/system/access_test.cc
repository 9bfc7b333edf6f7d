// Who may call what: every method of every service by every kind of caller, against a table written by hand from domain.md and the comments of the protos, not
// from the options that the servers read.
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "qcity/indicators/v1/indicators.pb.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"
#include "tests/support/test_server.h"

namespace qcity::system_test {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using testing_support::CallAs;
using testing_support::TestServer;

// The columns, in order. Of Ezhou in October 2018: indicator 1-1 is 市质监局's; duty 37 is 市质监局's, with 市城建委 cooperating; 市教育局 has part in neither.
const std::vector<std::string>& Callers() {
  static const auto& callers = *new std::vector<std::string>{
      "",                  // anonymous
      "li@jiaoyuju",       // member: a unit that does not lead it
      "li@zhijianju",      // lead (责任单位)
      "li@chengjianwei",   // cooperator (配合单位)
      "li@zhiqiangban",    // office
      "li@zhuanjiazu",     // expert
      "li@diaocha-jigou",  // agency
      "aggregation@service",
  };
  return callers;
}

// '+': allowed; '-': PERMISSION_DENIED; '?': UNAUTHENTICATED.
constexpr char kMatrix[] = R"(
                                             anonymous member lead cooperator office expert agency service
# Figures are read by everybody of the city and by the reviewing experts; third parties that survey read nothing.
indicators.IndicatorsService/ListIndicators          ? + + + + + - -
indicators.IndicatorsService/GetIndicator            ? + + + + + - -
indicators.IndicatorsService/ListObservations        ? + + + + + - -
indicators.IndicatorsService/ListReferences          ? + + + + + - -
# Only a lead of the indicator, or the office, writes figures. To cooperate on a duty is not to lead its indicator.
indicators.IndicatorsService/DraftObservation        ? - + - + - - -
indicators.IndicatorsService/ReportObservation       ? - + - + - - -
indicators.IndicatorsService/WithdrawObservation     ? - + - + - - -
indicators.IndicatorsService/BatchReportObservations ? - + - + - - -
indicators.IndicatorsService/ImportObservations      ? - + - + - - -
# Measurements are read like figures; of the callers here only the office imports them, since none leads 26 or 29.
indicators.MeasurementsService/ListMeasurements      ? + + + + + - -
indicators.MeasurementsService/GetDerivedFigures     ? + + + + + - -
indicators.MeasurementsService/ImportMeasurements    ? - - - + - - -
# Surveys are written by their agency, which reads nothing else, or by the office, which decides on them.
indicators.SurveysService/ListSurveys                ? + + + + + + -
indicators.SurveysService/GetSurvey                  ? + + + + + + -
indicators.SurveysService/PutSurvey                  ? - - - + - + -
indicators.SurveysService/ImportSurveyResults        ? - - - + - + -
indicators.SurveysService/VerifySurvey               ? - - - + - - -
indicators.SurveysService/ReturnSurvey               ? - - - + - - -
# The office decides on them, and keeps references and applicability.
indicators.IndicatorsService/VerifyObservation       ? - - - + - - -
indicators.IndicatorsService/ReturnObservation       ? - - - + - - -
indicators.IndicatorsService/ConfirmObservation      ? - - - + - - -
indicators.IndicatorsService/WithdrawConfirmation    ? - - - + - - -
indicators.IndicatorsService/ReopenPeriod            ? - - - + - - -
indicators.IndicatorsService/SetApplicability        ? - - - + - - -
indicators.IndicatorsService/BatchVerify             ? - - - + - - -
indicators.IndicatorsService/ReportReference         ? - - - + - - -
# Yearly action plans are read like figures and put by the office.
indicators.ActionPlansService/GetActionPlan          ? + + + + + - -
indicators.ActionPlansService/ListActionPlans        ? + + + + + - -
indicators.ActionPlansService/PutActionPlan          ? - - - + - - -
# What is missing is the units' own business; the office urges.
indicators.ReportsService/ListMissingReports         ? + + + + - - -
indicators.ReportsService/UrgeReport                 ? - - - + - - -
indicators.ReportsService/BatchUrgeReports           ? - - - + - - -
# Duties are read like figures; reminders are the units' own business, not the experts'.
tasks.TasksService/ListTasks                         ? + + + + + - -
tasks.TasksService/GetTask                           ? + + + + + - -
tasks.TasksService/ListReminders                     ? + + + + - - -
# A lead moves its own part, and the office any.
tasks.TasksService/AcknowledgeTask                   ? - + - + - - -
tasks.TasksService/ReportProgress                    ? - + - + - - -
tasks.TasksService/SubmitCompletion                  ? - + - + - - -
tasks.TasksService/RequestExtension                  ? - + - + - - -
tasks.TaskImportService/BatchReportTasks             ? - + - + - - -
# The office decides, urges, suspends, rates.
tasks.TasksService/ReviewCompletion                  ? - - - + - - -
tasks.TasksService/DecideExtension                   ? - - - + - - -
tasks.TasksService/UrgeTask                          ? - - - + - - -
tasks.TasksService/SuspendTask                       ? - - - + - - -
tasks.TasksService/ResumeTask                        ? - - - + - - -
tasks.TasksService/CancelTask                        ? - - - + - - -
tasks.TasksService/RateTask                          ? - - - + - - -
tasks.TasksService/BatchReviewCompletions            ? - - - + - - -
tasks.TasksService/BatchUrgeTasks                    ? - - - + - - -
# Who organises the campaign: each unit registers for itself, the office for any; all units read (the liaison masked).
tasks.OrganizationsService/PutLeadingBody            ? - + - + - - -
tasks.OrganizationsService/ListLeadingBodies         ? + + + + - - -
# Activities: recorded by who takes part in the duty (to cooperate is enough); withdrawing is the own unit's, which the service sees in the activity.
tasks.ActivitiesService/RecordActivity               ? - + + + - - -
tasks.ActivitiesService/WithdrawActivity             ? + + + + - - -
tasks.ActivitiesService/ListActivities               ? + + + + + - -
tasks.ActivitiesService/GetActivityCounts            ? + + + + + - -
tasks.ActivitiesService/SubmitBriefing               ? - + - + - - -
tasks.ActivitiesService/ListBriefings                ? + + + + - - -
# The lead proposes a staged result, the office decides on it; a lead asks for cooperation, and whoever takes part in the duty may be the one asked.
tasks.StagedResultsService/ProposeStagedResult       ? - + - + - - -
tasks.StagedResultsService/DecideStagedResult        ? - - - + - - -
tasks.CooperationService/RequestCooperation          ? - + - + - - -
tasks.CooperationService/AnswerCooperation           ? - + + + - - -
tasks.CooperationService/ListCooperation             ? + + + + - - -
# The office moves work between units.
tasks.HandoversService/HandOverTask                  ? - - - + - - -
# Readiness is read like figures; how units rank stays among them; vetoes are the office's; the plan is public.
aggregation.AggregationService/GetReadiness          ? + + + + + - -
aggregation.AggregationService/ExplainReadiness      ? + + + + + - -
aggregation.AggregationService/WatchReadiness        ? + + + + + - -
aggregation.AggregationService/ListGaps              ? + + + + + - -
aggregation.AggregationService/GetReadinessHistory   ? + + + + + - -
aggregation.AggregationService/RankOrganizations     ? + + + + - - -
aggregation.AggregationService/DeclareVeto           ? - - - + - - -
aggregation.AggregationService/LiftVeto              ? - - - + - - -
aggregation.AggregationService/GetPlan               + + + + + + + +
aggregation.AggregationService/ListCampaigns         + + + + + + + +
# The yearly list of performance: read like the ranking; a unit contests its own row, the office does the rest.
aggregation.PerformanceService/GetPerformance        ? + + + + - - -
aggregation.PerformanceService/ObjectToPerformance   ? - + - - - - -
aggregation.PerformanceService/DraftPerformance      ? - - - + - - -
aggregation.PerformanceService/PublishForObjection   ? - - - + - - -
aggregation.PerformanceService/DecideObjection       ? - - - + - - -
aggregation.PerformanceService/ConfirmPerformance    ? - - - + - - -
aggregation.PerformanceService/ExportPerformance     ? - - - + - - -
# How far readiness rests on policy is read like readiness.
aggregation.SensitivityService/AnalyzeSensitivity    ? + + + + + - -
# The monthly supervision report goes to all units.
aggregation.SupervisionService/GetSupervision        ? + + + + - - -
# Changes, suppositions and levers are read like readiness.
aggregation.WhatIfService/CompareReadiness           ? + + + + + - -
aggregation.WhatIfService/SimulateReadiness          ? + + + + + - -
aggregation.WhatIfService/ListLevers                 ? + + + + + - -
# So does the yearly report on quality, and to experts.
aggregation.SituationService/GetSituation            ? + + + + + - -
# Reviews are read like figures, by experts only while they are invited (the service sees that); the office runs them, experts say what they think, and the unit
# that owns a finding reports on it, which the service sees in the finding.
aggregation.ReviewsService/ListReviews               ? + + + + + - -
aggregation.ReviewsService/GetReview                 ? + + + + + - -
aggregation.ReviewsService/ListFindings              ? + + + + + - -
aggregation.ReviewsService/OpenReview                ? - - - + - - -
aggregation.ReviewsService/InviteExpert              ? - - - + - - -
aggregation.ReviewsService/MarkItem                  ? - - - - + - -
aggregation.ReviewsService/RecordFinding             ? - - - + + - -
aggregation.ReviewsService/AssignRectification       ? - - - + - - -
aggregation.ReviewsService/ReportRectification       ? + + + + - - -
aggregation.ReviewsService/CloseRectification        ? - - - + - - -
aggregation.ReviewsService/ReturnRectification       ? - - - + - - -
aggregation.ReviewsService/CloseReview               ? - - - + - - -
# The application for acceptance is the office's; all units see where it stands.
aggregation.AcceptanceService/GetApplication         ? + + + + - - -
aggregation.AcceptanceService/AdvanceApplication     ? - - - + - - -
# Forecasts are read like readiness.
aggregation.ForecastService/GetForecast              ? + + + + + - -
aggregation.ForecastService/GetForecastQuality       ? + + + + + - -
# Feeds hold every entity whole: for services, and for the office that looks after them.
feed.FeedService/Watch                               ? - - - + - - +
)";

// "tasks.TasksService/GetTask" -> its row of signs.
absl::btree_map<std::string, std::string> Rows() {
  absl::btree_map<std::string, std::string> rows;
  for (const absl::string_view line : absl::StrSplit(kMatrix, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (!absl::StrContains(words.front(), "/")) continue;
    std::string signs;
    for (std::size_t i = 1; i < words.size(); ++i) signs += words[i];
    rows[words.front()] = signs;
  }
  return rows;
}

std::string KeyOf(const MethodDescriptor& method) {
  const std::string service = method.service()->full_name();  // "qcity.tasks.v1.TasksService".
  const std::vector<absl::string_view> parts = absl::StrSplit(service, '.');
  return absl::StrCat(parts[1], ".", parts.back(), "/", method.name());
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const char* name : {
           "qcity.indicators.v1.IndicatorsService",   "qcity.indicators.v1.ReportsService",
           "qcity.indicators.v1.MeasurementsService", "qcity.indicators.v1.SurveysService",
           "qcity.indicators.v1.ActionPlansService",  "qcity.tasks.v1.TasksService",
           "qcity.tasks.v1.TaskImportService",        "qcity.tasks.v1.OrganizationsService",
           "qcity.tasks.v1.ActivitiesService",        "qcity.tasks.v1.StagedResultsService",
           "qcity.tasks.v1.CooperationService",       "qcity.tasks.v1.HandoversService",
           "qcity.aggregation.v1.AggregationService", "qcity.aggregation.v1.PerformanceService",
           "qcity.aggregation.v1.SupervisionService", "qcity.aggregation.v1.WhatIfService",
           "qcity.aggregation.v1.SituationService",   "qcity.aggregation.v1.ReviewsService",
           "qcity.aggregation.v1.AcceptanceService",  "qcity.aggregation.v1.ForecastService",
           "qcity.aggregation.v1.SensitivityService", "qcity.feed.v1.FeedService",
       }) {
    const ServiceDescriptor* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

// Requests that name indicator 1-1 or duty 37 and are otherwise empty: what is allowed fails later, as INVALID_ARGUMENT or NOT_FOUND.
std::vector<std::string> RequestsOf(const MethodDescriptor& method) {
  constexpr absl::string_view kIndicator = "campaigns/ezhou-2017/indicators/1-1";
  constexpr absl::string_view kTask = "campaigns/ezhou-2017/tasks/37/occurrences/2018";
  const std::string& name = method.name();
  if (name == "DraftObservation" || name == "ReportObservation") {
    return {absl::StrCat("observation { indicator: '", kIndicator, "' }")};
  }
  if (name == "BatchReportObservations") {
    return {absl::StrCat("requests { observation { indicator: '", kIndicator, "' } }")};
  }
  if (name == "ImportObservations") {
    return {"settings { request_id: 'i' parent: 'campaigns/ezhou-2017' }",
            absl::StrCat("row { row: 1 observation { indicator: '", kIndicator, "' } }"), "end {}"};
  }
  if (name == "BatchReportTasks") return {absl::StrCat("reports { name: '", kTask, "' }")};
  if (method.service()->name() == "FeedService") return {"feed: 'tasks'"};
  if (name == "PutLeadingBody" || name == "SubmitBriefing")
    return {"parent: 'campaigns/ezhou-2017' organization: 'zhijianju'"};
  if (name == "RecordActivity") return {"activity { task: 'campaigns/ezhou-2017/tasks/37' }"};
  if (method.input_type()->FindFieldByName("name") == nullptr) return {""};
  if (method.service()->name() == "IndicatorsService") {
    return {absl::StrCat("name: '", kIndicator, name == "GetIndicator" ? "" : "/observations/none", "'")};
  }
  if (name == "ObjectToPerformance")
    return {"name: 'campaigns/ezhou-2017/performances/2018' organization: 'zhijianju'"};
  // Refused at once: an analysis that was just left holds one of its few places for a moment.
  if (name == "AnalyzeSensitivity") return {"name: 'campaigns/ezhou-2017/readiness' samples: 1"};
  if (method.service()->file()->package() == "qcity.tasks.v1") return {absl::StrCat("name: '", kTask, "'")};
  return {"name: 'campaigns/ezhou-2017/readiness'"};
}

// Any method, by name: what a client without our stubs can do.
class AnyClient {
 public:
  explicit AnyClient(std::shared_ptr<grpc::Channel> channel) : stub_(std::move(channel)) {}

  // '+' if the call was let in: it is answered, or refused for another reason.
  char Ask(const MethodDescriptor& method, const std::string& caller) {
    CallAs context(caller);
    queue_ = std::make_unique<grpc::CompletionQueue>();
    const auto call =
        stub_.PrepareCall(&context, absl::StrCat("/", method.service()->full_name(), "/", method.name()), queue_.get());
    call->StartCall(nullptr);
    Await();
    for (const std::string& text : RequestsOf(method)) {
      call->Write(Encoded(*method.input_type(), text), nullptr);
      if (!Await()) break;
    }
    call->WritesDone(nullptr);
    Await();
    grpc::ByteBuffer reply;
    call->Read(&reply, nullptr);
    const bool answered = Await();
    if (answered) context.TryCancel();  // A watch would go on.
    grpc::Status status;
    call->Finish(&status, nullptr);
    Await();
    queue_->Shutdown();
    while (Await()) continue;
    if (answered && DeniesItsRow(method, reply)) return '-';
    if (!answered && status.error_code() == grpc::StatusCode::UNAUTHENTICATED) return '?';
    if (!answered && status.error_code() == grpc::StatusCode::PERMISSION_DENIED) return '-';
    // Nothing here may be missing, broken or too late: that would hide who is let in.
    const absl::btree_set<int> expected = {grpc::StatusCode::INVALID_ARGUMENT, grpc::StatusCode::NOT_FOUND};
    EXPECT_TRUE(answered || status.ok() || expected.contains(status.error_code()))
        << method.full_name() << ": " << status.error_code() << " " << status.error_message();
    return '+';
  }

 private:
  // An import answers for each row: to one that is not the caller's to write, that it is not.
  static bool DeniesItsRow(const MethodDescriptor& method, const grpc::ByteBuffer& reply) {
    grpc::Slice bytes;
    indicators::v1::ImportObservationsResponse import;
    if (method.name() != "ImportObservations" || !reply.DumpToSingleSlice(&bytes).ok()) return false;
    EXPECT_TRUE(import.ParseFromArray(bytes.begin(), static_cast<int>(bytes.size())) && import.errors_size() == 1);
    return import.errors_size() == 1 && import.errors(0).code() == grpc::StatusCode::PERMISSION_DENIED;
  }
  grpc::ByteBuffer Encoded(const google::protobuf::Descriptor& type, const std::string& text) {
    const std::unique_ptr<google::protobuf::Message> message(messages_.GetPrototype(&type)->New());
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, message.get())) << text;
    const grpc::Slice slice(message->SerializeAsString());
    return grpc::ByteBuffer(&slice, 1);
  }
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    return queue_->Next(&tag, &ok) && ok;
  }

  grpc::GenericStub stub_;
  google::protobuf::DynamicMessageFactory messages_;
  std::unique_ptr<grpc::CompletionQueue> queue_;
};

TEST(AccessMatrix, HasEveryMethodAndNoOther) {
  absl::btree_set<std::string> stated;
  for (const auto& [key, signs] : Rows()) {
    stated.insert(key);
    EXPECT_EQ(signs.size(), Callers().size()) << key;
  }
  absl::btree_set<std::string> real;
  for (const MethodDescriptor* method : AllMethods()) real.insert(KeyOf(*method));
  EXPECT_EQ(stated, real);
}

TEST(AccessMatrix, IsWhatTheServersEnforceCellByCell) {
  TestServer server({indicators::MakeModule, tasks::MakeModule, aggregation::MakeModule},
                    {.plans = "common/plans/ezhou-2017", .now = testing_support::NoonOf(2018, 10, 15)});
  AnyClient client(server.NewConnection());
  const absl::btree_map<std::string, std::string> rows = Rows();
  for (const MethodDescriptor* method : AllMethods()) {
    const auto row = rows.find(KeyOf(*method));
    ASSERT_NE(row, rows.end()) << "the table does not say who may call " << method->full_name();
    std::string enforced;
    for (const std::string& caller : Callers()) enforced += client.Ask(*method, caller);
    EXPECT_EQ(enforced, row->second) << row->first;
  }
}

}  // namespace
}  // namespace qcity::system_test
