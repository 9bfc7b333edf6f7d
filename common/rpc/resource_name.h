// Resource names ("campaigns/C/tasks/29-1/occurrences/2018"), read against their shape. Pure; any thread.
#ifndef QCITY_COMMON_RPC_RESOURCE_NAME_H_
#define QCITY_COMMON_RPC_RESOURCE_NAME_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity::rpc {

// The values that stand in `name` for the braces of `shape` ("campaigns/{campaign}/tasks/{number}"), the campaign
// first: every name begins with it. INVALID_ARGUMENT at `path` for another shape or an empty value, NOT_FOUND for
// another campaign than `campaign`.
absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view shape, absl::string_view campaign,
                                                   absl::string_view name, absl::string_view path);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_RESOURCE_NAME_H_
