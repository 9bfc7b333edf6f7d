// The clerk's file for figures: which figures an organisation owes on a day, and the sheet that asks for them. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_CLERK_INDICATOR_TEMPLATE_H_
#define QCITY_SERVICES_CLI_CLERK_INDICATOR_TEMPLATE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "common/domain/period.h"
#include "qcity/indicators/v1/indicators.pb.h"
#include "services/cli/clerk/row_key.h"
#include "services/cli/workbook/writer.h"

namespace qcity::cli {

struct OwedFigure {
  std::string part;
  domain::Period period;
  absl::CivilDay due;  // The day by which it is to be reported.
};

// The periods of which the service says that figures are missing (缺报), and the day by which they were due.
using MissingPeriods = std::map<domain::Period, absl::CivilDay>;

// What the measure of `view` (with its history) owes on `day`: of each part the missing periods that have ended and the last one that has, or with `within`
// every one in it that has ended, and what was returned, where neither a final figure stands nor one waits. Nothing of a measure that does not apply.
std::vector<OwedFigure> OwedFigures(const indicators::v1::IndicatorView& view, absl::CivilDay day,
                                    const std::optional<domain::Period>& within, const MissingPeriods& missing);

struct FigureRow {
  const indicators::v1::IndicatorView* view = nullptr;
  OwedFigure owed;
};

// `head`: campaign, plan and organisation of the rows' keys. Only the columns of figures that some row takes are there.
DraftSheet FigureSheet(const std::vector<FigureRow>& rows, const RowKey& head, Language language);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_CLERK_INDICATOR_TEMPLATE_H_
