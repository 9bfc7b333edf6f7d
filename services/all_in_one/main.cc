// qcityd: every service in one process.
#include "common/rpc/server.h"
#include "services/aggregation/module.h"
#include "services/indicators/module.h"
#include "services/tasks/module.h"

int main(int argc, char** argv) {
  return qcity::rpc::RunServer(
      argc, argv, "qcityd", {qcity::indicators::MakeModule, qcity::tasks::MakeModule, qcity::aggregation::MakeModule});
}
