#include "services/cli/evidence/judge.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/ids.h"
#include "qcity/aggregation/v1/reviews.pb.h"
#include "services/aggregation/score/aggregate.h"
#include "services/cli/evidence/pack.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using aggregation::v1::FrozenReadiness;
using aggregation::v1::Node;

constexpr double kTolerance = 1e-9;
constexpr int kDeepest = 64;

// A text at `key`; empty if there is none.
std::string TextAt(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

bool IsEmpty(const Json& json) {
  return json.is_null() || (json.is_structured() && json.empty()) || json == Json("") || json == Json(0) ||
         json == Json(false);
}

// Whether what a file says is what the snapshot says; versions to come may know more fields, which are empty then.
bool Agrees(const Json& said, const Json& meant) {
  if (said.is_array()) {
    return meant.is_array() && said.size() == meant.size() &&
           std::equal(said.begin(), said.end(), meant.begin(), Agrees);
  }
  if (!said.is_object() || !meant.is_object()) return said == meant;
  for (const auto& [key, value] : said.items())
    if (!meant.contains(key) || !Agrees(value, meant[key])) return false;
  for (const auto& [key, value] : meant.items())
    if (!said.contains(key) && !IsEmpty(value)) return false;
  return true;
}

class Judge {
 public:
  explicit Judge(absl::string_view bytes) {
    verdict_.sha256 = Sha256Hex(bytes);
    PackReading reading = ReadPackFile(bytes);
    files_ = std::move(reading.files);
    verdict_.files = static_cast<int>(files_.size());
    if (reading.differs_at.has_value()) {
      Differs("", {absl::StrCat("第 ", *reading.differs_at, " 字节起与导出的格式不符"),
                   absl::StrCat("is not as it was written, from byte ", *reading.differs_at, " on")});
    }
  }

  PackVerdict Done() {
    CheckManifest();
    CheckSnapshot();
    return std::move(verdict_);
  }

 private:
  void Differs(std::string where, Text what) { verdict_.differences.push_back({std::move(where), std::move(what)}); }

  // null, with a difference, if the file is not there or no JSON.
  Json Read(const std::string& name) {
    const auto file = files_.find(name);
    if (file == files_.end()) {
      Differs(name, {"缺失", "is missing"});
      return nullptr;
    }
    Json json = Json::parse(file->second, nullptr, /*allow_exceptions=*/false);
    if (!json.is_discarded()) return json;
    Differs(name, {"不是 JSON", "is no JSON"});
    return nullptr;
  }

  void CheckManifest() {
    verdict_.manifest = Read(kManifestFile);
    if (verdict_.manifest.is_null()) return;
    if (TextAt(verdict_.manifest, "format") != kPackFormat)
      Differs(kManifestFile,
              {absl::StrCat("格式不是 ", kPackFormat), absl::StrCat("is not of the format ", kPackFormat)});
    std::set<std::string> listed = {kManifestFile};
    const auto list = verdict_.manifest.find("files");
    if (list == verdict_.manifest.end() || !list->is_array()) {
      Differs(kManifestFile, {"没有文件清单", "lists no files"});
      return;
    }
    for (const Json& entry : *list) {
      const std::string name = TextAt(entry, "name");
      if (!listed.insert(name).second)
        Differs(kManifestFile, {absl::StrCat("重复列出 ", name), absl::StrCat("lists ", name, " twice")});
      CheckListed(name, entry);
    }
    for (const auto& [name, content] : files_)
      if (listed.count(name) == 0) Differs(name, {"不在清单中", "is not in the manifest"});
  }

  void CheckListed(const std::string& name, const Json& entry) {
    const auto file = files_.find(name);
    if (file == files_.end()) return Differs(name, {"缺失", "is missing"});
    const auto size = entry.find("bytes");
    if (size == entry.end() || *size != Json(file->second.size()))
      Differs(name, {"字节数与清单不符", "has another size than the manifest says"});
    if (TextAt(entry, "sha256") != Sha256Hex(file->second))
      Differs(name, {"SHA-256 与清单不符", "has another SHA-256 than the manifest says"});
  }

  void CheckSnapshot() {
    const auto file = files_.find(kSnapshotFile);
    if (file == files_.end()) return Differs(kSnapshotFile, {"缺失", "is missing"});
    if (TextAt(verdict_.manifest, "snapshotSha256") != Sha256Hex(file->second))
      Differs(kSnapshotFile, {"SHA-256 与评审所记不符", "has another SHA-256 than the review says"});
    FrozenReadiness frozen;
    if (!frozen.ParseFromString(file->second)) return Differs(kSnapshotFile, {"无法读取", "cannot be read"});
    for (const auto& [key, value] : std::map<const char*, std::string>{{"asOf", frozen.as_of()},
                                                                       {"planVersion", frozen.plan_version()},
                                                                       {"policyVersion", frozen.policy_version()},
                                                                       {"planDigest", frozen.plan_digest()}}) {
      if (TextAt(verdict_.manifest, key) != value)
        Differs(kManifestFile,
                {absl::StrCat(key, " 与冻结数据不符"), absl::StrCat("says another ", key, " than what was frozen")});
    }
    CheckAgrees(kReadinessFile, JsonOf(frozen.readiness()));
    CheckAgrees(kExplanationFile, JsonOf(frozen.root()));
    CheckSums(frozen);
    CheckMeasures(frozen);
  }

  void CheckAgrees(const std::string& name, const Json& meant) {
    const Json said = Read(name);
    if (!said.is_null() && !Agrees(said, meant)) Differs(name, {"与冻结数据不符", "does not say what was frozen"});
  }

  void CheckSums(const FrozenReadiness& frozen) {
    CheckSums(frozen.root());
    const auto& now = frozen.readiness().now();
    if (now.has_score()) CheckSum("readiness", now.score(), frozen.root().contribution());
    CheckSum("readiness", now.score_low(), frozen.root().low());
    CheckSum("readiness", now.score_high(), frozen.root().high());
  }

  void CheckSums(const Node& node) {
    if (node.children().empty()) return;
    std::vector<double> contribution, low, high;
    for (const Node& child : node.children()) {
      contribution.push_back(child.contribution());
      low.push_back(child.low());
      high.push_back(child.high());
      CheckSums(child);
    }
    using aggregation::score::CompensatedSum;
    CheckSum(node.id(), node.contribution(), CompensatedSum(contribution));
    CheckSum(node.id(), node.low(), CompensatedSum(low));
    CheckSum(node.id(), node.high(), CompensatedSum(high));
  }

  void CheckSum(const std::string& node, double said, double sum) {
    if (std::abs(said - sum) <= kTolerance) return;
    Differs(kSnapshotFile, {absl::StrFormat("节点 %s 为 %.12g，各部分之和为 %.12g", node, said, sum),
                            absl::StrFormat("node %s is %.12g, its parts add up to %.12g", node, said, sum)});
  }

  void CheckMeasures(const FrozenReadiness& frozen) {
    std::set<std::string> wanted;
    for (const Node* node : MeasuresOf(frozen.root())) {
      const std::string name = MeasureFile(node->leaf().number());
      wanted.insert(name);
      const Json measure = Read(name);
      if (!measure.is_object()) continue;
      if (!measure.contains("leaf") || !Agrees(measure["leaf"], JsonOf(node->leaf())))
        Differs(name, {"与冻结数据不符", "does not say what was frozen"});
      CheckInputs(name, measure, *node);
    }
    for (const auto& [name, content] : files_) {
      if (absl::StartsWith(name, "measures/") && wanted.count(name) == 0)
        Differs(name, {"冻结数据中没有这项指标", "is of no measure that was frozen"});
    }
  }

  // Every observation that the leaf was judged on is among the measure's periods.
  void CheckInputs(const std::string& name, const Json& measure, const Node& node) {
    std::set<std::string> held;
    const Json none = Json::array();
    const auto list = [&](const Json& json, const char* key) -> const Json& {
      return json.is_object() && json.contains(key) && json[key].is_array() ? json[key] : none;
    };
    for (const Json& period : list(measure, "periods"))
      for (const Json& observation : list(period, "observations")) held.insert(TextAt(observation, "name"));
    for (const auto& input : node.leaf().inputs()) {
      const bool reported = absl::StrContains(input.name(), "/observations/");
      if (reported && held.count(input.name()) == 0)
        Differs(name, {absl::StrCat("缺少所依据的 ", input.name()),
                       absl::StrCat("lacks ", input.name(), ", which it was judged on")});
    }
  }

  PackFiles files_;
  PackVerdict verdict_;
};

void AddDocuments(const std::string& where, const Json& json, int depth, std::vector<NamedDocument>& documents) {
  if (!json.is_structured() || depth > kDeepest) return;
  if (json.is_object() && json.contains("uri") && !TextAt(json, "sha256").empty()) {
    documents.push_back(
        {where, TextAt(json, "name"), TextAt(json, "uri"), absl::AsciiStrToLower(TextAt(json, "sha256"))});
  }
  for (const Json& child : json) AddDocuments(where, child, depth + 1, documents);
}

std::string LastStep(const std::string& path) { return path.substr(path.find_last_of("/\\") + 1); }

}  // namespace

