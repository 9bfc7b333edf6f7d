// The echo service in a process of its own, for tests of the command line.
#include "common/rpc/server.h"
#include "common/rpc/service_database.h"
#include "tests/common/rpc/echo.h"

int main(int argc, char** argv) {
  qcity::testing_support::EchoHooks hooks;
  hooks.make = [](qcity::rpc::Env& env) {
    return qcity::rpc::OpenServiceDatabase(env, "echo", {"CREATE TABLE deed (label TEXT NOT NULL)"}).status();
  };
  return qcity::rpc::RunServer(argc, argv, "echo-server", {qcity::testing_support::MakeEcho(hooks)});
}
