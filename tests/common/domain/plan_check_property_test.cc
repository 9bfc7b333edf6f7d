// Whatever field of the sound plan is spoilt: it is found, or the plan can still be used.
#include "common/domain/occurrence.h"
#include "tests/common/domain/plan_mutation.h"

namespace qcity::domain {
namespace {

using plan::v1::Plan;
using ::testing::Contains;
using ::testing::IsEmpty;

// Whatever enum is cleared, except the two that stand only on demand, is found at its path; so is every NaN.
void VisitScalars(google::protobuf::Message* message, const std::string& path,
                  const std::function<void(google::protobuf::Message*, const google::protobuf::FieldDescriptor*,
                                           std::string)>& visit) {
  const google::protobuf::Reflection& r = *message->GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  r.ListFields(*message, &fields);
  for (const auto* field : fields) {
    const std::string here = path.empty() ? field->name() : path + "." + field->name();
    const bool is_message = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_message && !field->is_repeated()) visit(message, field, here);
    if (is_message && !field->is_repeated()) VisitScalars(r.MutableMessage(message, field), here, visit);
    if (!is_message || !field->is_repeated()) continue;
    for (int i = 0; i < r.FieldSize(*message, field); ++i) {
      VisitScalars(r.MutableRepeatedMessage(message, field, i), here + "[" + std::to_string(i) + "]", visit);
    }
  }
}

TEST(Check, FindsEveryClearedEnumAndEveryNan) {
  using google::protobuf::FieldDescriptor;
  Plan plan = Sound();
  int visited = 0;
  VisitScalars(&plan, "",
               [&](google::protobuf::Message* message, const FieldDescriptor* field, const std::string& path) {
                 const google::protobuf::Reflection& r = *message->GetReflection();
                 if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
                   const int old = r.GetEnumValue(*message, field);
                   r.SetEnumValue(message, field, 0);
                   EXPECT_THAT(PathsOf(plan), Contains(path));
                   r.SetEnumValue(message, field, 12345);
                   EXPECT_THAT(PathsOf(plan), Contains(path));
                   r.SetEnumValue(message, field, old);
                   ++visited;
                 } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
                   const double old = r.GetDouble(*message, field);
                   for (const double bad :
                        {kNan, std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
                     r.SetDouble(message, field, bad);
                     EXPECT_THAT(PathsOf(plan), Contains(path));
                   }
                   r.SetDouble(message, field, old);
                   ++visited;
                 }
               });
  EXPECT_GT(visited, 100);
  EXPECT_THAT(PathsOf(plan), IsEmpty());
}

// What services ask of a plan must not fail on any that passed the check, however odd.
void Use(const domain::Plan& plan) {
  for (const absl::CivilDay day :
       {absl::CivilDay(2015, 1, 1), absl::CivilDay(2019, 1, 1), absl::CivilDay(2030, 1, 1)}) {
    for (const plan::v1::Indicator& indicator : plan.document().indicators())
      plan.LeadsIndicator(indicator, "east", day);
    for (const plan::v1::Task& task : plan.document().tasks()) plan.CooperatesOn(task, "east", day);
    plan.EvaluationDateFor(day);
  }
  for (const plan::v1::Task& task : plan.document().tasks()) EXPECT_FALSE(OccurrencesOf(plan.document(), task).empty());
}

TEST(Check, WhateverPassesItCanBeUsed) {
  using google::protobuf::FieldDescriptor;
  Plan plan = Sound();
  int passed = 0;
  const auto try_it = [&] {
    const auto made = domain::Plan::Make(plan);
    if (!made.ok()) return;
    ++passed;
    Use(**made);
  };
  VisitScalars(&plan, "", [&](google::protobuf::Message* message, const FieldDescriptor* field, const std::string&) {
    const google::protobuf::Reflection& r = *message->GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string old = r.GetString(*message, field);
      for (const char* text : {"", "x", "2018-06-30", "2031-01-01", "2018Q4"}) {
        r.SetString(message, field, text);
        try_it();
      }
      r.SetString(message, field, old);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      const int old = r.GetInt32(*message, field);
      for (const int number : {-1, 0, 1, 31, 2'000'000'000}) {
        r.SetInt32(message, field, number);
        try_it();
      }
      r.SetInt32(message, field, old);
    }
  });
  EXPECT_GT(passed, 50);
}

}  // namespace
}  // namespace qcity::domain
