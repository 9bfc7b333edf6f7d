// qcity reviews: reviews of readiness, experts' marks, findings and their rectification (评审和整改).
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "qcity/aggregation/v1/reviews.grpc.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/exit_code.h"
#include "services/cli/app/unary.h"
#include "services/cli/commands/commands.h"
#include "services/cli/reviews/reviews_view.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one service that this file speaks to

using Stub = ReviewsService::Stub;
constexpr char kService[] = "aggregation";

template <typename Request, typename Response>
UnaryCommand<Stub, Request, Response> OfReview(Commands& group, const char* name, const Text& help,
                                               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                            Response*)) {
  auto command = Unary(group, name, help, kService, method);
  command.Resource("REVIEW", "name", {"reviews"}, {"评审的编号", "The review's id"});
  return command;
}

template <typename Request, typename Response>
UnaryCommand<Stub, Request, Response> OfFinding(Commands& group, const char* name, const Text& help,
                                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                                             Response*)) {
  auto command = Unary(group, name, help, kService, method);
  command.Resource("REVIEW/FINDING", "name", {"reviews", "findings"}, {"问题的编号，如 1/2", "The finding, e.g. 1/2"});
  return command;
}

// Adds --evidence.
template <typename Command, typename Request>
void AddEvidence(Command& command) {
  auto typed = std::make_shared<std::vector<std::string>>();
  command.With([typed](auto& options) {
    options.Options("--evidence", *typed, "NAME[=URI]",
                    {"佐证材料，可加 #sha256:HEX", "What proves it; #sha256:HEX may follow"});
  });
  command.Then([typed](Connection&, Request& request) {
    for (const std::string& one : *typed) *request.add_evidence() = ParseEvidence<ReviewEvidence>(one);
    return absl::OkStatus();
  });
}

void RegisterReading(Commands& group) {
  Unary(group, "list", {"历次评审", "All reviews"}, kService, &Stub::ListReviews)
      .Campaign("parent")
      .Show(ReviewListReport);
  OfReview(group, "get", {"一次评审：意见、问题、专家", "One review: marks, findings, experts"}, &Stub::GetReview)
      .Show(WholeReviewReport);
  auto review = std::make_shared<std::string>();
  Unary(group, "findings", {"评审发现的问题", "Findings of reviews"}, kService, &Stub::ListFindings)
      .With([review](Command& options) {
        options.Option("--review", *review, "REVIEW", {"只看这次评审 [全部]", "Only of this review [all]"});
      })
      .Field("--owner", "owner", "ID", {"只看该单位整改的", "Only those that this organisation mends"})
      .Flag("--open", "open_only", {"只看未销号的", "Only those that are not rectified"})
      .Campaign("parent")
      .Then([review](Connection&, ListFindingsRequest& request) {
        if (!review->empty()) request.set_parent(absl::StrCat(request.parent(), "/reviews/", *review));
        return absl::OkStatus();
      })
      .Show(FindingListReport);
}

// What experts do.
void RegisterExpertise(Commands& group) {
  OfReview(group, "mark", {"专家核查一项", "An expert's word on one item"}, &Stub::MarkItem)
      .Field("ITEM", "item", "ITEM", {"核查项，如 indicators/1-1", "The item, e.g. indicators/1-1"}, kRequired)
      .Field("--mark", "mark", "checked|questioned", {"已核查或存疑", "Checked or questioned"}, kRequired)
      .Field("--remark", "remark", "TEXT", {"说明，存疑时必填", "Why; required for questioned"})
      .Show(ReviewItemReport);
  auto finding = OfReview(group, "finding", {"记录问题", "Record a finding"}, &Stub::RecordFinding);
  finding.Field("--item", "item", "ITEM", {"关于哪一项 [整体]", "The item that it is about [the whole]"})
      .Field("--text", "text", "TEXT", {"问题", "What was found"}, kRequired)
      .Field("--severity", "severity", "minor|major|critical", {"一般、较重、严重", "How grave"}, kRequired);
  AddEvidence<decltype(finding), RecordFindingRequest>(finding);
  finding.Show(FindingReport);
}

