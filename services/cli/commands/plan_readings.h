// Everything that a plan reads into the government's text, with the place that it is about. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_PLAN_READINGS_H_
#define QCITY_SERVICES_CLI_COMMANDS_PLAN_READINGS_H_

#include <string>
#include <vector>

#include "common/base/text.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::cli {

// An interpretation (解读) of the document; those of damaged places stand with the damage instead.
struct Reading {
  std::string place;  // A clause, else the name or day that is read.
  plan::v1::Interpretation interpretation;
};

// In the document's order, the policy's last.
std::vector<Reading> ReadingsOf(const plan::v1::Plan& plan, Language language);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_PLAN_READINGS_H_
