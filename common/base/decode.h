// The encoding of text files from offices: UTF-8 with or without byte order mark, else GB18030, decided by strict decoding. Pure; any thread.
#ifndef QCITY_COMMON_BASE_DECODE_H_
#define QCITY_COMMON_BASE_DECODE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity {

// `bytes` as UTF-8 without byte order mark. INVALID_ARGUMENT at "line N" of the first place that no encoding explains.
absl::StatusOr<std::string> DecodeText(absl::string_view bytes);

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_DECODE_H_
