#include "common/cache/cache.h"

namespace qcity::cache {
namespace {

class NullCache : public Cache {
 public:
  Found Get(absl::string_view) override { return {}; }
  void Fill(absl::string_view, absl::string_view, absl::string_view) override {}
  void Invalidate(absl::string_view) override {}
};

}  // namespace

std::unique_ptr<Cache> MakeNullCache() { return std::make_unique<NullCache>(); }

}  // namespace qcity::cache
