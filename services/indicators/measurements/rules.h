// Air measurements (空气质量监测数据): what a row may say, when it changes what stands, and the figures that follow from the days. Pure; any thread.
#ifndef QCITY_SERVICES_INDICATORS_MEASUREMENTS_RULES_H_
#define QCITY_SERVICES_INDICATORS_MEASUREMENTS_RULES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/domain/period.h"
#include "common/domain/plan.h"
#include "qcity/indicators/v1/measurements.pb.h"
#include "qcity/plan/v1/derived.pb.h"

namespace qcity::indicators::measurements {

// A row that may be recorded: its key and its record without who and when.
struct CheckedRow {
  std::string station;
  std::string day;
  v1::MeasurementRecord record;
};

// The rows of a request; INVALID_ARGUMENT naming every bad cell ("rows[3].aqi"): no number, out of bounds, a day that is not over by `today` or outside the
// plan's data window, a second row of one station and day.
absl::StatusOr<std::vector<CheckedRow>> CheckRows(const domain::Plan& plan,
                                                  const v1::ImportMeasurementsRequest& request, absl::CivilDay today);

// Whether `record` says the same as what stands of the measurement.
bool Stands(const v1::Measurement& measurement, const v1::MeasurementRecord& record);

// The measures that are derived from measurements, in the plan's order.
std::vector<const plan::v1::Indicator*> DerivedMeasures(const domain::Plan& plan);

// What the measurements of `period` make of `indicator`, without instant and version. A city's day is the mean of the stations that are valid that day (HJ
// 663-2013), and valid itself if there is one. A good day has an AQI of at most 100. Preliminary with fewer valid days than GB 3095-2012 asks for. No
// figure without a valid day.
plan::v1::DerivedVersion Derive(const plan::v1::Indicator& indicator, const domain::Period& period,
                                absl::Span<const v1::Measurement> measurements);

// Whether the two say the same, whenever they were recorded.
bool SaysTheSame(const plan::v1::DerivedVersion& a, const plan::v1::DerivedVersion& b);

}  // namespace qcity::indicators::measurements

#endif  // QCITY_SERVICES_INDICATORS_MEASUREMENTS_RULES_H_
