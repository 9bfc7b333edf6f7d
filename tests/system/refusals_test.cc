// What keeps a server from starting: an exit code, one clear sentence, and nothing damaged.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/process.h"

namespace qcity::system_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::Ending;
using testing_support::NewDataDirectory;
using testing_support::RunToEnd;
using testing_support::ServerProcess;
using testing_support::TestServerOptions;

constexpr int kFailed = 1;
constexpr int kBadFlags = 2;

TestServerOptions OptionsFor(const std::string& data) {
  return {.plans = "common/plans/ezhou-2017", .data = data, .now = testing_support::NoonOf(2018, 10, 15)};
}

std::vector<std::string> Listening(std::vector<std::string> flags, const std::string& address) {
  flags.insert(flags.end(), {"--listen", address});
  return flags;
}

// The good flags on these data, with one of them given another value.
std::vector<std::string> FlagsWith(const std::string& data, const std::string& flag, const std::string& value) {
  std::vector<std::string> flags = Listening(FlagsOf(OptionsFor(data)), "127.0.0.2:0");
  for (std::size_t i = 0; i + 1 < flags.size(); ++i) {
    if (flags[i] == flag) flags[i + 1] = value;
  }
  return flags;
}

void ExpectRefusal(const std::vector<std::string>& flags, int exit_code,
                   const testing::Matcher<std::string>& sentence) {
  const Ending ending = RunToEnd("qcityd", flags);
  EXPECT_EQ(ending.exit_code, exit_code);
  EXPECT_THAT(ending.sentences, ElementsAre(testing::AllOf(testing::StartsWith("qcityd"), sentence)));
}

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Without the double slash that TempDir leaves: messages name paths as the system spells them.
std::string MakeRoot() {
  const std::filesystem::path root = std::filesystem::path(NewDataDirectory()).lexically_normal();
  std::filesystem::create_directories(root);
  return root.string();
}

class Refusal : public testing::Test {
 protected:
  ~Refusal() override { std::filesystem::remove_all(root_); }

  // A path where nothing is yet.
  std::string NewPath() { return absl::StrCat(root_, "/", ++paths_); }
  // Data that a server has written and left in good order.
  std::string DataOfARun() {
    std::string data = NewPath();
    ServerProcess server("qcityd", FlagsOf(OptionsFor(data)));
    EXPECT_TRUE(server.Start().ok()) << server.Said();
    EXPECT_EQ(server.Terminate(), 0) << server.Said();
    return data;
  }

 private:
  const std::string root_ = MakeRoot();
  int paths_ = 0;
};

void ExpectServes(const std::string& data) {
  ServerProcess server("qcityd", FlagsOf(OptionsFor(data)));
  const absl::Status status = server.Start();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(server.Terminate(), 0) << server.Said();
}

TEST_F(Refusal, ATakenPort) {
  ServerProcess first("qcityd", FlagsOf(OptionsFor(NewPath())));
  ASSERT_TRUE(first.Start().ok()) << first.Said();
  const std::string data = NewPath();
  ExpectRefusal(Listening(FlagsOf(OptionsFor(data)), first.address()), kFailed, HasSubstr(first.address()));
  EXPECT_FALSE(std::filesystem::exists(data));  // It asked for the port before it touched anything.
  EXPECT_EQ(first.Terminate(), 0);
}

TEST_F(Refusal, ASecondProcessOnTheSameData) {
  const std::string data = NewPath();
  ServerProcess first("qcityd", FlagsOf(OptionsFor(data)));
  ASSERT_TRUE(first.Start().ok()) << first.Said();
  ExpectRefusal(Listening(FlagsOf(OptionsFor(data)), "127.0.0.2:0"), kFailed, HasSubstr(data));
  EXPECT_EQ(RunToEnd("qcity-tasks", Listening(FlagsOf(OptionsFor(data)), "127.0.0.2:0")).exit_code, kFailed);
  EXPECT_EQ(first.Terminate(), 0) << first.Said();  // It was not disturbed.
  ExpectServes(data);
}

TEST_F(Refusal, ADataDirectoryThatCannotBe) {
  const std::string file = NewPath();
  std::ofstream(file) << "a file";
  ExpectRefusal(FlagsWith(file, "--data", file), kFailed, HasSubstr(file));
  ExpectRefusal(FlagsWith(file, "--data", file + "/below"), kFailed, HasSubstr(file));
  ExpectRefusal(FlagsWith(file, "--data", "/proc/qcity"), kFailed, HasSubstr("/proc/qcity"));  // Root neither.
  EXPECT_EQ(ReadFile(file), "a file");
}

TEST_F(Refusal, ADamagedDatabaseStaysAsItIsAndTheOthersAreUnharmed) {
  const std::string data = DataOfARun();
  const std::string database = data + "/tasks.db";
  const std::string whole = ReadFile(database);
  ASSERT_GT(whole.size(), 4'096u);
  std::string damaged = whole;
  for (std::size_t i = 0; i < 4'096; ++i) damaged[i] = static_cast<char>(i * 37);  // The first page: the schema.
  std::ofstream(database, std::ios::binary) << damaged;
  ExpectRefusal(FlagsWith(data, "--data", data), kFailed, HasSubstr(database));
  EXPECT_EQ(ReadFile(database), damaged);
  std::ofstream(database, std::ios::binary) << whole;
  ExpectServes(data);
}

TEST_F(Refusal, ABrokenPlanIsToldWithTheFileAndThePath) {
  const std::string plans = NewPath();
  std::filesystem::create_directories(plans);
  std::string plan = ReadFile(QCITY_SOURCE_DIR "/common/plans/ezhou-2017/plan-1.textproto");
  plan.replace(plan.find("leads: [\"市质监局\"]"), std::string("leads: [\"市质监局\"]").size(),
               "leads: [\"无此单位\"]");
  std::ofstream(plans + "/plan-1.textproto") << plan;
  const std::string data = NewPath();
  ExpectRefusal(FlagsWith(data, "--plans", plans), kFailed,
                testing::AllOf(HasSubstr("plan-1.textproto"), HasSubstr("indicators[0].leads[0]")));
  std::ofstream(plans + "/plan-1.textproto") << "phases {";
  ExpectRefusal(FlagsWith(data, "--plans", plans), kFailed, HasSubstr("plan-1.textproto"));
  ExpectRefusal(FlagsWith(data, "--plans", plans + "/none"), kFailed, HasSubstr(plans + "/none"));
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(Refusal, ThePlainStartThatNobodyAskedFor) {
  const std::string data = NewPath();
  std::vector<std::string> flags = FlagsWith(data, "--data", data);
  std::erase(flags, "--insecure-local");
  ExpectRefusal(flags, kBadFlags, HasSubstr("--insecure-local"));
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(Refusal, AnAddressThatOthersCanReach) {
  const std::string data = NewPath();
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0"}) {
    ExpectRefusal(FlagsWith(data, "--listen", address), kBadFlags, HasSubstr(address));
  }
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(Refusal, AnotherKindOfClockOnTheSameData) {
  const std::string data = DataOfARun();
  ExpectRefusal(FlagsWith(data, "--clock", "system"), kFailed, HasSubstr("indicators.db"));
  ExpectServes(data);
}

}  // namespace
}  // namespace qcity::system_test
