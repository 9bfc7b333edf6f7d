// The way to the services: channels, the metadata of every call, and errors as the house makes them. One thread.
#ifndef QCITY_SERVICES_CLI_APP_CONNECTION_H_
#define QCITY_SERVICES_CLI_APP_CONNECTION_H_

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/app/context.h"

namespace qcity::cli {

// Who calls and, on a set clock, when; empty: the settings' caller and clock.
struct CallOptions {
  std::string caller;
  std::string clock;  // RFC 3339.
};

class Connection {
 public:
  explicit Connection(const Context& context) : context_(context) {}

  // The channel to "indicators", "tasks" or "aggregation".
  std::shared_ptr<grpc::Channel> To(absl::string_view service);

  // The campaign of the settings, else the only one that the server lists.
  absl::StatusOr<std::string> Campaign();

  // One call with the settings' deadline.
  absl::Status Call(absl::string_view service, absl::FunctionRef<grpc::Status(grpc::ClientContext*)> call,
                    const CallOptions& options = {});

  // For streams: puts in the metadata (no deadline), and reads the final status.
  void Prepare(grpc::ClientContext& call, const CallOptions& options = {}) const;
  absl::Status StatusOf(absl::string_view service, const grpc::Status& status) const;

 private:
  const Context& context_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;  // By address.
  std::optional<std::string> campaign_;
};

// A resource's name from what people type: "5" of {"indicators"} is campaigns/C/indicators/5, "1/2018" of {"tasks", "occurrences"} is
// campaigns/C/tasks/1/occurrences/2018; a name that begins with "campaigns/" stays.
absl::StatusOr<std::string> ResourceName(const std::string& campaign, const std::vector<std::string>& kinds,
                                         const std::string& typed);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_CONNECTION_H_
