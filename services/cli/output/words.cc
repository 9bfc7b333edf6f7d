#include "services/cli/output/words.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "services/cli/output/json.h"

namespace qcity::cli {
namespace {

// Symbols whose width every terminal agrees on, also one set to Chinese.
constexpr char kTick[] = "✔ ";
constexpr char kCross[] = "✘ ";
constexpr char kBang[] = "! ";
constexpr char kQuestion[] = "? ";
constexpr char kDash[] = "- ";
constexpr char kNone[] = "";

struct Entry {
  const char* symbol;
  Tone tone;
  Text text;
};

const std::map<std::string, Entry>& Entries() {
  static const auto& entries = *new std::map<std::string, Entry>{
      // Readiness.
      {"aggregation.READY", {kTick, Tone::kGood, {"具备验收条件", "ready"}}},
      {"aggregation.CONDITIONALLY_READY", {kBang, Tone::kWarning, {"有条件具备", "conditionally ready"}}},
      {"aggregation.NOT_READY", {kCross, Tone::kBad, {"尚不具备", "not ready"}}},
      {"aggregation.UNKNOWN", {kQuestion, Tone::kWarning, {"无法判定", "unknown"}}},
      {"aggregation.NOT_APPLICABLE", {kDash, Tone::kFaint, {"不适用", "not applicable"}}},
      {"aggregation.NO_DATA", {kQuestion, Tone::kFaint, {"无数据", "no data"}}},
      {"aggregation.MET", {kTick, Tone::kGood, {"已达标", "met"}}},
      {"aggregation.NOT_MET_YET", {kCross, Tone::kBad, {"未达标", "not met yet"}}},
      {"aggregation.LIKELY", {kTick, Tone::kGood, {"预计可达标", "likely"}}},
      {"aggregation.AT_RISK", {kBang, Tone::kWarning, {"有风险", "at risk"}}},
      {"aggregation.UNLIKELY", {kCross, Tone::kBad, {"难以达标", "unlikely"}}},
      {"aggregation.IMPOSSIBLE", {kCross, Tone::kBad, {"已无法达标", "impossible"}}},
      // Observations.
      {"indicators.NOTHING", {kNone, Tone::kBad, {"未填报", "nothing"}}},
      {"indicators.DRAFT", {kNone, Tone::kFaint, {"草稿", "draft"}}},
      {"indicators.REPORTED", {kNone, Tone::kWarning, {"已报送", "reported"}}},
      {"indicators.VERIFIED", {kNone, Tone::kGood, {"已核实", "verified"}}},
      {"indicators.RETURNED", {kNone, Tone::kBad, {"已退回", "returned"}}},
      {"indicators.CONFIRMED", {kNone, Tone::kGood, {"已确认", "confirmed"}}},
      {"indicators.WITHDRAWN", {kNone, Tone::kFaint, {"已撤回", "withdrawn"}}},
      {"indicators.SUPERSEDED", {kNone, Tone::kFaint, {"已更正", "superseded"}}},
      {"indicators.DISTRICT", {kNone, Tone::kPlain, {"区", "district"}}},
      {"indicators.INDUSTRY", {kNone, Tone::kPlain, {"行业", "industry"}}},
      {"indicators.ON_TRACK", {kTick, Tone::kGood, {"符合进度", "on track"}}},
      {"indicators.BEHIND", {kBang, Tone::kWarning, {"滞后", "behind"}}},
      {"indicators.FAR_BEHIND", {kCross, Tone::kBad, {"严重滞后", "far behind"}}},
      {"indicators.WRONG_WAY", {kCross, Tone::kBad, {"倒退", "wrong way"}}},
      {"indicators.PRELIMINARY", {kNone, Tone::kPlain, {"初步数", "preliminary"}}},
      {"indicators.FINAL", {kNone, Tone::kPlain, {"最终数", "final"}}},
      // Surveys.
      {"indicators.PLANNED", {kNone, Tone::kPlain, {"已登记", "planned"}}},
      {"indicators.SUBMITTED", {kNone, Tone::kWarning, {"已报送", "submitted"}}},
      {"indicators.SENT_BACK", {kNone, Tone::kBad, {"已退回", "sent back"}}},
      {"indicators.ACCEPTED", {kNone, Tone::kGood, {"已核实", "accepted"}}},
      // Tasks.
      {"tasks.NOT_STARTED", {kNone, Tone::kPlain, {"未签收", "not started"}}},
      {"tasks.ACKNOWLEDGED", {kNone, Tone::kPlain, {"已签收", "acknowledged"}}},
      {"tasks.IN_PROGRESS", {kNone, Tone::kPlain, {"推进中", "in progress"}}},
      {"tasks.SUBMITTED", {kNone, Tone::kWarning, {"已提交", "submitted"}}},
      {"tasks.COMPLETED", {kNone, Tone::kGood, {"已办结", "completed"}}},
      {"tasks.RETURNED", {kNone, Tone::kBad, {"退回重办", "returned"}}},
      {"tasks.SUSPENDED", {kNone, Tone::kFaint, {"已中止", "suspended"}}},
      {"tasks.CANCELLED", {kNone, Tone::kFaint, {"已取消", "cancelled"}}},
      {"tasks.GREEN", {kTick, Tone::kGood, {"绿", "green"}}},
      {"tasks.YELLOW", {kBang, Tone::kWarning, {"黄", "yellow"}}},
      {"tasks.RED", {kCross, Tone::kBad, {"红", "red"}}},
      {"tasks.OFF", {kDash, Tone::kFaint, {"无", "off"}}},
      {"tasks.EXCELLENT", {kNone, Tone::kGood, {"优秀", "excellent"}}},
      {"tasks.GOOD", {kNone, Tone::kGood, {"良好", "good"}}},
      {"tasks.PASS", {kNone, Tone::kWarning, {"合格", "pass"}}},
      {"tasks.FAIL", {kNone, Tone::kBad, {"不合格", "fail"}}},
      // The yearly list of performance.
      {"aggregation.DRAFT", {kNone, Tone::kFaint, {"初稿", "draft"}}},
      {"aggregation.OBJECTION", {kNone, Tone::kWarning, {"异议期", "open to objections"}}},
      {"aggregation.CONFIRMED", {kNone, Tone::kGood, {"已确认", "confirmed"}}},
      {"aggregation.EXPORTED", {kNone, Tone::kGood, {"已报送", "exported"}}},
      {"aggregation.ON_TIME", {kNone, Tone::kGood, {"按期", "on time"}}},
      {"aggregation.LATE", {kNone, Tone::kWarning, {"逾期完成", "late"}}},
      {"aggregation.OPEN", {kNone, Tone::kBad, {"逾期未完成", "open"}}},
      {"aggregation.PENDING", {kNone, Tone::kWarning, {"待裁定", "pending"}}},
      {"aggregation.UPHELD", {kNone, Tone::kGood, {"成立", "upheld"}}},
      {"aggregation.REJECTED", {kNone, Tone::kBad, {"不成立", "rejected"}}},
      // Reviews and the application for acceptance.
      {"aggregation.SELF", {kNone, Tone::kPlain, {"自查", "self"}}},
      {"aggregation.EXPERT", {kNone, Tone::kPlain, {"专家预验收", "experts"}}},
      {"aggregation.PROVINCE", {kNone, Tone::kPlain, {"省级审核", "province"}}},
      {"aggregation.NATIONAL", {kNone, Tone::kPlain, {"国家考核验收", "national"}}},
      {"aggregation.REVIEW_OPEN", {kNone, Tone::kWarning, {"进行中", "open"}}},
      {"aggregation.REVIEW_CLOSED", {kNone, Tone::kGood, {"已结束", "closed"}}},
      {"aggregation.CHECKED", {kTick, Tone::kGood, {"已核查", "checked"}}},
      {"aggregation.QUESTIONED", {kQuestion, Tone::kWarning, {"存疑", "questioned"}}},
      {"aggregation.MINOR", {kNone, Tone::kPlain, {"一般", "minor"}}},
      {"aggregation.MAJOR", {kNone, Tone::kWarning, {"较重", "major"}}},
      {"aggregation.CRITICAL", {kNone, Tone::kBad, {"严重", "critical"}}},
      {"aggregation.FINDING_RECORDED", {kNone, Tone::kWarning, {"待交办", "recorded"}}},
      {"aggregation.FINDING_ASSIGNED", {kNone, Tone::kPlain, {"整改中", "assigned"}}},
      {"aggregation.FINDING_REPORTED", {kNone, Tone::kWarning, {"待核销", "reported"}}},
      {"aggregation.FINDING_RETURNED", {kNone, Tone::kBad, {"退回整改", "returned"}}},
      {"aggregation.FINDING_RECTIFIED", {kNone, Tone::kGood, {"已销号", "rectified"}}},
      {"aggregation.FINDING_GREEN", {kTick, Tone::kGood, {"绿", "green"}}},
      {"aggregation.FINDING_YELLOW", {kBang, Tone::kWarning, {"黄", "yellow"}}},
      {"aggregation.FINDING_RED", {kCross, Tone::kBad, {"红", "red"}}},
      {"aggregation.FINDING_OFF", {kDash, Tone::kFaint, {"无", "off"}}},
      {"aggregation.DRAFTED", {kNone, Tone::kFaint, {"已起草", "drafted"}}},
      {"aggregation.APPLIED", {kNone, Tone::kPlain, {"已申请", "applied"}}},
      {"aggregation.PROVINCE_REVIEWED", {kNone, Tone::kPlain, {"省已审核", "province reviewed"}}},
      {"aggregation.SUBMITTED", {kNone, Tone::kPlain, {"已上报", "submitted"}}},
      {"aggregation.PASSED", {kTick, Tone::kGood, {"通过验收", "passed"}}},
      {"aggregation.FAILED", {kCross, Tone::kBad, {"未通过验收", "failed"}}},
      // Activities.
      {"tasks.MEETING", {kNone, Tone::kPlain, {"会议", "meeting"}}},
      {"tasks.TRAINING", {kNone, Tone::kPlain, {"培训", "training"}}},
      {"tasks.PUBLICITY", {kNone, Tone::kPlain, {"宣传", "publicity"}}},
      {"tasks.OPEN_DAY", {kNone, Tone::kPlain, {"开放日", "open day"}}},
      {"tasks.CONTEST", {kNone, Tone::kPlain, {"评选、竞赛", "contest"}}},
      {"tasks.FOUNDING", {kNone, Tone::kPlain, {"创建、授牌", "founding"}}},
      {"tasks.OTHER_ACTIVITY", {kNone, Tone::kPlain, {"其他", "other"}}},
      {"tasks.SUPPORTED", {kTick, Tone::kGood, {"有记录支持", "supported"}}},
      {"tasks.UNSUPPORTED", {kBang, Tone::kWarning, {"超出记录", "unsupported"}}},
      {"tasks.NOT_RECORDED", {kQuestion, Tone::kFaint, {"无活动记录", "not recorded"}}},
      {"tasks.STAGED_PROPOSED", {kNone, Tone::kWarning, {"待审批", "proposed"}}},
      {"tasks.STAGED_APPROVED", {kNone, Tone::kGood, {"已批准", "approved"}}},
      {"tasks.STAGED_RETURNED", {kNone, Tone::kBad, {"已退回", "returned"}}},
      {"tasks.COOPERATION_REQUESTED", {kNone, Tone::kWarning, {"待答复", "requested"}}},
      {"tasks.COOPERATION_ACCEPTED", {kNone, Tone::kGood, {"同意配合", "accepted"}}},
      {"tasks.COOPERATION_DECLINED", {kNone, Tone::kBad, {"不能配合", "declined"}}},
      {"tasks.COOPERATION_DONE", {kNone, Tone::kGood, {"已配合", "done"}}},
      // Plan.
      {"plan.COMMITTEE", {kNone, Tone::kPlain, {"质强委", "committee"}}},
      {"plan.DEPARTMENT", {kNone, Tone::kPlain, {"市直部门", "department"}}},
      {"plan.DISTRICT", {kNone, Tone::kPlain, {"区", "district"}}},
      {"plan.ZONE", {kNone, Tone::kPlain, {"开发区", "zone"}}},
      {"plan.PARTY_BODY", {kNone, Tone::kPlain, {"党委部门", "party body"}}},
      {"plan.VERTICAL_AGENCY", {kNone, Tone::kPlain, {"垂直管理单位", "vertical agency"}}},
      {"plan.PEOPLES_ORGANIZATION", {kNone, Tone::kPlain, {"群团组织", "people's organisation"}}},
      {"plan.INSTITUTION", {kNone, Tone::kPlain, {"事业单位、企业", "institution"}}},
      {"plan.AUTHORITY", {kNone, Tone::kPlain, {"上级和市级机关", "authority"}}},
      {"plan.THIRD_PARTY", {kNone, Tone::kPlain, {"第三方", "third party"}}},
      {"plan.DAMAGE", {kNone, Tone::kWarning, {"缺损", "damage"}}},
      {"plan.CONTRADICTION", {kNone, Tone::kWarning, {"矛盾", "contradiction"}}},
      {"plan.NATIONAL", {kNone, Tone::kPlain, {"国家（*）", "national (*)"}}},
      {"plan.PROVINCIAL", {kNone, Tone::kPlain, {"省（▲）", "provincial"}}},
      {"plan.CITY", {kNone, Tone::kPlain, {"市（◇）", "city"}}},
      {"plan.UNMARKED", {kNone, Tone::kPlain, {"未标", "unmarked"}}},
      {"plan.NO_GATE", {kNone, Tone::kFaint, {"非门槛", "no gate"}}},
      {"plan.BINDING", {kNone, Tone::kPlain, {"约束性", "binding"}}},
      {"plan.EXPECTED", {kNone, Tone::kPlain, {"预期性", "expected"}}},
      {"plan.YEARLY", {kNone, Tone::kPlain, {"年", "yearly"}}},
      {"plan.HALF_YEARLY", {kNone, Tone::kPlain, {"半年", "half-yearly"}}},
      {"plan.QUARTERLY", {kNone, Tone::kPlain, {"季", "quarterly"}}},
      {"plan.MONTHLY", {kNone, Tone::kPlain, {"月", "monthly"}}},
      {"plan.BY_DATE", {kNone, Tone::kPlain, {"限期", "by date"}}},
      {"plan.MILESTONE_BY_DATE", {kNone, Tone::kPlain, {"限期（阶段性成果）", "milestone by date"}}},
      {"plan.EVERY_YEAR", {kNone, Tone::kPlain, {"每年", "every year"}}},
      {"plan.CONTINUOUS", {kNone, Tone::kPlain, {"持续推进", "continuous"}}},
  };
  return entries;
}

}  // namespace

Cell WordOf(const google::protobuf::EnumValueDescriptor* value, Language language) {
  if (value == nullptr || value->number() == 0) return "";
  // The package's second name and the value: "qcity.tasks.v1.RED" is "tasks.RED".
  const std::string package = value->file()->package();
  const std::size_t dot = package.find('.') + 1;
  const auto entry = Entries().find(absl::StrCat(package.substr(dot, package.rfind('.') - dot), ".", value->name()));
  if (entry == Entries().end()) return {value->name(), Tone::kPlain, value->name()};
  return {absl::StrCat(entry->second.symbol, In(language, entry->second.text)), entry->second.tone, value->name()};
}

Cell WordNamed(const google::protobuf::EnumDescriptor* type, const std::string& name, Language language) {
  const google::protobuf::EnumValueDescriptor* value = type->FindValueByName(name);
  return value == nullptr ? Cell(name) : WordOf(value, language);
}

Cell SubjectCell(const std::string& subject, Language language) {
  if (subject == "NATIONAL") return {In(language, {"全国", "national"}), Tone::kPlain, subject};
  if (subject == "PROVINCE") return {In(language, {"全省", "province"}), Tone::kPlain, subject};
  return subject;
}

std::string WarningWord(const std::string& reason, Language language) {
  if (reason == "OUTLIER") return In(language, {"离群", "outlier"});
  if (reason == "JUMP") return In(language, {"突变", "jump"});
  if (reason == "RULE") return In(language, {"不合规则", "rule"});
  return reason;
}

std::string FlagWord(const std::string& flag, Language language) {
  static const auto& words = *new std::map<std::string, std::string>{
      {"awaiting_review", "待审核"},
      {"break", "口径有变"},
      {"ceiling", "已到限值"},
      {"derived", "推算"},
      {"doubted", "有疑点"},
      {"interpretation", "含解读"},
      {"late", "逾期完成"},
      {"open", "未定"},
      {"overdue", "逾期未完成"},
      {"partial", "期间未满"},
      {"preliminary", "初步数"},
      {"provisional", "待核实"},
      {"far", "超出两年"},
      {"small_sample", "样本小"},
      {"stale", "陈旧"},
      {"tie", "并列或持平"},
      {"uncertain", "抽样不确定"},
      {"unrated", "未评定"},
      {"unreported", "缺季度报告"},
  };
  const auto found = words.find(flag);
  const bool chinese = language == Language::kChinese && found != words.end();
  return chinese ? found->second : absl::StrReplaceAll(flag, {{"_", " "}});
}

std::string PillarName(absl::string_view key, Language language) {
  if (key == "indicators") return In(language, {"指标", "Indicators"});
  if (key == "tasks") return In(language, {"任务", "Tasks"});
  if (key == "complaints") return In(language, {"投诉", "Complaints"});
  if (key == "credit") return In(language, {"信用", "Credit"});
  return std::string(key);
}

Cell NumberCell(const std::optional<double>& number, int decimals) {
  if (!number.has_value()) return Missing();
  return {absl::StrFormat("%.*f", decimals, *number), Tone::kPlain, NumberJson(*number).dump()};
}

Cell ShareCell(double share) {
  return {absl::StrFormat("%.1f %%", 100 * share), Tone::kPlain, NumberJson(share).dump()};
}

}  // namespace qcity::cli
