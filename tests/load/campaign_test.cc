// A campaign year of every organisation, worked through by a script with the client alone; every figure that the suite then tells is compared with one worked
// out a second time from the year's facts.
#include "tests/load/campaign.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/domain/period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/load/recompute.h"
#include "tests/load/script.h"
#include "tests/services/cli/client.h"
#include "tests/support/process.h"
#include "tests/support/test_server.h"

namespace qcity::load {
namespace {

using cli::Outcome;
using domain::FormatDay;
using Json = nlohmann::ordered_json;

constexpr int kYear = 2018;
constexpr std::uint64_t kSeed = 7;

const std::string& PlanPath() {
  static const auto& path = *new std::string(absl::StrCat(QCITY_SOURCE_DIR, "/common/plans/ezhou-2017"));
  return path;
}

std::shared_ptr<const domain::Plan> Ezhou() { return domain::PlanVersions::Load(PlanPath())->Latest(); }

TEST(Campaign, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const std::shared_ptr<const domain::Plan> plan = Ezhou();
  const std::string script = ScriptOf(Generate(*plan, kYear, kSeed), "PLAN");
  EXPECT_EQ(ScriptOf(Generate(*plan, kYear, kSeed), "PLAN"), script);
  EXPECT_NE(ScriptOf(Generate(*plan, kYear, kSeed + 1), "PLAN"), script);
}

TEST(Campaign, HasEveryFateAndEveryMeasure) {
  const Campaign campaign = Generate(*Ezhou(), kYear, kSeed);
  std::set<Fate> fates;
  for (const Report& report : campaign.reports) fates.insert(report.fate);
  EXPECT_EQ(fates.size(), 6U);
  std::set<std::string> indicators;
  for (const Figure& figure : campaign.figures) indicators.insert(figure.indicator);
  EXPECT_EQ(indicators.size(), 62U);
}

TEST(BetaPoint, IsThatOfKnownDistributions) {
  EXPECT_NEAR(BetaPoint(0.3, 1, 1), 0.3, 1e-6);                     // Uniform.
  EXPECT_NEAR(BetaPoint(0.25, 2, 1), 0.5, 1e-6);                    // x^2.
  EXPECT_NEAR(BetaPoint(0.5, 0.5, 0.5), 0.5, 1e-6);                 // Arcsine.
  EXPECT_NEAR(BetaPoint(0.975, 1, 3), 1 - std::cbrt(0.025), 1e-6);  // 1 - (1 - x)^3.
}

// The year is worked through once; the tests look at what it left.
class CampaignYear : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    testing_support::TestServerOptions options;
    options.plans = "common/plans/ezhou-2017";
    options.data = testing_support::NewDataDirectory();
    options.now = absl::FromCivil(absl::CivilDay(kYear, 1, 2), absl::FixedTimeZone(8 * 3600));
    server_ = new testing_support::ServerProcess("qcityd", testing_support::FlagsOf(options));
    ASSERT_TRUE(server_->Start().ok()) << server_->Said();
    campaign_ = new Campaign(Generate(*Ezhou(), kYear, kSeed));
    const std::string folder = testing_support::NewDataDirectory();
    std::filesystem::create_directories(folder);
    const std::string script = absl::StrCat(folder, "/year.sh");
    std::ofstream(script) << ScriptOf(*campaign_, PlanPath());
    const Outcome run = cli::RunScript(absl::StrCat("sh ", script, " ", folder), Environment());
    ASSERT_EQ(run.exit_code, 0) << run.err.substr(run.err.size() < 3000 ? 0 : run.err.size() - 3000);
  }

  static void TearDownTestSuite() {
    delete server_;
    delete campaign_;
  }

  static std::string Environment() {
    return absl::StrCat("QCITY_SERVER=", server_->address(), " QCITY_CALLER=office@zhiqiangban");
  }

  static Json Ask(const std::string& command_line) {
    const Outcome run = cli::RunClient(absl::StrCat(command_line, " -o json"), Environment());
    EXPECT_EQ(run.exit_code, 0) << command_line << "\n" << run.err;
    return run.json();
  }

  // The explanation of the year's last day.
  static Json Explained() { return Ask(absl::StrCat("readiness explain --as-of ", kYear, "-12-31")); }

  // Its leaves by id.
  static std::map<std::string, Json> Leaves() {
    std::map<std::string, Json> leaves;
    const std::function<void(const Json&)> walk = [&](const Json& node) {
      if (node["children"].empty()) leaves[node["id"]] = node;
      for (const Json& child : node["children"]) walk(child);
    };
    const Json explained = Explained();
    walk(explained["root"]);
    return leaves;
  }

  static testing_support::ServerProcess* server_;
  static Campaign* campaign_;
};

testing_support::ServerProcess* CampaignYear::server_ = nullptr;
Campaign* CampaignYear::campaign_ = nullptr;

std::map<std::string, bool> Districts() {
  const std::shared_ptr<const domain::Plan> plan = Ezhou();
  std::map<std::string, bool> districts;
  for (const plan::v1::Organization& organization : plan->document().organizations()) {
    districts[organization.id()] = organization.kind() == plan::v1::DISTRICT || organization.kind() == plan::v1::ZONE;
  }
  return districts;
}

