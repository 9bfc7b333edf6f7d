// A campaign year as a shell script of `qcity` commands, one after the other as clerks and office would give them. Pure; any thread.
#ifndef QCITY_TESTS_LOAD_SCRIPT_H_
#define QCITY_TESTS_LOAD_SCRIPT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "tests/load/campaign.h"

namespace qcity::load {

// It wants `qcity` and `qcity-load` on the PATH, QCITY_SERVER (a server on a set clock without data), and an empty folder as its argument; it stops at the first
// command that fails. `plan` is the path that the plan was read from.
std::string ScriptOf(const Campaign& campaign, absl::string_view plan);

}  // namespace qcity::load

#endif  // QCITY_TESTS_LOAD_SCRIPT_H_
