// The zip container of a workbook, opened without trust: what it claims is checked before it is unpacked, and what comes out is counted. One thread.
#ifndef QCITY_SERVICES_CLI_WORKBOOK_ARCHIVE_H_
#define QCITY_SERVICES_CLI_WORKBOOK_ARCHIVE_H_

#include <zip.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace qcity::cli {

class Archive {
 public:
  // All are INVALID_ARGUMENT (reason BAD_WORKBOOK): no zip file, a broken or encrypted one, more than 16 MiB, over 1,000 entries, an entry whose name leaves
  // the container or stands twice, over 64 MiB unpacked in all, an entry packed more than 200 fold.
  static absl::StatusOr<Archive> Open(std::string bytes);

  bool Has(const std::string& name) const;

  // The entry unpacked. INVALID_ARGUMENT if it is missing, damaged, or is more than it said.
  absl::StatusOr<std::string> Read(const std::string& name);

 private:
  struct Discard {
    void operator()(zip_t* zip) const { zip_discard(zip); }
  };

  Archive() = default;
  absl::Status CheckEntries() const;

  std::unique_ptr<std::string> bytes_;  // The container reads from here; it must not move.
  std::unique_ptr<zip_t, Discard> zip_;
  std::uint64_t unpacked_ = 0;
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_WORKBOOK_ARCHIVE_H_
