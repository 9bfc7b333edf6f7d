// qcity reviews, acceptance and evidence against a server with fixed answers: what it asks, and what it prints, byte by byte against golden/.
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/cli/client.h"
#include "tests/services/cli/reviews/fake_reviews.h"

namespace qcity::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Outcome Against(const FakeReviews& server, const std::string& command_line) {
  return RunClient(command_line, absl::StrCat("QCITY_SERVER=", server.address(), " QCITY_CAMPAIGN=c"));
}

class ReviewsOnline : public testing::TestWithParam<Case> {
 protected:
  FakeReviews server_;
};

TEST_P(ReviewsOnline, PrintsWhatItAlwaysPrinted) {
  const Case& c = GetParam();
  ExpectGolden(c.name, Transcript(c.command_line, Against(server_, c.command_line), server_.address()));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, ReviewsOnline,
    testing::Values(Case{"reviews_list_zh", "reviews list"}, Case{"reviews_list_csv", "reviews list -o csv"},
                    Case{"reviews_get_zh", "reviews get 1"}, Case{"reviews_get_en", "reviews get 1 --lang en"},
                    Case{"reviews_get_json", "reviews get 1 -o json"},
                    Case{"reviews_mark_zh", "reviews mark 1 indicators/1-1 --mark checked"},
                    Case{"reviews_findings_zh", "reviews findings --open"},
                    Case{"reviews_findings_json", "reviews findings --review 1 -o json"},
                    Case{"reviews_report_zh", "reviews report 1/2 --text 已补齐 --evidence 台账"},
                    Case{"reviews_close_malformed", "reviews close 1 --conclusion 达到 --carry-over 2 --lang en"},
                    Case{"acceptance_get_zh", "acceptance get"}, Case{"acceptance_get_en", "acceptance get --lang en"},
                    Case{"acceptance_get_json", "acceptance get -o json"},
                    Case{"acceptance_draft_zh", "acceptance draft --document 申请书#sha256:ab"},
                    Case{"evidence_verify_missing_file", "evidence verify /nowhere/pack.zip --lang en"}));

struct Asking {
  const char* command_line;
  const char* request;
};

TEST(ReviewsRequests, SayWhatWasTyped) {
  for (
      const Asking& one : {
          Asking{
              "reviews open --kind expert --title 预验收 --as-of 2019-05-06",
              R"(OpenReviewRequest request_id: "r" parent: "campaigns/c" kind: EXPERT title: "\351\242\204\351\252\214\346\224\266" as_of: "2019-05-06")"},
          Asking{
              "reviews invite 1 --person chen --organization zhuanjiazu --from 2019-05-06 --to 2019-05-10",
              R"(InviteExpertRequest request_id: "r" name: "campaigns/c/reviews/1" person: "chen" organization: "zhuanjiazu" from: "2019-05-06" to: "2019-05-10")"},
          Asking{
              "reviews mark 1 indicators/1-1 --mark questioned --remark why",
              R"(MarkItemRequest request_id: "r" name: "campaigns/c/reviews/1" item: "indicators/1-1" mark: QUESTIONED remark: "why")"},
          Asking{
              "reviews finding 1 --text gap --severity major --evidence a=b#sha256:ab",
              R"(RecordFindingRequest request_id: "r" name: "campaigns/c/reviews/1" text: "gap" severity: MAJOR evidence { name: "a" uri: "b" sha256: "ab" })"},
          Asking{
              "reviews assign 1/2 --owner zhijianju --due 2019-06-30 --text soon",
              R"(AssignRectificationRequest request_id: "r" name: "campaigns/c/reviews/1/findings/2" owner: "zhijianju" due: "2019-06-30" text: "soon")"},
          Asking{
              "reviews return 1/2 --reason thin",
              R"(ReturnRectificationRequest request_id: "r" name: "campaigns/c/reviews/1/findings/2" reason: "thin")"},
          Asking{"reviews close-rectification 1/2 --text seen",
                 R"(CloseRectificationRequest request_id: "r" name: "campaigns/c/reviews/1/findings/2" text: "seen")"},
          Asking{
              "reviews close 1 --conclusion good --carry-over 2=tender",
              R"(CloseReviewRequest request_id: "r" name: "campaigns/c/reviews/1" conclusion: "good" carried_over { finding: "2" reason: "tender" })"},
          Asking{"reviews findings --review 1 --owner zhijianju --open",
                 R"(ListFindingsRequest parent: "campaigns/c/reviews/1" owner: "zhijianju" open_only: true)"},
          Asking{
              "acceptance apply --document a=b#sha256:ab --date 2019-08-01 --text x",
              R"(AdvanceApplicationRequest request_id: "r" name: "campaigns/c/application" to: APPLIED document { name: "a" uri: "b" sha256: "ab" } date: "2019-08-01" text: "x")"},
      }) {
    const FakeReviews server;
    const Outcome run = Against(server, absl::StrCat(one.command_line, " --request-id r"));
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(server.asked(), ElementsAre(one.request));
  }
}

