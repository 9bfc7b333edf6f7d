// qcity references: national, provincial and peers' values that figures are compared with.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/observation_fields.h"
#include "services/cli/commands/observation_view.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using namespace indicators::v1;  // NOLINT: the messages of the one service that this file speaks to

Report ShowReferences(const ListReferencesResponse& response, const Context& context) {
  Report report;
  report.json = {{"references", JsonList(response.references())}};
  const std::vector<Observation> references(response.references().begin(), response.references().end());
  report.tables.push_back(ObservationTable(references, context.language()));
  NoteInvented(references, &report);
  return report;
}

}  // namespace

void RegisterReferences(Commands& root) {
  Commands group =
      root.Group("references", {"对照值：全国、省、同级城市", "Values to compare with: nation, province, peer cities"});
  auto indicator = std::make_shared<std::string>();
  Unary(group, "list", {"全部对照值", "All of them"}, "indicators", &IndicatorsService::Stub::ListReferences)
      .Field("--subject", "subject", "NAME", {"只看 NATIONAL、PROVINCE 或某城市", "Only NATIONAL, PROVINCE or a city"})
      .With([indicator](Command& command) {
        command.Option("--indicator", *indicator, "NUMBER", {"只看这个指标", "Only this indicator"});
      })
      .Then([indicator](Connection& connection, ListReferencesRequest& request) {
        return FillParent(connection, *indicator, &request);
      })
      .Show(ShowReferences);

  auto report =
      Unary(group, "report", {"登记一个对照值", "Record one"}, "indicators", &IndicatorsService::Stub::ReportReference);
  AddObservationFields(report, std::make_shared<ObservationExtras>(), kRequired, "reference");
  report
      .Field("--subject", "reference.subject", "NAME",
             {"NATIONAL、PROVINCE 或城市名", "NATIONAL, PROVINCE or a city's name"}, kRequired)
      .Show(ObservationReport);
}

}  // namespace qcity::cli
