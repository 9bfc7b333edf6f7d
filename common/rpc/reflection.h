// Tells tools (grpcurl and the like) what a server serves, from the descriptors linked into it: gRPC's server reflection, v1alpha. Thread-safe.
#ifndef QCITY_COMMON_RPC_REFLECTION_H_
#define QCITY_COMMON_RPC_REFLECTION_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

namespace qcity::rpc {

// The service, for a server that serves `services` (full names). Open to anyone: it says nothing that the published protos do not.
std::unique_ptr<grpc::Service> MakeReflection(std::vector<std::string> services);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_REFLECTION_H_
