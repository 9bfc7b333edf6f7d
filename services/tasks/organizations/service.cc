#include "services/tasks/organizations/service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/rpc/command.h"
#include "common/rpc/personal_data.h"
#include "services/tasks/names.h"
#include "services/tasks/organizations/rules.h"

namespace qcity::tasks::organizations {
namespace {

using Bodies = std::map<std::string, v1::LeadingBody>;

v1::RegistrationEvent EventOf(const rpc::CallContext& call, const v1::Registration& registration) {
  v1::RegistrationEvent event;
  *event.mutable_registration() = registration;
  *event.mutable_recorded() = TimestampOf(call.now);
  event.set_person(call.principal.person);
  event.set_organization(call.principal.organization);
  return event;
}

bool IsAsked(const v1::ListLeadingBodiesRequest& request, const v1::LeadingBody& body) {
  if (!request.organization().empty() && request.organization() != body.organization()) return false;
  switch (request.which()) {
    case v1::ListLeadingBodiesRequest::REGISTERED: return body.has_registration();
    case v1::ListLeadingBodiesRequest::MISSING: return body.required() && !body.has_registration();
    default: return body.required() || body.has_registration() || !request.organization().empty();
  }
}

}  // namespace

OrganizationsService::OrganizationsService(rpc::Edge& edge, sql::Database& database, feed::Outbox&, rpc::Env& env)
    : rpc::Service(edge, Api::service_full_name()),
      database_(database),
      plans_(env.plans()),
      campaign_(env.plans().Latest()->id()) {
  using S = OrganizationsService;
  Handle("PutLeadingBody", &S::PutLeadingBody);
  Handle("ListLeadingBodies", &S::ListLeadingBodies);
}

const domain::Plan& OrganizationsService::PlanOf(const CallContext& call) const {
  return *plans_.InForce(ShanghaiDay(call.now));
}

absl::StatusOr<v1::LeadingBody> OrganizationsService::PutLeadingBody(const CallContext& call,
                                                                     const v1::PutLeadingBodyRequest& request) {
  const domain::Plan& plan = PlanOf(call);
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  if (request.organization().empty()) return InvalidField("organization", {"请写明单位", "name the organisation"});
  RETURN_IF_ERROR(CheckRegistration(request.registration(), ShanghaiDay(call.now)));
  return rpc::Command<v1::LeadingBody>(
      database_, call, request, [&](sql::Transaction& transaction) -> absl::StatusOr<v1::LeadingBody> {
        ASSIGN_OR_RETURN(std::optional<v1::LeadingBody> stored, store_.Load(transaction, request.organization()));
        v1::LeadingBody body = std::move(stored).value_or(v1::LeadingBody());
        RETURN_IF_ERROR(CheckEtag(body, request.etag()));
        body.set_organization(request.organization());
        body = Register(std::move(body), EventOf(call, request.registration()));
        RETURN_IF_ERROR(store_.Save(transaction, body));
        body.set_title(plan.NameOf(body.organization()));
        const std::vector<std::string> required = RequiredOn(plan, ShanghaiDay(call.now));
        body.set_required(std::find(required.begin(), required.end(), body.organization()) != required.end());
        return body;
      });
}

absl::StatusOr<v1::ListLeadingBodiesResponse> OrganizationsService::ListLeadingBodies(
    const CallContext& call, const v1::ListLeadingBodiesRequest& request) {
  const domain::Plan& plan = PlanOf(call);
  RETURN_IF_ERROR(CheckParent(campaign_, request.parent()));
  RETURN_IF_ERROR(plan.CheckOrganization("organization", request.organization()));
  Bodies bodies;
  ASSIGN_OR_RETURN(std::vector<v1::LeadingBody> stored,
                   database_.Read([&](sql::Transaction& transaction) { return store_.LoadAll(transaction); }));
  for (v1::LeadingBody& body : stored) bodies[body.organization()] = std::move(body);
  const std::vector<std::string> required = RequiredOn(plan, ShanghaiDay(call.now));
  v1::ListLeadingBodiesResponse response;
  response.set_required(static_cast<std::int32_t>(required.size()));
  response.set_registered(static_cast<std::int32_t>(
      std::count_if(required.begin(), required.end(), [&](const std::string& id) { return bodies.contains(id); })));
  for (const plan::v1::Organization& organization : plan.document().organizations()) {
    v1::LeadingBody body = std::move(bodies[organization.id()]);
    body.set_organization(organization.id());
    body.set_title(organization.name());
    body.set_required(std::find(required.begin(), required.end(), organization.id()) != required.end());
    if (!IsAsked(request, body)) continue;
    if (request.organization().empty()) body.clear_history();
    const bool own = call.principal.organization == organization.id();
    if (!own && !call.office) rpc::HidePersonalData(body);
    *response.add_bodies() = std::move(body);
  }
  return response;
}

}  // namespace qcity::tasks::organizations
