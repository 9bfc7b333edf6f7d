// The container of an evidence pack: a zip file in one form only (names sorted, nothing compressed, one fixed time), so that the same files are the same bytes on
// any machine and every byte of it is known. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_EVIDENCE_PACK_FILE_H_
#define QCITY_SERVICES_CLI_EVIDENCE_PACK_FILE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace qcity::cli {

// Contents by name.
using PackFiles = std::map<std::string, std::string>;

// Larger files are not read.
inline constexpr std::size_t kMostPackBytes = std::size_t{256} << 20;

// The files as a zip file. They are fewer than 65,536 and smaller than 4 GiB in all; names are ASCII.
std::string WritePackFile(const PackFiles& files);

// What was read: the files that could be made out, and where the bytes first differ from what WritePackFile makes of them; nullopt: nowhere. Since nothing is
// compressed, what comes out is never larger than what was given.
struct PackReading {
  PackFiles files;
  std::optional<std::size_t> differs_at;
};
PackReading ReadPackFile(absl::string_view bytes);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_EVIDENCE_PACK_FILE_H_
