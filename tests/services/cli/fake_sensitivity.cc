#include "tests/services/cli/fake_sensitivity.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file stands in for

constexpr char kAnswer[] = R"(
  as_of: "2018-10-15" judged_at: "2019-08-01" verdict: UNKNOWN score: 83.25 score_low: 61.5 score_high: 88.75 pass_mark: 80
  factors {
    key: "aggregator" title_zh: "合成方法" title_en: "the mean" range_zh: "算术、几何或调和" range_en: "arithmetic, geometric or harmonic"
    score { first: 0.5125 total: 0.6125 } verdict { first: 0.25 total: 0.75 }
  }
  factors {
    key: "weights/一、产品质量" title_zh: "权重：一、产品质量" title_en: "weights: 一、产品质量" range_zh: "0.5 至 1.5 倍" range_en: "0.5 to 1.5 times"
    score { first: -0.0125 total: 0.0375 } verdict { first: 0 total: 0 }
  }
  factors { key: "gates" title_zh: "门槛" title_en: "gates" range_zh: "仅约束性，或全部" range_en: "the binding ones, or all" }
  spread { mean: 71.5 deviation: 12.25 p05: 48.5 p50: 73.25 p95: 86.125 passes: 0.3125 }
  verdicts { verdict: READY share: 0 } verdicts { verdict: CONDITIONALLY_READY share: 0.125 }
  verdicts { verdict: NOT_READY share: 0.25 } verdicts { verdict: UNKNOWN share: 0.625 }
  weights {
    share: 0.875 draws: 20000
    measures { node: "indicators/1-1" title: "产品质量监督抽查合格率" achievement: 1 central_weight: 1.0625 rank: 1 }
    measures { node: "indicators/5" title: "质量竞争力指数" achievement: 0.25 central_weight: 0.8125 rank: 2 }
  }
  leaves_out { node: "indicators/5" title: "质量竞争力指数" points: 10 achievement: 0.25 score: 84 change: 0.75 }
  leaves_out { node: "tasks/1/2018/zhijianju" title: "建成检验中心" points: 3.472222 achievement: 1 score: 83.125 change: -0.125 }
  samples: 2048 evaluations: 45056 seed: 7 illustrative: true version: 12
)";

}  // namespace

FakeSensitivity::FakeSensitivity() {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(static_cast<SensitivityService::Service*>(this));
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeSensitivity::~FakeSensitivity() { server_->Shutdown(); }

std::string FakeSensitivity::asked() const {
  const MutexLock lock(mutex_);
  return asked_;
}

grpc::Status FakeSensitivity::AnalyzeSensitivity(grpc::ServerContext*, const AnalyzeSensitivityRequest* request,
                                                 grpc::ServerWriter<AnalyzeSensitivityResponse>* writer) {
  {
    const MutexLock lock(mutex_);
    asked_ = request->ShortDebugString();
  }
  AnalyzeSensitivityResponse response;
  for (const double share : {0.01, 0.5, 1.0}) {
    response.set_progress(share);
    writer->Write(response);
  }
  if (!google::protobuf::TextFormat::ParseFromString(kAnswer, response.mutable_result())) {
    return grpc::Status(grpc::StatusCode::INTERNAL, "the answer is malformed");
  }
  writer->Write(response);
  return grpc::Status::OK;
}

}  // namespace qcity::cli
