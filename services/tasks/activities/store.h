// The rows of activities and briefings. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_TASKS_ACTIVITIES_STORE_H_
#define QCITY_SERVICES_TASKS_ACTIVITIES_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/activities.pb.h"

namespace qcity::tasks::activities {

extern const char kSchema[];  // schema.sql

class ActivityStore {
 public:
  // The id that the next one takes.
  absl::StatusOr<std::int64_t> NextActivityId(sql::Transaction& transaction) const;
  absl::StatusOr<std::int64_t> NextBriefingId(sql::Transaction& transaction) const;

  // nullopt if there is none.
  absl::StatusOr<std::optional<v1::Activity>> Load(sql::Transaction& transaction, std::int64_t id) const;
  // `task`: the duty's number.
  absl::Status Save(sql::Transaction& transaction, std::int64_t id, const std::string& task,
                    const v1::Activity& activity) const;
  // All of a duty, by id.
  absl::StatusOr<std::vector<v1::Activity>> LoadOfTask(sql::Transaction& transaction, const std::string& task) const;
  // Up to `limit` with a greater id, by id; of all duties.
  absl::StatusOr<std::vector<v1::Activity>> LoadAfter(sql::Transaction& transaction, std::int64_t id,
                                                      std::int64_t limit) const;

  absl::Status SaveBriefing(sql::Transaction& transaction, std::int64_t id, const v1::Briefing& briefing) const;
  absl::StatusOr<std::vector<v1::Briefing>> LoadBriefingsAfter(sql::Transaction& transaction, std::int64_t id,
                                                               std::int64_t limit) const;
};

}  // namespace qcity::tasks::activities

#endif  // QCITY_SERVICES_TASKS_ACTIVITIES_STORE_H_
