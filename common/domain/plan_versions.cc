#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace qcity::domain {
namespace {

namespace fs = std::filesystem;

// Gathers what the text parser complains about, with lines and columns counted from 1.
class ParseErrors : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    const std::string place = absl::StrCat("line ", line + 1, " column ", column + 1);
    violations.push_back(
        {place, {absl::StrCat("第 ", line + 1, " 行第 ", column + 1, " 列无法解析：", message), message}});
  }

  std::vector<FieldViolation> violations;
};

absl::Status NotFound(const std::string& path, absl::string_view zh, absl::string_view en) {
  return Error(absl::StatusCode::kNotFound, "PLAN_NOT_FOUND",
               {absl::StrCat(path, "：", zh), absl::StrCat(path, ": ", en)});
}

absl::StatusOr<std::vector<fs::path>> PlanFiles(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<fs::path>{path};
  std::vector<fs::path> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".textproto") files.push_back(it->path());
  }
  if (error) return NotFound(path, "目录无法读取", "the directory cannot be read");
  if (files.empty())
    return NotFound(path, "目录中没有方案文件（*.textproto）", "no plan (*.textproto) in the directory");
  std::sort(files.begin(), files.end());
  return files;
}

// What must hold between the versions: one campaign, and no two with the same version or effective date.
void CheckTogether(const std::vector<std::pair<std::string, plan::v1::Plan>>& documents,
                   std::vector<FieldViolation>* violations) {
  std::map<std::string, std::string> versions, dates;
  const std::string& campaign = documents.front().second.id();
  for (const auto& [file, document] : documents) {
    if (document.id() != campaign) {
      violations->push_back(
          {absl::StrCat(file, ": id"),
           {absl::StrCat("同一目录只能有一个创建活动，已有 ", campaign, "，又见 ", document.id()),
            absl::StrCat("one directory holds one campaign; found ", campaign, " and ", document.id())}});
    }
    if (const auto [it, added] = versions.emplace(document.version(), file); !added) {
      violations->push_back({absl::StrCat(file, ": version"),
                             {absl::StrCat("版本号 ", document.version(), " 与 ", it->second, " 重复"),
                              absl::StrCat("version ", document.version(), " is also that of ", it->second)}});
    }
    if (const auto [it, added] = dates.emplace(document.effective_from(), file); !added) {
      violations->push_back(
          {absl::StrCat(file, ": effective_from"),
           {absl::StrCat("施行日期 ", document.effective_from(), " 与 ", it->second, " 重复"),
            absl::StrCat("effective date ", document.effective_from(), " is also that of ", it->second)}});
    }
  }
}

absl::CivilDay EffectiveFrom(const std::shared_ptr<const Plan>& plan) {
  return *ParseDay(plan->document().effective_from(), "");
}

}  // namespace

absl::StatusOr<plan::v1::Plan> ReadPlanDocument(const std::string& file) {
  std::error_code error;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || fs::is_directory(file, error)) {
    return NotFound(file, "方案文件不存在或无法读取", "the plan file does not exist or cannot be read");
  }
  std::stringstream text;
  text << stream.rdbuf();
  plan::v1::Plan document;
  ParseErrors errors;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  if (!parser.ParseFromString(text.str(), &document)) return InvalidFields(std::move(errors.violations));
  return document;
}

absl::StatusOr<PlanVersions> PlanVersions::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::vector<fs::path> files, PlanFiles(path));
  std::vector<std::pair<std::string, plan::v1::Plan>> documents;
  std::vector<FieldViolation> violations;
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    absl::StatusOr<plan::v1::Plan> document = ReadPlanDocument(file.string());
    if (absl::IsNotFound(document.status())) return document.status();
    if (!document.ok()) {
      const ErrorDetail detail = *DetailOf(document.status());
      for (const FieldViolation& field : detail.fields) {
        violations.push_back({absl::StrCat(name, ": ", field.path), field.text});
      }
      continue;
    }
    for (PlanDefect& defect : Check(*document)) {
      violations.push_back({absl::StrCat(name, ": ", defect.path), std::move(defect.text)});
    }
    documents.emplace_back(name, *std::move(document));
  }
  if (!documents.empty()) CheckTogether(documents, &violations);
  if (!violations.empty()) return InvalidFields(std::move(violations));
  std::vector<std::shared_ptr<const Plan>> versions;
  for (auto& [name, document] : documents) {
    ASSIGN_OR_RETURN(std::shared_ptr<const Plan> plan, Plan::Make(std::move(document)));
    versions.push_back(std::move(plan));
  }
  std::sort(versions.begin(), versions.end(),
            [](const auto& a, const auto& b) { return EffectiveFrom(a) < EffectiveFrom(b); });
  return PlanVersions(std::move(versions));
}

const std::shared_ptr<const Plan>& PlanVersions::InForce(absl::CivilDay day) const {
  const auto later = std::find_if(versions_.begin() + 1, versions_.end(),
                                  [&](const std::shared_ptr<const Plan>& plan) { return day < EffectiveFrom(plan); });
  return *(later - 1);
}

std::string PlanVersions::Digest() const {
  std::string digests;
  for (const std::shared_ptr<const Plan>& plan : versions_) absl::StrAppend(&digests, plan->digest());
  return Sha256Hex(digests);
}

}  // namespace qcity::domain
