#include <cmath>

#include "common/domain/plan_check.h"

namespace qcity::domain {
namespace {

using plan::v1::Target;

void CheckTargetValue(PlanChecker& checker, const Target& target, const std::string& path) {
  switch (target.kind()) {
    case plan::v1::AT_LEAST:
    case plan::v1::ABOVE:
    case plan::v1::AT_MOST:
    case plan::v1::RANK_WITHIN:
      if (!target.has_value()) return checker.Add(path, "这类目标必须有目标值", "this kind of target needs a value");
      break;
    case plan::v1::EXACTLY_ZERO:
      if (target.value() != 0) checker.Add(path, "目标值只能是 0", "the value can only be 0");
      return;
    default:
      if (target.has_value()) checker.Add(path, "这类目标没有目标值", "this kind of target has no value");
      return;
  }
  if (target.kind() == plan::v1::AT_MOST && target.value() <= 0) {
    checker.Add(path, "上限目标应大于 0", "an upper target must be above 0");
  }
  if (target.kind() == plan::v1::RANK_WITHIN && (target.value() < 1 || target.value() != std::floor(target.value()))) {
    checker.Add(path, "名次应为不小于 1 的整数", "a rank is a whole number from 1");
  }
}

void CheckDirection(PlanChecker& checker, const Target& target, const std::string& path) {
  const bool improves = target.kind() == plan::v1::IMPROVE_EACH_YEAR;
  if (improves != (target.direction() != plan::v1::DIRECTION_UNSPECIFIED)) {
    checker.Add(Dot(path, "direction"), "只有逐年改善类目标须写明方向", "stands exactly for IMPROVE_EACH_YEAR");
  }
  if (improves && target.years() < 2) {
    checker.Add(Dot(path, "years"), "逐年改善至少比较 2 个年度", "IMPROVE_EACH_YEAR compares at least 2 years");
  }
  if (!improves && target.years() != 0) {
    checker.Add(Dot(path, "years"), "只有逐年改善类目标可写年数", "stands only for IMPROVE_EACH_YEAR");
  }
}

// The zero-credit point lies on the failing side of the target, never on it: achievement divides by their distance.
void CheckZeroCredit(PlanChecker& checker, const Target& target, const std::string& path) {
  if (!target.has_zero_credit()) return;
  const double zero = target.zero_credit(), value = target.value();
  switch (target.kind()) {
    case plan::v1::AT_LEAST:
    case plan::v1::ABOVE:
      if (zero >= value) checker.Add(path, "零分点应低于目标值", "must lie below the target");
      return;
    case plan::v1::AT_MOST:
    case plan::v1::RANK_WITHIN:
    case plan::v1::EXACTLY_ZERO:
      if (zero <= value) checker.Add(path, "零分点应高于目标值", "must lie above the target");
      return;
    default: checker.Add(path, "这类目标没有零分点", "this kind of target has no zero-credit point");
  }
}

}  // namespace

void CheckTarget(PlanChecker& checker, const Target& target, const std::string& path) {
  CheckTargetValue(checker, target, Dot(path, "value"));
  CheckDirection(checker, target, path);
  CheckZeroCredit(checker, target, Dot(path, "zero_credit"));
}

}  // namespace qcity::domain
