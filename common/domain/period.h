// Reporting periods (统计期): a year, half, quarter or month, written 2017, 2017H1, 2017Q3, 2017-05. Pure values; any thread.
#ifndef QCITY_COMMON_DOMAIN_PERIOD_H_
#define QCITY_COMMON_DOMAIN_PERIOD_H_

#include <compare>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::domain {

class Period {
 public:
  // The `index`-th period (from 1) of that frequency in `year`: Period(2017, QUARTERLY, 3) is 2017Q3.
  Period(int year, plan::v1::Frequency frequency, int index = 1) : year_(year), frequency_(frequency), index_(index) {}

  // From "2017", "2017H1", "2017Q3" or "2017-05"; INVALID_ARGUMENT (path "period") otherwise.
  static absl::StatusOr<Period> Parse(absl::string_view text);

  // The period of `frequency` that holds `day`.
  static Period Containing(absl::CivilDay day, plan::v1::Frequency frequency);

  int year() const { return year_; }
  plan::v1::Frequency frequency() const { return frequency_; }
  int index() const { return index_; }

  absl::CivilDay FirstDay() const;
  absl::CivilDay LastDay() const;
  // The period `n` later (earlier if negative) of the same frequency.
  Period Plus(int n) const;
  // Whether every day of `other` lies in this period.
  bool Contains(const Period& other) const { return FirstDay() <= other.FirstDay() && other.LastDay() <= LastDay(); }
  std::string ToString() const;

  friend bool operator==(const Period&, const Period&) = default;
  // By first day, longer periods first.
  friend std::strong_ordering operator<=>(const Period& a, const Period& b);

 private:
  int year_;
  plan::v1::Frequency frequency_;
  int index_;
};

// How many periods of that frequency a year holds: 1, 2, 4 or 12.
int PeriodsPerYear(plan::v1::Frequency frequency);

// "YYYY-MM-DD"; INVALID_ARGUMENT at `path` otherwise (also for days that do not exist, such as 2018-02-30).
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text, absl::string_view path);

// "YYYY-MM-DD".
std::string FormatDay(absl::CivilDay day);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_PERIOD_H_
