// The aggregation service's rows: what was read from the feeds, how far, and vetoes. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_STORE_H_
#define QCITY_SERVICES_AGGREGATION_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/aggregation/v1/aggregation.pb.h"
#include "qcity/feed/v1/feed.pb.h"
#include "services/aggregation/projector.h"

namespace qcity::aggregation {

extern const char kSchema[];  // schema.sql

class AggregationStore {
 public:
  AggregationStore() = default;

  // Everything stored, for start-up.
  absl::StatusOr<Entities> LoadEntities(sql::Transaction& transaction) const;

  absl::StatusOr<std::optional<feed::v1::Token>> LoadToken(sql::Transaction& transaction,
                                                           const std::string& feed) const;
  absl::Status SaveToken(sql::Transaction& transaction, const feed::v1::Token& token) const;
  absl::Status SaveChange(sql::Transaction& transaction, const std::string& feed, const feed::v1::Change& change) const;
  // Forgets all that came from the feed, its token too.
  absl::Status ForgetFeed(sql::Transaction& transaction, const std::string& feed) const;

  absl::Status SaveVeto(sql::Transaction& transaction, std::int64_t id, const v1::Veto& veto) const;
  // NOT_FOUND if there is none.
  absl::StatusOr<v1::Veto> LoadVeto(sql::Transaction& transaction, std::int64_t id) const;
};

}  // namespace qcity::aggregation

#endif  // QCITY_SERVICES_AGGREGATION_STORE_H_
