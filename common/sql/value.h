// Values that statements bind and rows hold: the types that SQLite and PostgreSQL share. Pure values; any thread.
#ifndef QCITY_COMMON_SQL_VALUE_H_
#define QCITY_COMMON_SQL_VALUE_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace qcity::sql {

// Bytes (BYTEA, BLOB), told apart from text.
struct Bytes {
  std::string data;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

struct Null {
  friend bool operator==(Null, Null) { return true; }
};

// One bound parameter: NULL, BIGINT, DOUBLE PRECISION, TEXT or BYTEA. An absl::Time is BIGINT microseconds since 1970 in UTC.
class Value {
 public:
  Value(Null) : data_(Null{}) {}  // NOLINT(google-explicit-constructor)
  template <typename Int, typename = std::enable_if_t<std::is_integral_v<Int>>>
  Value(Int value) : data_(static_cast<std::int64_t>(value)) {}  // NOLINT(google-explicit-constructor)
  Value(double value) : data_(value) {}                          // NOLINT(google-explicit-constructor)
  Value(std::string text) : data_(std::move(text)) {}            // NOLINT(google-explicit-constructor)
  Value(absl::string_view text) : data_(std::string(text)) {}    // NOLINT(google-explicit-constructor)
  Value(const char* text) : data_(std::string(text)) {}          // NOLINT(google-explicit-constructor)
  Value(Bytes bytes) : data_(std::move(bytes)) {}                // NOLINT(google-explicit-constructor)
  Value(absl::Time instant)
      : data_(std::int64_t{absl::ToUnixMicros(instant)}) {}  // NOLINT(google-explicit-constructor)

  const std::variant<Null, std::int64_t, double, std::string, Bytes>& data() const { return data_; }

 private:
  std::variant<Null, std::int64_t, double, std::string, Bytes> data_;
};

// One row of an answer. Columns count from 0; asking a column for another type than it holds is a programming error (the
// program ends: hence noexcept).
class Row {
 public:
  explicit Row(std::vector<Value> columns) : columns_(std::move(columns)) {}

  bool IsNull(int column) const { return std::holds_alternative<Null>(columns_[column].data()); }
  std::int64_t Int(int column) const noexcept { return std::get<std::int64_t>(columns_[column].data()); }
  double Double(int column) const noexcept { return std::get<double>(columns_[column].data()); }
  const std::string& Text(int column) const noexcept { return std::get<std::string>(columns_[column].data()); }
  const std::string& Blob(int column) const noexcept { return std::get<Bytes>(columns_[column].data()).data; }
  absl::Time Time(int column) const noexcept { return absl::FromUnixMicros(Int(column)); }

 private:
  std::vector<Value> columns_;
};

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_VALUE_H_
