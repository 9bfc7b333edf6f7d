// Answers made of scores: readiness with its lines, gaps, series, rankings. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_ANSWER_H_
#define QCITY_SERVICES_AGGREGATION_ANSWER_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "services/aggregation/score/score.h"

namespace qcity::aggregation {

// One scored answer as a message.
v1::Line LineOf(const score::Result& result);

// What a readiness asks: the line `now`, the provisional line, which reads what is not verified yet, and one line for each outlook day, of which the last is the
// campaign's end.
std::vector<score::Question> QuestionsOf(const domain::Plan& plan, absl::CivilDay as_of);

// All lines on a day, without version and sources (they say how far was read, not what is so). `scored` answers the question at that place of QuestionsOf, of which
// there are `questions`.
v1::Readiness ReadinessOf(const domain::Plan& plan, absl::CivilDay as_of, int questions,
                          absl::FunctionRef<const score::Result&(int)> scored);
v1::Readiness ReadinessOf(const domain::Plan& plan, const score::Inputs& inputs, absl::CivilDay as_of);

// A leaf as a message.
v1::Leaf LeafOf(const domain::Plan& plan, const score::Leaf& leaf);

// What users call a leaf: the measure's name, or the duty's title with occurrence and lead.
std::string TitleOf(const domain::Plan& plan, const score::Leaf& leaf);

// Whether readiness depends on a leaf; duties are no gates.
plan::v1::Gate GateOf(const domain::Plan& plan, const score::Leaf& leaf);

// Ids of those answerable for the leaf on `day`.
std::vector<std::string> LeadsOf(const domain::Plan& plan, const score::Leaf& leaf, absl::CivilDay day);

// "indicators", "tasks", "complaints", "credit".
const char* PillarKey(score::Pillar pillar);

// Every leaf that is not fully credited: binding gates, expected gates, then by missing points. `organization` empty: all; else what it leads on `as_of`.
std::vector<v1::Gap> GapsOf(const domain::Plan& plan, const score::Result& result, const std::string& organization,
                            absl::CivilDay as_of);

// A point of a series.
v1::HistoryPoint PointOf(const score::Result& result);

std::vector<v1::OrganizationRank> RanksOf(const domain::Plan& plan, const score::Inputs& inputs, absl::CivilDay as_of);

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_ANSWER_H_
