#include "services/aggregation/score/levers.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aggregation/score/aggregate.h"
#include "services/aggregation/score/suppose.h"
#include "services/aggregation/score/tasks.h"
#include "services/aggregation/score/totals.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

bool IsMeasure(const Leaf& leaf) { return leaf.pillar == Pillar::kIndicators; }

double Worst(const Leaf& leaf) { return leaf.achievement.value_or(0) * (1 - leaf.open_share); }

bool IsGate(const domain::Plan& plan, const Leaf& leaf) {
  if (!IsMeasure(leaf)) return false;
  const plan::v1::Gate gate = plan.document().indicators(leaf.position).gate();
  return gate == plan::v1::BINDING || gate == plan::v1::EXPECTED;
}

// The inputs of each measure or duty, by its position in the plan.
template <typename Input, typename Position>
std::vector<std::vector<const Input*>> Grouped(const std::vector<Input>& inputs, int positions, Position position) {
  std::vector<std::vector<const Input*>> groups(static_cast<std::size_t>(positions));
  for (const Input& input : inputs) {
    if (position(input) >= 0 && position(input) < positions) groups[position(input)].push_back(&input);
  }
  return groups;
}

// The leaves' sums, without what they were made of.
class Sums {
 public:
  Sums(const Catalogue& catalogue, const Result& result) {
    for (const Leaf& leaf : result.leaves) {
      Leaf& bare = leaves_.emplace_back();
      bare.points = leaf.points;
      bare.applicable = leaf.applicable;
      bare.achievement = leaf.achievement;
      bare.open_share = leaf.open_share;
      bare.due = leaf.due;
    }
    for (const int leaf : catalogue.by_id()) {
      if (leaf < static_cast<int>(leaves_.size())) by_id_.push_back(leaf);
    }
    for (const int position : by_id_) {
      const Leaf& leaf = leaves_[position];
      if (leaf.applicable) applicable_.push_back(leaf.points);
      if (leaf.applicable && leaf.achievement.has_value()) with_data_.push_back(leaf.points);
    }
  }

  double applicable() const { return CompensatedSum(applicable_); }
  double with_data() const { return CompensatedSum(with_data_); }
  void Close(int leaf, double achievement) {
    leaves_[leaf].achievement = achievement;
    leaves_[leaf].open_share = 0;
    leaves_[leaf].due = true;
  }
  double Low() { return SumUp(absl::MakeSpan(leaves_), by_id_).low; }

 private:
  std::vector<Leaf> leaves_;
  std::vector<int> by_id_;
  std::vector<double> applicable_, with_data_;
};

class Finder {
 public:
  Finder(const Catalogue& catalogue, const Inputs& inputs, const Result& result)
      : catalogue_(catalogue),
        inputs_(inputs),
        result_(result),
        sums_(catalogue, result),
        figures_(Grouped(inputs.figures, plan().document().indicators_size(),
                         [](const auto& row) { return row.indicator; })),
        parts_(Grouped(inputs.parts, plan().document().tasks_size(), [](const auto& part) { return part.task; })) {}

  Levers Find() {
    Levers found;
    for (int i = 0; i < static_cast<int>(result_.leaves.size()); ++i) {
      std::optional<Lever> lever = LeverOf(i);
      if (lever.has_value()) found.levers.push_back(*std::move(lever));
    }
    std::sort(found.levers.begin(), found.levers.end(), [&](const Lever& a, const Lever& b) {
      return std::tie(b.gain_low, result_.leaves[a.leaf].id) < std::tie(a.gain_low, result_.leaves[b.leaf].id);
    });
    found.ready = ReadySetOf(found.levers);
    return found;
  }

 private:
  const domain::Plan& plan() const { return catalogue_.plan(); }

  // What is still to be had of the leaf; its achievement where that is all.
  double AttainableOf(int i) const {
    const Leaf& leaf = result_.leaves[i];
    if (IsMeasure(leaf)) return leaf.verdict == LeafVerdict::kImpossible ? Worst(leaf) : 1;
    const TaskLeaf& task = catalogue_.tasks()[i - catalogue_.measures().size()];
    std::vector<PartInput> parts;
    for (const PartInput* part : parts_[leaf.position]) parts.push_back(*part);
    SupposeCompletion(plan(), task, {}, result_.question.as_of, parts);
    Leaf closed = task.leaf;
    ScoreTask(plan(), PartTable(plan(), PointersTo(parts)), result_.question, task.reports, closed);
    return std::max(closed.achievement.value_or(0), Worst(leaf));
  }

  std::optional<Lever> LeverOf(int i) {
    const Leaf& leaf = result_.leaves[i];
    if (!leaf.applicable) return std::nullopt;
    const bool open_gate = IsGate(plan(), leaf) && !leaf.met;
    if (!open_gate && Worst(leaf) == 1) return std::nullopt;
    Lever lever;
    lever.leaf = i;
    lever.gate = open_gate;
    lever.closable = leaf.verdict != LeafVerdict::kImpossible;
    lever.attainable = AttainableOf(i);
    if (!IsMeasure(leaf) && lever.attainable == Worst(leaf)) return std::nullopt;  // Closed late: nothing is to be had.
    lever.gain_low = 100 * leaf.points * (lever.attainable - Worst(leaf)) / sums_.applicable();
    lever.gain = lever.closable ? GainOf(leaf, lever.attainable) : std::optional<double>(0);
    if (IsMeasure(leaf) && leaf.achievement.has_value()) {
      lever.units =
          UnitGainsOf(plan(), figures_[leaf.position], result_.question, leaf, 100 * leaf.points / sums_.with_data());
    }
    return lever;
  }

