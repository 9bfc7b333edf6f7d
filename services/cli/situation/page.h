// The yearly report on the city's quality (质量状况分析报告) as one self-contained printable page, and as tables. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_SITUATION_PAGE_H_
#define QCITY_SERVICES_CLI_SITUATION_PAGE_H_

#include <string>

#include "qcity/aggregation/v1/situation.pb.h"
#include "services/cli/html/page.h"
#include "services/cli/output/table.h"

namespace qcity::cli {

// The same arguments give the same bytes.
std::string SituationPage(const aggregation::v1::Situation& report, Language language);

// One row for each measure and part.
Table SituationMeasureTable(const aggregation::v1::Situation& report, Language language);
// One row for each district or industry of each measure; `key`: "districts" or "industries".
Table SituationBreakdownTable(const aggregation::v1::Situation& report, const std::string& key, Language language);

// Pieces that the chapters share. Private to the page.
namespace situation {

// A year's figure as a table shows it, without how it came about; "—" if there is none.
std::string FigureText(const aggregation::v1::SituationRow& row, bool before, Language language);
// "+1.2 better" as markup; a dash where nothing can be compared.
std::string ChangeHtml(const aggregation::v1::SituationRow& row, Language language);
// "改善", "better"; empty if unspecified.
std::string TrendWord(aggregation::v1::YearTrend trend, Language language);
// The number of a measure linked to its explanation.
std::string NumberLink(const std::string& number);

std::string DomainsHtml(const aggregation::v1::SituationDomains& domains, Language language);
std::string DistrictsHtml(const aggregation::v1::SituationBreakdowns& breakdowns, Language language);
std::string IndustriesHtml(const aggregation::v1::SituationBreakdowns& breakdowns, Language language);
std::string ReadinessHtml(const aggregation::v1::Readiness& readiness, Language language);
// Every measure with rule, inputs and clause.
std::string ExplanationHtml(const aggregation::v1::SituationDomains& domains, Language language);

}  // namespace situation
}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_SITUATION_PAGE_H_
