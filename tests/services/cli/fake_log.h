// What the parts of the fake server share: the memory of what was asked, and messages from their text. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_FAKE_LOG_H_
#define QCITY_TESTS_SERVICES_CLI_FAKE_LOG_H_

#include <cstdlib>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "google/protobuf/text_format.h"
#include "tests/services/cli/fake_server.h"

namespace qcity::cli {

// A message from its text.
template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

inline std::string ValueOf(const grpc::ServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  return found == context.client_metadata().end() ? "" : std::string(found->second.data(), found->second.size());
}

struct FakeServer::Log {
  mutable Mutex mutex;
  std::vector<Asked> asked;

  void Note(const grpc::ServerContext& context, const google::protobuf::Message& request) {
    const MutexLock lock(mutex);
    asked.push_back(
        {ValueOf(context, "x-qcity-caller"), ValueOf(context, "x-qcity-clock"), request.ShortDebugString()});
  }
};

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_FAKE_LOG_H_
