// The parts of Check, one file each; private to common/domain. A checker gathers defects and knows every name of one document. One thread.
#ifndef QCITY_COMMON_DOMAIN_PLAN_CHECK_H_
#define QCITY_COMMON_DOMAIN_PLAN_CHECK_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/domain/plan.h"
#include "google/protobuf/message.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::domain {

// The path of `index`-th entry: "tasks[3]".
inline std::string At(absl::string_view path, int index) { return absl::StrCat(path, "[", index, "]"); }
// The path of a field of it: "tasks[3].number".
inline std::string Dot(absl::string_view path, absl::string_view field) { return absl::StrCat(path, ".", field); }

class PlanChecker {
 public:
  explicit PlanChecker(const plan::v1::Plan& document);

  void Add(std::string path, absl::string_view zh, absl::string_view en) {
    defects_.push_back({std::move(path), {std::string(zh), std::string(en)}});
  }

  const plan::v1::Plan& document() const { return document_; }
  std::vector<PlanDefect> TakeDefects() { return std::move(defects_); }

  // What holds of every field, whatever it means, down to the last sub-message: texts are NFC without control characters, numbers
  // finite, enums stated.
  void Values(const google::protobuf::Message& message, const std::string& path);
  // The same for the fields of `message` itself that are not messages.
  void OwnValues(const google::protobuf::Message& message, const std::string& path);

  void Required(const std::string& text, const std::string& path);
  // The day, or nullopt with a defect.
  std::optional<absl::CivilDay> Date(const std::string& text, const std::string& path);
  // Empty is fine.
  std::optional<absl::CivilDay> OptionalDate(const std::string& text, const std::string& path);
  // from <= to where both stand; at `path`.to.
  void Order(const std::string& from, const std::string& to, const std::string& path);
  // Lower-case letters, digits and single hyphens.
  void Id(const std::string& id, const std::string& path);
  // "12" or "12-3".
  void Number(const std::string& number, const std::string& path);
  // `key` was not seen before in `seen`.
  void Unique(const std::string& key, const std::string& path, std::set<std::string>* seen);
  // least <= value <= most.
  void Within(double value, double least, double most, const std::string& path);
  // 0 (none) or above 1.
  void JumpFactor(double factor, const std::string& path);
  // Each known and named once.
  void Spellings(const google::protobuf::RepeatedPtrField<std::string>& spellings, const std::string& path);
  void Interpretation(const plan::v1::Interpretation& interpretation, const std::string& path);

  bool KnowsOrganization(const std::string& id) const { return organizations_.count(id) > 0; }
  const plan::v1::Organization* Organization(const std::string& id) const;
  const plan::v1::Indicator* Indicator(const std::string& number) const;
  const plan::v1::Task* Task(const std::string& number) const;

 private:
  void Value(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field, int index,
             const std::string& path);

  const plan::v1::Plan& document_;
  std::vector<PlanDefect> defects_;
  std::map<std::string, int> organizations_;
  std::map<std::string, int> indicators_;
  std::map<std::string, int> tasks_;
  std::set<std::string> spellings_;
};

// Numbers of leaves: each stands once, and a number that has sub-items is not a leaf itself.
class LeafNumbers {
 public:
  explicit LeafNumbers(PlanChecker& checker) : checker_(checker) {}
  void Take(const std::string& number, const std::string& path);

 private:
  PlanChecker& checker_;
  std::set<std::string> numbers_;
  std::set<std::string> split_;  // "29" once "29-1" was taken.
};

// The document's parts in order; CheckHead covers all up to the evaluation dates, CheckBodies organisations and groups.
void CheckHead(PlanChecker& checker);
void CheckBodies(PlanChecker& checker);
void CheckIndicators(PlanChecker& checker);
void CheckTasks(PlanChecker& checker);
void CheckPolicy(PlanChecker& checker);
void CheckRecordedDefects(PlanChecker& checker);
void CheckValidationRules(PlanChecker& checker);
void CheckIndustries(PlanChecker& checker);

// A target by itself: number, direction, years and zero-credit point fit the kind.
void CheckTarget(PlanChecker& checker, const plan::v1::Target& target, const std::string& path);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_PLAN_CHECK_H_
