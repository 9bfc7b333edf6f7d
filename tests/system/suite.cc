#include "tests/system/suite.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

namespace qcity::system_test {
namespace {

using testing_support::NewDataDirectory;
using testing_support::ServerProcess;
using testing_support::TestServerOptions;

// Ezhou, ten months before acceptance.
TestServerOptions OptionsFor(const std::string& data) {
  return {.plans = "common/plans/ezhou-2017", .data = data, .now = testing_support::NoonOf(2018, 10, 15)};
}

void StartOrEnd(ServerProcess& process) {
  const absl::Status status = process.Start();
  if (status.ok()) return;
  std::cerr << status << "\n";
  std::abort();
}

}  // namespace

std::string NameOf(const testing::TestParamInfo<Deployment>& deployment) {
  return deployment.param == Deployment::kAllInOne ? "AllInOne" : "Separate";
}

Suite::Suite(Deployment deployment) : data_(NewDataDirectory()) {
  TestServerOptions options = OptionsFor(data_);
  if (deployment == Deployment::kAllInOne) {
    Add({"indicators", "tasks", "aggregation"}, "qcityd", options);
    return;
  }
  Add({"indicators"}, "qcity-indicators", options);
  Add({"tasks"}, "qcity-tasks", options);
  for (const Part& part : parts_) options.peers[part.services.front()] = part.process->address();
  Add({"aggregation"}, "qcity-aggregation", options);
}

Suite::~Suite() {
  KillAll();
  std::filesystem::remove_all(data_);
}

void Suite::Add(std::vector<std::string> services, absl::string_view binary, const TestServerOptions& options) {
  parts_.push_back({std::move(services), std::make_unique<ServerProcess>(binary, FlagsOf(options))});
  StartOrEnd(*parts_.back().process);
}

void Suite::KillAll() {
  for (const Part& part : parts_) part.process->Kill();
}

void Suite::Start() {
  for (const Part& part : parts_) StartOrEnd(*part.process);
}

void Suite::Restart(const std::string& service) {
  ProcessOf(service).Kill();
  StartOrEnd(ProcessOf(service));
}

std::unique_ptr<ServerProcess> Suite::StartFreshAggregation() const {
  TestServerOptions options = OptionsFor("");
  for (const char* feed : {"indicators", "tasks"}) options.peers[feed] = ProcessOf(feed).address();
  auto fresh = std::make_unique<ServerProcess>("qcity-aggregation", FlagsOf(options));
  StartOrEnd(*fresh);
  return fresh;
}

ServerProcess& Suite::ProcessOf(const std::string& service) const {
  const auto serves = [&](const Part& part) {
    return std::count(part.services.begin(), part.services.end(), service) > 0;
  };
  return *std::find_if(parts_.begin(), parts_.end(), serves)->process;
}

}  // namespace qcity::system_test
