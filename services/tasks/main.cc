// qcity-tasks: the tasks service in a process of its own.
#include "common/rpc/server.h"
#include "services/tasks/module.h"

int main(int argc, char** argv) { return qcity::rpc::RunServer(argc, argv, "qcity-tasks", {qcity::tasks::MakeModule}); }
