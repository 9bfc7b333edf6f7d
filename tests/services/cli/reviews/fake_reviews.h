// A server of reviews and the application with fixed answers, that remembers what it was asked. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_REVIEWS_FAKE_REVIEWS_H_
#define QCITY_TESTS_SERVICES_CLI_REVIEWS_FAKE_REVIEWS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

namespace qcity::cli {

class FakeReviews {
 public:
  FakeReviews();
  ~FakeReviews();

  std::string address() const { return address_; }
  // Every request so far, as text.
  std::vector<std::string> asked() const;

 private:
  class Reviews;
  class Acceptance;
  class Indicators;
  struct Log;

  std::unique_ptr<Log> log_;
  std::unique_ptr<Reviews> reviews_;
  std::unique_ptr<Acceptance> acceptance_;
  std::unique_ptr<Indicators> indicators_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_REVIEWS_FAKE_REVIEWS_H_
