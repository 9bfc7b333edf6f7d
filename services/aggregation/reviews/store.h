// The rows of reviews. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_REVIEWS_STORE_H_
#define QCITY_SERVICES_AGGREGATION_REVIEWS_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/reviews.pb.h"

namespace qcity::aggregation::reviews {

extern const char kSchema[];  // schema.sql

class ReviewsStore {
 public:
  absl::StatusOr<std::int64_t> NextId(sql::Transaction& transaction) const;
  // nullopt: no such review.
  absl::StatusOr<std::optional<v1::Review>> Load(sql::Transaction& transaction, std::int64_t id) const;
  absl::Status Save(sql::Transaction& transaction, std::int64_t id, const v1::Review& review) const;
  // Oldest first.
  absl::StatusOr<std::vector<std::int64_t>> Ids(sql::Transaction& transaction) const;

  // The frozen bytes.
  absl::StatusOr<std::string> LoadSnapshot(sql::Transaction& transaction, std::int64_t id) const;
  absl::Status SaveSnapshot(sql::Transaction& transaction, std::int64_t id, std::string frozen) const;

  // Oldest first.
  absl::StatusOr<std::vector<v1::ItemMark>> Marks(sql::Transaction& transaction, std::int64_t id) const;
  absl::Status AddMark(sql::Transaction& transaction, std::int64_t id, const v1::ItemMark& mark) const;

  // By number.
  absl::StatusOr<std::vector<v1::Finding>> Findings(sql::Transaction& transaction, std::int64_t id) const;
  absl::StatusOr<std::int64_t> NextFinding(sql::Transaction& transaction, std::int64_t id) const;
  // nullopt: no such finding.
  absl::StatusOr<std::optional<v1::Finding>> LoadFinding(sql::Transaction& transaction, std::int64_t id,
                                                         std::int64_t number) const;
  absl::Status SaveFinding(sql::Transaction& transaction, std::int64_t id, std::int64_t number,
                           const v1::Finding& finding) const;
};

}  // namespace qcity::aggregation::reviews

#endif  // QCITY_SERVICES_AGGREGATION_REVIEWS_STORE_H_
