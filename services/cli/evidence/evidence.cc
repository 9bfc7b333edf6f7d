// qcity evidence: the evidence pack of a review, made from the server, checked without one (佐证材料包).
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "qcity/aggregation/v1/reviews.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/cli/app/command.h"
#include "services/cli/app/connection.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/output_file.h"
#include "services/cli/commands/commands.h"
#include "services/cli/evidence/judge.h"
#include "services/cli/evidence/pack.h"
#include "services/cli/evidence/pack_file.h"

namespace qcity::cli {
namespace {

namespace fs = std::filesystem;
using aggregation::v1::GetReviewRequest;
using aggregation::v1::GetReviewResponse;
using aggregation::v1::ReviewsService;
using indicators::v1::GetIndicatorRequest;
using indicators::v1::IndicatorsService;
using indicators::v1::IndicatorView;

// Documents at hand that are looked at.
constexpr int kMostDocuments = 100'000;

absl::StatusOr<GetReviewResponse> AskForReview(Connection& connection, const std::string& name) {
  GetReviewRequest request;
  request.set_name(name);
  request.set_with_snapshot(true);
  GetReviewResponse response;
  ReviewsService::Stub stub(connection.To("aggregation"));
  RETURN_IF_ERROR(connection.Call("aggregation",
                                  [&](grpc::ClientContext* call) { return stub.GetReview(call, request, &response); }));
  return response;
}

absl::StatusOr<std::vector<IndicatorView>> AskForMeasures(Connection& connection, const std::string& campaign,
                                                          const GetReviewResponse& review) {
  aggregation::v1::FrozenReadiness frozen;
  if (!frozen.ParseFromString(review.snapshot().frozen()))
    return absl::DataLossError("what the review froze does not parse");
  IndicatorsService::Stub stub(connection.To("indicators"));
  std::vector<IndicatorView> views;
  for (const aggregation::v1::Node* node : MeasuresOf(frozen.root())) {
    GetIndicatorRequest request;
    request.set_name(absl::StrCat(campaign, "/indicators/", node->leaf().number()));
    RETURN_IF_ERROR(connection.Call("indicators", [&](grpc::ClientContext* call) {
      return stub.GetIndicator(call, request, &views.emplace_back());
    }));
  }
  return views;
}

struct ExportArgs {
  std::string review;
  std::string path;
};

absl::Status Export(Context& context, const ExportArgs& args) {
  Connection connection(context);
  ASSIGN_OR_RETURN(const std::string campaign, connection.Campaign());
  ASSIGN_OR_RETURN(const std::string name, ResourceName(campaign, {"reviews"}, args.review));
  ASSIGN_OR_RETURN(const GetReviewResponse review, AskForReview(connection, name));
  ASSIGN_OR_RETURN(const std::vector<IndicatorView> measures,
                   AskForMeasures(connection, name.substr(0, name.find("/reviews/")), review));
  ASSIGN_OR_RETURN(const PackFiles files, MakePack(review, measures));
  const std::string bytes = WritePackFile(files);
  RETURN_IF_ERROR(WriteOutputFile(args.path, bytes));
  const std::string sha256 = Sha256Hex(bytes);
  Report report;
  report.json = {{"file", args.path},
                 {"bytes", bytes.size()},
                 {"sha256", sha256},
                 {"files", files.size()},
                 {"review", review.review().name()},
                 {"snapshotSha256", review.review().snapshot_sha256()}};
  report.tables.push_back({{"", ""},
                           {{"file", {"文件", "File"}},
                            {"bytes", {"字节", "Bytes"}, true},
                            {"files", {"内含文件", "Files"}, true},
                            {"sha256", {"SHA-256", "SHA-256"}}},
                           {{args.path, absl::StrCat(bytes.size()), absl::StrCat(files.size()), sha256}}});
  report.notes.push_back({"请另行登记本文件的 SHA-256，以证明它没有被整体替换",
                          "Keep the file's SHA-256 elsewhere: it proves that the pack was not replaced as a whole"});
  context.Print(report);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::error_code error;
  std::ifstream stream;
  if (!fs::is_directory(path, error))
    stream.open(path, std::ios::binary);  // A folder opens too, and throws when it is read.
  if (stream.is_open()) return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  return UsageError({absl::StrCat("读不了文件 ", path.string()), absl::StrCat("cannot read the file ", path.string())});
}

absl::StatusOr<std::string> ReadPack(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > kMostPackBytes)
    return UsageError({absl::StrCat(path, " 超过 256 MiB"), absl::StrCat(path, " is over 256 MiB")});
  return ReadFile(path);
}

// Digests of the files below `directory`, by name.
absl::StatusOr<std::multimap<std::string, std::string>> DigestsIn(const std::string& directory) {
  std::multimap<std::string, std::string> digests;
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file(error)) continue;
    if (digests.size() >= kMostDocuments)
      return UsageError({absl::StrCat(directory, " 中文件过多"), absl::StrCat("too many files in ", directory)});
    ASSIGN_OR_RETURN(const std::string bytes, ReadFile(entry->path()));
    digests.emplace(entry->path().filename().string(), Sha256Hex(bytes));
  }
  if (!error) return digests;
  return UsageError({absl::StrCat("读不了目录 ", directory), absl::StrCat("cannot read the folder ", directory)});
}

