#include "services/cli/app/output_file.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/cli/app/exit_code.h"

namespace qcity::cli {

absl::Status WriteOutputFile(const std::string& path, absl::string_view bytes) {
  const std::string fresh = absl::StrCat(path, ".new");
  std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (stream.good() && std::rename(fresh.c_str(), path.c_str()) == 0) return absl::OkStatus();
  std::remove(fresh.c_str());
  return UsageError({absl::StrCat("不能写入文件 ", path), absl::StrCat("cannot write the file ", path)});
}

}  // namespace qcity::cli
