// calls.jsonl of the sample figures: any call of the services, one JSON object in a line.
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "qcity/indicators/v1/action_plans.pb.h"
#include "qcity/indicators/v1/indicators.pb.h"
#include "qcity/indicators/v1/measurements.pb.h"
#include "qcity/indicators/v1/reports.pb.h"
#include "qcity/indicators/v1/surveys.pb.h"
#include "qcity/tasks/v1/activities.pb.h"
#include "qcity/tasks/v1/cooperation.pb.h"
#include "qcity/tasks/v1/handovers.pb.h"
#include "qcity/tasks/v1/organizations.pb.h"
#include "qcity/tasks/v1/staged_results.pb.h"
#include "qcity/tasks/v1/tasks.pb.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/commands/sample_events.h"

namespace qcity::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// The services that the file may call. Naming one message of each keeps its descriptors in every program that this is linked into.
const MethodDescriptor* FindMethod(const std::string& name) {
  for (const Descriptor* linked :
       {indicators::v1::PutActionPlanRequest::descriptor(), indicators::v1::ImportMeasurementsRequest::descriptor(),
        indicators::v1::ListIndicatorsRequest::descriptor(), indicators::v1::UrgeReportRequest::descriptor(),
        indicators::v1::PutSurveyRequest::descriptor(), tasks::v1::RecordActivityRequest::descriptor(),
        tasks::v1::RequestCooperationRequest::descriptor(), tasks::v1::HandOverTaskRequest::descriptor(),
        tasks::v1::PutLeadingBodyRequest::descriptor(), tasks::v1::ProposeStagedResultRequest::descriptor(),
        tasks::v1::ListTasksRequest::descriptor()}) {
    const MethodDescriptor* method = linked->file()->pool()->FindMethodByName(name);
    if (method != nullptr) return method;
  }
  return nullptr;
}

absl::Status BadLine(const std::string& place, const std::string& why) {
  return UsageError({absl::StrCat(place, " 读不懂：", why), absl::StrCat(place, " cannot be read: ", why)});
}

std::unique_ptr<Message> NewMessage(const Descriptor* type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

grpc::ByteBuffer ToBytes(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

bool FromBytes(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::Slice slice;
  return bytes.DumpToSingleSlice(&slice).ok() && message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
}

grpc::Status CallNow(const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context,
                     const MethodDescriptor& method, const Message& request, Message& response) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  const std::string path = absl::StrCat("/", method.service()->full_name(), "/", method.name());
  const auto call = stub.PrepareUnaryCall(context, path, ToBytes(request), &queue);
  grpc::ByteBuffer bytes;
  grpc::Status status;
  call->StartCall();
  call->Finish(&bytes, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (status.ok() && !FromBytes(bytes, response)) return {grpc::StatusCode::INTERNAL, "unreadable reply"};
  return status;
}

// Notes how far the answer says that its feed has come, so that readiness can be waited for.
void NoteVersion(const Message& response, const std::string& feed, SampleServices& services) {
  const FieldDescriptor* version = response.GetDescriptor()->FindFieldByName("version");
  if (version == nullptr || version->cpp_type() != FieldDescriptor::CPPTYPE_INT64 || version->is_repeated()) return;
  std::int64_t& newest = services.versions[feed];
  newest = std::max(newest, response.GetReflection()->GetInt64(response, version));
}

absl::Status SendCall(SampleServices& services, const SampleEvent& event, const MethodDescriptor& method,
                      const Message& asked) {
  const std::unique_ptr<Message> request(asked.New());
  request->CopyFrom(asked);
  const FieldDescriptor* id = request->GetDescriptor()->FindFieldByName("request_id");
  if (id != nullptr) request->GetReflection()->SetString(request.get(), id, event.place);
  const std::unique_ptr<Message> response = NewMessage(method.output_type());
  // "qcity.tasks.v1.CooperationService" is of the service "tasks".
  const std::string service = std::vector<std::string>(absl::StrSplit(method.service()->full_name(), '.'))[1];
  const std::shared_ptr<grpc::Channel> channel = services.connection.To(service);
  RETURN_IF_ERROR(services.connection.Call(
      service, [&](grpc::ClientContext* context) { return CallNow(channel, context, method, *request, *response); },
      event.options));
  NoteVersion(*response, service, services);
  return absl::OkStatus();
}

absl::StatusOr<SampleEvent> ParseCall(const std::string& line, const std::string& place) {
  const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  const auto is_text = [&](const char* key) { return json.contains(key) && json[key].is_string(); };
  const bool whole =
      json.is_object() && json.contains("request") && is_text("recorded") && is_text("caller") && is_text("method");
  if (!whole) return BadLine(place, "recorded, caller, method, request");
  SampleEvent event;
  event.place = place;
  event.options = {json["caller"], json["recorded"]};
  std::string why;
  if (!absl::ParseTime(absl::RFC3339_full, event.options.clock, &event.recorded, &why)) return BadLine(place, why);
  const std::string name = absl::StrReplaceAll(json["method"].get<std::string>(), {{"/", "."}});
  const MethodDescriptor* method = FindMethod(name);
  if (method == nullptr || method->client_streaming() || method->server_streaming()) return BadLine(place, name);
  const std::shared_ptr<Message> request = NewMessage(method->input_type());
  const auto read = google::protobuf::util::JsonStringToMessage(json["request"].dump(), request.get());
  if (!read.ok()) return BadLine(place, std::string(read.message()));
  event.send = [method, request](SampleServices& services, const SampleEvent& sent) {
    return SendCall(services, sent, *method, *request);
  };
  return event;
}

}  // namespace

absl::StatusOr<std::vector<SampleEvent>> ReadCallEvents(const std::string& path, const std::string& campaign) {
  std::ifstream file(path);
  std::vector<SampleEvent> events;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    const std::string place = absl::StrCat("calls.jsonl:", number);
    ASSIGN_OR_RETURN(events.emplace_back(), ParseCall(absl::StrReplaceAll(line, {{"{campaign}", campaign}}), place));
  }
  return events;
}

}  // namespace qcity::cli
