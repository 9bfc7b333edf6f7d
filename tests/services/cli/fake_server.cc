#include "tests/services/cli/fake_server.h"

#include <grpcpp/health_check_service_interface.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/domain/plan.h"
#include "common/rpc/serve.h"
#include "google/protobuf/text_format.h"
#include "tests/services/cli/fake_agreements.h"
#include "tests/services/cli/fake_forecast.h"
#include "tests/services/cli/fake_log.h"
#include "tests/services/cli/fake_reports.h"

namespace qcity::cli {
namespace {

constexpr char kLine[] = R"(
  judged_at: "2018-10-15" verdict: NOT_READY score: 71.25 score_low: 60.5 score_high: 88.125 coverage: 0.875 grade: C
  pillars { key: "indicators" applicable: true points: 600 score: 72.5 score_low: 63 score_high: 86 coverage: 0.9 contribution: 52.5 met: 30 unmet: 20 unknown: 12 }
  pillars { key: "tasks" applicable: true points: 250 score: 68 score_low: 55 score_high: 92 coverage: 0.8 contribution: 18.75 met: 40 unmet: 11 open: 46 }
  pillars { key: "complaints" points: 75 }
  pillars { key: "credit" points: 75 }
  gates { binding { met: 22 unmet: 2 unknown: 1 unmet_numbers: ["3", "21-1"] unknown_numbers: "49" } expected { met: 10 unmet: 3 } worst_section: "一、产品质量" }
  reason_zh: "约束性指标未达标：3、21-1" reason_en: "binding indicators not met: 3, 21-1"
)";

constexpr char kReadiness[] = R"(
  name: "campaigns/ezhou-2017/readiness" as_of: "2018-10-15" version: 1234567890123 illustrative: true plan_version: "1" policy_version: "house-1"
  sources { feed: "indicators" position: 812 } sources { feed: "tasks" position: 409 lag_seconds: 2 }
  provisional { judged_at: "2018-10-15" verdict: UNKNOWN score_low: 50 score_high: 90 coverage: 0.7 }
  outlook { judged_at: "2019-08-01" verdict: CONDITIONALLY_READY score: 82 score_low: 80 score_high: 90 coverage: 1 grade: B }
  outlooks { judged_at: "2019-04-30" verdict: UNKNOWN score: 80 score_low: 74 score_high: 91 coverage: 0.95 grade: B }
  outlooks { judged_at: "2019-08-01" verdict: CONDITIONALLY_READY score: 82 score_low: 80 score_high: 90 coverage: 1 grade: B }
)";

constexpr char kObservation[] = R"(
  name: "campaigns/ezhou-2017/indicators/1-1/observations/7" indicator: "campaigns/ezhou-2017/indicators/1-1" period: "2018" finality: FINAL
  figure { fraction { numerator: 376 denominator: 400 } } unit: "%" source: "示例：抽查通报" state: REPORTED version: 42 illustrative: true
  history { state: REPORTED recorded { seconds: 1539565200 } person: "li" organization: "zhijianju" }
  warnings { reason: "JUMP" text_zh: "比上期变化过大" text_en: "changes much against the period before" numbers { name: "times" value: 2.5 } }
)";

constexpr char kOccurrence[] = R"pb(
  name: "campaigns/ezhou-2017/tasks/29-1/occurrences/2018"
  due: "2018-12-31"
  state: IN_PROGRESS
  light: RED
  task { number: "29-1" title: "公开质量承诺" clause: "五(二) 29(1)" }
  parts {
    occurrence: "campaigns/ezhou-2017/tasks/29-1/occurrences/2018"
    lead: "zhijianju"
    lead_title: "市质监局"
    state: COMPLETED
    percent: 100
    due: "2018-12-31"
    original_due: "2018-12-31"
    submitted: "2018-09-30"
    light: GREEN
    version: 9
    events {
      state: SUBMITTED
      recorded { seconds: 1538265600 }
      person: "li"
      organization: "zhijianju"
      text: "全部完成"
      submission {}
    }
  }
  parts {
    occurrence: "campaigns/ezhou-2017/tasks/29-1/occurrences/2018"
    lead: "echeng"
    lead_title: "鄂城区"
    state: IN_PROGRESS
    percent: 40
    due: "2018-10-10"
    original_due: "2018-09-30"
    light: RED
    version: 12
  }
)pb";

grpc::Status Refusal(const absl::Status& status) { return rpc::ToGrpc(status, "call-1"); }

}  // namespace

