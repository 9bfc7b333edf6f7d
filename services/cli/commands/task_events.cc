#include "services/cli/commands/task_events.h"

#include "absl/strings/str_cat.h"
#include "services/cli/output/words.h"

namespace qcity::cli {
namespace {

using tasks::v1::TaskEvent;

// What units and office agreed on.
Text AgreementText(const TaskEvent& event) {
  switch (event.kind_case()) {
    case TaskEvent::kStagedProposal: return {"提出阶段性成果", "proposed a staged result"};
    case TaskEvent::kStagedDecision:
      return event.staged_decision().approved() ? Text{"批准阶段性成果", "staged result approved"}
                                                : Text{"退回阶段性成果", "staged result returned"};
    case TaskEvent::kCooperationRequest: {
      const tasks::v1::CooperationRequest& request = event.cooperation_request();
      return {absl::StrCat("请 ", request.cooperator(), " 于 ", request.wanted_by(), " 前配合（", request.number(),
                           " 号）"),
              absl::StrCat("asks ", request.cooperator(), " to cooperate by ", request.wanted_by(), " (",
                           request.number(), ")")};
    }
    case TaskEvent::kCooperationAnswer: {
      const tasks::v1::CooperationAnswer& answer = event.cooperation_answer();
      return {absl::StrCat(answer.number(), " 号配合：", Word(answer.answer(), Language::kChinese).text),
              absl::StrCat("request ", answer.number(), ": ", Word(answer.answer(), Language::kEnglish).text)};
    }
    case TaskEvent::kHandover: {
      const tasks::v1::Handover& handover = event.handover();
      return {absl::StrCat("由 ", handover.from(), " 移交 ", handover.to(), "（", handover.document(), "）"),
              absl::StrCat("moved from ", handover.from(), " to ", handover.to(), " (", handover.document(), ")")};
    }
    default: return {"-", "-"};
  }
}

}  // namespace

Text EventText(const TaskEvent& event) {
  switch (event.kind_case()) {
    case TaskEvent::kAcknowledgement: return {"签收", "acknowledged"};
    case TaskEvent::kProgress:
      return {absl::StrCat("进展 ", event.progress().percent(), " %"),
              absl::StrCat("progress ", event.progress().percent(), " %")};
    case TaskEvent::kSubmission: return {"提交", "submitted"};
    case TaskEvent::kReview:
      return event.review().approved() ? Text{"审核通过", "approved"} : Text{"审核退回", "returned"};
    case TaskEvent::kExtensionRequest:
      return {absl::StrCat("申请延期至 ", event.extension_request().proposed_due()),
              absl::StrCat("asks for ", event.extension_request().proposed_due())};
    case TaskEvent::kExtensionDecision:
      return event.extension_decision().granted() ? Text{absl::StrCat("同意延期至 ", event.extension_decision().due()),
                                                         absl::StrCat("extended to ", event.extension_decision().due())}
                                                  : Text{"不同意延期", "extension refused"};
    case TaskEvent::kUrge: return {"催办", "urged"};
    case TaskEvent::kSuspension: return {"中止", "suspended"};
    case TaskEvent::kResumption: return {"恢复", "resumed"};
    case TaskEvent::kCancellation: return {"取消", "cancelled"};
    case TaskEvent::kRating: {
      const Text word = {Word(event.rating().rating(), Language::kChinese).text,
                         Word(event.rating().rating(), Language::kEnglish).text};
      return {absl::StrCat(event.rating().year(), " 年评定 ", word.zh),
              absl::StrCat("rated ", word.en, " for ", event.rating().year())};
    }
    default: return AgreementText(event);
  }
}

}  // namespace qcity::cli
