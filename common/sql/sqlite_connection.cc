#include "common/sql/sqlite_connection.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <utility>
#include <variant>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace qcity::sql {
namespace {

// Statements are named constants of the code; the bound only guards against texts that are built at run time without end.
constexpr std::size_t kMaxPrepared = 512;

absl::Status RefusedValue(int position, absl::string_view zh, absl::string_view en) {
  return Error(absl::StatusCode::kInvalidArgument, "SQL_VALUE",
               Text{absl::StrCat("参数 $", position, zh), absl::StrCat("parameter $", position, en)});
}

// Binds one value; a SQLite result code. The text and bytes outlive the statement's run, so they are not copied.
struct Binder {
  sqlite3_stmt* statement;
  int index;

  int operator()(Null) const { return sqlite3_bind_null(statement, index); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
  int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
  int operator()(const std::string& text) const {
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  int operator()(const Bytes& bytes) const {
    return sqlite3_bind_blob64(statement, index, bytes.data.data(), bytes.data.size(), SQLITE_STATIC);
  }
};

// What SQLite would store as something else, and PostgreSQL would refuse.
absl::Status CheckValue(const Value& value, int position) {
  if (const auto* number = std::get_if<double>(&value.data()); number != nullptr && std::isnan(*number)) {
    return RefusedValue(position, " 不是数（NaN），无法存储", " is not a number (NaN), which cannot be stored");
  }
  if (const auto* text = std::get_if<std::string>(&value.data()); text != nullptr && text->find('\0') != text->npos) {
    return RefusedValue(position, " 的文本含有空字符（NUL）", " is text with a NUL character");
  }
  return absl::OkStatus();
}

Value Column(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return Value(std::int64_t{sqlite3_column_int64(statement, column)});
    case SQLITE_FLOAT: return Value(sqlite3_column_double(statement, column));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return Value(std::string(text, sqlite3_column_bytes(statement, column)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const int size = sqlite3_column_bytes(statement, column);
      return Value(Bytes{size == 0 ? std::string() : std::string(bytes, size)});
    }
    default: return Value(Null{});
  }
}

Row CurrentRow(sqlite3_stmt* statement) {
  const int count = sqlite3_column_count(statement);
  std::vector<Value> columns;
  columns.reserve(count);
  for (int column = 0; column < count; ++column) columns.push_back(Column(statement, column));
  return Row(std::move(columns));
}

// A savepoint's way back stays in memory: SQLite would open a file in the temporary directory for every larger group of writes, and fail where that is full.
void ConfigureSqliteOnce() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
  static_cast<void>(
      configured);  // Refused only after somebody else began to use SQLite, where the files do no harm but cost.
}

int RememberLogSize(void* wal_pages, sqlite3*, const char*, int pages) {
  *static_cast<int*>(wal_pages) = pages;
  return SQLITE_OK;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(const std::string& path, int busy_timeout_ms) {
  ConfigureSqliteOnce();
  const bool in_memory = path.empty();
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection);
  connection->name_ = in_memory ? "memory" : path;
  sqlite3* handle = nullptr;
  // No mutex of SQLite's: a connection is used by one thread at a time.
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(in_memory ? ":memory:" : path.c_str(), &handle, kFlags, nullptr);
  connection->handle_.reset(handle);
  if (code != SQLITE_OK) return connection->Failure(code);
  RETURN_IF_ERROR(connection->Configure(in_memory, busy_timeout_ms));
  // Only whoever starts the server needs to know where the file lies.
  if (!in_memory) connection->name_ = std::filesystem::path(path).filename().string();
  return connection;
}

absl::Status SqliteConnection::Configure(bool in_memory, int busy_timeout_ms) {
  sqlite3* const handle = handle_.get();
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  // A name in double quotes that is no column is an error, as in PostgreSQL, not a string.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  RETURN_IF_ERROR(Execute("PRAGMA foreign_keys = ON"));
  if (in_memory) return absl::OkStatus();
  if (sqlite3_db_readonly(handle, "main") == 1) return Failure(SQLITE_READONLY);
  ASSIGN_OR_RETURN(const std::vector<Row> mode, Run("PRAGMA journal_mode = WAL", {}, Access::kWrite));
  if (mode.empty() || mode[0].Text(0) != "wal") return Failure(SQLITE_CANTOPEN);
  RETURN_IF_ERROR(Execute("PRAGMA synchronous = FULL"));
  // Replaces SQLite's automatic checkpoint, which would swallow a failed fsync and try it again.
  sqlite3_wal_hook(handle, &RememberLogSize, &wal_pages_);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Row>> SqliteConnection::Run(absl::string_view sql, absl::Span<const Value> values,
                                                       Access access) {
  ASSIGN_OR_RETURN(sqlite3_stmt* const statement, Prepare(sql));
  if (access == Access::kRead && !sqlite3_stmt_readonly(statement)) {
    return Bug("cannot write in a read", "不能在读事务中写入");
  }
  const absl::Cleanup reset = [statement] {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  };
  RETURN_IF_ERROR(Bind(statement, values));
  return Step(statement);
}

absl::StatusOr<sqlite3_stmt*> SqliteConnection::Prepare(absl::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, &tail);
  Statement statement(raw);
  if (code != SQLITE_OK) return Failure(code);
  const absl::string_view rest = absl::StripAsciiWhitespace(sql.substr(tail - sql.data()));
  if (raw == nullptr || !rest.empty()) return Bug("runs one statement at a time", "每次只能执行一条语句");
  if (statements_.size() >= kMaxPrepared) statements_.clear();
  statements_.emplace(std::string(sql), std::move(statement));
  return raw;
}

absl::Status SqliteConnection::Bind(sqlite3_stmt* statement, absl::Span<const Value> values) {
  const int count = static_cast<int>(values.size());
  if (sqlite3_bind_parameter_count(statement) != count) {
    return Bug("was given another number of values than the statement has parameters", "收到的参数个数与语句不符");
  }
  for (int position = 1; position <= count; ++position) {
    const Value& value = values[position - 1];
    RETURN_IF_ERROR(CheckValue(value, position));
    // SQLite takes "$2" as a name and numbers names by first appearance: only the name tells which parameter it is.
    const int index = sqlite3_bind_parameter_index(statement, absl::StrCat("$", position).c_str());
    if (index == 0) return Bug("has parameters other than $1 ... $n", "语句的参数须为 $1 至 $n");
    const int code = std::visit(Binder{statement, index}, value.data());
    if (code != SQLITE_OK) return Failure(code);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Row>> SqliteConnection::Step(sqlite3_stmt* statement) {
  std::vector<Row> rows;
  while (true) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return rows;
    if (code != SQLITE_ROW) return Failure(code);
    rows.push_back(CurrentRow(statement));
  }
}

absl::Status SqliteConnection::Checkpoint() {
  const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Failure(code);
}

void SqliteConnection::KeepLogOnClose() {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

absl::Status SqliteConnection::Failure(int code) {
  last_failure_ = code;
  // The handle explains its own last error; an explanation of another code would mislead.
  const bool explained = handle_ != nullptr && sqlite3_extended_errcode(handle_.get()) == code;
  const int system_error = handle_ == nullptr ? 0 : sqlite3_system_errno(handle_.get());
  return StatusOf({.code = code, .system_error = system_error}, name_,
                  explained ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code));
}

absl::Status SqliteConnection::Bug(absl::string_view en, absl::string_view zh) const {
  return Error(absl::StatusCode::kInternal, "SQL",
               Text{absl::StrCat("数据库“", name_, "”：", zh), absl::StrCat("database '", name_, "' ", en)});
}

}  // namespace qcity::sql
