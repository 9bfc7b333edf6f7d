// Pages of lists: sizes, and opaque tokens that hold the key of the last row and belong to one query. Pure; any thread.
#ifndef QCITY_COMMON_RPC_PAGE_H_
#define QCITY_COMMON_RPC_PAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace qcity::rpc {

// 100 for 0; INVALID_ARGUMENT at "page_size" outside 0..1,000.
absl::StatusOr<int> PageSize(std::int32_t asked);

// A token that continues the list which `request` asks for after the row with this key.
std::string EncodePageToken(const google::protobuf::Message& request, const std::vector<std::string>& key);

// The key in the request's page_token, `columns` of them; empty for the first page. INVALID_ARGUMENT at "page_token" for a token that was not made for this very
// list (its other fields but page_size changed).
absl::StatusOr<std::vector<std::string>> DecodePageToken(const google::protobuf::Message& request, std::size_t columns);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_PAGE_H_
