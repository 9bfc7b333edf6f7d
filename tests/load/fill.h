// The clerk's hand: fills in a workbook of `qcity template` with what the campaign says of a day. Any thread; writes the file system.
#ifndef QCITY_TESTS_LOAD_FILL_H_
#define QCITY_TESTS_LOAD_FILL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "tests/load/campaign.h"

namespace qcity::load {

// Replaces the workbook at `path`; the number of rows that were filled in. INVALID_ARGUMENT for what is no such workbook.
absl::StatusOr<int> Fill(const std::string& path, const Campaign& campaign, absl::CivilDay day);

}  // namespace qcity::load

#endif  // QCITY_TESTS_LOAD_FILL_H_
