// qcity veto: declares and lifts vetoes (一票否决).
#include <string>

#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using aggregation::v1::AggregationService;
using aggregation::v1::Veto;

Report ShowVeto(const Veto& veto, const Context& context) {
  Report report;
  report.json = JsonOf(veto);
  const bool lifted = !veto.lifted_by().empty();
  Cell state = lifted ? Cell(context.Say({"✔ 已解除", "✔ lifted"}), Tone::kGood, "LIFTED")
                      : Cell(context.Say({"✘ 生效中", "✘ in force"}), Tone::kBad, "IN_FORCE");
  report.tables.push_back(
      {{"", ""},
       {{"name", {"名称", "Name"}},
        {"state", {"状态", "State"}},
        {"reason", {"事由", "Reason"}, false, 50},
        {"document", {"文件", "Document"}, false, 40},
        {"declaredBy", {"宣布人", "Declared by"}},
        {"liftedBy", {"解除人", "Lifted by"}}},
       {{veto.name(), std::move(state), veto.reason(), veto.document(), veto.declared_by(), veto.lifted_by()}}});
  return report;
}

}  // namespace

void RegisterVeto(Commands& root) {
  Commands group = root.Group("veto", {"一票否决", "Vetoes"});
  Unary(group, "declare", {"宣布", "Declare one"}, "aggregation", &AggregationService::Stub::DeclareVeto)
      .Field("--reason", "reason", "TEXT", {"事由，不含个人信息", "What happened, without personal data"}, kRequired)
      .Field("--document", "document", "TEXT", {"认定文件", "The document that establishes it"}, kRequired)
      .Campaign("parent")
      .Show(ShowVeto);
  Unary(group, "lift", {"解除，不能由宣布人解除", "Lift one; not by the person who declared it"}, "aggregation",
        &AggregationService::Stub::LiftVeto)
      .Resource("NAME", "name", {"vetoes"}, {"一票否决的编号", "The veto's id"})
      .Field("--reason", "reason", "TEXT", {"理由", "Why"}, kRequired)
      .Show(ShowVeto);
}

}  // namespace qcity::cli