TEST_F(CampaignYear, EndsInTheListOfPerformanceThatItsFactsGive) {
  const Report* contested = Contested(*campaign_);
  ASSERT_NE(contested, nullptr);
  const std::map<std::string, Performance> wanted =
      PerformanceOf(*campaign_, absl::CivilDay(kYear, 12, 31), Districts(),
                    {{absl::StrCat(contested->task, "/", contested->occurrence, "/", contested->lead), 1}});
  const Json rows = Ask(absl::StrCat("organizations performance --year ", kYear));
  ASSERT_EQ(rows.size(), wanted.size());
  for (const Json& row : rows) {
    const std::string organization = row["organization"];
    SCOPED_TRACE(organization);
    const auto found = wanted.find(organization);
    ASSERT_NE(found, wanted.end());
    EXPECT_EQ(row["n"], found->second.n);
    EXPECT_EQ(row["onTime"], found->second.on_time);
    EXPECT_EQ(row["late"], found->second.late);
    EXPECT_EQ(row["open"], found->second.open);
    EXPECT_NEAR(row["score"], found->second.score, 1e-9);
    EXPECT_NEAR(row["intervalLow"], found->second.low, 1e-3);
    EXPECT_NEAR(row["intervalHigh"], found->second.high, 1e-3);
    EXPECT_EQ(row["rank"], found->second.rank);
    EXPECT_EQ(row["rankedAmong"], found->second.ranked_among);
  }
  EXPECT_EQ(Ask(absl::StrCat("performance get --year ", kYear))["state"], "EXPORTED");
}

TEST_F(CampaignYear, LeavesEveryPartAsItsClerkLeftIt) {
  std::map<std::string, const Report*> wanted;
  for (const Report& report : campaign_->reports) {
    wanted[absl::StrCat(report.task, "/", report.occurrence, "/", report.lead)] = &report;
  }
  std::size_t seen = 0;
  const Json list = Ask(absl::StrCat("tasks list --due-from ", kYear - 1, "-12-31 --due-to ", kYear, "-12-31"));
  for (const Json& task : list["tasks"]) {
    for (const Json& lead : task["leads"]) {
      const auto found =
          wanted.find(absl::StrCat(task["number"].get<std::string>(), "/", task["occurrence"].get<std::string>(), "/",
                                   lead["organization"].get<std::string>()));
      if (found == wanted.end()) continue;  // What is scored by its measures, or shown only.
      SCOPED_TRACE(found->first);
      ++seen;
      const Report& report = *found->second;
      EXPECT_EQ(lead["state"], report.fate == Fate::kSuspended ? "SUSPENDED"
                               : report.filed.has_value()      ? "COMPLETED"
                                                               : "NOT_STARTED");
      EXPECT_EQ(lead["due"], FormatDay(report.extended.value_or(report.due)));
      EXPECT_EQ(lead["originalDue"], FormatDay(report.due));
      EXPECT_EQ(lead["submitted"], report.filed.has_value() ? Json(FormatDay(*report.filed)) : Json());
    }
  }
  EXPECT_EQ(seen, campaign_->reports.size());
}

// "0.95" for 95 of 100: what the typed cells make, in the measure's unit.
double ValueOf(const Figure& figure, const plan::v1::Indicator& indicator) {
  const auto cell = [&](const char* column) {
    double number = 0;
    EXPECT_TRUE(absl::SimpleAtod(figure.cells.at(column), &number));
    return number;
  };
  const double scale = indicator.scale() == 0 ? 1 : indicator.scale();
  if (figure.cells.contains("numerator")) return scale * cell("numerator") / cell("denominator");
  if (figure.cells.contains("events")) return scale * cell("events") / cell("exposure");
  if (figure.cells.contains("successes")) return 100 * cell("successes") / cell("sample");
  return cell("value");
}

// By scoring.md 1: from the target, and from the zero-credit point that the plan declares or the kind's own.
double AchievementOf(const plan::v1::Target& target, bool percent, double y) {
  const double t = target.value();
  double f = percent ? std::max(0.0, t - 20) : 0;
  if (target.kind() == plan::v1::AT_MOST) f = 1.5 * t;
  if (target.has_zero_credit()) f = target.zero_credit();
  return std::clamp((y - f) / (t - f), 0.0, 1.0);
}

