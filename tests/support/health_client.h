// Asks grpc.health.v1 of a server. Its proto is not ours to build (gRPC registers its own), so its two one-field messages are written by hand. One thread.
#ifndef QCITY_TESTS_SUPPORT_HEALTH_CLIENT_H_
#define QCITY_TESTS_SUPPORT_HEALTH_CLIENT_H_

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/test_server.h"

namespace qcity::testing_support {

class HealthClient {
 public:
  explicit HealthClient(std::shared_ptr<grpc::Channel> channel) : stub_(std::move(channel)) {}

  bool IsServing(const std::string& service) {
    CallAs context("");
    Stream stream(*this, context, "/grpc.health.v1.Health/Check", service);
    return stream.Next() == kServing;
  }

  // Watches until the service serves; false if the server ends the stream, or a minute passes, before it does.
  bool AwaitServing(const std::string& service) {
    CallAs context("");
    Stream stream(*this, context, "/grpc.health.v1.Health/Watch", service);
    for (int status = stream.Next(); status >= 0; status = stream.Next()) {
      if (status == kServing) return true;
    }
    return false;
  }

 private:
  static constexpr int kServing = 1;

  class Stream {
   public:
    Stream(HealthClient& client, CallAs& context, const char* method, const std::string& service) : context_(context) {
      call_ = client.stub_.PrepareCall(&context, method, &queue_);
      call_->StartCall(nullptr);
      Await();
      const std::string request =
          std::string("\x0a") + static_cast<char>(service.size()) + service;  // Field 1: the name.
      const grpc::Slice slice(request);
      call_->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
      Await();
    }
    ~Stream() {
      context_.TryCancel();
      grpc::Status status;
      call_->Finish(&status, nullptr);
      Await();
      queue_.Shutdown();
      while (Await()) continue;
    }

    // The next status; -1 at the end of the stream.
    int Next() {
      grpc::ByteBuffer reply;
      call_->Read(&reply, nullptr);
      if (!Await()) return -1;
      grpc::Slice slice;
      if (!reply.DumpToSingleSlice(&slice).ok()) return -1;
      return slice.size() == 2 ? slice.begin()[1] : 0;  // Field 1: the status; absent: UNKNOWN.
    }

   private:
    bool Await() {
      void* tag = nullptr;
      bool ok = false;
      return queue_.Next(&tag, &ok) && ok;
    }

    CallAs& context_;
    grpc::CompletionQueue queue_;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  };

  grpc::GenericStub stub_;
};

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_HEALTH_CLIENT_H_
