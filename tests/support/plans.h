// The plans that tests stand on: the made-up small city and the real Ezhou plan. Loaded once; any thread.
#ifndef QCITY_TESTS_SUPPORT_PLANS_H_
#define QCITY_TESTS_SUPPORT_PLANS_H_

#include <memory>

#include "common/domain/plan.h"

namespace qcity::testing_support {

// tests/support/plans/small-city: every kind of target and deadline once, a group with dated members, a body with a successor. Campaign
// 2018-03-01..2020-06-30, inside the national calendar.
std::shared_ptr<const domain::Plan> SmallCity();

// common/plans/ezhou-2017.
std::shared_ptr<const domain::Plan> Ezhou();

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_PLANS_H_
