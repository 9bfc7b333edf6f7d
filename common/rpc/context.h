// What a handler knows of the call that it answers: who asks, when, until when. Immutable; any thread.
#ifndef QCITY_COMMON_RPC_CONTEXT_H_
#define QCITY_COMMON_RPC_CONTEXT_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "qcity/access/v1/access.pb.h"

namespace qcity::rpc {

// Who asks. Both names are ASCII ids; empty for an anonymous caller.
struct Principal {
  std::string person;
  std::string organization;  // Of the plan, or "service".
};

struct CallContext {
  Principal principal;
  std::string method;   // "qcity.indicators.v1.IndicatorsService/ReportObservation"
  std::string call_id;  // Random; in the log line and in every error's metadata.
  absl::Time now;       // Of the server's clock, taken once: every record of one call bears the same instant.
  absl::Time deadline;  // Of the machine's clock; InfiniteFuture if the caller set none.
  // Asks the method's rule of another resource than the request's own field (rows of an import): OK or PERMISSION_DENIED.
  std::function<absl::Status(absl::string_view resource)> may;
  // Whether the caller belongs to the campaign's office.
  bool office = false;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_CONTEXT_H_
