// The fake server's fixed answers about missing reports and action plans. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_FAKE_REPORTS_H_
#define QCITY_TESTS_SERVICES_CLI_FAKE_REPORTS_H_

#include "tests/services/cli/fake_log.h"

namespace qcity::cli {

class FakeServer::Reports final : public indicators::v1::ReportsService::Service {
 public:
  explicit Reports(Log& log) : log_(log) {}

  grpc::Status ListMissingReports(grpc::ServerContext*, const indicators::v1::ListMissingReportsRequest*,
                                  indicators::v1::ListMissingReportsResponse* reply) override {
    *reply = Parse<indicators::v1::ListMissingReportsResponse>(R"(
      as_of: "2018-10-15"
      missing { indicator: "campaigns/ezhou-2017/indicators/2" part: "ccc" title: "获证企业监督检查率" part_title: "CCC 获证企业" period: "2017" due: "2018-04-20" days_overdue: 178 leads: "zhijianju" lead_titles: "市质监局" state: RETURNED last_urged { seconds: 1539565200 } times_urged: 1 }
      missing { indicator: "campaigns/ezhou-2017/indicators/41" title: "示例指标" period: "2017" due: "2018-04-20" days_overdue: 178 leads: ["nongwei", "zhijianju"] lead_titles: ["市农委", "市质监局"] state: NOTHING })");
    return grpc::Status::OK;
  }

  grpc::Status UrgeReport(grpc::ServerContext* context, const indicators::v1::UrgeReportRequest* request,
                          indicators::v1::UrgedReport* reply) override {
    log_.Note(*context, *request);
    *reply = Urged(*request);
    return grpc::Status::OK;
  }

  grpc::Status BatchUrgeReports(grpc::ServerContext* context, const indicators::v1::BatchUrgeReportsRequest* request,
                                indicators::v1::BatchUrgeReportsResponse* reply) override {
    log_.Note(*context, *request);
    *reply->add_results()->mutable_report() = Urged(request->requests(0));
    *reply->add_results()->mutable_error() = Parse<indicators::v1::RowError>(
        R"(code: 9 reason: "REPORT_IS_THERE" text_zh: "已报送，无须催报" text_en: "was reported" row: 1)");
    return grpc::Status::OK;
  }

 private:
  static indicators::v1::UrgedReport Urged(const indicators::v1::UrgeReportRequest& request) {
    auto urged = Parse<indicators::v1::UrgedReport>(
        R"(urgings { recorded { seconds: 1539565200 } person: "wang" organization: "zhiqiangban" })");
    urged.set_indicator(request.indicator());
    urged.set_part(request.part());
    urged.set_period(request.period());
    urged.mutable_urgings(0)->set_text(request.text());
    return urged;
  }

  Log& log_;
};

class FakeServer::ActionPlans final : public indicators::v1::ActionPlansService::Service {
 public:
  explicit ActionPlans(Log& log) : log_(log) {}

  grpc::Status PutActionPlan(grpc::ServerContext* context, const indicators::v1::PutActionPlanRequest* request,
                             indicators::v1::ActionPlan* reply) override {
    log_.Note(*context, *request);
    *reply = request->plan();
    reply->set_name("campaigns/ezhou-2017/actionPlans/2018");
    reply->set_revision(2);
    return grpc::Status::OK;
  }

  grpc::Status GetActionPlan(grpc::ServerContext*, const indicators::v1::GetActionPlanRequest*,
                             indicators::v1::ActionPlan* reply) override {
    *reply = Plan();
    return grpc::Status::OK;
  }

  grpc::Status ListActionPlans(grpc::ServerContext*, const indicators::v1::ListActionPlansRequest*,
                               indicators::v1::ListActionPlansResponse* reply) override {
    *reply->add_plans() = Plan();
    return grpc::Status::OK;
  }

 private:
  static indicators::v1::ActionPlan Plan() {
    return Parse<indicators::v1::ActionPlan>(R"(
      name: "campaigns/ezhou-2017/actionPlans/2018" year: 2018 document { name: "2018年行动计划" } revision: 1
      recorded { seconds: 1520565200 } person: "wang" organization: "zhiqiangban"
      targets { indicator: "campaigns/ezhou-2017/indicators/1-1" value: 93.5 }
      milestones { task: "campaigns/ezhou-2017/tasks/29-1" text: "完成首批承诺" day: "2018-06-30" })");
  }

  Log& log_;
};

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_FAKE_REPORTS_H_
