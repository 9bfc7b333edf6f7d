// Whether an evidence pack is whole and says what its snapshot says. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_EVIDENCE_JUDGE_H_
#define QCITY_SERVICES_CLI_EVIDENCE_JUDGE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/text.h"
#include "services/cli/evidence/pack_file.h"
#include "services/cli/output/json.h"

namespace qcity::cli {

// Something that is not as it should be.
struct PackDifference {
  std::string where;  // A file of the pack, or the pack itself.
  Text what;
};

struct PackVerdict {
  std::string sha256;  // Of the pack itself.
  Json manifest;       // null if there is none that can be read.
  int files = 0;
  std::vector<PackDifference> differences;
};

// Container, manifest, every digest, nothing missing or extra; the snapshot's digest; what readiness, explanation and measures say against the snapshot; the sums
// of the tree; and every observation that a measure was judged on.
PackVerdict JudgePack(absl::string_view bytes);

// A document that the pack names with its digest.
struct NamedDocument {
  std::string where;
  std::string name;
  std::string uri;
  std::string sha256;  // Lower case.
};
std::vector<NamedDocument> DocumentsOf(const PackFiles& files);

// How the documents compare with files at hand, digests by file name (without folders).
struct DocumentsVerdict {
  int found = 0;
  int missing = 0;  // Nothing at hand has its digest or its name.
  std::vector<PackDifference> differences;
};
DocumentsVerdict JudgeDocuments(const std::vector<NamedDocument>& documents,
                                const std::multimap<std::string, std::string>& digests);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_EVIDENCE_JUDGE_H_
