#include "common/domain/period.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"

namespace qcity::domain {
namespace {

using plan::v1::Frequency;

// The number that `text` spells in exactly `digits` ASCII digits; -1 otherwise.
int Digits(absl::string_view text, std::size_t digits) {
  if (text.size() != digits) return -1;
  int number = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

absl::Status NotAPeriod(absl::string_view text) {
  return InvalidField("period", {absl::StrCat("应写作 2017、2017H1、2017Q3 或 2017-05，收到“", text, "”"),
                                 absl::StrCat("want 2017, 2017H1, 2017Q3 or 2017-05, got \"", text, "\"")});
}

}  // namespace

int PeriodsPerYear(Frequency frequency) {
  switch (frequency) {
    case plan::v1::HALF_YEARLY: return 2;
    case plan::v1::QUARTERLY: return 4;
    case plan::v1::MONTHLY: return 12;
    default: return 1;
  }
}

absl::StatusOr<Period> Period::Parse(absl::string_view text) {
  const int year = Digits(text.substr(0, 4), 4);
  if (year < 1) return NotAPeriod(text);
  const absl::string_view rest = text.substr(4);
  if (rest.empty()) return Period(year, plan::v1::YEARLY);
  const Frequency frequency = rest[0] == 'H'   ? plan::v1::HALF_YEARLY
                              : rest[0] == 'Q' ? plan::v1::QUARTERLY
                              : rest[0] == '-' ? plan::v1::MONTHLY
                                               : plan::v1::FREQUENCY_UNSPECIFIED;
  if (frequency == plan::v1::FREQUENCY_UNSPECIFIED) return NotAPeriod(text);
  const int index = Digits(rest.substr(1), frequency == plan::v1::MONTHLY ? 2 : 1);
  if (index < 1 || index > PeriodsPerYear(frequency)) return NotAPeriod(text);
  return Period(year, frequency, index);
}

Period Period::Containing(absl::CivilDay day, Frequency frequency) {
  const int months = 12 / PeriodsPerYear(frequency);
  return Period(static_cast<int>(day.year()), frequency, (day.month() - 1) / months + 1);
}

absl::CivilDay Period::FirstDay() const {
  const int months = 12 / PeriodsPerYear(frequency_);
  return absl::CivilDay(year_, (index_ - 1) * months + 1, 1);
}

absl::CivilDay Period::LastDay() const { return Plus(1).FirstDay() - 1; }

Period Period::Plus(int n) const {
  const int per_year = PeriodsPerYear(frequency_);
  const int ordinal = year_ * per_year + index_ - 1 + n;
  return Period(ordinal / per_year, frequency_, ordinal % per_year + 1);
}

std::string Period::ToString() const {
  switch (frequency_) {
    case plan::v1::HALF_YEARLY: return absl::StrFormat("%04dH%d", year_, index_);
    case plan::v1::QUARTERLY: return absl::StrFormat("%04dQ%d", year_, index_);
    case plan::v1::MONTHLY: return absl::StrFormat("%04d-%02d", year_, index_);
    default: return absl::StrFormat("%04d", year_);
  }
}

std::strong_ordering operator<=>(const Period& a, const Period& b) {
  const absl::CivilDay first_a = a.FirstDay(), first_b = b.FirstDay();
  if (first_a < first_b) return std::strong_ordering::less;
  if (first_b < first_a) return std::strong_ordering::greater;
  return PeriodsPerYear(a.frequency_) <=> PeriodsPerYear(b.frequency_);
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text, absl::string_view path) {
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const int year = shaped ? Digits(text.substr(0, 4), 4) : -1;
  const int month = shaped ? Digits(text.substr(5, 2), 2) : -1;
  const int day = shaped ? Digits(text.substr(8, 2), 2) : -1;
  // CivilDay normalises 02-30 to 03-02: a day exists if it comes back unchanged.
  const absl::CivilDay parsed(std::max(year, 1), std::max(month, 0), std::max(day, 0));
  if (year < 1 || parsed.month() != month || parsed.day() != day) {
    return InvalidField(path, {absl::StrCat("应为存在的日期 YYYY-MM-DD，收到“", text, "”"),
                               absl::StrCat("want a day that exists, YYYY-MM-DD, got \"", text, "\"")});
  }
  return parsed;
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace qcity::domain