class FakeServer::Aggregation final : public aggregation::v1::AggregationService::Service {
 public:
  Aggregation(Log& log, int campaigns) : log_(log), campaigns_(campaigns) {}

  grpc::Status ListCampaigns(grpc::ServerContext*, const aggregation::v1::ListCampaignsRequest*,
                             aggregation::v1::ListCampaignsResponse* reply) override {
    for (int i = 0; i < campaigns_; ++i) {
      *reply->add_campaigns() = Parse<aggregation::v1::Campaign>(
          R"(name: "campaigns/ezhou-2017" title: "工作方案" city: "鄂州市" plan_versions: "1" plan_digest: "00112233445566778899")");
    }
    return grpc::Status::OK;
  }

  grpc::Status GetReadiness(grpc::ServerContext* context, const aggregation::v1::GetReadinessRequest* request,
                            aggregation::v1::Readiness* reply) override {
    if (request->as_of() == "2030-01-01") return Refusal(InvalidField("as_of", {"晚于今天", "is after today"}));
    if (ValueOf(*context, "x-qcity-caller") == "nobody@nowhere") {
      return Refusal(Error(absl::StatusCode::kPermissionDenied, "NOT_A_MEMBER",
                           {"单位 nowhere 不在方案中", "the plan has no organisation nowhere"}));
    }
    *reply = State();
    return grpc::Status::OK;
  }

  grpc::Status ListGaps(grpc::ServerContext*, const aggregation::v1::ListGapsRequest*,
                        aggregation::v1::ListGapsResponse* reply) override {
    *reply = Parse<aggregation::v1::ListGapsResponse>(R"(
      as_of: "2018-10-15" illustrative: true
      gaps { node: "indicators/3" title: "地产农产品抽查合格率" gate: BINDING missing: 0.25 leads: "nongwei" lead_titles: "市农委" leaf { number: "3" achievement: 0.85 verdict: AT_RISK probability: 0.4125 flags: "doubted" target_zh: "前 10 名" target_en: "rank ≤ 10" } }
      gaps { node: "tasks/29-1/2018/echeng" title: "公开质量承诺" gate: NO_GATE missing: 0.125 leads: "echeng" lead_titles: "鄂城区" leaf { number: "29-1" verdict: NO_DATA } })");
    return grpc::Status::OK;
  }

  grpc::Status ExplainReadiness(grpc::ServerContext*, const aggregation::v1::ExplainReadinessRequest* request,
                                aggregation::v1::ExplainReadinessResponse* reply) override {
    constexpr char kLeaf[] =
        R"(id: "indicators/3" title: "地产农产品抽查合格率" points: 10 contribution: 0.85 low: 0.7 high: 0.9 coverage: 1
      leaf { number: "3" achievement: 0.85 verdict: AT_RISK probability: 0.4125 forecast { mean: 94.5 low: 91 high: 97.25 } flags: "doubted" flags: "stale" flags: "small_sample" rule_zh: "92 % 未达到 95 %，得 0.85" rule_en: "92 % misses 95 %, achievement 0.85" clause: "四(三) 3" period: "2017" target_zh: "不低于 95 %" target_en: "at least 95 %"
        inputs { name: "campaigns/ezhou-2017/indicators/3/observations/5" period: "2017" part: "蔬菜" figure_zh: "达到" figure_en: "met" state: "VERIFIED" source: "示例：农产品抽检" doubts { reason: "JUMP" text_zh: "是上期的 3 倍" text_en: "three times the period before" } }
        inputs { name: "campaigns/ezhou-2017/indicators/3/observations/6" period: "2017" subject: "NATIONAL" figure_zh: "93 %" figure_en: "93 %" state: "VERIFIED" source: "公报" } })";
    const std::string root =
        request->node() == "indicators/3"
            ? kLeaf
            : absl::StrCat(
                  R"(id: "readiness" title: "验收准备度" points: 850 contribution: 71.25 low: 60.5 high: 88.125 coverage: 0.875 children { id: "indicators" title: "指标" points: 600 contribution: 52.5 low: 44 high: 60 coverage: 0.9 children {)",
                  kLeaf, "} }");
    *reply = Parse<aggregation::v1::ExplainReadinessResponse>(
        absl::StrCat("as_of: \"2018-10-15\" version: 17 illustrative: true root {", root, "}"));
    return grpc::Status::OK;
  }

  grpc::Status WatchReadiness(grpc::ServerContext*, const aggregation::v1::WatchReadinessRequest*,
                              grpc::ServerWriter<aggregation::v1::Readiness>* writer) override {
    aggregation::v1::Readiness state = State();
    writer->Write(state);
    state.set_version(state.version() + 1);
    state.mutable_now()->set_score(72);
    writer->Write(state);
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server is going down");
  }

  grpc::Status DeclareVeto(grpc::ServerContext* context, const aggregation::v1::DeclareVetoRequest* request,
                           aggregation::v1::Veto* reply) override {
    log_.Note(*context, *request);
    *reply = Parse<aggregation::v1::Veto>(
        R"(name: "campaigns/ezhou-2017/vetoes/1" reason: "示例：质量安全事故" document: "认定文件" declared_by: "wang" declared { seconds: 1539565200 })");
    return grpc::Status::OK;
  }

  grpc::Status LiftVeto(grpc::ServerContext*, const aggregation::v1::LiftVetoRequest*,
                        aggregation::v1::Veto*) override {
    return Refusal(Error(absl::StatusCode::kFailedPrecondition, "SAME_PERSON",
                         {"不能由宣布人解除", "not by the person who declared it"}));
  }

 private:
  static aggregation::v1::Readiness State() {
    return Parse<aggregation::v1::Readiness>(absl::StrCat(kReadiness, "now {", kLine, "}"));
  }

  Log& log_;
  const int campaigns_;
};

