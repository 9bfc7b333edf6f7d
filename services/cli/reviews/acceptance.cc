// qcity acceptance: the application for assessment and acceptance (考核验收申请), step by step.
#include <memory>
#include <string>

#include "qcity/aggregation/v1/acceptance.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/reviews/reviews_view.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks to

constexpr char kService[] = "aggregation";

void AddStep(Commands& group, const char* name, const Text& help, ApplicationState to) {
  auto document = std::make_shared<std::string>();
  Unary(group, name, help, kService, &AcceptanceService::Stub::AdvanceApplication)
      .With([document](Command& options) {
        options
            .Option("--document", *document, "NAME[=URI]#sha256:HEX",
                    {"随哪份文件", "The document that it is taken with"})
            .Required();
      })
      .Field("--date", "date", "DATE", {"文件日期 [今天]", "The document's day [today]"})
      .Field("--text", "text", "TEXT", {"说明", "Words"})
      .Campaign("name", "/application")
      .Then([document, to](Connection&, AdvanceApplicationRequest& request) {
        request.set_to(to);
        *request.mutable_document() = ParseEvidence<ApplicationDocument>(*document);
        return absl::OkStatus();
      })
      .Show(ApplicationReport);
}

}  // namespace

void RegisterAcceptance(Commands& root) {
  Commands group = root.Group("acceptance", {"考核验收申请", "The application for acceptance"});
  Unary(group, "get", {"申请到了哪一步", "Where the application stands"}, kService,
        &AcceptanceService::Stub::GetApplication)
      .Campaign("name", "/application")
      .Show(ApplicationReport);
  AddStep(group, "draft", {"起草", "Draft it"}, DRAFTED);
  AddStep(group, "apply",
          {"提出申请，须已通过专家预验收并整改完毕", "Apply; after an expert review without open findings"}, APPLIED);
  AddStep(group, "province-reviewed", {"省质强委已审核", "The province has reviewed it"}, PROVINCE_REVIEWED);
  AddStep(group, "submit", {"报国家质检总局", "Submit it to the national administration"}, SUBMITTED);
  AddStep(group, "pass", {"通过验收", "It passed"}, PASSED);
  AddStep(group, "fail", {"未通过验收", "It failed"}, FAILED);
}

}  // namespace qcity::cli
