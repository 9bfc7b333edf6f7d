#include "tests/support/plans.h"

#include <cstdlib>
#include <iostream>
#include <string>

namespace qcity::testing_support {
namespace {

// A test without its plan has nothing to say: it stops with the defects.
std::shared_ptr<const domain::Plan> LoadOrDie(const std::string& directory) {
  const absl::StatusOr<domain::PlanVersions> versions = domain::PlanVersions::Load(QCITY_SOURCE_DIR "/" + directory);
  if (!versions.ok()) {
    std::cerr << directory << ": " << versions.status() << "\n";
    std::abort();
  }
  return versions->Latest();
}

}  // namespace

std::shared_ptr<const domain::Plan> SmallCity() {
  static const auto& plan = *new std::shared_ptr<const domain::Plan>(LoadOrDie("tests/support/plans/small-city"));
  return plan;
}

std::shared_ptr<const domain::Plan> Ezhou() {
  static const auto& plan = *new std::shared_ptr<const domain::Plan>(LoadOrDie("common/plans/ezhou-2017"));
  return plan;
}

}  // namespace qcity::testing_support
