// A checked plan (工作方案) with the look-ups that every service needs. Immutable after loading; any thread.
#ifndef QCITY_COMMON_DOMAIN_PLAN_H_
#define QCITY_COMMON_DOMAIN_PLAN_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "qcity/plan/v1/plan.pb.h"

namespace qcity::domain {

// A defect of a plan document: where (path such as "indicators[3].leads[0]") and what.
struct PlanDefect {
  std::string path;
  Text text;
};

// Every defect of the document, in document order; empty for a sound one.
std::vector<PlanDefect> Check(const plan::v1::Plan& document);

// One version of a campaign's plan.
class Plan {
 public:
  // From a document; INVALID_ARGUMENT listing every defect with its path if Check finds any.
  static absl::StatusOr<std::shared_ptr<const Plan>> Make(plan::v1::Plan document);

  const plan::v1::Plan& document() const { return document_; }
  const std::string& id() const { return document_.id(); }
  // SHA-256 of the deterministic serialisation, hexadecimal: two processes with the same digest score alike.
  const std::string& digest() const { return digest_; }

  // nullptr if there is none.
  const plan::v1::Indicator* FindIndicator(absl::string_view number) const;
  const plan::v1::Task* FindTask(absl::string_view number) const;
  const plan::v1::Organization* FindOrganization(absl::string_view id) const;

  // The name of an organisation; of one that this version no longer has, its id.
  std::string NameOf(absl::string_view organization) const;

  // INVALID_ARGUMENT at `path` unless `organization` is empty or the id of one: what lists may be narrowed to.
  absl::Status CheckOrganization(absl::string_view path, absl::string_view organization) const;

  // Positions in document().indicators() and document().tasks(); -1 if there is none.
  int IndicatorIndex(absl::string_view number) const;
  int TaskIndex(absl::string_view number) const;

  // The organisation ids behind a spelling of the text on `day`: one for an organisation (its successor once it has ended), the
  // members then in force for a group. Empty only for a group without members. The spelling must be known (Check saw to it).
  std::vector<std::string> Resolve(absl::string_view spelling, absl::CivilDay day) const;

  // Whether `organization` (id) leads or cooperates on that day, by itself or as a group's member or as a successor.
  bool LeadsIndicator(const plan::v1::Indicator& indicator, absl::string_view organization, absl::CivilDay day) const;
  bool LeadsTask(const plan::v1::Task& task, absl::string_view organization, absl::CivilDay day) const;
  bool CooperatesOn(const plan::v1::Task& task, absl::string_view organization, absl::CivilDay day) const;

  // The ids of the bodies that ended before `day` and whose work is now `organization`'s.
  std::vector<std::string> PredecessorsOf(absl::string_view organization, absl::CivilDay day) const;

  bool HasRole(absl::string_view organization, plan::v1::OrganizationRole role) const;

  // The last evaluation date: the campaign's end.
  absl::CivilDay LastEvaluationDate() const;
  // The day that an as-of question means: `text`, or, if empty, today but not after the campaign's end. INVALID_ARGUMENT at `path` for a malformed day, one
  // after today or before the data window.
  absl::StatusOr<absl::CivilDay> AsOf(absl::string_view text, absl::string_view path, absl::CivilDay today) const;
  // The first evaluation date on or after `day`; the last one if there is none.
  absl::CivilDay EvaluationDateFor(absl::CivilDay day) const;

 private:
  explicit Plan(plan::v1::Plan document);
  // The body that stands in for `id` on `day`: itself, or who took over after its end.
  std::string Successor(const std::string& id, absl::CivilDay day) const;
  bool Names(const google::protobuf::RepeatedPtrField<std::string>& spellings, absl::string_view organization,
             absl::CivilDay day) const;

  plan::v1::Plan document_;
  std::string digest_;
  absl::flat_hash_map<std::string, int> indicators_;
  absl::flat_hash_map<std::string, int> tasks_;
  absl::flat_hash_map<std::string, int> organizations_;
  absl::flat_hash_map<std::string, int> spellings_;  // Of organisations: index of its own entry.
  absl::flat_hash_map<std::string, int> groups_;     // By name.
};

// All versions of one campaign's plan, in order of effective_from.
class PlanVersions {
 public:
  // From one textproto file, or from a directory of them (*.textproto, one per version of one campaign). NOT_FOUND, or INVALID_ARGUMENT with
  // every defect as "FILE: path: what".
  static absl::StatusOr<PlanVersions> Load(const std::string& path);

  explicit PlanVersions(std::vector<std::shared_ptr<const Plan>> versions) : versions_(std::move(versions)) {}

  // The version in force on `day`; the first one before any is in force.
  const std::shared_ptr<const Plan>& InForce(absl::CivilDay day) const;
  const std::shared_ptr<const Plan>& Latest() const { return versions_.back(); }
  const std::vector<std::shared_ptr<const Plan>>& all() const { return versions_; }
  // Digest over all versions.
  std::string Digest() const;

 private:
  std::vector<std::shared_ptr<const Plan>> versions_;
};

// Reads one document without checking it (qcity plan check prints its defects). A broken textproto is INVALID_ARGUMENT with line and column.
absl::StatusOr<plan::v1::Plan> ReadPlanDocument(const std::string& file);

}  // namespace qcity::domain

#endif  // QCITY_COMMON_DOMAIN_PLAN_H_
