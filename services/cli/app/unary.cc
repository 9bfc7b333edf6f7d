#include "services/cli/app/unary.h"

#include "common/base/ids.h"
#include "google/protobuf/descriptor.h"

namespace qcity::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What the services give at most at once.
constexpr int kLargestPage = 1000;

const FieldDescriptor* FieldOf(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

}  // namespace

void SetRequestId(const Context& context, Message& request) {
  const FieldDescriptor* field = FieldOf(request, "request_id");
  if (field == nullptr) return;
  request.GetReflection()->SetString(&request, field, context.request_id.empty() ? RandomId() : context.request_id);
}

bool TurnPage(const Message& response, Message& request) {
  const FieldDescriptor* next = FieldOf(response, "next_page_token");
  if (next == nullptr) return false;
  const std::string token = response.GetReflection()->GetString(response, next);
  request.GetReflection()->SetString(&request, FieldOf(request, "page_token"), token);
  return !token.empty();
}

void SetLargestPage(Message& request) {
  const FieldDescriptor* size = FieldOf(request, "page_size");
  if (size != nullptr) request.GetReflection()->SetInt32(&request, size, kLargestPage);
}

}  // namespace qcity::cli
