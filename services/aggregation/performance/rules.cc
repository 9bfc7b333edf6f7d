#include "services/aggregation/performance/rules.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/timestamp.h"
#include "common/domain/period.h"
#include "services/aggregation/performance/list.h"

namespace qcity::aggregation::performance {
namespace {

using v1::ContestedReport;
using v1::Objection;
using v1::PerformanceRecord;
using v1::PerformanceState;

Text NameOf(PerformanceState state) {
  switch (state) {
    case v1::DRAFT: return {"初稿", "DRAFT"};
    case v1::OBJECTION: return {"异议期", "OBJECTION"};
    case v1::CONFIRMED: return {"已确认", "CONFIRMED"};
    case v1::EXPORTED: return {"已报送", "EXPORTED"};
    default: return {"未起草", "not drafted"};
  }
}

absl::Status Refused(absl::string_view reason, Text text) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, std::move(text));
}

absl::Status RequireState(PerformanceState state, const std::vector<PerformanceState>& allowed) {
  if (std::find(allowed.begin(), allowed.end(), state) != allowed.end()) return absl::OkStatus();
  Text wanted;
  for (const PerformanceState one : allowed) {
    const Text name = NameOf(one);
    absl::StrAppend(&wanted.zh, wanted.zh.empty() ? "" : "”或“", name.zh);
    absl::StrAppend(&wanted.en, wanted.en.empty() ? "" : " or ", name.en);
  }
  const Text actual = NameOf(state);
  return Refused("WRONG_STATE", {absl::StrCat("该年度绩效为“", actual.zh, "”，此操作要求“", wanted.zh, "”"),
                                 absl::StrCat("the list is ", actual.en, "; this step wants ", wanted.en)});
}

v1::PerformanceEvent& Enter(PerformanceRecord& record, PerformanceState state, const Actor& actor) {
  v1::Performance& head = *record.mutable_head();
  head.set_state(state);
  v1::PerformanceEvent& event = *head.add_events();
  event.set_state(state);
  *event.mutable_recorded() = TimestampOf(actor.now);
  event.set_person(actor.person);
  event.set_organization(actor.organization);
  return event;
}

std::string PathOf(absl::string_view list, int index) { return absl::StrCat(list, "[", index, "]"); }

std::string PlaceOf(const ContestedReport& item) { return absl::StrCat(item.task(), "/", item.occurrence()); }

// Whether the list's row, as corrected so far, loses points for the item.
absl::Status CheckContestable(const v1::Performance& view, const Objection& objection, int index) {
  const ContestedReport& item = objection.items(index);
  const std::string path = PathOf("items", index);
  for (int i = 0; i < index; ++i) {
    if (PlaceOf(objection.items(i)) == PlaceOf(item)) {
      return InvalidField(path, {absl::StrCat(PlaceOf(item), " 重复"), absl::StrCat(PlaceOf(item), " stands twice")});
    }
  }
  for (const v1::PerformanceRow& row : view.rows()) {
    if (row.organization() != objection.organization()) continue;
    for (const v1::Deduction& deduction : row.deductions())
      if (deduction.task() == item.task() && deduction.occurrence() == item.occurrence()) return absl::OkStatus();
  }
  return InvalidField(path,
                      {absl::StrCat(objection.organization(), " 没有因 ", PlaceOf(item), " 扣分，只能对扣分项提出异议"),
                       absl::StrCat(objection.organization(), " loses no points for ", PlaceOf(item),
                                    ": only deductions can be contested")});
}

absl::Status CheckNotPending(const v1::Performance& view, const Objection& objection) {
  for (const Objection& other : view.objections()) {
    if (other.state() != v1::PENDING || other.organization() != objection.organization()) continue;
    for (const ContestedReport& waiting : other.items()) {
      for (const ContestedReport& item : objection.items()) {
        if (PlaceOf(item) != PlaceOf(waiting)) continue;
        return Refused("ALREADY_CONTESTED",
                       {absl::StrCat(PlaceOf(item), " 的异议 ", other.id(), " 尚未裁定"),
                        absl::StrCat("objection ", other.id(), " to ", PlaceOf(item), " is not decided yet")});
      }
    }
  }
  return absl::OkStatus();
}