struct VerifyArgs {
  std::string path;
  std::string directory;
};

Report VerdictReport(const Context& context, const VerifyArgs& args, const PackVerdict& verdict,
                     const DocumentsVerdict& documents) {
  Report report;
  Json differences = Json::array();
  Table table{{"不符之处", "Differences"}, {{"where", {"文件", "Where"}}, {"what", {"问题", "What"}, false, 80}}, {}};
  for (const PackDifference& one : verdict.differences) {
    differences.push_back({{"where", one.where}, {"whatZh", one.what.zh}, {"whatEn", one.what.en}});
    table.rows.push_back({one.where.empty() ? args.path : one.where, context.Say(one.what)});
  }
  const bool intact = verdict.differences.empty();
  const Json& manifest = verdict.manifest;
  report.json = {
      {"file", args.path},         {"sha256", verdict.sha256},
      {"intact", intact},          {"review", manifest.is_object() ? manifest.value("review", Json()) : Json()},
      {"files", verdict.files},    {"differences", std::move(differences)},
      {"documentsFound", nullptr}, {"documentsMissing", nullptr}};
  report.heading.push_back(
      {absl::StrCat(args.path, "  SHA-256 ", verdict.sha256), absl::StrCat(args.path, "  SHA-256 ", verdict.sha256)});
  report.heading.push_back(intact ? Text{absl::StrCat("✔ 完整无误，", verdict.files, " 个文件"),
                                         absl::StrCat("✔ whole and unchanged, ", verdict.files, " files")}
                                  : Text{absl::StrCat("✘ ", verdict.differences.size(), " 处不符"),
                                         absl::StrCat("✘ differences: ", verdict.differences.size())});
  if (!args.directory.empty()) {
    report.json["documentsFound"] = documents.found;
    report.json["documentsMissing"] = documents.missing;
    report.heading.push_back(
        {absl::StrCat("佐证材料：相符 ", documents.found, " 件，未找到 ", documents.missing, " 件"),
         absl::StrCat("Evidence: ", documents.found, " found, ", documents.missing, " not there")});
  }
  if (!intact || context.settings().format() == Format::kCsv) report.tables.push_back(std::move(table));
  return report;
}

absl::Status Verify(Context& context, const VerifyArgs& args) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadPack(args.path));
  PackVerdict verdict = JudgePack(bytes);
  DocumentsVerdict documents;
  if (!args.directory.empty()) {
    ASSIGN_OR_RETURN(const auto digests, DigestsIn(args.directory));
    documents = JudgeDocuments(DocumentsOf(ReadPackFile(bytes).files), digests);
    verdict.differences.insert(verdict.differences.end(), documents.differences.begin(), documents.differences.end());
  }
  context.Print(VerdictReport(context, args, verdict, documents));
  if (verdict.differences.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PACK_DIFFERS",
               {"佐证材料包不完整或被改动", "the evidence pack is not whole, or was changed"});
}

}  // namespace

void RegisterEvidence(Commands& root) {
  Commands group = root.Group("evidence", {"佐证材料包", "Evidence packs"});
  auto out = std::make_shared<ExportArgs>();
  Command making =
      group.Leaf("export", {"导出一次评审的佐证材料包（zip）", "Write the evidence pack of a review (zip)"},
                 [out](Context& context) { return Export(context, *out); });
  making.Option("--review", out->review, "REVIEW", {"评审的编号", "The review's id"}).Required();
  making.Positional("FILE", out->path, {"写入哪个文件", "The file to write"}).Required();
  auto in = std::make_shared<VerifyArgs>();
  Command checking =
      group.Leaf("verify", {"离线核对佐证材料包，不符则退出码为 1", "Check a pack offline; exit code 1 if it differs"},
                 [in](Context& context) { return Verify(context, *in); });
  checking.Positional("FILE", in->path, {"佐证材料包", "The pack"}).Required();
  checking.Option("--files", in->directory, "DIR",
                  {"原始文件所在的目录，一并核对", "Folder of the original documents, checked too"});
}

}  // namespace qcity::cli
