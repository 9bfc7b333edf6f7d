// qcity-aggregation: the aggregation service in a process of its own.
#include "common/rpc/server.h"
#include "services/aggregation/module.h"

int main(int argc, char** argv) {
  return qcity::rpc::RunServer(argc, argv, "qcity-aggregation", {qcity::aggregation::MakeModule});
}
