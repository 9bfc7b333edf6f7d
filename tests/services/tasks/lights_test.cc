#include "services/tasks/lights.h"

#include <initializer_list>
#include <string>

#include "common/domain/period.h"
#include "gmock/gmock.h"

namespace qcity::tasks {
namespace {

using v1::Light;
using v1::PartState;
using v1::TaskPart;

const absl::CivilDay kDue(2018, 9, 30);

plan::v1::TaskPolicy Policy() {
  plan::v1::TaskPolicy policy;
  policy.set_yellow_days(30);
  policy.set_yellow_percent(80);
  return policy;
}

TaskPart PartIn(PartState state, int percent = 0, const std::string& submitted = "") {
  TaskPart part;
  part.set_state(state);
  part.set_percent(percent);
  part.set_due(domain::FormatDay(kDue));
  part.set_submitted(submitted);
  return part;
}

Light LitOn(absl::CivilDay today, const TaskPart& part) { return LightOf(Policy(), part, today); }

TEST(Lights, OpenWorkTurnsYellowThirtyDaysBeforeAndRedTheDayAfter) {
  for (const PartState state : {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}) {
    SCOPED_TRACE(v1::PartState_Name(state));
    EXPECT_EQ(LitOn(kDue - 31, PartIn(state)), v1::GREEN);
    EXPECT_EQ(LitOn(kDue - 30, PartIn(state)), v1::YELLOW);
    EXPECT_EQ(LitOn(kDue, PartIn(state)), v1::YELLOW);
    EXPECT_EQ(LitOn(kDue + 1, PartIn(state)), v1::RED);
  }
}

TEST(Lights, EnoughProgressKeepsItGreenUntilTheDueDay) {
  EXPECT_EQ(LitOn(kDue, PartIn(v1::IN_PROGRESS, 79)), v1::YELLOW);
  EXPECT_EQ(LitOn(kDue, PartIn(v1::IN_PROGRESS, 80)), v1::GREEN);
  EXPECT_EQ(LitOn(kDue + 1, PartIn(v1::IN_PROGRESS, 100)), v1::RED);
}

TEST(Lights, WhatWasHandedInOnTimeWaitsGreen) {
  EXPECT_EQ(LitOn(kDue + 90, PartIn(v1::SUBMITTED, 0, "2018-09-30")), v1::GREEN);
  EXPECT_EQ(LitOn(kDue + 90, PartIn(v1::SUBMITTED, 0, "2018-10-01")), v1::RED);
  EXPECT_EQ(LitOn(kDue + 90, PartIn(v1::COMPLETED, 0, "2018-10-01")), v1::GREEN);
}

TEST(Lights, SuspendedAndCancelledWorkHasNone) {
  EXPECT_EQ(LitOn(kDue + 1, PartIn(v1::SUSPENDED)), v1::OFF);
  EXPECT_EQ(LitOn(kDue + 1, PartIn(v1::CANCELLED)), v1::OFF);
}

google::protobuf::RepeatedPtrField<TaskPart> Lit(std::initializer_list<Light> lights) {
  google::protobuf::RepeatedPtrField<TaskPart> parts;
  for (const Light light : lights) parts.Add()->set_light(light);
  return parts;
}

google::protobuf::RepeatedPtrField<TaskPart> In(std::initializer_list<PartState> states) {
  google::protobuf::RepeatedPtrField<TaskPart> parts;
  for (const PartState state : states) parts.Add()->set_state(state);
  return parts;
}

TEST(Lights, AnOccurrenceShowsItsWorst) {
  EXPECT_EQ(WorstLight(Lit({v1::GREEN, v1::RED, v1::YELLOW})), v1::RED);
  EXPECT_EQ(WorstLight(Lit({v1::GREEN, v1::YELLOW, v1::OFF})), v1::YELLOW);
  EXPECT_EQ(WorstLight(Lit({v1::OFF, v1::GREEN})), v1::GREEN);
  EXPECT_EQ(WorstLight(Lit({v1::OFF})), v1::OFF);
  EXPECT_EQ(WorstLight(Lit({})), v1::OFF);
}

TEST(Lights, AnOccurrenceIsAsFarAsItsLeastAdvancedLead) {
  EXPECT_EQ(LeastAdvanced(In({v1::COMPLETED, v1::ACKNOWLEDGED, v1::SUBMITTED})), v1::ACKNOWLEDGED);
  EXPECT_EQ(LeastAdvanced(In({v1::COMPLETED, v1::COMPLETED})), v1::COMPLETED);
  EXPECT_EQ(LeastAdvanced(In({v1::COMPLETED, v1::SUSPENDED})), v1::SUSPENDED);  // Not yet complete.
  EXPECT_EQ(LeastAdvanced(In({v1::COMPLETED, v1::CANCELLED})), v1::COMPLETED);
  EXPECT_EQ(LeastAdvanced(In({v1::CANCELLED})), v1::CANCELLED);
  EXPECT_EQ(LeastAdvanced(In({})), v1::PART_STATE_UNSPECIFIED);
}

}  // namespace
}  // namespace qcity::tasks
