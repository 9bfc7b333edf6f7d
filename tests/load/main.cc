// qcity-load: a generated campaign year, and the hand of the clerks in it.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "tests/load/campaign.h"
#include "tests/load/fill.h"
#include "tests/load/script.h"

namespace qcity::load {
namespace {

struct Args {
  std::string plan;
  int year = 2018;
  std::uint64_t seed = 0;
  std::string file, day;
};

absl::StatusOr<Campaign> Read(const Args& args) {
  ASSIGN_OR_RETURN(const domain::PlanVersions plans, domain::PlanVersions::Load(args.plan));
  return Generate(*plans.Latest(), args.year, args.seed);
}

absl::Status PrintScript(const Args& args) {
  ASSIGN_OR_RETURN(const Campaign campaign, Read(args));
  std::cout << ScriptOf(campaign, args.plan);
  return absl::OkStatus();
}

absl::Status PrintAir(const Args& args) {
  ASSIGN_OR_RETURN(const Campaign campaign, Read(args));
  const auto cell = [](const std::optional<int>& number) { return number.has_value() ? std::to_string(*number) : "-"; };
  std::cout << "station,day,aqi,pm25\n";
  for (const AirDay& air : campaign.air) {
    std::cout << "示例站," << domain::FormatDay(air.day) << "," << cell(air.aqi) << "," << cell(air.pm25) << "\n";
  }
  return absl::OkStatus();
}

absl::Status FillFile(const Args& args) {
  ASSIGN_OR_RETURN(const Campaign campaign, Read(args));
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(args.day, "--day"));
  ASSIGN_OR_RETURN(const int filled, Fill(args.file, campaign, day));
  std::cerr << args.file << ": " << filled << " rows filled in\n";
  return absl::OkStatus();
}

void AddCampaign(CLI::App& app, Args& args) {
  app.add_option("--plan", args.plan, "The plan: a file or the folder of its versions")->required();
  app.add_option("--year", args.year, "The year")->capture_default_str();
  app.add_option("--seed", args.seed, "The same seed gives the same year")->required();
}

int Main(int argc, char** argv) {
  Args args;
  CLI::App app("A generated campaign year of every organisation");
  app.require_subcommand(1);
  CLI::App& campaign = *app.add_subcommand("campaign", "Print the year as a shell script of qcity commands");
  AddCampaign(campaign, args);
  CLI::App& fill = *app.add_subcommand("fill", "Fill in a workbook of `qcity template` as its clerk would on a day");
  AddCampaign(fill, args);
  fill.add_option("FILE", args.file, "The workbook; it is replaced")->required();
  fill.add_option("--day", args.day, "YYYY-MM-DD")->required();
  CLI::App& air = *app.add_subcommand("air", "Print the year's air measurements as CSV");
  AddCampaign(air, args);
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = campaign.parsed() ? PrintScript(args) : air.parsed() ? PrintAir(args) : FillFile(args);
  if (status.ok()) return 0;
  std::cerr << "qcity-load: " << status.message() << "\n";
  return 2;
}

}  // namespace
}  // namespace qcity::load

int main(int argc, char** argv) { return qcity::load::Main(argc, argv); }
