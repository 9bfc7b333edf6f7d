#include "services/cli/workbook/archive.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "services/cli/workbook/workbook.h"

namespace qcity::cli {
namespace {

constexpr std::size_t kMostPackedBytes = 16 << 20;
constexpr std::uint64_t kMostUnpackedBytes = 64 << 20;
constexpr zip_int64_t kMostEntries = 1000;
// Sheets of many alike rows are packed a hundredfold; what is small may be packed as it likes.
constexpr std::uint64_t kMostRatio = 200, kSmallEntry = 1 << 20;

absl::Status NotAWorkbook(const std::string& bytes) {
  if (absl::StartsWith(bytes, "\xD0\xCF\x11\xE0")) {
    return BadWorkbook({"文件是旧版 .xls 或加了密码，请另存为不加密码的 .xlsx",
                        "the file is an old .xls or has a password; save it as .xlsx without one"});
  }
  return BadWorkbook({"文件不是 Excel 工作簿（.xlsx），或已损坏、不完整",
                      "the file is no Excel workbook (.xlsx), or damaged, or not whole"});
}

bool LeavesContainer(const std::string& name) {
  if (name.empty() || name.front() == '/' || !IsValidUtf8(name)) return true;
  if (name.find_first_of("\\:") != std::string::npos) return true;
  const std::vector<absl::string_view> steps = absl::StrSplit(name, '/');
  for (const absl::string_view step : steps) {
    if (step == "..") return true;
  }
  return false;
}

absl::Status TooLarge() { return BadWorkbook({"文件展开后超过 64 MiB", "the file is over 64 MiB when unpacked"}); }

absl::Status CheckEntry(const zip_stat_t& entry, std::set<std::string>& names) {
  const std::string name = entry.name;
  if (LeavesContainer(name)) {
    return BadWorkbook({"文件中有指向外部的路径", "an entry's name leads out of the file"});
  }
  if (!names.insert(name).second) {
    return BadWorkbook({absl::StrCat("文件中 ", name, " 出现两次"), absl::StrCat(name, " stands twice in the file")});
  }
  if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != ZIP_EM_NONE) {
    return BadWorkbook({"文件加了密码", "the file is encrypted"});
  }
  if (absl::StartsWith(name, "xl/externalLinks/")) {
    return BadWorkbook(
        {"文件引用了其他工作簿，请去掉外部链接", "the file refers to other workbooks; remove its external links"});
  }
  if (entry.size > kSmallEntry && entry.size / (entry.comp_size + 1) > kMostRatio) {
    return BadWorkbook({absl::StrCat("文件中 ", name, " 压缩比异常，可能是压缩炸弹"),
                        absl::StrCat(name, " is packed too densely: it may be a zip bomb")});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Archive> Archive::Open(std::string bytes) {
  if (bytes.size() > kMostPackedBytes) return BadWorkbook({"文件超过 16 MiB", "the file is over 16 MiB"});
  Archive archive;
  archive.bytes_ = std::make_unique<std::string>(std::move(bytes));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.bytes_->data(), archive.bytes_->size(), /*freep=*/0, &error);
  if (source != nullptr) archive.zip_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (source != nullptr && archive.zip_ == nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (archive.zip_ == nullptr) return NotAWorkbook(*archive.bytes_);
  RETURN_IF_ERROR(archive.CheckEntries());
  return archive;
}

absl::Status Archive::CheckEntries() const {
  const zip_int64_t count = zip_get_num_entries(zip_.get(), 0);
  if (count < 1) return NotAWorkbook(*bytes_);
  if (count > kMostEntries) {
    return BadWorkbook({absl::StrCat("文件中有 ", count, " 个部件，最多 ", kMostEntries, " 个"),
                        absl::StrCat("the file has ", count, " parts, at most ", kMostEntries, " are read")});
  }
  std::set<std::string> names;
  std::uint64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(zip_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW, &entry) != 0) {
      return NotAWorkbook(*bytes_);
    }
    RETURN_IF_ERROR(CheckEntry(entry, names));
    if (entry.size > kMostUnpackedBytes - total) return TooLarge();
    total += entry.size;
  }
  return absl::OkStatus();
}

bool Archive::Has(const std::string& name) const { return zip_name_locate(zip_.get(), name.c_str(), 0) >= 0; }

absl::StatusOr<std::string> Archive::Read(const std::string& name) {
  zip_stat_t entry;
  zip_stat_init(&entry);
  if (zip_stat(zip_.get(), name.c_str(), 0, &entry) != 0) {
    return BadWorkbook({absl::StrCat("文件缺少部件 ", name), absl::StrCat("the file has no part ", name)});
  }
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(zip_.get(), entry.index, 0), zip_fclose);
  std::string text;
  char block[1 << 16];
  zip_int64_t got = file == nullptr ? -1 : 0;
  while (file != nullptr && (got = zip_fread(file.get(), block, sizeof(block))) > 0) {
    unpacked_ += static_cast<std::uint64_t>(got);
    if (unpacked_ > kMostUnpackedBytes) return TooLarge();
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > entry.size) break;
  }
  if (got < 0 || text.size() != entry.size) {
    return BadWorkbook({absl::StrCat("文件的部件 ", name, " 已损坏"), absl::StrCat("the part ", name, " is damaged")});
  }
  return text;
}

}  // namespace qcity::cli
