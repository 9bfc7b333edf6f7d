// A forecast service with fixed answers. Thread-safe.
#ifndef QCITY_TESTS_SERVICES_CLI_FAKE_FORECAST_H_
#define QCITY_TESTS_SERVICES_CLI_FAKE_FORECAST_H_

#include <grpcpp/grpcpp.h>

#include <memory>

namespace qcity::cli {

std::unique_ptr<grpc::Service> NewFakeForecast();

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_FAKE_FORECAST_H_