TEST(Acceptance, HasACommandForEachStep) {
  const FakeReviews server;
  for (const char* step : {"draft", "apply", "province-reviewed", "submit", "pass", "fail"})
    EXPECT_EQ(Against(server, absl::StrCat("acceptance ", step, " --document a#sha256:ab")).exit_code, 0) << step;
  std::string all;
  for (const std::string& request : server.asked()) absl::StrAppend(&all, request, "\n");
  for (const char* state : {"DRAFTED", "APPLIED", "PROVINCE_REVIEWED", "SUBMITTED", "PASSED", "FAILED"})
    EXPECT_THAT(all, HasSubstr(absl::StrCat("to: ", state, " "))) << state;
}

class EvidencePacks : public testing::Test {
 protected:
  EvidencePacks() { std::filesystem::create_directories(folder_ + "/files"); }
  ~EvidencePacks() override { std::filesystem::remove_all(folder_); }

  std::string Bytes(const std::string& name) const {
    std::ifstream stream(folder_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
  }
  Outcome Export(const std::string& name = "pack.zip") const {
    return Against(server_, absl::StrCat("evidence export --review 1 ", folder_, "/", name, " -o json"));
  }
  // Without a server.
  Outcome Verify(const std::string& more = "", const std::string& name = "pack.zip") const {
    return RunClient(absl::StrCat("evidence verify ", folder_, "/", name, more), "QCITY_SERVER=127.0.0.1:1");
  }

  const FakeReviews server_;
  const std::string folder_ = absl::StrCat(testing::TempDir(), "packs-", RandomId());
};

TEST_F(EvidencePacks, AreWrittenAndCheckedOffline) {
  const Outcome made = Export();
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_EQ(made.json()["sha256"], Sha256Hex(Bytes("pack.zip")));
  EXPECT_EQ(made.json()["files"], 8);
  const Outcome checked = Verify(" -o json");
  EXPECT_EQ(checked.exit_code, 0) << checked.out << checked.err;
  EXPECT_EQ(checked.json()["intact"], true);
  EXPECT_EQ(checked.json()["sha256"], made.json()["sha256"]);
  EXPECT_EQ(checked.json()["review"], "campaigns/c/reviews/1");
  ASSERT_EQ(Export("again.zip").exit_code, 0);
  EXPECT_EQ(Bytes("again.zip"), Bytes("pack.zip"));
}

TEST_F(EvidencePacks, TellWhatDiffersWithExitCodeOne) {
  ASSERT_EQ(Export().exit_code, 0);
  std::string bytes = Bytes("pack.zip");
  bytes[bytes.find("抽查记录不全")] ^= 0x01;
  Write("pack.zip", bytes);
  const Outcome changed = Verify(" --lang en");
  EXPECT_EQ(changed.exit_code, 1);
  EXPECT_THAT(changed.out, HasSubstr("findings.json"));
  EXPECT_THAT(changed.out, HasSubstr("has another SHA-256 than the manifest says"));
  EXPECT_THAT(changed.err, HasSubstr("the evidence pack is not whole, or was changed"));
  EXPECT_EQ(Verify(" -o json").json()["intact"], false);
  Write("pack.zip", "no zip file");
  EXPECT_EQ(Verify().exit_code, 1);
}

TEST_F(EvidencePacks, AreComparedWithTheDocumentsAtHand) {
  ASSERT_EQ(Export().exit_code, 0);
  Write("files/bulletin.pdf", "bulletin");
  Outcome checked = Verify(absl::StrCat(" -o json --files ", folder_, "/files"));
  EXPECT_EQ(checked.exit_code, 0) << checked.out;
  EXPECT_EQ(checked.json()["documentsFound"], 1);
  EXPECT_EQ(checked.json()["documentsMissing"], 1);
  Write("files/bulletin.pdf", "forged");
  checked = Verify(absl::StrCat(" --files ", folder_, "/files"));
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_THAT(checked.out, HasSubstr("佐证材料“通报”的 SHA-256 不符"));
  EXPECT_EQ(Verify(" --files /nowhere").exit_code, 2);
  EXPECT_EQ(Verify("", "files").exit_code, 2);  // A folder is no pack.
}

}  // namespace
}  // namespace qcity::cli
