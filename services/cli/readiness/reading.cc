#include "services/cli/readiness/reading.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/html/light.h"
#include "services/cli/html/text.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {

using aggregation::v1::Gap;
using aggregation::v1::Leaf;
using aggregation::v1::Node;

Reading::Reading(const Dossier& dossier, Language language) : dossier_(dossier), language_(language) {
  Index(dossier.explained.root());
  for (const Gap& gap : dossier.gaps.gaps()) gaps_[gap.node()] = &gap;
  for (const plan::v1::Indicator& indicator : dossier.plan.indicators()) indicators_[indicator.number()] = &indicator;
}

void Reading::Index(const Node& node) {
  if (!node.id().empty()) nodes_.emplace(node.id(), &node);
  for (const Node& child : node.children()) Index(child);
}

std::string Reading::Html(const Text& text) const { return html::Escaped(In(language_, text)); }

std::string Reading::Joined(const google::protobuf::RepeatedPtrField<std::string>& texts) const {
  return html::Escaped(absl::StrJoin(texts, language_ == Language::kChinese ? "、" : ", "));
}

const Node* Reading::NodeOf(const std::string& id) const {
  const auto found = nodes_.find(id);
  return found == nodes_.end() ? nullptr : found->second;
}

const Gap* Reading::GapOf(const std::string& node) const {
  const auto found = gaps_.find(node);
  return found == gaps_.end() ? nullptr : found->second;
}

const plan::v1::Indicator* Reading::IndicatorOf(const std::string& number) const {
  const auto found = indicators_.find(number);
  return found == indicators_.end() ? nullptr : found->second;
}

std::string Reading::To(const std::string& node, const std::string& html) const {
  return NodeOf(node) == nullptr ? html : html::Link(NodeId(node), html);
}

std::string Reading::Number(const std::optional<double>& number, int decimals, const std::string& node) const {
  return number.has_value() ? To(node, absl::StrFormat("%.*f", decimals, *number)) : "—";
}

std::string Reading::Interval(double low, double high, const std::string& node) const {
  return To(node, IntervalText(low, high));
}

std::string Reading::Share(double share, const std::string& node) const {
  return To(node, absl::StrFormat("%.1f %%", 100 * share));
}

std::string Reading::Measures(const google::protobuf::RepeatedPtrField<std::string>& numbers) const {
  std::vector<std::string> links;
  for (const std::string& number : numbers)
    links.push_back(To(absl::StrCat("indicators/", number), html::Escaped(number)));
  return links.empty() ? "—" : absl::StrJoin(links, language_ == Language::kChinese ? "、" : ", ");
}

std::string LightOf(const Leaf& leaf, Language language) {
  const bool open = !leaf.has_achievement() && leaf.open_share() >= 1 && leaf.verdict() == aggregation::v1::NOT_MET_YET;
  if (open) return html::Light(html::Sign::kNone, In(language, Text{"未到期", "not due"}));
  return html::Light(Word(leaf.verdict(), language));
}

std::string NodeId(const std::string& node) { return html::IdOf("n", node); }

bool IsOfTasks(const Node& node) { return absl::StartsWith(node.id(), "tasks/"); }

std::string FigureOf(const Leaf& leaf, Language language) {
  const aggregation::v1::Input* newest = nullptr;
  bool parts = false;
  for (const aggregation::v1::Input& input : leaf.inputs()) {
    if (!input.subject().empty()) continue;
    parts = parts || !input.part().empty();
    if (newest == nullptr || input.period() >= newest->period()) newest = &input;
  }
  if (newest == nullptr) return "";
  if (parts) return In(language, Text{"分项，见附录 2", "parts: appendix 2"});
  const std::string figure = In(language, Text{newest->figure_zh(), newest->figure_en()});
  const std::size_t equals = figure.rfind(" = ");  // "376/400 = 94 %": the result.
  return equals == std::string::npos ? figure : figure.substr(equals + 3);
}

}  // namespace qcity::cli
