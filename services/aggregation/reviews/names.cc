#include "services/aggregation/reviews/names.h"

#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/resource_name.h"

namespace qcity::aggregation::reviews {
namespace {

absl::Status NotFound(absl::string_view reason, Text text) {
  return Error(absl::StatusCode::kNotFound, reason, std::move(text));
}

}  // namespace

absl::StatusOr<std::int64_t> ReviewId(absl::string_view campaign, absl::string_view name, absl::string_view path) {
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   rpc::ParseName("campaigns/{campaign}/reviews/{id}", campaign, name, path));
  std::int64_t id = 0;
  if (!absl::SimpleAtoi(ids[1], &id)) return NoReview(ids[1]);
  return id;
}

std::string ReviewName(absl::string_view campaign, std::int64_t id) {
  return absl::StrCat("campaigns/", campaign, "/reviews/", id);
}

absl::StatusOr<FindingId> FindingIdOf(absl::string_view campaign, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   rpc::ParseName("campaigns/{campaign}/reviews/{id}/findings/{number}", campaign, name, "name"));
  FindingId found;
  if (!absl::SimpleAtoi(ids[1], &found.review)) return NoReview(ids[1]);
  if (!absl::SimpleAtoi(ids[2], &found.number)) return NoFinding(ids[2]);
  return found;
}

std::string FindingName(absl::string_view review, std::int64_t number) {
  return absl::StrCat(review, "/findings/", number);
}

absl::Status NoReview(absl::string_view id) {
  return NotFound("REVIEW_NOT_FOUND", {absl::StrCat("没有评审“", id, "”"), absl::StrCat("no review '", id, "'")});
}

absl::Status NoFinding(absl::string_view number) {
  return NotFound("FINDING_NOT_FOUND",
                  {absl::StrCat("没有问题“", number, "”"), absl::StrCat("no finding '", number, "'")});
}

absl::Status NoItem(absl::string_view item) {
  return NotFound("ITEM_NOT_FOUND",
                  {absl::StrCat("该评审没有核查项“", item, "”"), absl::StrCat("the review has no item '", item, "'")});
}

}  // namespace qcity::aggregation::reviews
