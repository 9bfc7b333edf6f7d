#include "common/domain/plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace qcity::domain {
namespace {

std::string DigestOf(const plan::v1::Plan& document) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    document.SerializeToCodedStream(&coded);
  }
  return Sha256Hex(bytes);
}

// A date of a checked plan.
absl::CivilDay Day(const std::string& text) { return *ParseDay(text, ""); }

bool Ended(const std::string& to, absl::CivilDay day) { return !to.empty() && Day(to) < day; }
bool Begun(const std::string& from, absl::CivilDay day) { return from.empty() || Day(from) <= day; }

}  // namespace

Plan::Plan(plan::v1::Plan document) : document_(std::move(document)), digest_(DigestOf(document_)) {
  for (int i = 0; i < document_.indicators_size(); ++i) indicators_[document_.indicators(i).number()] = i;
  for (int i = 0; i < document_.tasks_size(); ++i) tasks_[document_.tasks(i).number()] = i;
  for (int i = 0; i < document_.organizations_size(); ++i) {
    const plan::v1::Organization& organization = document_.organizations(i);
    organizations_[organization.id()] = i;
    spellings_[organization.name()] = i;
    for (const std::string& alias : organization.aliases()) spellings_[alias] = i;
  }
  for (int i = 0; i < document_.groups_size(); ++i) groups_[document_.groups(i).name()] = i;
}

absl::StatusOr<std::shared_ptr<const Plan>> Plan::Make(plan::v1::Plan document) {
  std::vector<FieldViolation> violations;
  for (PlanDefect& defect : Check(document)) violations.push_back({std::move(defect.path), std::move(defect.text)});
  if (!violations.empty()) return InvalidFields(std::move(violations));
  return std::shared_ptr<const Plan>(new Plan(std::move(document)));
}

const plan::v1::Indicator* Plan::FindIndicator(absl::string_view number) const {
  const int index = IndicatorIndex(number);
  return index < 0 ? nullptr : &document_.indicators(index);
}

const plan::v1::Task* Plan::FindTask(absl::string_view number) const {
  const int index = TaskIndex(number);
  return index < 0 ? nullptr : &document_.tasks(index);
}

const plan::v1::Organization* Plan::FindOrganization(absl::string_view id) const {
  const auto found = organizations_.find(id);
  return found == organizations_.end() ? nullptr : &document_.organizations(found->second);
}

std::string Plan::NameOf(absl::string_view organization) const {
  const plan::v1::Organization* found = FindOrganization(organization);
  return found == nullptr ? std::string(organization) : found->name();
}

absl::Status Plan::CheckOrganization(absl::string_view path, absl::string_view organization) const {
  if (organization.empty() || FindOrganization(organization) != nullptr) return absl::OkStatus();
  return InvalidField(path, {absl::StrCat("方案中没有单位“", organization, "”"),
                             absl::StrCat("the plan has no organisation '", organization, "'")});
}

int Plan::IndicatorIndex(absl::string_view number) const {
  const auto found = indicators_.find(number);
  return found == indicators_.end() ? -1 : found->second;
}

int Plan::TaskIndex(absl::string_view number) const {
  const auto found = tasks_.find(number);
  return found == tasks_.end() ? -1 : found->second;
}

std::string Plan::Successor(const std::string& id, absl::CivilDay day) const {
  const plan::v1::Organization* organization = FindOrganization(id);
  while (Ended(organization->to(), day)) organization = FindOrganization(organization->successor());
  return organization->id();
}

std::vector<std::string> Plan::Resolve(absl::string_view spelling, absl::CivilDay day) const {
  if (const auto found = spellings_.find(spelling); found != spellings_.end()) {
    return {Successor(document_.organizations(found->second).id(), day)};
  }
  std::vector<std::string> ids;
  for (const plan::v1::Member& member : document_.groups(groups_.at(spelling)).members()) {
    if (!Begun(member.from(), day) || Ended(member.to(), day)) continue;
    // Two members may have become one body.
    std::string id = Successor(member.organization(), day);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  }
  return ids;
}

bool Plan::Names(const google::protobuf::RepeatedPtrField<std::string>& spellings, absl::string_view organization,
                 absl::CivilDay day) const {
  return std::any_of(spellings.begin(), spellings.end(), [&](const std::string& spelling) {
    const std::vector<std::string> ids = Resolve(spelling, day);
    return std::find(ids.begin(), ids.end(), organization) != ids.end();
  });
}

bool Plan::LeadsIndicator(const plan::v1::Indicator& indicator, absl::string_view organization,
                          absl::CivilDay day) const {
  return Names(indicator.leads(), organization, day);
}

bool Plan::LeadsTask(const plan::v1::Task& task, absl::string_view organization, absl::CivilDay day) const {
  return Names(task.leads(), organization, day);
}

bool Plan::CooperatesOn(const plan::v1::Task& task, absl::string_view organization, absl::CivilDay day) const {
  return Names(task.cooperators(), organization, day);
}

std::vector<std::string> Plan::PredecessorsOf(absl::string_view organization, absl::CivilDay day) const {
  std::vector<std::string> ids;
  for (const plan::v1::Organization& ended : document_.organizations()) {
    if (Ended(ended.to(), day) && Successor(ended.id(), day) == organization) ids.push_back(ended.id());
  }
  return ids;
}

bool Plan::HasRole(absl::string_view organization, plan::v1::OrganizationRole role) const {
  const plan::v1::Organization* found = FindOrganization(organization);
  if (found == nullptr) return false;
  return std::find(found->roles().begin(), found->roles().end(), role) != found->roles().end();
}

absl::CivilDay Plan::LastEvaluationDate() const { return Day(document_.evaluation_dates().rbegin()->date()); }

absl::StatusOr<absl::CivilDay> Plan::AsOf(absl::string_view text, absl::string_view path, absl::CivilDay today) const {
  if (text.empty()) return std::min(today, LastEvaluationDate());
  ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text, path));
  if (day > today) {
    return InvalidField(path, {absl::StrCat(text, " 晚于今天 ", FormatDay(today)),
                               absl::StrCat(text, " is after today, ", FormatDay(today))});
  }
  ASSIGN_OR_RETURN(const Period first, Period::Parse(document_.data_window().first()));
  if (day < first.FirstDay()) {
    return InvalidField(
        path, {absl::StrCat(text, " 早于数据期间的开始"), absl::StrCat(text, " is before the data window begins")});
  }
  return day;
}

absl::CivilDay Plan::EvaluationDateFor(absl::CivilDay day) const {
  for (const plan::v1::EvaluationDate& evaluation : document_.evaluation_dates()) {
    if (day <= Day(evaluation.date())) return Day(evaluation.date());
  }
  return LastEvaluationDate();
}

}  // namespace qcity::domain
