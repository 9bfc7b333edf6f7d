// OrganizationsService (单位): leading bodies and liaisons. Thread-safe.
#ifndef QCITY_SERVICES_TASKS_ORGANIZATIONS_SERVICE_H_
#define QCITY_SERVICES_TASKS_ORGANIZATIONS_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/domain/plan.h"
#include "common/feed/outbox.h"
#include "common/rpc/module.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "qcity/tasks/v1/organizations.grpc.pb.h"
#include "services/tasks/organizations/store.h"

namespace qcity::tasks::organizations {

class OrganizationsService final : public rpc::Service {
 public:
  using Api = v1::OrganizationsService;

  // Publishes nothing: what it keeps is personal data.
  OrganizationsService(rpc::Edge& edge, sql::Database& database, feed::Outbox& outbox, rpc::Env& env);

 private:
  using CallContext = rpc::CallContext;

  absl::StatusOr<v1::LeadingBody> PutLeadingBody(const CallContext& call, const v1::PutLeadingBodyRequest& request);
  absl::StatusOr<v1::ListLeadingBodiesResponse> ListLeadingBodies(const CallContext& call,
                                                                  const v1::ListLeadingBodiesRequest& request);
  const domain::Plan& PlanOf(const CallContext& call) const;

  sql::Database& database_;
  const domain::PlanVersions& plans_;
  const std::string campaign_;
  const LeadingBodyStore store_{};
};

}  // namespace qcity::tasks::organizations

#endif  // QCITY_SERVICES_TASKS_ORGANIZATIONS_SERVICE_H_
