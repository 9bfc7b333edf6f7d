// What was acknowledged, kept outside of the processes that are killed, and the patience of a client whose server is. Thread-safe.
#ifndef QCITY_TESTS_SYSTEM_LEDGER_H_
#define QCITY_TESTS_SYSTEM_LEDGER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/rpc/serve.h"
#include "tests/support/test_server.h"

namespace qcity::system_test {

// One write that was acknowledged.
struct Acknowledgement {
  std::string feed;
  std::int64_t position = 0;  // That it took in the feed.
  std::string answer;
  std::function<absl::StatusOr<std::string>()> ask_again;
};

class Ledger {
 public:
  void Note(Acknowledgement acknowledgement) {
    MutexLock lock(mutex_);
    entries_.push_back(std::move(acknowledgement));
    grown_.NotifyAll();
  }
  // False if there are not so many more within a minute.
  bool AwaitMore(std::size_t count) {
    const absl::Time deadline = MonotonicNow() + absl::Seconds(60);
    MutexLock lock(mutex_);
    const std::size_t wanted = entries_.size() + count;
    while (entries_.size() < wanted && MonotonicNow() < deadline) grown_.WaitFor(mutex_, deadline - MonotonicNow());
    return entries_.size() >= wanted;
  }
  std::vector<Acknowledgement> Entries() {
    MutexLock lock(mutex_);
    return entries_;
  }

 private:
  Mutex mutex_;
  CondVar grown_;
  std::vector<Acknowledgement> entries_ ABSL_GUARDED_BY(mutex_);
};

// The same request again and again until it is answered: what a client does when the server dies under its call.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CallUntilAnswered(Stub& stub,
                                           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                        Response*),
                                           absl::string_view caller, const Request& request) {
  const absl::Time deadline = MonotonicNow() + absl::Seconds(60);
  while (true) {
    testing_support::CallAs context(caller);
    context.set_wait_for_ready(true);
    Response reply;
    const grpc::Status status = (stub.*method)(&context, request, &reply);
    if (status.ok()) return reply;
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE || MonotonicNow() > deadline) return rpc::FromGrpc(status);
  }
}

}  // namespace qcity::system_test

#endif  // QCITY_TESTS_SYSTEM_LEDGER_H_