PackVerdict JudgePack(absl::string_view bytes) { return Judge(bytes).Done(); }

std::vector<NamedDocument> DocumentsOf(const PackFiles& files) {
  std::vector<NamedDocument> documents;
  for (const auto& [name, content] : files) {
    if (!absl::StartsWith(name, "measures/") && name != kFindingsFile) continue;
    const Json json = Json::parse(content, nullptr, /*allow_exceptions=*/false);
    if (!json.is_discarded()) AddDocuments(name, json, 0, documents);
  }
  return documents;
}

DocumentsVerdict JudgeDocuments(const std::vector<NamedDocument>& documents,
                                const std::multimap<std::string, std::string>& digests) {
  std::set<std::string> known;
  for (const auto& [name, digest] : digests) known.insert(digest);
  DocumentsVerdict verdict;
  for (const NamedDocument& document : documents) {
    const std::string file = LastStep(document.uri);
    const bool named = digests.count(file) > 0 || digests.count(document.name) > 0;
    if (known.count(document.sha256) > 0) {
      ++verdict.found;
    } else if (named) {
      verdict.differences.push_back({document.where,
                                     {absl::StrCat("佐证材料“", document.name, "”的 SHA-256 不符"),
                                      absl::StrCat("the evidence '", document.name, "' has another SHA-256")}});
    } else {
      ++verdict.missing;
    }
  }
  return verdict;
}

}  // namespace qcity::cli
