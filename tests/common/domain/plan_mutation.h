// Breaking the sound plan: what the tests of Check share. Pure; any thread.
#ifndef QCITY_TESTS_COMMON_DOMAIN_PLAN_MUTATION_H_
#define QCITY_TESTS_COMMON_DOMAIN_PLAN_MUTATION_H_

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "common/domain/plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/plans.h"

namespace qcity::domain {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

inline plan::v1::Plan Sound() { return testing_support::SmallCity()->document(); }

inline std::vector<std::string> PathsOf(const plan::v1::Plan& plan) {
  std::vector<std::string> paths;
  for (const PlanDefect& defect : Check(plan)) {
    EXPECT_FALSE(defect.text.zh.empty()) << defect.path;
    EXPECT_FALSE(defect.text.en.empty()) << defect.path;
    paths.push_back(defect.path);
  }
  return paths;
}

// One way to break the plan, and where Check must find it.
struct Mutation {
  const char* path;
  std::function<void(plan::v1::Plan&)> break_it;
};

inline void ExpectFound(const std::vector<Mutation>& mutations) {
  for (const Mutation& mutation : mutations) {
    plan::v1::Plan plan = Sound();
    mutation.break_it(plan);
    EXPECT_THAT(PathsOf(plan), testing::Contains(mutation.path)) << "mutation " << &mutation - mutations.data();
  }
}

}  // namespace qcity::domain

#endif  // QCITY_TESTS_COMMON_DOMAIN_PLAN_MUTATION_H_
