#include "tests/services/cli/fake_agreements.h"

#include "google/protobuf/text_format.h"
#include "qcity/tasks/v1/cooperation.grpc.pb.h"
#include "qcity/tasks/v1/handovers.grpc.pb.h"
#include "qcity/tasks/v1/staged_results.grpc.pb.h"

namespace qcity::cli {
namespace {

using namespace tasks::v1;  // NOLINT: the messages of the one module that this file stands in for

// What every step answers: the part that it was about.
template <typename Request>
TaskPart PartOf(const Request& request) {
  TaskPart part;
  part.set_occurrence(request.name());
  part.set_lead(request.lead());
  part.set_lead_title("市经信委");
  part.set_state(IN_PROGRESS);
  part.set_percent(40);
  part.set_due("2018-12-31");
  part.set_original_due("2018-12-31");
  part.set_light(GREEN);
  part.set_version(12);
  return part;
}

class Staged final : public StagedResultsService::Service {
  grpc::Status ProposeStagedResult(grpc::ServerContext*, const ProposeStagedResultRequest* request,
                                   TaskPart* reply) override {
    *reply = PartOf(*request);
    reply->mutable_staged_result()->set_state(STAGED_PROPOSED);
    reply->mutable_staged_result()->set_text(request->text());
    *reply->mutable_staged_result()->mutable_criteria() = request->criteria();
    return grpc::Status::OK;
  }
};

class Cooperating final : public CooperationService::Service {
  grpc::Status ListCooperation(grpc::ServerContext*, const ListCooperationRequest*,
                               ListCooperationResponse* reply) override {
    const bool parsed = google::protobuf::TextFormat::ParseFromString(
        R"pb(cooperation {
               occurrence: "campaigns/ezhou-2017/tasks/50/occurrences/2018"
               title: "提升中小企业质量"
               lead: "jingxinwei"
               lead_title: "市经信委"
               cooperation {
                 number: 1
                 cooperator: "shangwuju"
                 cooperator_title: "市商务局"
                 text: "提供电商企业名单"
                 wanted_by: "2018-06-30"
                 state: COOPERATION_ACCEPTED
                 answer: "六月中旬提供"
                 requested { seconds: 1526360400 }
                 answered { seconds: 1526446800 }
               }
             })pb",
        reply);
    return parsed ? grpc::Status::OK : grpc::Status(grpc::StatusCode::INTERNAL, "the fixed answer does not parse");
  }
};

class HandingOver final : public HandoversService::Service {
  grpc::Status HandOverTask(grpc::ServerContext*, const HandOverTaskRequest* request, TaskPart* reply) override {
    *reply = PartOf(*request);
    reply->set_holder(request->to());
    reply->set_lead_title("市商务局");
    return grpc::Status::OK;
  }
};

}  // namespace

std::vector<std::unique_ptr<grpc::Service>> NewFakeAgreements() {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<Staged>());
  services.push_back(std::make_unique<Cooperating>());
  services.push_back(std::make_unique<HandingOver>());
  return services;
}

}  // namespace qcity::cli
