// ActivitiesService (活动): activities, what they count for, and briefings. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_ACTIVITIES_SERVICE_H_
#define QCITY_SERVICES_TASKS_ACTIVITIES_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/activities.grpc.pb.h"
#include "services/tasks/activities/store.h"
#include "services/tasks/store.h"

namespace qcity::tasks::activities {

class ActivitiesService final : public rpc::Service {
 public:
  using Api = v1::ActivitiesService;

  // Publishes nothing: no other service reads activities.
  ActivitiesService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  // service.cc: activities.
  absl::StatusOr<v1::Activity> RecordActivity(const CallContext& call, const v1::RecordActivityRequest& request);
  absl::StatusOr<v1::Activity> WithdrawActivity(const CallContext& call, const v1::WithdrawActivityRequest& request);
  absl::StatusOr<v1::ListActivitiesResponse> ListActivities(const CallContext& call,
                                                            const v1::ListActivitiesRequest& request);
  absl::StatusOr<v1::ActivityCounts> GetActivityCounts(const CallContext& call,
                                                       const v1::GetActivityCountsRequest& request);

  // service_briefings.cc.
  absl::StatusOr<v1::Briefing> SubmitBriefing(const CallContext& call, const v1::SubmitBriefingRequest& request);
  absl::StatusOr<v1::ListBriefingsResponse> ListBriefings(const CallContext& call,
                                                          const v1::ListBriefingsRequest& request);

  const domain::Plan& PlanOf(const CallContext& call) const;

  sql::Database& database_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
  const ActivityStore store_{};
  const TaskStore parts_{};
};

}  // namespace qcity::tasks::activities

#endif  // QCITY_SERVICES_TASKS_ACTIVITIES_SERVICE_H_