class FakeServer::Indicators final : public indicators::v1::IndicatorsService::Service {
 public:
  explicit Indicators(Log& log) : log_(log) {}

  grpc::Status ReportObservation(grpc::ServerContext* context, const indicators::v1::ReportObservationRequest* request,
                                 indicators::v1::Observation* reply) override {
    log_.Note(*context, *request);
    *reply = Parse<indicators::v1::Observation>(kObservation);
    *reply->mutable_breakdown() = request->observation().breakdown();
    if (reply->breakdown_size() > 1) reply->add_reconciled(reply->breakdown(0).dimension());
    return grpc::Status::OK;
  }

  grpc::Status VerifyObservation(grpc::ServerContext* context, const indicators::v1::VerifyObservationRequest* request,
                                 indicators::v1::Observation* reply) override {
    log_.Note(*context, *request);
    *reply = Parse<indicators::v1::Observation>(kObservation);
    reply->set_state(indicators::v1::VERIFIED);
    return grpc::Status::OK;
  }

  // Two pages, in the same order each time. Empty once and for all for the campaign "empty".
  grpc::Status ListObservations(grpc::ServerContext*, const indicators::v1::ListObservationsRequest* request,
                                indicators::v1::ListObservationsResponse* reply) override {
    if (request->parent() == "campaigns/empty") return grpc::Status::OK;
    *reply->add_observations() = Parse<indicators::v1::Observation>(kObservation);
    if (request->page_token().empty()) {
      reply->set_next_page_token("more");
    } else {
      reply->mutable_observations(0)->set_period("2017");
    }
    return grpc::Status::OK;
  }

  grpc::Status GetIndicator(grpc::ServerContext*, const indicators::v1::GetIndicatorRequest* request,
                            indicators::v1::IndicatorView*) override {
    return Refusal(Error(absl::StatusCode::kNotFound, "INDICATOR_NOT_FOUND",
                         {absl::StrCat("没有 ", request->name()), absl::StrCat("there is no ", request->name())}));
  }

  grpc::Status ImportObservations(grpc::ServerContext* context,
                                  grpc::ServerReader<indicators::v1::ImportObservationsRequest>* reader,
                                  indicators::v1::ImportObservationsResponse* reply) override {
    for (indicators::v1::ImportObservationsRequest message; reader->Read(&message);) {
      log_.Note(*context, message);
      if (message.has_row()) reply->set_rows(reply->rows() + 1);
    }
    reply->set_rejected(1);
    *reply->add_errors() = Parse<indicators::v1::RowError>(
        R"(code: 3 reason: "INVALID_FIELD" field: "figure.fraction.numerator" text_zh: "不得大于 2000" text_en: "must be at most 2000" row: 3)");
    return grpc::Status::OK;
  }

 private:
  Log& log_;
};

class FakeServer::Tasks final : public tasks::v1::TasksService::Service {
 public:
  explicit Tasks(Log& log) : log_(log) {}

