#include "common/rpc/service.h"

#include "google/protobuf/descriptor.h"

namespace qcity::rpc {

absl::Status Service::CheckComplete() const {
  const google::protobuf::ServiceDescriptor* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name_);
  if (service == nullptr) return absl::InternalError(absl::StrCat("no proto service ", name_));
  for (int i = 0; i < service->method_count(); ++i) {
    if (!handled_.contains(service->method(i)->name())) {
      return absl::InternalError(absl::StrCat(service->method(i)->full_name(), " has no handler"));
    }
  }
  return absl::OkStatus();
}

}  // namespace qcity::rpc
