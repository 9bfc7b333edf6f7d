// Evidence (佐证材料) as people type it: NAME[=URI][#sha256:HEX]. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_APP_EVIDENCE_H_
#define QCITY_SERVICES_CLI_APP_EVIDENCE_H_

#include <string>

#include "absl/strings/str_split.h"

namespace qcity::cli {

// `Evidence`: a message with name, uri and sha256.
template <typename Evidence>
Evidence ParseEvidence(const std::string& typed) {
  const std::pair<std::string, std::string> place_and_digest = absl::StrSplit(typed, absl::MaxSplits("#sha256:", 1));
  const std::pair<std::string, std::string> name_and_uri =
      absl::StrSplit(place_and_digest.first, absl::MaxSplits('=', 1));
  Evidence evidence;
  evidence.set_name(name_and_uri.first);
  evidence.set_uri(name_and_uri.second);
  evidence.set_sha256(place_and_digest.second);
  return evidence;
}

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_EVIDENCE_H_
