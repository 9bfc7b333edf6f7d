#include "services/cli/workbook/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/domain/period.h"

namespace qcity::cli {
namespace {

// The code's first section without what stands in quotes, behind a backslash, or in brackets: there letters are only shown.
std::string Meaningful(absl::string_view code) {
  std::string out;
  char until = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (until != 0) {
      if (c == until) until = 0;
    } else if (c == '"' || c == '[') {
      // "[h]:mm" counts hours; every other bracket is a colour, a condition or a language.
      if (c == '[' && code.size() > i + 1 && (code[i + 1] == 'h' || code[i + 1] == 'm')) out.push_back('h');
      until = c == '"' ? '"' : ']';
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == ';') {
      break;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// Shortest digits of a finite number: "d.ddd" and its decimal exponent.
std::pair<std::string, int> Scientific(double number) {
  char buffer[40];
  const std::to_chars_result end =
      std::to_chars(buffer, buffer + sizeof(buffer), number, std::chars_format::scientific);
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(absl::string_view(buffer, static_cast<std::size_t>(end.ptr - buffer)), absl::MaxSplits('e', 1));
  int exponent = 0;
  (void)absl::SimpleAtoi(parts.second, &exponent);
  return {parts.first, exponent};
}

}  // namespace

NumberStyle StyleOfBuiltIn(int format) {
  if (format == 9 || format == 10) return NumberStyle::kPercent;
  const bool date = (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
                    (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
  return date ? NumberStyle::kDate : NumberStyle::kPlain;
}

NumberStyle StyleOfCode(absl::string_view code) {
  const std::string meaningful = Meaningful(code);
  if (meaningful.find("General") != std::string::npos) return NumberStyle::kPlain;
  if (meaningful.find('%') != std::string::npos) return NumberStyle::kPercent;
  const bool date = meaningful.find_first_of("yYmMdDhHsS") != std::string::npos;
  return date ? NumberStyle::kDate : NumberStyle::kPlain;
}

std::optional<std::string> DayText(double serial, bool from_1904) {
  const double whole = std::floor(serial);
  if (!(whole >= (from_1904 ? 0 : 1)) || whole > 2958465) return std::nullopt;
  const auto days = static_cast<std::int64_t>(whole);
  if (from_1904) return domain::FormatDay(absl::CivilDay(1904, 1, 1) + days);
  // 1900 is counted as a leap year there: 60 is a day that never was.
  if (days == 60) return std::nullopt;
  return domain::FormatDay(absl::CivilDay(1899, 12, days < 60 ? 31 : 30) + days);
}

std::string NumberText(double number) {
  constexpr double kMostWhole = 1e18;
  if (std::trunc(number) == number && std::abs(number) < kMostWhole) {
    return absl::StrCat(static_cast<std::int64_t>(number));
  }
  char buffer[400];
  const std::to_chars_result end = std::to_chars(buffer, buffer + sizeof(buffer), number, std::chars_format::fixed);
  return std::string(buffer, end.ptr);
}

std::string PercentText(double number) {
  const auto [digits, exponent] = Scientific(number);
  double times_hundred = 0;
  if (!absl::SimpleAtod(absl::StrCat(digits, "e", exponent + 2), &times_hundred)) times_hundred = number * 100;
  return absl::StrCat(NumberText(times_hundred), "%");
}

}  // namespace qcity::cli
