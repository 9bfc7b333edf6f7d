#include "services/cli/app/data.h"

#include <filesystem>
#include <system_error>

namespace qcity::cli {

std::string DataDirectory(const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path installed = program / ".." / "share" / "qcity" / "plans" / name;
  if (fs::exists(installed, error)) return installed.lexically_normal().string();
  return (program / ".." / ".." / ".." / "common" / "plans" / name).lexically_normal().string();
}

}  // namespace qcity::cli