TEST_F(CampaignYear, ScoresMeasuresOfANumberAsTheFormulaDoes) {
  const std::map<std::string, Json> leaves = Leaves();
  const std::shared_ptr<const domain::Plan> plan = Ezhou();
  int compared = 0;
  for (const Figure& figure : campaign_->figures) {
    const plan::v1::Indicator& indicator = *plan->FindIndicator(figure.indicator);
    const plan::v1::TargetKind kind = indicator.target().kind();
    const bool number = kind == plan::v1::AT_LEAST || kind == plan::v1::AT_MOST || kind == plan::v1::ABOVE;
    if (!number || !indicator.parts().empty() || figure.cells.contains("rank")) continue;
    SCOPED_TRACE(figure.indicator);
    const auto leaf = leaves.find(absl::StrCat("indicators/", figure.indicator));
    ASSERT_NE(leaf, leaves.end());
    const bool percent = indicator.unit() == "%" || indicator.figure_unit() == "%";
    EXPECT_NEAR(leaf->second["leaf"]["achievement"],
                AchievementOf(indicator.target(), percent, ValueOf(figure, indicator)), 1e-9);
    ++compared;
  }
  EXPECT_GT(compared, 30);
}

// 1 in time, 0.9 later, 0 where it is due and not there; no value before that, and none for a year without a rating.
std::optional<double> CreditOf(const Report& report, const Campaign& campaign) {
  const absl::CivilDay due = report.extended.value_or(report.due);
  if (report.filed.has_value()) return *report.filed <= due ? 1 : 0.9;
  if (due < absl::CivilDay(campaign.year, 12, 31)) return 0;
  return std::nullopt;
}

TEST_F(CampaignYear, ScoresDutiesAsTheirFactsSay) {
  const std::map<std::string, Json> leaves = Leaves();
  const std::shared_ptr<const domain::Plan> plan = Ezhou();
  int compared = 0;
  for (const Report& report : campaign_->reports) {
    if (plan->FindTask(report.task)->deadline().kind() == plan::v1::CONTINUOUS) continue;
    if (report.fate == Fate::kSuspended) continue;
    SCOPED_TRACE(absl::StrCat(report.task, "/", report.occurrence, "/", report.lead));
    const auto leaf = leaves.find(absl::StrCat("tasks/", report.task, "/", report.occurrence, "/", report.lead));
    ASSERT_NE(leaf, leaves.end());
    const std::optional<double> credit = CreditOf(report, *campaign_);
    EXPECT_EQ(leaf->second["leaf"]["achievement"], credit.has_value() ? Json(*credit) : Json());
    ++compared;
  }
  EXPECT_GT(compared, 100);
}

TEST_F(CampaignYear, AddsTheLeavesUpToTheScore) {
  double earned = 0, weight = 0;
  for (const auto& [id, node] : Leaves()) {
    const Json& achievement = node["leaf"]["achievement"];
    if (!achievement.is_number()) continue;
    earned += node["points"].get<double>() * achievement.get<double>();
    weight += node["points"].get<double>();
  }
  EXPECT_NEAR(Explained()["root"]["contribution"], 100 * earned / weight, 1e-9);
}

TEST_F(CampaignYear, DerivesTheAirsFiguresFromItsDays) {
  int valid = 0, good = 0;
  double sum = 0;
  for (const AirDay& air : campaign_->air) {
    if (!air.aqi.has_value()) continue;
    ++valid;
    good += *air.aqi <= 100 ? 1 : 0;
    sum += *air.pm25;
  }
  const Json derived = Ask("measurements derived")["derived"];
  ASSERT_EQ(derived.size(), 2U);
  EXPECT_EQ(derived[0]["indicator"], "campaigns/ezhou-2017/indicators/26");
  const Json share = derived[0]["versions"].back()["figure"]["fraction"];
  EXPECT_EQ(share["numerator"], good);
  EXPECT_EQ(share["denominator"], valid);
  EXPECT_EQ(derived[1]["indicator"], "campaigns/ezhou-2017/indicators/29");
  EXPECT_NEAR(derived[1]["versions"].back()["figure"]["value"], sum / valid, 1e-9);
}

TEST_F(CampaignYear, MakesFiguresOfWhatTheAgencyFound) {
  ASSERT_GE(campaign_->polls.size(), 4U);
  for (const Poll& poll : campaign_->polls) {
    SCOPED_TRACE(poll.indicator);
    const Json found = Ask(absl::StrCat("indicators observations --indicator ", poll.indicator, " --period ", kYear));
    ASSERT_EQ(found["observations"].size(), 1U);
    const Json& observation = found["observations"][0];
    EXPECT_EQ(observation["state"], "VERIFIED");
    EXPECT_EQ(observation["figure"]["sample"]["n"], poll.asked);
    EXPECT_EQ(observation["figure"]["sample"]["successes"], poll.satisfied);
  }
}

TEST_F(CampaignYear, OwesNothingInTheEndThatWasReported) {
  std::set<std::string> reported;
  for (const Figure& figure : campaign_->figures) reported.insert(absl::StrCat(figure.indicator, "/", figure.part));
  const Json list = Ask(absl::StrCat("indicators missing --as-of ", kYear, "-12-31"));
  for (const Json& missing : list["missing"]) {
    if (missing["period"] != std::to_string(kYear - 1)) continue;
    const std::string part = missing["part"].is_null() ? "" : missing["part"].get<std::string>();
    EXPECT_FALSE(reported.contains(absl::StrCat(missing["indicator"].get<std::string>(), "/", part))) << missing;
  }
}

}  // namespace
}  // namespace qcity::load
