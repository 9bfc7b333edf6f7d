#include "services/cli/commands/leading_bodies.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "qcity/tasks/v1/organizations.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using tasks::v1::LeadingBody;
using tasks::v1::ListLeadingBodiesResponse;
using tasks::v1::OrganizationsService;
using tasks::v1::Registration;

Cell StateCell(const LeadingBody& body, const Context& context) {
  if (body.has_registration()) return {context.Say({"✔ 已登记", "✔ registered"}), Tone::kGood, "REGISTERED"};
  if (body.required()) return {context.Say({"✘ 未登记", "✘ missing"}), Tone::kBad, "MISSING"};
  return {context.Say({"不要求", "not required"}), Tone::kFaint, "NOT_REQUIRED"};
}

Table BodiesTable(const std::vector<const LeadingBody*>& bodies, const Context& context) {
  Table table{{"", ""},
              {{"organization", {"单位标识", "Id"}},
               {"title", {"单位", "Organisation"}},
               {"state", {"登记", "State"}},
               {"name", {"领导小组", "Leading body"}, false, 40},
               {"document", {"文号", "Document"}},
               {"established", {"成立", "Established"}},
               {"leader", {"组长", "Leader"}},
               {"leaderPost", {"职务", "Post"}},
               {"liaison", {"联络员", "Liaison"}},
               {"liaisonPhone", {"电话", "Phone"}},
               {"version", {"版本", "Version"}, true}},
              {}};
  for (const LeadingBody* body : bodies) {
    const Registration& known = body->registration();
    table.rows.push_back({body->organization(), body->title(), StateCell(*body, context), known.name(),
                          known.document(), known.established(), known.leader(), known.leader_post(), known.liaison(),
                          known.liaison_phone(), absl::StrCat(body->version())});
  }
  return table;
}

Report ShowBody(const LeadingBody& body, const Context& context) {
  Report report;
  report.json = JsonOf(body);
  report.tables.push_back(BodiesTable({&body}, context));
  return report;
}

Report ShowBodies(const ListLeadingBodiesResponse& response, const Context& context) {
  Report report;
  report.json = JsonOf(response);
  report.heading.push_back(
      {absl::StrCat("应登记 ", response.required(), " 个单位，已登记 ", response.registered(), " 个"),
       absl::StrCat(response.registered(), " of ", response.required(), " organisations have registered")});
  const std::vector<const LeadingBody*> bodies(response.bodies().pointer_begin(), response.bodies().pointer_end());
  report.tables.push_back(BodiesTable(bodies, context));
  return report;
}

}  // namespace

void RegisterLeadingBodies(Commands& group) {
  Unary(group, "register", {"登记领导小组和联络员", "Register the leading body and the liaison"}, "tasks",
        &OrganizationsService::Stub::PutLeadingBody)
      .Campaign("parent")
      .Field("--organization", "organization", "ID", {"哪个单位", "The organisation"}, kRequired)
      .Field("--name", "registration.name", "TEXT", {"领导小组名称", "Name of the leading body"}, kRequired)
      .Field("--document", "registration.document", "TEXT", {"成立文件的文号", "The document that set it up"},
             kRequired)
      .Field("--established", "registration.established", "DATE", {"成立日期", "Day of that document"}, kRequired)
      .Field("--leader", "registration.leader", "NAME", {"组长", "Its leader"}, kRequired)
      .Field("--leader-post", "registration.leader_post", "TEXT", {"组长职务", "The leader's post"})
      .Field("--liaison", "registration.liaison", "NAME", {"联络员姓名", "Name of the liaison"}, kRequired)
      .Field("--phone", "registration.liaison_phone", "PHONE", {"联络员电话", "The liaison's telephone"}, kRequired)
      .Field("--etag", "etag", "VERSION", {"只在仍是这个版本时才做", "Only if it still has this version"})
      .Show(ShowBody);
  Unary(group, "bodies", {"领导小组和联络员，谁还没有登记", "Leading bodies, and who has not registered"}, "tasks",
        &OrganizationsService::Stub::ListLeadingBodies)
      .Campaign("parent")
      .Field("--organization", "organization", "ID", {"只看该单位，连同历次登记", "Only this one, with its history"})
      .Field("--which", "which", "registered|missing", {"已登记的或未登记的", "Those registered or those missing"})
      .Show(ShowBodies);
}

}  // namespace qcity::cli
