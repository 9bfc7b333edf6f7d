// qcity-indicators: the indicators service in a process of its own.
#include "common/rpc/server.h"
#include "services/indicators/module.h"

int main(int argc, char** argv) {
  return qcity::rpc::RunServer(argc, argv, "qcity-indicators", {qcity::indicators::MakeModule});
}
