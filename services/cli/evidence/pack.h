// An evidence pack (佐证材料包): what a review stands on, as files that can be checked without a server. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_EVIDENCE_PACK_H_
#define QCITY_SERVICES_CLI_EVIDENCE_PACK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "qcity/aggregation/v1/reviews.pb.h"
#include "qcity/indicators/v1/indicators.pb.h"
#include "services/cli/evidence/pack_file.h"

namespace qcity::cli {

// Names of the files.
inline constexpr char kManifestFile[] = "manifest.json";
inline constexpr char kSnapshotFile[] = "snapshot.pb";
inline constexpr char kReadinessFile[] = "readiness.json";
inline constexpr char kExplanationFile[] = "explanation.json";
inline constexpr char kItemsFile[] = "items.json";
inline constexpr char kFindingsFile[] = "findings.json";
inline constexpr char kReadmeFile[] = "README.md";
inline constexpr char kPackFormat[] = "qcity-evidence-1";
// "measures/1-1.json".
std::string MeasureFile(absl::string_view number);

// The measures' leaves, in the tree's order. Views into `root`.
std::vector<const aggregation::v1::Node*> MeasuresOf(const aggregation::v1::Node& root);

// The last instant whose records the review knows: the end of its day, or, if that is later, its opening.
absl::Time CutOf(const aggregation::v1::Review& review);

// What was recorded by then: observations with the steps that they had taken, decisions as they stood, without drafts and feed positions.
indicators::v1::IndicatorView UpTo(indicators::v1::IndicatorView view, absl::Time instant);

// The files, from the review with its snapshot and the view of every measure in it, in the order of MeasuresOf. The same arguments give the same bytes: the pack
// says when the review last changed, not when the pack was made. DATA_LOSS: what was frozen does not parse.
absl::StatusOr<PackFiles> MakePack(const aggregation::v1::GetReviewResponse& review,
                                   const std::vector<indicators::v1::IndicatorView>& measures);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_EVIDENCE_PACK_H_