  // A leaf without data joins the mean.
  std::optional<double> GainOf(const Leaf& leaf, double attainable) const {
    if (!result_.raw_score.has_value()) return std::nullopt;
    const double before = sums_.with_data();
    const double after = before + (leaf.achievement.has_value() ? 0 : leaf.points);
    const double more = leaf.points * (attainable - leaf.achievement.value_or(0));
    return (*result_.raw_score * before + 100 * more) / after - *result_.raw_score;
  }

  ReadySet ReadySetOf(const std::vector<Lever>& levers) {
    ReadySet set;
    std::vector<int> others;
    for (int i = 0; i < static_cast<int>(levers.size()); ++i) {
      if (levers[i].gate) {
        set.levers.push_back(i);
      } else if (levers[i].closable && levers[i].gain_low > 0) {
        others.push_back(i);
      }
    }
    std::sort(set.levers.begin(), set.levers.end(), [&](int a, int b) { return levers[a].leaf < levers[b].leaf; });
    set.gates = static_cast<int>(set.levers.size());
    for (const int lever : set.levers) sums_.Close(levers[lever].leaf, levers[lever].attainable);
    set.low = sums_.Low();
    const double pass = plan().document().policy().pass_mark();
    for (std::size_t next = 0; next < others.size() && set.low < pass; ++next) {
      sums_.Close(levers[others[next]].leaf, levers[others[next]].attainable);
      set.levers.push_back(others[next]);
      set.low = sums_.Low();
    }
    Say(levers, pass, set);
    return set;
  }

  void Say(const std::vector<Lever>& levers, double pass, ReadySet& set) const {
    std::vector<Text> obstacles;
    if (!inputs_.vetoes.empty()) obstacles.push_back({"一票否决未解除", "a veto is in force"});
    std::vector<std::string> lost;
    for (const int lever : set.levers) {
      if (!levers[lever].closable) lost.push_back(result_.leaves[levers[lever].leaf].number);
    }
    if (!lost.empty()) {
      obstacles.push_back({absl::StrCat("门槛指标 ", absl::StrJoin(lost, "、"), " 已无法达标"),
                           absl::StrCat("no continuation can meet the gates ", absl::StrJoin(lost, ", "))});
    }
    if (set.low < pass) {
      obstacles.push_back(
          {absl::StrCat("能补的全部补齐，最低分也只有 ", Number(set.low), " 分，低于及格线 ", Number(pass), " 分"),
           absl::StrCat("with all that can be closed S_low is ", Number(set.low), ", below the pass mark ",
                        Number(pass))});
    }
    set.reachable = obstacles.empty();
    set.text = set.reachable ? Reachable(pass, set) : Unreachable(obstacles);
  }

  static Text Reachable(double pass, const ReadySet& set) {
    const std::string low = Number(set.low), mark = Number(pass);
    if (set.levers.empty()) return {"已具备验收条件", "READY already"};
    const std::size_t all = set.levers.size(), others = all - static_cast<std::size_t>(set.gates);
    return {absl::StrCat("补齐 ", all, " 项即具备验收条件：未过的门槛 ", set.gates, " 项，其他 ", others,
                         " 项；届时最低分 ", low, " 分，及格线 ", mark,
                         " 分。门槛一项不能少，其他各项的增分可以相加，由大到小取，没有更小的组合"),
            absl::StrCat("Closing ", all, " makes the city READY: ", set.gates, " gates and ", others,
                         " others; S_low is then ", low, ", pass mark ", mark,
                         ". No gate can be spared and gains of S_low add up, so the largest first are the fewest")};
  }

  static Text Unreachable(const std::vector<Text>& obstacles) {
    Text text{"补齐差距还不能具备验收条件：", "Closing gaps does not make the city READY: "};
    for (const Text& obstacle : obstacles) {
      const bool first = &obstacle == &obstacles.front();
      Append(text, absl::StrCat(first ? "" : "；", obstacle.zh), absl::StrCat(first ? "" : "; ", obstacle.en));
    }
    Append(text, "。所列为下限：至少还要补齐这些", ". The set is a bound: no fewer would do");
    return text;
  }

  const Catalogue& catalogue_;
  const Inputs& inputs_;
  const Result& result_;
  Sums sums_;
  const std::vector<std::vector<const FigureInput*>> figures_;
  const std::vector<std::vector<const PartInput*>> parts_;
};

}  // namespace

Levers LeversOf(const Catalogue& catalogue, const Inputs& inputs, const Result& result) {
  return Finder(catalogue, inputs, result).Find();
}

}  // namespace qcity::aggregation::score
