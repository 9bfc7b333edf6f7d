// A year's performance list as values: what is frozen, the rows that follow from it, the file that is handed out. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_PERFORMANCE_LIST_H_
#define QCITY_SERVICES_AGGREGATION_PERFORMANCE_LIST_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/performance.pb.h"
#include "services/aggregation/score/inputs.h"

namespace qcity::aggregation::performance {

// "campaigns/C/performances/2018" -> 2018. INVALID_ARGUMENT at "name" for another shape and for what is no year of the campaign that has begun.
absl::StatusOr<int> YearOf(const domain::Plan& plan, absl::string_view name, absl::CivilDay today);

// 31 December, or the campaign's end if that is earlier.
absl::CivilDay LastDayOf(const domain::Plan& plan, int year);

// The list of `year` as the inputs of `as_of` give it: of the reports that closed in that year, each in one list alone.
v1::PerformanceRecord ListOf(const domain::Plan& plan, const score::Inputs& inputs, int year, absl::CivilDay as_of);

// The list as users see it: rows ranked, corrections of upheld objections applied.
v1::Performance ViewOf(const v1::PerformanceRecord& record);

// Its rows as CSV for a spreadsheet.
std::string CsvOf(const v1::Performance& performance);

}  // namespace qcity::aggregation::performance

#endif  // QCITY_SERVICES_AGGREGATION_PERFORMANCE_LIST_H_
