// The messages of a client stream, as the one thread that serves the call reads them, one after the other.
#ifndef QCITY_COMMON_RPC_REQUEST_STREAM_H_
#define QCITY_COMMON_RPC_REQUEST_STREAM_H_

#include <grpcpp/grpcpp.h>

#include <utility>

#include "common/feed/inbox.h"

namespace qcity::rpc {

// Lives from the call's arrival until gRPC is done with it.
template <typename Request>
class RequestStream final : public grpc::ServerReadReactor<Request> {
 public:
  // Waits for the next message. False: there is none, be it that the client has sent all or that it is gone.
  bool Read(Request* message) {
    if (next_ == batch_.messages.size()) {
      if (!std::exchange(begun_, true)) this->StartRead(&incoming_);
      batch_ = inbox_.TakeAll();
      next_ = 0;
      if (batch_.read_on) this->StartRead(&incoming_);
    }
    if (batch_.messages.empty()) return false;
    *message = std::move(batch_.messages[next_++]);
    return true;
  }

 private:
  static constexpr std::size_t kReadAhead = 64;

  void OnReadDone(bool ok) override {
    if (!ok) return inbox_.End();
    if (inbox_.Put(std::move(incoming_))) this->StartRead(&incoming_);
  }
  void OnDone() override { delete this; }

  feed::Inbox<Request> inbox_{kReadAhead};
  Request incoming_;
  // The serving thread's own.
  typename feed::Inbox<Request>::Batch batch_;
  std::size_t next_ = 0;
  bool begun_ = false;
};

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_REQUEST_STREAM_H_