  grpc::Status ListTasks(grpc::ServerContext*, const tasks::v1::ListTasksRequest*,
                         tasks::v1::ListTasksResponse* reply) override {
    *reply->add_occurrences() = Parse<tasks::v1::Occurrence>(kOccurrence);
    return grpc::Status::OK;
  }

  grpc::Status GetTask(grpc::ServerContext*, const tasks::v1::GetTaskRequest*, tasks::v1::Occurrence* reply) override {
    *reply = Parse<tasks::v1::Occurrence>(kOccurrence);
    *reply->mutable_parts(1)->mutable_staged_result() = Parse<tasks::v1::StagedResult>(
        R"(state: STAGED_APPROVED criteria { key: "firms" what: "公开承诺的企业（家）" target: 20 })");
    return grpc::Status::OK;
  }

  // The first of a batch is done, the others are refused.
  grpc::Status BatchUrgeTasks(grpc::ServerContext* context, const tasks::v1::BatchUrgeTasksRequest* request,
                              tasks::v1::BatchPartsResponse* reply) override {
    log_.Note(*context, *request);
    return Answer(request->requests_size(), reply);
  }
  grpc::Status BatchReviewCompletions(grpc::ServerContext* context,
                                      const tasks::v1::BatchReviewCompletionsRequest* request,
                                      tasks::v1::BatchPartsResponse* reply) override {
    log_.Note(*context, *request);
    return Answer(request->requests_size(), reply);
  }

  grpc::Status SubmitCompletion(grpc::ServerContext* context, const tasks::v1::SubmitCompletionRequest* request,
                                tasks::v1::TaskPart* reply) override {
    log_.Note(*context, *request);
    *reply = Parse<tasks::v1::Occurrence>(kOccurrence).parts(0);
    return grpc::Status::OK;
  }

 private:
  static grpc::Status Answer(int items, tasks::v1::BatchPartsResponse* reply) {
    *reply->add_results()->mutable_part() = Parse<tasks::v1::Occurrence>(kOccurrence).parts(0);
    for (int i = 1; i < items; ++i) {
      tasks::v1::PartError& error = *reply->add_results()->mutable_error();
      error = Parse<tasks::v1::PartError>(
          R"(code: 9 reason: "WRONG_STATE" text_zh: "该任务已办结" text_en: "the part is completed")");
      error.set_row(i);
    }
    return grpc::Status::OK;
  }

  Log& log_;
};

class FakeServer::Feed final : public feed::v1::FeedService::Service {
 public:
  grpc::Status Watch(grpc::ServerContext*, const feed::v1::WatchRequest*,
                     grpc::ServerWriter<feed::v1::WatchResponse>* writer) override {
    writer->Write(Parse<feed::v1::WatchResponse>(R"(hello { epoch: "e1" head: 9 plan_digest: "d" })"));
    feed::v1::WatchResponse changes = Parse<feed::v1::WatchResponse>(
        R"(changes { changes { id: "e1-9" source: "//qcity/ezhou-2017/tasks" type: "qcity.tasks.v1.TaskPart" time { seconds: 1539565200 } subject: "29-1/2018/zhijianju" sequence: 9 } })");
    changes.mutable_changes()->mutable_changes(0)->mutable_data()->PackFrom(
        Parse<tasks::v1::Occurrence>(kOccurrence).parts(1));
    writer->Write(changes);
    writer->Write(Parse<feed::v1::WatchResponse>("caught_up { position: 9 }"));
    return grpc::Status::OK;
  }
};

FakeServer::FakeServer(int campaigns)
    : log_(std::make_unique<Log>()),
      aggregation_(std::make_unique<Aggregation>(*log_, campaigns)),
      indicators_(std::make_unique<Indicators>(*log_)),
      reports_(std::make_unique<Reports>(*log_)),
      action_plans_(std::make_unique<ActionPlans>(*log_)),
      tasks_(std::make_unique<Tasks>(*log_)),
      feed_(std::make_unique<Feed>()),
      agreements_(NewFakeAgreements()) {
  agreements_.push_back(NewFakeForecast());
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  for (grpc::Service* service : std::initializer_list<grpc::Service*>{
           aggregation_.get(), indicators_.get(), reports_.get(), action_plans_.get(), tasks_.get(), feed_.get()}) {
    builder.RegisterService(service);
  }
  for (const auto& service : agreements_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServer::~FakeServer() { server_->Shutdown(); }

std::vector<Asked> FakeServer::asked() const {
  const MutexLock lock(log_->mutex);
  return log_->asked;
}

}  // namespace qcity::cli
