// Evidence packs: the same review gives the same bytes whatever came later, and whatever is changed, missing, extra or does not add up is named.
#include "services/cli/evidence/judge.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/evidence/pack.h"
#include "services/cli/output/json.h"
#include "tests/services/cli/evidence/pack_testing.h"

namespace qcity::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

PackFiles SmallPack() { return *MakePack(SmallReview(), {SmallMeasure()}); }

// "FILE: what".
std::vector<std::string> ToldOf(const std::string& bytes) {
  std::vector<std::string> told;
  for (const PackDifference& one : JudgePack(bytes).differences)
    told.push_back(absl::StrCat(one.where, ": ", one.what.en));
  return told;
}

// The pack with its manifest made to fit whatever the files are now, as a careful forger would.
std::string Forged(PackFiles files) {
  Json manifest = Json::parse(files[kManifestFile]);
  files.erase(kManifestFile);
  manifest["files"] = Json::array();
  for (const auto& [name, content] : files)
    manifest["files"].push_back({{"name", name}, {"bytes", content.size()}, {"sha256", Sha256Hex(content)}});
  files[kManifestFile] = PrettyJson(manifest);
  return WritePackFile(files);
}

TEST(Pack, IsWholeAsItIsMade) {
  const PackFiles files = SmallPack();
  const PackVerdict verdict = JudgePack(WritePackFile(files));
  EXPECT_THAT(ToldOf(WritePackFile(files)), IsEmpty());
  EXPECT_EQ(verdict.files, static_cast<int>(files.size()));
  EXPECT_EQ(verdict.sha256, Sha256Hex(WritePackFile(files)));
  std::vector<std::string> names;
  for (const auto& [name, content] : files) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("README.md", "explanation.json", "findings.json", "items.json", "manifest.json",
                                 "measures/1-1.json", "readiness.json", "snapshot.pb"));
}

TEST(Pack, SaysWhatTheReviewStandsOn) {
  const PackFiles files = SmallPack();
  const Json manifest = Json::parse(files.at(kManifestFile));
  EXPECT_EQ(manifest["planVersion"], "1");
  EXPECT_EQ(manifest["policyVersion"], "house-1");
  EXPECT_EQ(manifest["asOf"], "2019-05-06");
  EXPECT_EQ(manifest["madeWhen"], "2019-05-07T12:00:00+08:00");
  EXPECT_EQ(manifest["snapshotSha256"], Sha256Hex(SmallFrozen().SerializeAsString()));
  const Json measure = Json::parse(files.at("measures/1-1.json"));
  EXPECT_EQ(measure["clause"], "二 1");
  EXPECT_EQ(measure["marks"][0]["person"], "chen");
  EXPECT_EQ(measure["findings"][0], "campaigns/c/reviews/1/findings/1");
  const Json& observation = measure["periods"][0]["observations"][0];
  EXPECT_EQ(observation["history"][2]["person"], "wang");
  EXPECT_EQ(observation["evidence"][0]["sha256"], Sha256Hex("bulletin"));
}

TEST(Pack, HoldsWhatWasRecordedByThenAndNothingLater) {
  const Json measure = Json::parse(SmallPack().at("measures/1-1.json"));
  ASSERT_EQ(measure["periods"].size(), 1u);  // That of 2019 was only drafted by then.
  const Json& observation = measure["periods"][0]["observations"][0];
  EXPECT_EQ(observation["state"], "VERIFIED");
  EXPECT_EQ(observation["history"].size(), 3u);
  ASSERT_EQ(measure["applicability"]["decisions"].size(), 1u);
  EXPECT_EQ(measure["applicability"]["decisions"][0]["approvedBy"], "");
}

