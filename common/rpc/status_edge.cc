// ToGrpc and FromGrpc: the one place where statuses change their type.
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/serve.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace qcity::rpc {
namespace {

constexpr char kDomain[] = "qcity";

// Details travel in a trailer, and peers take 8 KiB of trailers at most: long lists and texts are cut.
constexpr std::size_t kMaxTextBytes = 400;
constexpr std::size_t kMaxDetailBytes = 2'000;

std::string Clip(const std::string& text, std::size_t bytes = kMaxTextBytes) {
  if (text.size() <= bytes) return text;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // Never inside a character.
  return absl::StrCat(text.substr(0, end), "…");
}

std::string ChineseOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kCancelled: return "调用已取消";
    case absl::StatusCode::kInvalidArgument: return "请求有误";
    case absl::StatusCode::kDeadlineExceeded: return "已超过时限";
    case absl::StatusCode::kNotFound: return "找不到";
    case absl::StatusCode::kAlreadyExists: return "已经存在";
    case absl::StatusCode::kPermissionDenied: return "没有权限";
    case absl::StatusCode::kResourceExhausted: return "资源不足";
    case absl::StatusCode::kFailedPrecondition: return "当前状态不允许";
    case absl::StatusCode::kAborted: return "与其他操作冲突，请重新读取后再试";
    case absl::StatusCode::kOutOfRange: return "超出范围";
    case absl::StatusCode::kUnimplemented: return "尚不支持";
    case absl::StatusCode::kUnavailable: return "服务暂不可用，请重试";
    case absl::StatusCode::kDataLoss: return "数据损坏";
    case absl::StatusCode::kUnauthenticated: return "需要表明身份";
    default: return "内部错误";
  }
}

ErrorDetail DetailOrPlain(const absl::Status& status) {
  if (std::optional<ErrorDetail> detail = DetailOf(status)) return *std::move(detail);
  const std::string en(status.message());
  return {absl::StatusCodeToString(status.code()),
          {en.empty() ? ChineseOf(status.code()) : absl::StrCat(ChineseOf(status.code()), "：", en), en},
          {}};
}

void AddText(const char* locale, const std::string& text, google::rpc::Status* rich) {
  google::rpc::LocalizedMessage message;
  message.set_locale(locale);
  message.set_message(Clip(text));
  rich->add_details()->PackFrom(message);
}

// Both languages in one description, a line each; texts are single sentences.
google::rpc::BadRequest ToBadRequest(const std::vector<FieldViolation>& fields) {
  google::rpc::BadRequest bad;
  for (const FieldViolation& field : fields) {
    google::rpc::BadRequest::FieldViolation* violation = bad.add_field_violations();
    violation->set_field(Clip(field.path));
    violation->set_description(absl::StrCat(Clip(field.text.zh), "\n", Clip(field.text.en)));
    if (bad.ByteSizeLong() > kMaxDetailBytes) {
      bad.mutable_field_violations()->RemoveLast();
      break;
    }
  }
  return bad;
}

void ReadText(const google::protobuf::Any& any, Text* text) {
  google::rpc::LocalizedMessage message;
  if (!any.UnpackTo(&message)) return;
  (message.locale() == "en" ? text->en : text->zh) = message.message();
}

std::vector<FieldViolation> ReadFields(const google::protobuf::Any& any) {
  std::vector<FieldViolation> fields;
  google::rpc::BadRequest bad;
  if (!any.UnpackTo(&bad)) return fields;
  for (const auto& violation : bad.field_violations()) {
    const std::string& both = violation.description();
    const std::size_t line = both.find('\n');
    const std::string en = line == std::string::npos ? both : both.substr(line + 1);
    fields.push_back({violation.field(), {both.substr(0, line), en}});
  }
  return fields;
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status, absl::string_view call_id) {
  if (status.ok()) return grpc::Status::OK;
  const ErrorDetail detail = DetailOrPlain(status);
  const std::string message = Clip(detail.text.en);
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  rich.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(detail.reason);
  info.set_domain(kDomain);
  if (!call_id.empty()) (*info.mutable_metadata())["call_id"] = std::string(call_id);
  rich.add_details()->PackFrom(info);
  AddText("zh-CN", detail.text.zh, &rich);
  AddText("en", detail.text.en, &rich);
  if (!detail.fields.empty()) rich.add_details()->PackFrom(ToBadRequest(detail.fields));
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message, rich.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status rich;
  google::rpc::ErrorInfo info;
  Text text;
  std::vector<FieldViolation> fields;
  if (!rich.ParseFromString(status.error_details())) rich.Clear();
  for (const google::protobuf::Any& any : rich.details()) {
    if (any.Is<google::rpc::ErrorInfo>()) any.UnpackTo(&info);
    if (any.Is<google::rpc::LocalizedMessage>()) ReadText(any, &text);
    if (any.Is<google::rpc::BadRequest>()) fields = ReadFields(any);
  }
  if (info.domain() != kDomain) {  // Not an answer of ours: the network, a proxy, gRPC itself.
    return Error(code, absl::StatusCodeToString(code),
                 {absl::StrCat(ChineseOf(code), "：", status.error_message()), status.error_message()});
  }
  if (code == absl::StatusCode::kInvalidArgument && !fields.empty()) return InvalidFields(std::move(fields));
  return Error(code, info.reason(), std::move(text));
}

}  // namespace qcity::rpc
