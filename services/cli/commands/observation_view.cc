#include "services/cli/commands/observation_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/output/json_of_proto.h"
#include "services/cli/output/words.h"
#include "services/cli/readiness/readiness_view.h"

namespace qcity::cli {
namespace {

using indicators::v1::Observation;
using plan::v1::Figure;
using plan::v1::Rank;

std::string Plain(double number) { return absl::StrFormat("%.10g", number); }

std::string RankText(const Rank& rank, Language language) {
  const bool tied = rank.rank_last() > rank.rank();
  const std::string place = tied ? absl::StrCat(rank.rank(), "-", rank.rank_last()) : absl::StrCat(rank.rank());
  return In(language,
            {absl::StrCat("第 ", place, " 名，共 ", rank.ranked()), absl::StrCat(place, " of ", rank.ranked())});
}

Cell WarningsCell(const Observation& observation, Language language) {
  if (observation.warnings().empty()) return "";
  std::vector<std::string> words, reasons;
  for (const indicators::v1::Warning& warning : observation.warnings()) {
    words.push_back(WarningWord(warning.reason(), language));
    reasons.push_back(warning.reason());
  }
  return {absl::StrCat("! ", Listed(words, language).text), Tone::kWarning, absl::StrJoin(reasons, ";")};
}

}  // namespace

std::string FigureText(const Figure& figure, Language language) {
  switch (figure.form_case()) {
    case Figure::kValue: return Plain(figure.value());
    case Figure::kFraction:
      return absl::StrCat(Plain(figure.fraction().numerator()), "/", Plain(figure.fraction().denominator()));
    case Figure::kEvents: return absl::StrCat(Plain(figure.events().events()), "/", Plain(figure.events().exposure()));
    case Figure::kSample:
      return absl::StrCat(Plain(figure.sample().successes()), "/", Plain(figure.sample().n()),
                          In(language, {"（抽样）", " (sample)"}));
    case Figure::kRank: return RankText(figure.rank(), language);
    case Figure::kAttestation:
      return figure.attestation().met() ? In(language, {"符合", "met"}) : In(language, {"不符合", "not met"});
    case Figure::FORM_NOT_SET: break;
  }
  return "-";
}

std::string LastOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

Table ObservationTable(const std::vector<Observation>& observations, Language language) {
  Table table{{"", ""},
              {{"indicator", {"指标", "Indicator"}},
               {"part", {"分项", "Part"}},
               {"subject", {"对象", "Subject"}},
               {"period", {"期间", "Period"}},
               {"figure", {"数值", "Figure"}, true},
               {"state", {"状态", "State"}},
               {"warnings", {"疑点", "Doubts"}},
               {"source", {"来源", "Source"}, false, 48},
               {"version", {"版本", "Version"}, true},
               {"name", {"记录", "Record"}}},
              {}};
  for (const Observation& observation : observations) {
    table.rows.push_back({LastOf(observation.indicator()), observation.part(),
                          SubjectCell(observation.subject(), language), observation.period(),
                          FigureText(observation.figure(), language), Word(observation.state(), language),
                          WarningsCell(observation, language), observation.source(),
                          absl::StrCat(observation.version()), observation.name()});
  }
  return table;
}

Table BreakdownTable(const std::vector<Observation>& observations, Language language) {
  Table table{{"分解", "Breakdown"},
              {{"period", {"期间", "Period"}},
               {"name", {"记录", "Record"}},
               {"dimension", {"分解方式", "By"}},
               {"key", {"区或行业", "District or industry"}},
               {"figure", {"数值", "Figure"}, true},
               {"reconciled", {"与全市一致", "Adds up"}}},
              {}};
  for (const Observation& observation : observations) {
    for (const indicators::v1::BreakdownRow& row : observation.breakdown()) {
      const auto& reconciled = observation.reconciled();
      const bool adds_up = std::find(reconciled.begin(), reconciled.end(), row.dimension()) != reconciled.end();
      table.rows.push_back({observation.period(), LastOf(observation.name()), Word(row.dimension(), language),
                            row.key(), FigureText(row.figure(), language),
                            adds_up ? Cell("✔", Tone::kGood, "true") : Cell("-", Tone::kFaint, "false")});
    }
  }
  return table;
}

Report ObservationReport(const Observation& observation, const Context& context) {
  Report report;
  report.json = JsonOf(observation);
  report.tables.push_back(ObservationTable({observation}, context.language()));
  if (!observation.breakdown().empty()) report.tables.push_back(BreakdownTable({observation}, context.language()));
  NoteWarnings({observation}, &report);
  NoteInvented({observation}, &report);
  return report;
}

void NoteWarnings(const std::vector<Observation>& observations, Report* report) {
  for (const Observation& observation : observations) {
    const std::string place = absl::StrCat(LastOf(observation.indicator()), observation.part().empty() ? "" : "/",
                                           observation.part(), " ", observation.period());
    for (const indicators::v1::Warning& warning : observation.warnings()) {
      report->notes.push_back(
          {absl::StrCat("! ", place, " ", WarningWord(warning.reason(), Language::kChinese), "：", warning.text_zh()),
           absl::StrCat("! ", place, " ", WarningWord(warning.reason(), Language::kEnglish), ": ", warning.text_en())});
    }
  }
}

void NoteInvented(const std::vector<Observation>& observations, Report* report) {
  const bool any =
      std::any_of(observations.begin(), observations.end(), [](const Observation& o) { return o.illustrative(); });
  if (any) report->notes.push_back(IllustrativeNote());
}

}  // namespace qcity::cli
