#include "common/rpc/batch.h"

#include "absl/strings/str_cat.h"

namespace qcity::rpc {
namespace {

constexpr int kMostItems = 1000;

}  // namespace

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted: return true;
    default: return false;
  }
}

absl::Status CheckBatchSize(int size) {
  if (size >= 1 && size <= kMostItems) return absl::OkStatus();
  return InvalidField(
      "requests", {absl::StrCat("应有 1 到 1000 项，收到 ", size), absl::StrCat("want 1 to 1,000 items, got ", size)});
}

}  // namespace qcity::rpc