TEST(Pack, HasTheSameBytesWhateverCameLater) {
  auto before = SmallMeasure();
  before.mutable_history()->RemoveLast();
  auto& observation = *before.mutable_history(0)->mutable_observations(0);
  observation.mutable_history()->RemoveLast();
  observation.set_state(indicators::v1::VERIFIED);
  observation.set_version(5);
  before.mutable_applicability()->mutable_decisions()->RemoveLast();
  before.mutable_applicability()->mutable_decisions(0)->clear_approved();
  before.mutable_applicability()->mutable_decisions(0)->clear_approved_by();
  auto review = SmallReview();
  review.mutable_findings(0)->set_light(aggregation::v1::FINDING_YELLOW);
  review.mutable_review()->set_overdue_findings(0);
  EXPECT_EQ(WritePackFile(*MakePack(review, {before})), WritePackFile(SmallPack()));
}

TEST(Pack, EndsWithTheDayOfTheReviewIfThatIsOver) {
  auto review = SmallReview().review();
  const absl::Time opened = CutOf(review);
  EXPECT_EQ(absl::ToUnixSeconds(opened), 1557115200);
  review.set_as_of("2019-05-01");
  EXPECT_LT(CutOf(review), opened);
}

TEST(Judge, FindsAFlippedByteAnywhere) {
  const std::string bytes = WritePackFile(SmallPack());
  for (std::size_t i = 0; i < bytes.size(); i += 7) {
    std::string other = bytes;
    other[i] = static_cast<char>(other[i] ^ (i % 2 == 0 ? 0x01 : 0x40));
    EXPECT_THAT(ToldOf(other), Not(IsEmpty())) << i;
  }
}

TEST(Judge, NamesTheFileThatWasChanged) {
  PackFiles files = SmallPack();
  std::string& measure = files["measures/1-1.json"];
  measure = absl::StrReplaceAll(measure, {{"通报", "公报"}});
  EXPECT_THAT(ToldOf(WritePackFile(files)),
              ElementsAre("measures/1-1.json: has another SHA-256 than the manifest says"));
  measure += " ";
  EXPECT_THAT(ToldOf(WritePackFile(files)), Contains("measures/1-1.json: has another size than the manifest says"));
}

TEST(Judge, NamesWhatIsMissingAndWhatIsExtra) {
  PackFiles files = SmallPack();
  files.erase(kItemsFile);
  files["more.json"] = "{}";
  EXPECT_THAT(ToldOf(WritePackFile(files)), ElementsAre("items.json: is missing", "more.json: is not in the manifest"));
  files.erase(kManifestFile);
  EXPECT_THAT(ToldOf(WritePackFile(files)), Contains("manifest.json: is missing"));
  EXPECT_THAT(ToldOf(""), Contains("manifest.json: is missing"));
  PackFiles without = SmallPack();
  without.erase("measures/1-1.json");
  EXPECT_THAT(ToldOf(Forged(without)), ElementsAre("measures/1-1.json: is missing"));
  PackFiles more = SmallPack();
  more["measures/9.json"] = "{}";
  EXPECT_THAT(ToldOf(Forged(more)), ElementsAre("measures/9.json: is of no measure that was frozen"));
}

TEST(Judge, IsNotFooledByANewManifest) {
  for (const char* name : {kExplanationFile, kReadinessFile}) {
    PackFiles files = SmallPack();
    files[name] = absl::StrReplaceAll(files[name], {{"70.3", "90.3"}});
    EXPECT_THAT(ToldOf(Forged(files)), ElementsAre(absl::StrCat(name, ": does not say what was frozen")));
  }
  PackFiles files = SmallPack();
  files["measures/1-1.json"] = absl::StrReplaceAll(files["measures/1-1.json"], {{"NOT_MET_YET", "MET"}});
  EXPECT_THAT(ToldOf(Forged(files)), ElementsAre("measures/1-1.json: does not say what was frozen"));
  files = SmallPack();
  files["measures/1-1.json"] =
      absl::StrReplaceAll(files["measures/1-1.json"],
                          {{"1-1/observations/7\",\n          \"ind", "1-1/observations/9\",\n          \"ind"}});
  EXPECT_THAT(
      ToldOf(Forged(files)),
      ElementsAre("measures/1-1.json: lacks campaigns/c/indicators/1-1/observations/7, which it was judged on"));
  files = SmallPack();
  files[kSnapshotFile] += files[kSnapshotFile];
  EXPECT_THAT(ToldOf(Forged(files)), Contains("snapshot.pb: has another SHA-256 than the review says"));
  files = SmallPack();
  files[kManifestFile] = absl::StrReplaceAll(files[kManifestFile], {{"house-1", "house-2"}});
  EXPECT_THAT(ToldOf(Forged(files)), ElementsAre("manifest.json: says another policyVersion than what was frozen"));
}

