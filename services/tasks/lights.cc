#include "services/tasks/lights.h"

#include <algorithm>
#include <iterator>

#include "common/domain/period.h"

namespace qcity::tasks {
namespace {

using v1::TaskPart;

// From the least advanced to the most.
constexpr v1::PartState kAdvance[] = {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED,
                                      v1::SUBMITTED,   v1::SUSPENDED,    v1::COMPLETED,   v1::CANCELLED};

// From the best to the worst.
constexpr v1::Light kSeverity[] = {v1::OFF, v1::GREEN, v1::YELLOW, v1::RED};

template <typename Value, std::size_t N>
std::ptrdiff_t RankIn(const Value (&order)[N], Value value) {
  return std::find(std::begin(order), std::end(order), value) - std::begin(order);
}

}  // namespace

v1::Light LightOf(const plan::v1::TaskPolicy& policy, const TaskPart& part, absl::CivilDay today) {
  if (part.state() == v1::SUSPENDED || part.state() == v1::CANCELLED) return v1::OFF;
  const bool handed_in = part.state() == v1::SUBMITTED && part.submitted() <= part.due();  // YYYY-MM-DD sorts as text.
  if (part.state() == v1::COMPLETED || handed_in) return v1::GREEN;
  const absl::CivilDay due = *domain::ParseDay(part.due(), "due");
  if (today > due) return v1::RED;
  return due - today <= policy.yellow_days() && part.percent() < policy.yellow_percent() ? v1::YELLOW : v1::GREEN;
}

v1::Light WorstLight(const google::protobuf::RepeatedPtrField<TaskPart>& parts) {
  v1::Light worst = v1::OFF;
  for (const TaskPart& part : parts) {
    if (RankIn(kSeverity, part.light()) > RankIn(kSeverity, worst)) worst = part.light();
  }
  return worst;
}

v1::PartState LeastAdvanced(const google::protobuf::RepeatedPtrField<TaskPart>& parts) {
  if (parts.empty()) return v1::PART_STATE_UNSPECIFIED;
  return std::min_element(parts.begin(), parts.end(),
                          [](const TaskPart& a, const TaskPart& b) {
                            return RankIn(kAdvance, a.state()) < RankIn(kAdvance, b.state());
                          })
      ->state();
}

bool IsOpen(v1::PartState state) {
  return state == v1::NOT_STARTED || state == v1::ACKNOWLEDGED || state == v1::IN_PROGRESS || state == v1::RETURNED;
}

}  // namespace qcity::tasks
