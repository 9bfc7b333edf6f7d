#include "services/tasks/handover/rules.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/tasks/moves.h"

namespace qcity::tasks::handover {
namespace {

// Whether the body is there on `day`, and no third party.
bool IsUnit(const domain::Plan& plan, absl::string_view organization, absl::CivilDay day) {
  const plan::v1::Organization* body = plan.FindOrganization(organization);
  if (body == nullptr || body->kind() == plan::v1::THIRD_PARTY) return false;
  const std::string today = domain::FormatDay(day);  // YYYY-MM-DD sorts as text.
  return body->from() <= today && (body->to().empty() || today <= body->to());
}

}  // namespace

absl::Status CheckReceiver(const domain::Plan& plan, const Place& place, const Holders& holders, absl::string_view to,
                           absl::CivilDay today) {
  if (!IsUnit(plan, to, today)) {
    return InvalidField(
        "to", {absl::StrCat("“", to, "”不是本市现有的单位"), absl::StrCat("'", to, "' is no unit of the city today")});
  }
  if (!LeadOf(plan, place, holders, to, today).has_value()) return absl::OkStatus();
  return InvalidField("to", {absl::StrCat(to, " 已是该履职节点的责任单位"),
                             absl::StrCat(to, " is responsible for a part of this occurrence already")});
}

absl::StatusOr<v1::TaskPart> HandOver(v1::TaskPart part, const v1::HandOverTaskRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(CheckState(part, {v1::NOT_STARTED, v1::ACKNOWLEDGED, v1::IN_PROGRESS, v1::RETURNED}));
  v1::Handover& handover = *Enter(part, part.state(), request.reason(), actor).mutable_handover();
  handover.set_from(ResponsibleFor(part));
  handover.set_to(request.to());
  handover.set_document(request.document());
  part.set_holder(request.to() == part.lead() ? "" : request.to());
  return part;
}

}  // namespace qcity::tasks::handover
