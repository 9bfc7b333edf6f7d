// What differs between two plans, entry by entry: entries are matched by what names them, not by position. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_COMMANDS_PLAN_DIFF_H_
#define QCITY_SERVICES_CLI_COMMANDS_PLAN_DIFF_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "services/cli/output/json.h"

namespace qcity::cli {

struct Difference {
  std::string path;  // "indicators[5].target.value"
  Json before;       // null: added.
  Json after;        // null: removed.
};

// In the order of the message's fields. Both must be of one type.
std::vector<Difference> Differences(const google::protobuf::Message& before, const google::protobuf::Message& after);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_PLAN_DIFF_H_
