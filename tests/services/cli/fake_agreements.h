// Services about what units and office agree on, with fixed answers. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_FAKE_AGREEMENTS_H_
#define QCITY_TESTS_SERVICES_CLI_FAKE_AGREEMENTS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <vector>

namespace qcity::cli {

std::vector<std::unique_ptr<grpc::Service>> NewFakeAgreements();

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_FAKE_AGREEMENTS_H_
