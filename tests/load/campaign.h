// A generated campaign year (示范创建年): what every organisation owes in it, and what its clerk does about each piece and when. Pure values and functions; any
// thread.
#ifndef QCITY_TESTS_LOAD_CAMPAIGN_H_
#define QCITY_TESTS_LOAD_CAMPAIGN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/domain/plan.h"

namespace qcity::load {

// What becomes of a duty's report.
enum class Fate { kOnTime, kLate, kNever, kExtended, kReturned, kSuspended };

// One lead's part of an occurrence that is due in the year, or was on the day before: what was not done then is overdue since the year's first day.
struct Report {
  std::string task, occurrence, lead;
  absl::CivilDay due;      // Of the plan.
  bool milestone = false;  // Its staged result is to be agreed on beforehand.
  Fate fate = Fate::kNever;
  std::optional<absl::CivilDay>
      filed;  // The day on which it is submitted, of the last submission; none within the year.
  std::optional<absl::CivilDay> extended;  // The later due day that the office grants.
};

// A figure that is due in the year.
struct Figure {
  std::string indicator, part, period, lead;
  absl::CivilDay filed;
  std::map<std::string, std::string> cells;  // By column: value; numerator, denominator; ...
};

// What the one air station wrote down of a day; nullopt: nothing, "-".
struct AirDay {
  absl::CivilDay day;
  std::optional<int> aqi, pm25;
};

// What the survey agency found about a domain that is the figure of one measure.
struct Poll {
  std::string domain, indicator;
  int asked = 0, satisfied = 0;
};

struct Campaign {
  int year = 0;
  std::uint64_t seed = 0;
  std::vector<absl::CivilDay> days;  // On which clerks and office work: the 10th and the 25th of each month.
  std::vector<Report> reports;       // By the plan's order, occurrence and lead.
  std::vector<Figure> figures;       // By the plan's order and part.
  std::vector<AirDay> air;           // Every day of the year.
  std::vector<Poll> polls;           // By the plan's order.
};

// The report whose charge its lead contests: the first that was filed late. Null if none was.
const Report* Contested(const Campaign& campaign);

// The same plan, year and seed give the same campaign, on any machine.
Campaign Generate(const domain::Plan& plan, int year, std::uint64_t seed);

}  // namespace qcity::load

#endif  // QCITY_TESTS_LOAD_CAMPAIGN_H_
