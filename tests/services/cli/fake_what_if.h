// A server with fixed answers about changes, suppositions and levers, which remembers what was supposed. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_FAKE_WHAT_IF_H_
#define QCITY_TESTS_SERVICES_CLI_FAKE_WHAT_IF_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/aggregation/v1/what_if.grpc.pb.h"
#include "tests/services/cli/fake_log.h"

namespace qcity::cli {

class FakeWhatIf {
 public:
  FakeWhatIf() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&campaigns_);
    builder.RegisterService(&what_if_);
    server_ = builder.BuildAndStart();
    address_ = absl::StrCat("127.0.0.1:", port);
  }
  ~FakeWhatIf() { server_->Shutdown(); }

  const std::string& address() const { return address_; }
  std::string supposed() const { return what_if_.supposed(); }

 private:
  class Campaigns final : public aggregation::v1::AggregationService::Service {
    grpc::Status ListCampaigns(grpc::ServerContext*, const aggregation::v1::ListCampaignsRequest*,
                               aggregation::v1::ListCampaignsResponse* reply) override {
      reply->add_campaigns()->set_name("campaigns/small-city");
      return grpc::Status::OK;
    }
    grpc::Status GetPlan(grpc::ServerContext*, const aggregation::v1::GetPlanRequest*, plan::v1::Plan* reply) override {
      *reply = *domain::ReadPlanDocument(QCITY_SOURCE_DIR "/tests/support/plans/small-city/plan-1.textproto");
      return grpc::Status::OK;
    }
  };

  class WhatIf final : public aggregation::v1::WhatIfService::Service {
   public:
    std::string supposed() const {
      const MutexLock lock(mutex_);
      return supposed_;
    }

   private:
    grpc::Status CompareReadiness(grpc::ServerContext*, const aggregation::v1::CompareReadinessRequest* request,
                                  aggregation::v1::ReadinessChange* reply) override {
      *reply = Parse<aggregation::v1::ReadinessChange>(R"(
        from: "2018-06-01" to: "2018-12-31" score_from: 60.5 score_to: 62.75 change: 2.25
        line_from { judged_at: "2018-06-01" verdict: UNKNOWN score_low: 20 score_high: 90 coverage: 0.75 reason_zh: "约束性指标无数据：5" reason_en: "binding indicators without data: 5" }
        line_to { judged_at: "2018-12-31" verdict: NOT_READY score: 62.75 score_low: 40 score_high: 80 coverage: 0.9 grade: C reason_zh: "约束性指标未达标：3" reason_en: "binding indicators not met: 3" }
        stages { stage: PLAN } stages { stage: REVISION points: -0.5 } stages { stage: NEW points: 3 } stages { stage: AVAILABILITY points: -0.25 }
        numbers { pillar: "tasks" number: "1" title: "建成检验中心" points: 3.1 stages { stage: NEW points: 3 } stages { stage: AVAILABILITY points: 0.1 } leaves { node: "tasks/1/2019/quality-bureau" title: "建成检验中心 · 2019 · 市质监局" achievement_after: 1 contribution_after: 3.5 verdict_before: NOT_MET_YET verdict_after: MET points: 3.1 } }
        numbers { pillar: "indicators" number: "2" title: "细颗粒物年均浓度" points: -0.85 stages { stage: REVISION points: -0.5 } stages { stage: AVAILABILITY points: -0.35 } }
        versions_from: "1 / house-1" versions_to: "2 / house-2" illustrative: true version: 17
        text_zh: "自 2018-06-01 以来得分上升 2.25 分：任务 1 3.10 分，指标 2 -0.85 分。" text_en: "Since 2018-06-01 the score rose 2.25: 3.10 from duty 1, -0.85 from indicator 2.")");
      return grpc::Status::OK;
    }

    grpc::Status SimulateReadiness(grpc::ServerContext*, const aggregation::v1::SimulateReadinessRequest* request,
                                   aggregation::v1::Simulation* reply) override {
      const MutexLock lock(mutex_);
      supposed_ = request->ShortDebugString();
      *reply = Parse<aggregation::v1::Simulation>(R"(
        as_of: "2018-12-31" judged_at: "2020-06-30" illustrative: true version: 17
        before { judged_at: "2020-06-30" verdict: NOT_READY score: 62.75 score_low: 40 score_high: 80 coverage: 0.9 grade: C reason_zh: "约束性指标未达标：3" reason_en: "binding indicators not met: 3" }
        after { judged_at: "2020-06-30" verdict: CONDITIONALLY_READY score: 85 score_low: 81 score_high: 90 coverage: 0.95 grade: B reason_zh: "预期性指标未达标：6" reason_en: "expected indicators not met: 6" }
        leaves { node: "indicators/2" title: "细颗粒物年均浓度" achievement_before: 0.5 achievement_after: 1 contribution_before: 4.5 contribution_after: 8.875 verdict_before: NOT_MET_YET verdict_after: MET }
        leaves { node: "tasks/1/2019/quality-bureau" title: "建成检验中心 · 2019 · 市质监局" achievement_after: 1 contribution_after: 3.5 verdict_before: NOT_MET_YET verdict_after: MET })");
      return grpc::Status::OK;
    }

    grpc::Status ListLevers(grpc::ServerContext*, const aggregation::v1::ListLeversRequest*,
                            aggregation::v1::ListLeversResponse* reply) override {
      *reply = Parse<aggregation::v1::ListLeversResponse>(R"(
        as_of: "2018-12-31" illustrative: true version: 17
        levers { node: "indicators/2" title: "细颗粒物年均浓度" gate: NO_GATE verdict: NOT_MET_YET achievement: 0.5 attainable: 1 closable: true gain: 4.25 gain_low: 3.875 units { value: 50 points: 0.425 unit_zh: "每降低 1 μg/m3" unit_en: "per 1 μg/m3 less" } duties { number: "4-2" title: "改善空气" leads: "environment-bureau" lead_titles: "市环保局" } leads: "environment-bureau" lead_titles: "市环保局" in_ready_set: true target_zh: "≤ 40 μg/m3" target_en: "≤ 40 μg/m3" }
        levers { node: "indicators/3" title: "较大质量事故" gate: BINDING verdict: NO_DATA attainable: 1 closable: true gain: 1.5 gain_low: 7.5 leads: "construction-bureau" lead_titles: ["市市场监管局", "市住建局"] in_ready_set: true target_zh: "= 0 起" target_en: "= 0 起" }
        levers { node: "tasks/1/2019/quality-bureau" title: "建成检验中心 · 2019 · 市质监局" gate: NO_GATE verdict: NOT_MET_YET achievement: 0 attainable: 0.9 closable: true gain: 0.25 gain_low: 0.2 leads: "quality-bureau" lead_titles: "市质监局" }
        ready { reachable: true nodes: ["indicators/3", "indicators/2"] gates: 1 score_low: 80.5 pass_mark: 80 text_zh: "补齐 2 项即具备验收条件" text_en: "closing 2 makes the city READY" })");
      return grpc::Status::OK;
    }

    mutable Mutex mutex_;
    std::string supposed_ ABSL_GUARDED_BY(mutex_);
  };

  Campaigns campaigns_;
  WhatIf what_if_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_FAKE_WHAT_IF_H_
