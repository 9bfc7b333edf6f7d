// Numbers, figures and targets as users read them. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_WORDS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/base/text.h"
#include "common/domain/figure.h"
#include "qcity/plan/v1/plan.pb.h"
#include "services/aggregation/score/inputs.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation::score {

// At most four decimals from 1 on, four significant digits below; no exponent, no trailing zeros: "94", "0.8333", "0.00012".
std::string Number(double value);

// With the measure's unit: "94 %", "3 个"; "0.5" where it has none.
std::string Quantity(double value, const plan::v1::Indicator& indicator);

// "5/20"; "5-7/20" for a tied rank.
std::string RankWords(const domain::RankFigure& rank);

// "376/400 = 94 %", a rank as above, "达到" for an attestation.
Text FigureWords(const plan::v1::Indicator& indicator, const domain::Figure& figure);

// "≥ 94 %", "逐年上升，比较 3 年".
Text TargetWords(const plan::v1::Indicator& indicator, const plan::v1::Target& target, const plan::v1::Policy& policy);
// Of the whole measure: part by part where parts have their own.
Text TargetWords(const plan::v1::Indicator& indicator, const plan::v1::Policy& policy);

// The same words in both languages: numbers, signs and the plan's own units.
Text Alike(const std::string& words);

UsedInput Used(const plan::v1::Indicator& indicator, const FigureInput& input);

// Adds to both languages.
void Append(Text& text, absl::string_view zh, absl::string_view en);

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_WORDS_H_
