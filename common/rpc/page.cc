#include "common/rpc/page.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/rpc/command.h"
#include "nlohmann/json.hpp"

namespace qcity::rpc {
namespace {

constexpr int kDefaultSize = 100;
constexpr int kLargestSize = 1000;

// What makes two requests the same list: everything but where the page begins and ends.
std::string QueryDigest(const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> query(request.New());
  query->CopyFrom(request);
  for (const char* field : {"page_token", "page_size"}) {
    query->GetReflection()->ClearField(query.get(), query->GetDescriptor()->FindFieldByName(field));
  }
  return absl::BytesToHexString(internal::DigestOf(*query).substr(0, 8));
}

std::string TokenOf(const google::protobuf::Message& request) {
  return request.GetReflection()->GetString(request, request.GetDescriptor()->FindFieldByName("page_token"));
}

absl::Status BadToken() {
  return InvalidField("page_token",
                      {"不是本查询上一页给出的 next_page_token", "not the next_page_token of this list's former page"});
}

}  // namespace

absl::StatusOr<int> PageSize(std::int32_t asked) {
  if (asked < 0 || asked > kLargestSize) return InvalidField("page_size", {"应为 0 到 1000", "want 0 to 1,000"});
  return asked == 0 ? kDefaultSize : asked;
}

std::string EncodePageToken(const google::protobuf::Message& request, const std::vector<std::string>& key) {
  nlohmann::json token = nlohmann::json::array({QueryDigest(request)});
  for (const std::string& column : key) token.push_back(column);
  return absl::WebSafeBase64Escape(token.dump());
}

absl::StatusOr<std::vector<std::string>> DecodePageToken(const google::protobuf::Message& request,
                                                         std::size_t columns) {
  const std::string token = TokenOf(request);
  if (token.empty()) return std::vector<std::string>();
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text)) return BadToken();
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_array() || json.size() != columns + 1) return BadToken();
  for (const nlohmann::json& column : json) {
    if (!column.is_string()) return BadToken();
  }
  if (json[0] != QueryDigest(request)) return BadToken();
  return std::vector<std::string>(json.begin() + 1, json.end());
}

}  // namespace qcity::rpc
