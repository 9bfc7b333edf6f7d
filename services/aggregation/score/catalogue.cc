#include "services/aggregation/score/catalogue.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"
#include "common/domain/occurrence.h"
#include "common/domain/period.h"
#include "services/aggregation/score/words.h"

namespace qcity::aggregation::score {
namespace {

using domain::Occurrence;
using plan::v1::Indicator;
using plan::v1::Task;

// "29" of "29-1": points are shared by numbers, and within a number by its measures or duties.
std::string Head(const std::string& number) { return number.substr(0, number.find('-')); }

// Points of each leaf number: an equal share for every number, split equally within it; the weights stay exact, never rounded.
template <typename Numbered>
std::vector<double> SharesByNumber(const Numbered& leaves, double points) {
  absl::btree_map<std::string, int> count;
  for (const auto& leaf : leaves) ++count[Head(leaf.number())];
  std::vector<double> shares;
  for (const auto& leaf : leaves) {
    shares.push_back(points / static_cast<double>(count.size()) / count[Head(leaf.number())]);
  }
  return shares;
}

// What closes together: a year's quarters of a continuous duty, else each occurrence by itself. Occurrences that do not score are left out.
std::vector<std::vector<Occurrence>> Closings(const plan::v1::Plan& plan, const Task& task) {
  std::vector<std::vector<Occurrence>> closings;
  for (Occurrence& occurrence : domain::OccurrencesOf(plan, task)) {
    if (!occurrence.scored) continue;
    const bool joins = task.deadline().kind() == plan::v1::CONTINUOUS && !closings.empty() &&
                       closings.back().back().due.year() == occurrence.due.year();
    if (!joins) closings.emplace_back();
    closings.back().push_back(std::move(occurrence));
  }
  return closings;
}

// What one body holds of a closing. Two spellings that have become one body add up.
struct Holding {
  double share = 0;
  std::vector<Report> reports;
};

bool IsGroup(const plan::v1::Plan& plan, const std::string& spelling) {
  return std::any_of(plan.groups().begin(), plan.groups().end(),
                     [&](const plan::v1::Group& group) { return group.name() == spelling; });
}

// The reports that `lead`, under that spelling, owes towards a closing: a member of a group owes none for the days before it joined; a
// body that took over leaves the earlier ones with its predecessor.
void AddReports(const domain::Plan& plan, const std::string& spelling, const std::string& lead,
                const std::vector<Occurrence>& closing, std::vector<Report>& reports) {
  for (const Occurrence& occurrence : closing) {
    const std::vector<std::string> bodies = plan.Resolve(spelling, occurrence.due);
    const bool member = std::find(bodies.begin(), bodies.end(), lead) != bodies.end();
    if (!member && IsGroup(plan.document(), spelling)) continue;
    Report report{occurrence.id, occurrence.due, member ? lead : bodies.front()};
    if (std::find(reports.begin(), reports.end(), report) == reports.end()) reports.push_back(std::move(report));
  }
}

// Leads share equally, a group's members share its part; a group without members obliges nobody and the other leads share its part.
absl::btree_map<std::string, Holding> HoldingsOf(const domain::Plan& plan, const Task& task,
                                                 const std::vector<Occurrence>& closing) {
  std::vector<std::pair<std::string, std::vector<std::string>>> leads;
  for (const std::string& spelling : task.leads()) {
    std::vector<std::string> bodies = plan.Resolve(spelling, closing.back().due);
    if (!bodies.empty()) leads.emplace_back(spelling, std::move(bodies));
  }
  absl::btree_map<std::string, Holding> holdings;
  for (const auto& [spelling, bodies] : leads) {
    for (const std::string& body : bodies) {
      Holding& holding = holdings[body];
      holding.share += 1.0 / static_cast<double>(leads.size()) / static_cast<double>(bodies.size());
      AddReports(plan, spelling, body, closing, holding.reports);
    }
  }
  for (auto& [lead, holding] : holdings) {
    std::stable_sort(holding.reports.begin(), holding.reports.end(),
                     [](const Report& a, const Report& b) { return a.due < b.due; });
  }
  return holdings;
}

Leaf MeasureLeaf(const domain::Plan& plan, int position, double points) {
  const Indicator& indicator = plan.document().indicators(position);
  Leaf leaf;
  leaf.id = absl::StrCat("indicators/", indicator.number());
  leaf.pillar = Pillar::kIndicators;
  leaf.position = position;
  leaf.number = indicator.number();
  leaf.points = points;
  leaf.target = TargetWords(indicator, plan.document().policy());
  return leaf;
}

Leaf TaskPartLeaf(const Task& task, int position, const std::string& occurrence, const std::string& lead) {
  Leaf leaf;
  leaf.id = absl::StrCat("tasks/", task.number(), "/", occurrence, "/", lead);
  leaf.pillar = Pillar::kTasks;
  leaf.position = position;
  leaf.number = task.number();
  leaf.occurrence = occurrence;
  leaf.lead = lead;
  leaf.applicable = !task.scored_by_indicator();
  return leaf;
}

void AddTask(const domain::Plan& plan, int position, double points, std::vector<TaskLeaf>& leaves) {
  const Task& task = plan.document().tasks(position);
  const bool continuous = task.deadline().kind() == plan::v1::CONTINUOUS;
  const std::vector<std::vector<Occurrence>> closings = Closings(plan.document(), task);
  for (const std::vector<Occurrence>& closing : closings) {
    const Occurrence& last = closing.back();
    const std::string occurrence = continuous ? absl::StrCat(last.due.year()) : last.id;
    for (auto& [lead, holding] : HoldingsOf(plan, task, closing)) {
      TaskLeaf leaf{TaskPartLeaf(task, position, occurrence, lead), std::move(holding.reports)};
      leaf.leaf.points = points / static_cast<double>(closings.size()) * holding.share;
      leaf.leaf.target = continuous
                             ? Text{absl::StrCat(occurrence, " 年度评定"), absl::StrCat("rating of ", occurrence)}
                             : Text{absl::StrCat(domain::FormatDay(last.due), " 前完成"),
                                    absl::StrCat("done by ", domain::FormatDay(last.due))};
      leaves.push_back(std::move(leaf));
    }
  }
}

}  // namespace

Catalogue::Catalogue(const domain::Plan& plan) : plan_(&plan) {
  const plan::v1::Plan& document = plan.document();
  const plan::v1::PillarPoints& points = document.policy().points();
  const std::vector<double> of_measures = SharesByNumber(document.indicators(), points.indicators());
  for (int i = 0; i < document.indicators_size(); ++i) measures_.push_back(MeasureLeaf(plan, i, of_measures[i]));
  const std::vector<double> of_tasks = SharesByNumber(document.tasks(), points.tasks());
  for (int i = 0; i < document.tasks_size(); ++i) {
    task_begins_.push_back(static_cast<int>(tasks_.size()));
    AddTask(plan, i, of_tasks[i], tasks_);
  }
  task_begins_.push_back(static_cast<int>(tasks_.size()));
  SortById();
}

void Catalogue::SortById() {
  by_id_.resize(measures_.size() + tasks_.size());
  std::iota(by_id_.begin(), by_id_.end(), 0);
  const auto id = [&](std::size_t position) -> const std::string& {
    return position < measures_.size() ? measures_[position].id : tasks_[position - measures_.size()].leaf.id;
  };
  std::sort(by_id_.begin(), by_id_.end(), [&](int a, int b) { return id(a) < id(b); });
}

}  // namespace qcity::aggregation::score
