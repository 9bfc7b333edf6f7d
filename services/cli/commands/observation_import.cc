#include "services/cli/commands/observation_import.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "services/cli/output/progress.h"

namespace qcity::cli {

using indicators::v1::ImportObservationsRequest;
using indicators::v1::ImportObservationsResponse;

absl::StatusOr<ImportObservationsResponse> ImportObservationRows(Context& context, Connection& connection,
                                                                 const std::string& campaign,
                                                                 const std::vector<ObservationRow>& rows,
                                                                 const ImportMode& settings) {
  constexpr char kService[] = "indicators";
  indicators::v1::IndicatorsService::Stub stub(connection.To(kService));
  grpc::ClientContext call;
  connection.Prepare(call);
  ImportObservationsResponse response;
  const auto writer = stub.ImportObservations(&call, &response);
  ImportObservationsRequest message;
  message.mutable_settings()->set_request_id(context.request_id.empty() ? RandomId() : context.request_id);
  message.mutable_settings()->set_parent(absl::StrCat("campaigns/", campaign));
  message.mutable_settings()->set_best_effort(settings.best_effort);
  message.mutable_settings()->set_validate_only(settings.validate_only);
  Progress progress(context.err(), context.draws_progress(), static_cast<std::int64_t>(rows.size()));
  bool open = writer->Write(message);
  for (std::size_t i = 0; open && i < rows.size(); ++i) {
    message.mutable_row()->set_row(rows[i].line);
    *message.mutable_row()->mutable_observation() = rows[i].observation;
    open = writer->Write(message);
    progress.Advance();
  }
  message.mutable_end();
  if (open) writer->Write(message);
  writer->WritesDone();
  RETURN_IF_ERROR(connection.StatusOf(kService, writer->Finish()));
  return response;
}

}  // namespace qcity::cli
