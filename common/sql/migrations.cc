#include "common/sql/migrations.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::sql {
namespace {

constexpr absl::string_view kCreateMeta =
    "CREATE TABLE IF NOT EXISTS qcity_meta (id BIGINT PRIMARY KEY, schema_version BIGINT NOT NULL, clock_kind TEXT NOT NULL)";
constexpr absl::string_view kInsertMeta =
    "INSERT INTO qcity_meta (id, schema_version, clock_kind) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING";
constexpr absl::string_view kSelectMeta = "SELECT schema_version, clock_kind FROM qcity_meta WHERE id = 1";
constexpr absl::string_view kUpdateVersion = "UPDATE qcity_meta SET schema_version = $1 WHERE id = 1";

absl::Status CheckHistory(absl::Span<const Migration> migrations) {
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].version == static_cast<int>(i) + 1) continue;
    return Error(absl::StatusCode::kInternal, "MIGRATIONS",
                 Text{absl::StrCat("第 ", i + 1, " 个迁移的版本号是 ", migrations[i].version, "，应从 1 起连续编号"),
                      absl::StrCat("migration ", i + 1, " has version ", migrations[i].version,
                                   "; versions count 1, 2, 3, ...")});
  }
  return absl::OkStatus();
}

absl::Status TooNew(absl::string_view database, std::int64_t version, std::int64_t known) {
  return Error(absl::StatusCode::kFailedPrecondition, "DATABASE_TOO_NEW",
               Text{absl::StrCat("数据库“", database, "”的结构版本是 ", version, "，本程序只认识到 ", known,
                                 "：请使用更新的程序"),
                    absl::StrCat("database '", database, "' has schema version ", version, " and this program knows ",
                                 known, " at most: use a newer program")});
}

absl::Status OtherClock(absl::string_view database, absl::string_view written, absl::string_view asked) {
  return Error(absl::StatusCode::kFailedPrecondition, "DATABASE_CLOCK",
               Text{absl::StrCat("数据库“", database, "”由时钟“", written, "”写成，不能在时钟“", asked, "”下打开"),
                    absl::StrCat("database '", database, "' was written under the clock '", written,
                                 "' and cannot be opened under the clock '", asked, "'")});
}

// The statements of a migration, without its lines of comment.
std::vector<std::string> StatementsOf(absl::string_view sql) {
  const std::vector<absl::string_view> lines = absl::StrSplit(sql, '\n', [](absl::string_view line) {
    return !absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "--");
  });
  return absl::StrSplit(absl::StrCat(absl::StrJoin(lines, "\n"), "\n"), ";\n", absl::SkipWhitespace());
}

absl::Status Apply(Transaction& transaction, const Migration& migration) {
  for (const std::string& statement : StatementsOf(migration.sql)) {
    const absl::Status status = transaction.Execute(statement);
    if (status.ok()) continue;
    return Error(status.code(), "MIGRATION",
                 Text{absl::StrCat("第 ", migration.version, " 个迁移失败，数据库未作改动（", status.message(), "）"),
                      absl::StrCat("migration ", migration.version, " failed and the database was left as it was (",
                                   status.message(), ")")});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(Transaction& transaction, absl::string_view database, absl::string_view clock_kind,
                     absl::Span<const Migration> migrations) {
  RETURN_IF_ERROR(CheckHistory(migrations));
  RETURN_IF_ERROR(transaction.Execute(kCreateMeta));
  RETURN_IF_ERROR(transaction.Execute(kInsertMeta, clock_kind));
  ASSIGN_OR_RETURN(const std::vector<Row> meta, transaction.Query(kSelectMeta));
  const std::int64_t version = meta[0].Int(0);
  const std::int64_t known = static_cast<std::int64_t>(migrations.size());
  if (version > known) return TooNew(database, version, known);
  if (meta[0].Text(1) != clock_kind) return OtherClock(database, meta[0].Text(1), clock_kind);
  if (version == known) return absl::OkStatus();
  for (const Migration& migration : migrations.subspan(version)) {
    RETURN_IF_ERROR(Apply(transaction, migration));
  }
  return transaction.Execute(kUpdateVersion, known);
}

}  // namespace qcity::sql