void RegisterRectification(Commands& group) {
  OfFinding(group, "assign", {"交办整改", "Give a finding to its owner"}, &Stub::AssignRectification)
      .Field("--owner", "owner", "ID", {"整改单位", "The organisation that mends it"}, kRequired)
      .Field("--due", "due", "DATE", {"整改期限", "Last day"}, kRequired)
      .Field("--text", "text", "TEXT", {"要求", "What is asked for"})
      .Show(FindingReport);
  auto report =
      OfFinding(group, "report", {"报送整改情况", "The owner says what was done"}, &Stub::ReportRectification);
  report.Field("--text", "text", "TEXT", {"做了什么", "What was done"}, kRequired);
  AddEvidence<decltype(report), ReportRectificationRequest>(report);
  report.Show(FindingReport);
  OfFinding(group, "return", {"退回整改", "Send it back"}, &Stub::ReturnRectification)
      .Field("--reason", "reason", "TEXT", {"理由", "Why"}, kRequired)
      .Show(FindingReport);
  OfFinding(group, "close-rectification",
            {"销号，不能由报送人办理", "Find it mended; not by the person who reported it"}, &Stub::CloseRectification)
      .Field("--text", "text", "TEXT", {"说明", "Words"})
      .Show(FindingReport);
}

// "2=设备招标中" -> a finding that is carried over.
absl::StatusOr<CarriedOver> ParseCarriedOver(const std::string& typed) {
  const std::pair<std::string, std::string> finding_and_reason = absl::StrSplit(typed, absl::MaxSplits('=', 1));
  if (finding_and_reason.second.empty()) {
    return UsageError({absl::StrCat("--carry-over 应为 问题=原因，如 2=设备招标中，收到 ", typed),
                       absl::StrCat("--carry-over wants FINDING=REASON, e.g. 2=tender runs, got ", typed)});
  }
  CarriedOver one;
  one.set_finding(finding_and_reason.first);
  one.set_reason(finding_and_reason.second);
  return one;
}

void RegisterOffice(Commands& group) {
  Unary(group, "open", {"开始评审：冻结当日准备度", "Open a review: freezes the readiness of a day"}, kService,
        &Stub::OpenReview)
      .Campaign("parent")
      .Field("--kind", "kind", "self|expert|province|national", {"自查、专家预验收、省审核、国家验收", "Whose"},
             kRequired)
      .Field("--title", "title", "TEXT", {"名称", "What users call it"}, kRequired)
      .Field("--as-of", "as_of", "DATE", {"截至哪一天 [今天]", "As of this day [today]"})
      .Show(ReviewReport);
  OfReview(group, "invite", {"邀请专家，限定日期", "Let an expert in on some days"}, &Stub::InviteExpert)
      .Field("--person", "person", "ID", {"专家的标识", "The person's id"}, kRequired)
      .Field("--organization", "organization", "ID", {"专家单位", "The experts' organisation"}, kRequired)
      .Field("--from", "from", "DATE", {"第一天", "First day"}, kRequired)
      .Field("--to", "to", "DATE", {"最后一天", "Last day"}, kRequired)
      .Show(ReviewReport);
  auto carried = std::make_shared<std::vector<std::string>>();
  OfReview(group, "close", {"结束评审，问题须已销号或结转", "Close a review; findings are rectified or carried over"},
           &Stub::CloseReview)
      .Field("--conclusion", "conclusion", "TEXT", {"结论", "What came out"}, kRequired)
      .With([carried](Command& options) {
        options.Options("--carry-over", *carried, "FINDING=REASON",
                        {"结转的问题和原因", "A finding that stays open, and why"});
      })
      .Then([carried](Connection&, CloseReviewRequest& request) -> absl::Status {
        for (const std::string& typed : *carried) {
          ASSIGN_OR_RETURN(*request.add_carried_over(), ParseCarriedOver(typed));
        }
        return absl::OkStatus();
      })
      .Show(ReviewReport);
}

}  // namespace

void RegisterReviews(Commands& root) {
  Commands group = root.Group("reviews", {"评审和整改", "Reviews and rectification"});
  RegisterReading(group);
  RegisterOffice(group);
  RegisterExpertise(group);
  RegisterRectification(group);
}

}  // namespace qcity::cli