TEST(Judge, AddsUpTheTree) {
  aggregation::v1::FrozenReadiness frozen = SmallFrozen();
  frozen.mutable_root()->mutable_children(0)->mutable_children(0)->mutable_children(0)->set_contribution(70.1 + 1e-10);
  EXPECT_THAT(ToldOf(WritePackFile(*MakePack(SmallReview(frozen), {SmallMeasure()}))), IsEmpty());
  frozen.mutable_root()->mutable_children(0)->mutable_children(0)->mutable_children(0)->set_contribution(70.2);
  EXPECT_THAT(ToldOf(WritePackFile(*MakePack(SmallReview(frozen), {SmallMeasure()}))),
              ElementsAre("snapshot.pb: node indicators/一、产品 is 70.1, its parts add up to 70.2"));
  frozen = SmallFrozen();
  frozen.mutable_readiness()->mutable_now()->set_score_low(61);
  EXPECT_THAT(ToldOf(WritePackFile(*MakePack(SmallReview(frozen), {SmallMeasure()}))),
              ElementsAre("snapshot.pb: node readiness is 61, its parts add up to 60.1"));
}

TEST(Judge, LetsLaterVersionsKnowMore) {
  PackFiles files = SmallPack();
  Json readiness = Json::parse(files[kReadinessFile]);
  readiness.erase("sources");  // As a version wrote it that did not know this field, which is empty here.
  files[kReadinessFile] = PrettyJson(readiness);
  EXPECT_THAT(ToldOf(Forged(files)), IsEmpty());
  readiness.erase("now");
  files[kReadinessFile] = PrettyJson(readiness);
  EXPECT_THAT(ToldOf(Forged(files)), SizeIs(1));
}

TEST(Judge, SurvivesNonsense) {
  for (const char* text : {"", "null", "[]", "{", "{\"files\": 3}", "{\"files\": [1, null, {}]}", "\"x\""}) {
    for (const char* name : {kManifestFile, kReadinessFile, "measures/1-1.json"}) {
      PackFiles files = SmallPack();
      files[name] = text;
      EXPECT_THAT(ToldOf(WritePackFile(files)), Not(IsEmpty())) << name << text;
    }
  }
  PackFiles deep = SmallPack();
  deep["measures/1-1.json"] = std::string(200'000, '[');
  EXPECT_THAT(ToldOf(WritePackFile(deep)), Not(IsEmpty()));
  EXPECT_THAT(DocumentsOf(deep), SizeIs(1));
}

TEST(Documents, AreComparedByDigestAndElseByName) {
  const std::vector<NamedDocument> documents = DocumentsOf(SmallPack());
  ASSERT_THAT(documents, SizeIs(2));
  DocumentsVerdict verdict = JudgeDocuments(documents, {{"anything.pdf", Sha256Hex("bulletin")}});
  EXPECT_EQ(verdict.found, 1);
  EXPECT_EQ(verdict.missing, 1);
  EXPECT_THAT(verdict.differences, IsEmpty());
  verdict = JudgeDocuments(documents, {{"bulletin.pdf", Sha256Hex("forged")}, {"site.pdf", Sha256Hex("site")}});
  EXPECT_EQ(verdict.found, 1);
  EXPECT_EQ(verdict.missing, 0);
  ASSERT_THAT(verdict.differences, SizeIs(1));
  EXPECT_EQ(verdict.differences[0].where, "measures/1-1.json");
  EXPECT_THAT(verdict.differences[0].what.en, StartsWith("the evidence '通报'"));
}

}  // namespace
}  // namespace qcity::cli