Objection* Find(PerformanceRecord& record, absl::string_view id) {
  for (Objection& objection : *record.mutable_head()->mutable_objections())
    if (objection.id() == id) return &objection;
  return nullptr;
}

// Puts the corrections, one for each item, into the objection.
absl::Status Correct(const v1::DecideObjectionRequest& decision, Objection& objection) {
  std::set<std::string> corrected;
  for (int i = 0; i < decision.corrections_size(); ++i) {
    const ContestedReport& correction = decision.corrections(i);
    const std::string path = PathOf("corrections", i);
    const auto item = std::find_if(objection.mutable_items()->begin(), objection.mutable_items()->end(),
                                   [&](const ContestedReport& one) { return PlaceOf(one) == PlaceOf(correction); });
    if (item == objection.mutable_items()->end() || !corrected.insert(PlaceOf(correction)).second) {
      return InvalidField(path, {absl::StrCat(PlaceOf(correction), " 不是待裁定的异议项，或已重复"),
                                 absl::StrCat(PlaceOf(correction), " is not contested, or stands twice")});
    }
    if (!correction.has_corrected_credit() || !(correction.corrected_credit() >= 0) ||
        !(correction.corrected_credit() <= 1)) {
      return InvalidField(absl::StrCat(path, ".corrected_credit"), {"应为 0 至 1", "want 0 to 1"});
    }
    item->set_corrected_credit(correction.corrected_credit());
  }
  if (decision.corrections_size() == (decision.uphold() ? objection.items_size() : 0)) return absl::OkStatus();
  return decision.uphold()
             ? InvalidField("corrections", {"每个异议项都要写明更正后的得分", "correct every contested report"})
             : InvalidField("corrections", {"不成立的异议没有更正", "a rejected objection corrects nothing"});
}

}  // namespace

absl::StatusOr<absl::CivilDay> DayOfDraft(const domain::Plan& plan, int year, absl::string_view asked,
                                          absl::CivilDay today) {
  const absl::CivilDay last = LastDayOf(plan, year);
  if (asked.empty() && today > last) return last;
  if (asked.empty()) {
    return Refused("YEAR_NOT_OVER",
                   {absl::StrCat(domain::FormatDay(last), " 尚未过去；提前起草请给出截至日"),
                    absl::StrCat(domain::FormatDay(last), " has not passed; to draft earlier, say as of when")});
  }
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(asked, "as_of"));
  if (day.year() == year && day <= std::min(last, today)) return day;
  const std::string latest = domain::FormatDay(std::min(last, today));
  return InvalidField("as_of", {absl::StrCat("应为 ", year, " 年内且不晚于 ", latest),
                                absl::StrCat("want a day of ", year, ", not after ", latest)});
}

absl::StatusOr<PerformanceRecord> Draft(const PerformanceRecord& before, PerformanceRecord list, const Actor& actor) {
  RETURN_IF_ERROR(RequireState(before.head().state(), {v1::PERFORMANCE_STATE_UNSPECIFIED, v1::DRAFT}));
  *list.mutable_head()->mutable_events() = before.head().events();
  Enter(list, v1::DRAFT, actor).set_text(list.head().as_of());
  return list;
}

absl::Status CheckMayPublish(const PerformanceRecord& record) {
  return RequireState(record.head().state(), {v1::DRAFT});
}

absl::StatusOr<PerformanceRecord> Publish(PerformanceRecord record, absl::CivilDay until, const Actor& actor) {
  RETURN_IF_ERROR(CheckMayPublish(record));
  record.mutable_head()->set_published(domain::FormatDay(ShanghaiDay(actor.now)));
  record.mutable_head()->set_objections_until(domain::FormatDay(until));
  Enter(record, v1::OBJECTION, actor).set_text(domain::FormatDay(until));
  return record;
}

