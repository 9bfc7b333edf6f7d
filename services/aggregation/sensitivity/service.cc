#include "services/aggregation/sensitivity/service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/aggregation/names.h"
#include "services/aggregation/projector.h"
#include "services/aggregation/score/sensitivity.h"
#include "services/aggregation/sensitivity/answer.h"

namespace qcity::aggregation::sensitivity {
namespace {

constexpr int kLeastSamples = 64, kMostSamples = 16'384;
constexpr int kDefaultSamples = 2'048;
constexpr double kStep = 0.01;  // Of the progress that is told.

absl::StatusOr<score::SensitivityOptions> OptionsOf(const v1::AnalyzeSensitivityRequest& request) {
  if (request.samples() == 0) return score::SensitivityOptions{.samples = kDefaultSamples, .seed = request.seed()};
  if (request.samples() < kLeastSamples || request.samples() > kMostSamples) {
    return InvalidField("samples", {"应为 64 到 16384，或 0（2048）", "want 64 to 16,384, or 0 (2,048)"});
  }
  return score::SensitivityOptions{.samples = request.samples(), .seed = request.seed()};
}

absl::StatusOr<absl::CivilDay> JudgedAt(const domain::Plan& plan, const std::string& text, absl::CivilDay as_of) {
  if (text.empty()) return as_of;
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(text, "evaluation_date"));
  const auto& dates = plan.document().evaluation_dates();
  const bool known = std::any_of(dates.begin(), dates.end(), [&](const auto& date) { return date.date() == text; });
  if (!known) return InvalidField("evaluation_date", {"方案没有这个评估日", "the plan has no such evaluation date"});
  if (day < as_of) return InvalidField("evaluation_date", {"不得早于 as_of", "must not be before `as_of`"});
  return day;
}

// Tells how far the work is, every hundredth, as long as anybody waits.
class Telling {
 public:
  explicit Telling(rpc::ResponseStream<v1::AnalyzeSensitivityResponse>& stream) : stream_(stream) {}

  // Whether to go on.
  bool Tell(double share) {
    if (share >= told_ + kStep) {
      told_ = share;
      v1::AnalyzeSensitivityResponse progress;
      progress.set_progress(share);
      stream_.SendLatest(std::move(progress));
    }
    return !stream_.gone();
  }

 private:
  rpc::ResponseStream<v1::AnalyzeSensitivityResponse>& stream_;
  double told_ = 0;
};

}  // namespace

SensitivityService::SensitivityService(rpc::Edge& edge, const Aggregator& aggregator, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      aggregator_(aggregator),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  HandleServerStream("AnalyzeSensitivity", &SensitivityService::AnalyzeSensitivity);
}

absl::Status SensitivityService::AnalyzeSensitivity(const rpc::CallContext& call,
                                                    const v1::AnalyzeSensitivityRequest& request,
                                                    rpc::ResponseStream<v1::AnalyzeSensitivityResponse>& stream) {
  RETURN_IF_ERROR(CheckName(campaign_, request.name(), "/readiness", "name"));
  ASSIGN_OR_RETURN(const score::SensitivityOptions options, OptionsOf(request));
  const absl::CivilDay today = ShanghaiDay(call.now);
  ASSIGN_OR_RETURN(const absl::CivilDay as_of, plans_.InForce(today)->AsOf(request.as_of(), "as_of", today));
  const domain::Plan& plan = *plans_.InForce(as_of);
  ASSIGN_OR_RETURN(const absl::CivilDay judged_at, JudgedAt(plan, request.evaluation_date(), as_of));
  const std::shared_ptr<const Knowledge> knowledge = aggregator_.Known();
  const score::Inputs inputs = InputsAsOf(plan, knowledge->entities, EndOfShanghaiDay(as_of));
  const score::Result result = score::Score(plan, inputs, {.as_of = as_of, .judged_at = judged_at});
  const bool vetoed = !inputs.vetoes.empty();
  Telling telling(stream);
  const std::optional<score::Sensitivity> sensitivity =
      score::AnalyzeSensitivity(plan, result, vetoed, options, [&](double share) { return telling.Tell(share); });
  if (!sensitivity.has_value()) return absl::CancelledError("the caller is gone");
  v1::AnalyzeSensitivityResponse response;
  *response.mutable_result() = AnswerOf(plan, result, *sensitivity, options);
  response.mutable_result()->set_version(knowledge->readiness.version());
  stream.Send(std::move(response));
  return absl::OkStatus();
}

}  // namespace qcity::aggregation::sensitivity
