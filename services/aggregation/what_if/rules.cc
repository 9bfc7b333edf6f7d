#include "services/aggregation/what_if/rules.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/data_window.h"
#include "common/domain/figure_proto.h"
#include "common/domain/part.h"
#include "common/domain/period.h"
#include "services/aggregation/score/catalogue.h"
#include "services/aggregation/score/suppose.h"
#include "services/aggregation/what_if/policy.h"

namespace qcity::aggregation::what_if {
namespace {

constexpr int kMost = 1000;

std::string At(absl::string_view list, int i) { return absl::StrCat(list, "[", i, "]"); }

absl::Status CheckCount(absl::string_view path, int count) {
  if (count <= kMost) return absl::OkStatus();
  return InvalidField(path, {absl::StrCat("至多 ", kMost, " 项"), absl::StrCat("at most ", kMost)});
}

// Each thing is supposed once.
absl::Status CheckOnce(const std::string& key, std::set<std::string>& seen) {
  if (seen.insert(key).second) return absl::OkStatus();
  return InvalidField("", {absl::StrCat("重复：", key), absl::StrCat("supposed twice: ", key)});
}

absl::StatusOr<domain::Period> PeriodOf(const domain::Plan& plan, const plan::v1::Indicator& indicator,
                                        const v1::SupposedFigure& supposed, absl::CivilDay judged_at) {
  if (supposed.period().empty()) return score::SupposedPeriod(indicator, judged_at);
  ASSIGN_OR_RETURN(const domain::Period period, domain::Period::Parse(supposed.period()));
  RETURN_IF_ERROR(domain::CheckInDataWindow(plan, period.FirstDay(), period.LastDay(), "period"));
  if (period.FirstDay() > judged_at) {
    const std::string day = domain::FormatDay(judged_at);
    return InvalidField("period", {absl::StrCat(supposed.period(), " 到 ", day, " 尚未开始"),
                                   absl::StrCat(supposed.period(), " has not begun on ", day)});
  }
  return period;
}

absl::Status SupposeOne(const domain::Plan& plan, const v1::SupposedFigure& supposed, absl::CivilDay judged_at,
                        std::set<std::string>& seen, score::Inputs& inputs) {
  const plan::v1::Indicator* indicator = plan.FindIndicator(supposed.number());
  if (indicator == nullptr) {
    return InvalidField("number", {absl::StrCat("方案中没有指标“", supposed.number(), "”"),
                                   absl::StrCat("the plan has no indicator '", supposed.number(), "'")});
  }
  RETURN_IF_ERROR(domain::CheckPart(*indicator, supposed.part()));
  ASSIGN_OR_RETURN(const domain::Period period, PeriodOf(plan, *indicator, supposed, judged_at));
  ASSIGN_OR_RETURN(const domain::Figure figure, domain::FigureOf(supposed.figure()));
  RETURN_IF_ERROR(domain::CheckFigure(*indicator, figure, ""));
  RETURN_IF_ERROR(CheckOnce(absl::StrCat(supposed.number(), "/", supposed.part(), "@", period.ToString()), seen));
  score::SupposeFigure(plan.IndicatorIndex(supposed.number()), supposed.part(), period, figure, inputs.figures);
  return absl::OkStatus();
}

absl::Status OneOf(absl::string_view path, const std::set<std::string>& known, const std::string& got) {
  return InvalidField(path, {absl::StrCat("应为 ", absl::StrJoin(known, "、"), "，收到“", got, "”"),
                             absl::StrCat("want one of ", absl::StrJoin(known, ", "), ", got '", got, "'")});
}

absl::StatusOr<const score::TaskLeaf*> LeafOf(const score::Catalogue& catalogue,
                                              const v1::SupposedCompletion& supposed) {
  const int task = catalogue.plan().TaskIndex(supposed.task());
  if (task < 0) {
    return InvalidField("task", {absl::StrCat("方案中没有任务“", supposed.task(), "”"),
                                 absl::StrCat("the plan has no duty '", supposed.task(), "'")});
  }
  std::set<std::string> occurrences, leads;
  const auto [first, last] = catalogue.LeavesOfTask(task);
  for (int i = first; i < last; ++i) {
    const score::TaskLeaf& leaf = catalogue.tasks()[i];
    occurrences.insert(leaf.leaf.occurrence);
    if (leaf.leaf.occurrence != supposed.occurrence()) continue;
    leads.insert(leaf.leaf.lead);
    if (leaf.leaf.lead != supposed.lead()) continue;
    if (leaf.leaf.applicable) return &leaf;
    return InvalidField("task", {"该任务由所列指标计分，完成与否不改变得分",
                                 "the duty is scored by the indicators that it names: completing it changes nothing"});
  }
  if (leads.empty()) return OneOf("occurrence", occurrences, supposed.occurrence());
  return OneOf("lead", leads, supposed.lead());
}

absl::StatusOr<score::Completion> CompletionOf(const domain::Plan& plan, const score::TaskLeaf& leaf,
                                               const v1::SupposedCompletion& supposed, absl::CivilDay judged_at) {
  const bool continuous = plan.document().tasks(leaf.leaf.position).deadline().kind() == plan::v1::CONTINUOUS;
  score::Completion completion;
  if (supposed.has_rating()) {
    if (!continuous) return InvalidField("rating", {"只有持续性任务才评定", "only continuous duties are rated"});
    if (!(supposed.rating() >= 0 && supposed.rating() <= 1))
      return InvalidField("rating", {"应为 0 到 1", "want 0 to 1"});
    completion.rating = supposed.rating();
  }
  if (supposed.day().empty()) return completion;
  if (continuous)
    return InvalidField("day",
                        {"持续性任务按年度评定，没有完成日", "a continuous duty's year has no day of completion"});
  ASSIGN_OR_RETURN(completion.day, domain::ParseDay(supposed.day(), "day"));
  ASSIGN_OR_RETURN(const absl::CivilDay published, domain::ParseDay(plan.document().published(), "published"));
  if (*completion.day < published || *completion.day > judged_at) {
    const std::string from = plan.document().published(), to = domain::FormatDay(judged_at);
    return InvalidField("day",
                        {absl::StrCat("应在 ", from, " 至 ", to, " 之间"), absl::StrCat("want ", from, " to ", to)});
  }
  return completion;
}

absl::Status CompleteOne(const score::Catalogue& catalogue, const v1::SupposedCompletion& supposed,
                         const score::Question& question, std::set<std::string>& seen, score::Inputs& inputs) {
  ASSIGN_OR_RETURN(const score::TaskLeaf* leaf, LeafOf(catalogue, supposed));
  ASSIGN_OR_RETURN(const score::Completion completion,
                   CompletionOf(catalogue.plan(), *leaf, supposed, question.judged_at));
  RETURN_IF_ERROR(CheckOnce(leaf->leaf.id, seen));
  score::SupposeCompletion(catalogue.plan(), *leaf, completion, question.as_of, inputs.parts);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<score::Question> QuestionOf(const domain::Plan& plan, absl::CivilDay as_of,
                                           absl::string_view judged_at) {
  if (judged_at.empty()) return score::Question{.as_of = as_of, .judged_at = as_of};
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(judged_at, "judged_at"));
  std::string dates;
  for (const plan::v1::EvaluationDate& evaluation : plan.document().evaluation_dates()) {
    if (evaluation.date() == judged_at && day >= as_of) return score::Question{.as_of = as_of, .judged_at = day};
    absl::StrAppend(&dates, dates.empty() ? "" : ", ", evaluation.date());
  }
  return InvalidField(
      "judged_at",
      {absl::StrCat("应为方案的评价日期（", dates, "），且不早于 ", domain::FormatDay(as_of)),
       absl::StrCat("want one of the plan's evaluation dates (", dates, "), not before ", domain::FormatDay(as_of))});
}

absl::StatusOr<Supposed> Suppose(const std::shared_ptr<const domain::Plan>& plan, score::Inputs known,
                                 const score::Question& question, const v1::SimulateReadinessRequest& request) {
  RETURN_IF_ERROR(CheckCount("figures", request.figures_size()));
  RETURN_IF_ERROR(CheckCount("completions", request.completions_size()));
  Supposed supposed{plan, std::move(known)};
  ASSIGN_OR_RETURN(supposed.plan, WithPolicy(plan, request.policy()));
  std::set<std::string> figures, completions;
  for (int i = 0; i < request.figures_size(); ++i) {
    const absl::Status status = SupposeOne(*plan, request.figures(i), question.judged_at, figures, supposed.inputs);
    if (!status.ok()) return Under(At("figures", i), status);
  }
  const score::Catalogue catalogue(*supposed.plan);
  for (int i = 0; i < request.completions_size(); ++i) {
    const absl::Status status = CompleteOne(catalogue, request.completions(i), question, completions, supposed.inputs);
    if (!status.ok()) return Under(At("completions", i), status);
  }
  return supposed;
}

}  // namespace qcity::aggregation::what_if
