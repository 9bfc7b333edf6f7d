#include "services/cli/evidence/pack.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/cli/evidence/readme.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using aggregation::v1::FrozenReadiness;
using aggregation::v1::GetReviewResponse;
using aggregation::v1::Node;
using aggregation::v1::Review;
using aggregation::v1::ReviewItem;
using indicators::v1::IndicatorView;
using indicators::v1::MeasurePeriod;
using indicators::v1::Observation;

absl::Time InstantOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

// False: it was nothing but a draft by then.
bool CutObservation(Observation& observation, absl::Time instant) {
  int kept = 0;
  bool sent = false;
  while (kept < observation.history_size() && InstantOf(observation.history(kept).recorded()) <= instant) {
    sent = sent || observation.history(kept).state() != indicators::v1::DRAFT;
    ++kept;
  }
  observation.mutable_history()->DeleteSubrange(kept, observation.history_size() - kept);
  if (!sent) return false;
  observation.set_state(observation.history(kept - 1).state());
  observation.clear_version();
  return true;
}

MeasurePeriod CutPeriod(MeasurePeriod period, absl::Time instant) {
  MeasurePeriod cut = period;
  cut.clear_observations();
  for (Observation& observation : *period.mutable_observations())
    if (CutObservation(observation, instant)) *cut.add_observations() = std::move(observation);
  return cut;
}

void CutDecisions(indicators::v1::Applicability& applicability, absl::Time instant) {
  auto& decisions = *applicability.mutable_decisions();
  const auto later = std::find_if(decisions.begin(), decisions.end(),
                                  [&](const auto& decision) { return InstantOf(decision.proposed()) > instant; });
  decisions.erase(later, decisions.end());
  for (auto& decision : decisions) {
    if (!decision.has_approved() || InstantOf(decision.approved()) <= instant) continue;
    decision.clear_approved();
    decision.clear_approved_by();
  }
}

Json MeasureJson(const Node& node, const IndicatorView& view, const GetReviewResponse& review) {
  Json json = {{"number", node.leaf().number()},      {"title", node.title()},
               {"clause", node.leaf().clause()},      {"leaf", JsonOf(node.leaf())},
               {"periods", JsonList(view.history())}, {"applicability", JsonOf(view.applicability())}};
  Json marks = Json::array();
  for (const ReviewItem& item : review.items())
    if (item.item() == node.id()) marks = JsonList(item.marks());
  json["marks"] = std::move(marks);
  Json findings = Json::array();
  for (const auto& finding : review.findings())
    if (finding.item() == node.id()) findings.push_back(finding.name());
  json["findings"] = std::move(findings);
  return json;
}

// Without what depends on the day on which one looks.
Json FindingsJson(const GetReviewResponse& response) {
  GetReviewResponse steady = response;
  steady.mutable_review()->clear_overdue_findings();
  for (auto& finding : *steady.mutable_findings()) finding.clear_light();
  return {{"review", JsonOf(steady.review())}, {"findings", JsonList(steady.findings())}};
}

Json ManifestJson(const Review& review, const FrozenReadiness& frozen, const PackFiles& files) {
  Json list = Json::array();
  for (const auto& [name, content] : files)
    list.push_back({{"name", name}, {"bytes", content.size()}, {"sha256", Sha256Hex(content)}});
  const Json kind = JsonOf(review)["kind"];
  return {{"format", kPackFormat},
          {"review", review.name()},
          {"kind", kind},
          {"title", review.title()},
          {"asOf", frozen.as_of()},
          {"planVersion", frozen.plan_version()},
          {"policyVersion", frozen.policy_version()},
          {"planDigest", frozen.plan_digest()},
          {"snapshotSha256", review.snapshot_sha256()},
          {"illustrative", review.illustrative()},
          {"madeWhen", FormatInstant(review.updated())},
          {"files", std::move(list)}};
}

}  // namespace

std::string MeasureFile(absl::string_view number) { return absl::StrCat("measures/", number, ".json"); }

std::vector<const Node*> MeasuresOf(const Node& root) {
  std::vector<const Node*> measures;
  for (const Node& pillar : root.children()) {
    if (pillar.id() != "indicators") continue;
    for (const Node& section : pillar.children())
      for (const Node& measure : section.children()) measures.push_back(&measure);
  }
  return measures;
}

absl::Time CutOf(const Review& review) {
  const absl::Time opened = InstantOf(review.opened());
  const absl::StatusOr<absl::CivilDay> day = domain::ParseDay(review.as_of(), "as_of");
  return day.ok() ? std::min(opened, EndOfShanghaiDay(*day)) : opened;
}

IndicatorView UpTo(IndicatorView view, absl::Time instant) {
  IndicatorView cut;
  cut.set_name(view.name());
  for (MeasurePeriod& period : *view.mutable_history()) {
    MeasurePeriod kept = CutPeriod(std::move(period), instant);
    if (!kept.observations().empty()) *cut.add_history() = std::move(kept);
  }
  *cut.mutable_applicability() = std::move(*view.mutable_applicability());
  CutDecisions(*cut.mutable_applicability(), instant);
  return cut;
}

absl::StatusOr<PackFiles> MakePack(const GetReviewResponse& review, const std::vector<IndicatorView>& measures) {
  FrozenReadiness frozen;
  if (!frozen.ParseFromString(review.snapshot().frozen()))
    return absl::DataLossError("what the review froze does not parse");
  PackFiles files;
  files[kSnapshotFile] = review.snapshot().frozen();
  files[kReadinessFile] = PrettyJson(JsonOf(frozen.readiness()));
  files[kExplanationFile] = PrettyJson(JsonOf(frozen.root()));
  files[kItemsFile] = PrettyJson(JsonList(review.items()));
  files[kFindingsFile] = PrettyJson(FindingsJson(review));
  files[kReadmeFile] = kReadme;
  const std::vector<const Node*> nodes = MeasuresOf(frozen.root());
  const absl::Time cut = CutOf(review.review());
  for (std::size_t i = 0; i < nodes.size() && i < measures.size(); ++i) {
    files[MeasureFile(nodes[i]->leaf().number())] = PrettyJson(MeasureJson(*nodes[i], UpTo(measures[i], cut), review));
  }
  files[kManifestFile] = PrettyJson(ManifestJson(review.review(), frozen, files));
  return files;
}

}  // namespace qcity::cli