absl::StatusOr<PerformanceRecord> Object(PerformanceRecord record, Objection objection, const Actor& actor) {
  RETURN_IF_ERROR(RequireState(record.head().state(), {v1::OBJECTION}));
  const std::string& until = record.head().objections_until();
  if (domain::FormatDay(ShanghaiDay(actor.now)) > until) {
    return Refused("WINDOW_CLOSED", {absl::StrCat("异议期已于 ", until, " 结束"),
                                     absl::StrCat("the window for objections closed on ", until)});
  }
  const v1::Performance view = ViewOf(record);
  for (int i = 0; i < objection.items_size(); ++i) {
    RETURN_IF_ERROR(CheckContestable(view, objection, i));
    objection.mutable_items(i)->clear_corrected_credit();
  }
  RETURN_IF_ERROR(CheckNotPending(view, objection));
  objection.set_id(absl::StrCat(record.head().objections_size() + 1));
  objection.set_state(v1::PENDING);
  objection.set_person(actor.person);
  *objection.mutable_recorded() = TimestampOf(actor.now);
  v1::PerformanceEvent& event = Enter(record, v1::OBJECTION, actor);
  event.set_objection(objection.id());
  event.set_text(objection.reason());
  *record.mutable_head()->add_objections() = std::move(objection);
  return record;
}

absl::StatusOr<PerformanceRecord> Decide(PerformanceRecord record, const v1::DecideObjectionRequest& decision,
                                         const Actor& actor) {
  RETURN_IF_ERROR(RequireState(record.head().state(), {v1::OBJECTION}));
  Objection* objection = Find(record, decision.objection());
  if (objection == nullptr) {
    return Error(absl::StatusCode::kNotFound, "OBJECTION_NOT_FOUND",
                 {absl::StrCat("没有编号为“", decision.objection(), "”的异议"),
                  absl::StrCat("no objection '", decision.objection(), "'")});
  }
  if (objection->state() != v1::PENDING) {
    return Refused("WRONG_STATE",
                   {absl::StrCat("异议 ", objection->id(), " 已裁定，此操作要求“待裁定”"),
                    absl::StrCat("objection ", objection->id(), " is decided; this step wants PENDING")});
  }
  if (objection->person() == actor.person) {
    return Refused("FOUR_EYES", {absl::StrCat("须由另一人裁定：", actor.person, " 已提出异议"),
                                 absl::StrCat("another person must decide: ", actor.person, " objected")});
  }
  RETURN_IF_ERROR(Correct(decision, *objection));
  objection->set_state(decision.uphold() ? v1::UPHELD : v1::REJECTED);
  objection->set_decided_by(actor.person);
  *objection->mutable_decided() = TimestampOf(actor.now);
  objection->set_decision_reason(decision.reason());
  v1::PerformanceEvent& event = Enter(record, v1::OBJECTION, actor);
  event.set_objection(decision.objection());
  event.set_text(decision.reason());
  return record;
}

absl::StatusOr<PerformanceRecord> Confirm(PerformanceRecord record, const Actor& actor) {
  const v1::Performance& head = record.head();
  RETURN_IF_ERROR(RequireState(head.state(), {v1::OBJECTION}));
  if (domain::FormatDay(ShanghaiDay(actor.now)) <= head.objections_until()) {
    return Refused("WINDOW_OPEN", {absl::StrCat("异议期至 ", head.objections_until(), " 止，其后方可确认"),
                                   absl::StrCat("the window for objections is open until ", head.objections_until())});
  }
  for (const Objection& objection : head.objections()) {
    if (objection.state() != v1::PENDING) continue;
    return Refused("OBJECTIONS_PENDING", {absl::StrCat("异议 ", objection.id(), " 尚未裁定"),
                                          absl::StrCat("objection ", objection.id(), " is not decided yet")});
  }
  const auto drafted = std::find_if(head.events().rbegin(), head.events().rend(),
                                    [](const v1::PerformanceEvent& event) { return event.state() == v1::DRAFT; });
  if (drafted->person() == actor.person) {
    return Refused("FOUR_EYES", {absl::StrCat("须由另一人确认：", actor.person, " 已起草"),
                                 absl::StrCat("another person must confirm: ", actor.person, " drafted it")});
  }
  Enter(record, v1::CONFIRMED, actor);
  return record;
}

absl::Status CheckMayExport(const PerformanceRecord& record) {
  return RequireState(record.head().state(), {v1::CONFIRMED, v1::EXPORTED});
}

absl::StatusOr<PerformanceRecord> Export(PerformanceRecord record, v1::PerformanceExport handed_out,
                                         const Actor& actor) {
  RETURN_IF_ERROR(CheckMayExport(record));
  *Enter(record, v1::EXPORTED, actor).mutable_export_() = std::move(handed_out);
  return record;
}

}  // namespace qcity::aggregation::performance
