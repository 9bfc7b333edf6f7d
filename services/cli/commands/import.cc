// qcity import: a clerk's filled-in file, checked cell by cell and recorded all or nothing.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/cli/app/connection.h"
#include "services/cli/clerk/campaign.h"
#include "services/cli/clerk/clerk_file.h"
#include "services/cli/clerk/columns.h"
#include "services/cli/clerk/import_indicators.h"
#include "services/cli/clerk/import_tasks.h"
#include "services/cli/commands/commands.h"
#include "services/cli/output/json.h"
#include "services/cli/workbook/workbook.h"

namespace qcity::cli {
namespace {

struct ImportArgs {
  std::string file;
  std::string organization;
  bool dry_run = false;
};

// A column's title for people; what it is called otherwise where it has none.
std::string TitleOf(FileKind kind, const std::string& column, Language language) {
  for (const ClerkColumn& known : ClerkColumns(kind)) {
    if (known.key == column) return In(language, known.title);
  }
  return column;
}

Json RejectedJson(const SheetFault& fault, Language language) {
  return {{"line", fault.line},
          {"column", fault.column == 0 ? Json(nullptr) : Json(fault.column)},
          {"field", TextOrNull(fault.column_name)},
          {"reason", In(language, fault.text)}};
}

Report ShowOutcome(const ImportOutcome& outcome, FileKind kind, bool dry_run, Language language) {
  Report report;
  report.json = {{"rows", outcome.rows}, {"accepted", outcome.accepted}, {"rejected", Json::array()}};
  const std::string rows = absl::StrCat(outcome.rows), accepted = absl::StrCat(outcome.accepted);
  report.heading.push_back(
      {absl::StrCat("填写 ", rows, " 行，接受 ", accepted, " 行，", outcome.rejected.size(), " 处有误"),
       absl::StrCat(rows, " rows filled in, ", accepted, " accepted, ", outcome.rejected.size(), " faults")});
  Table table{{"", ""},
              {{"line", {"行", "Line"}, true},
               {"column", {"单元格", "Cell"}},
               {"field", {"列", "Column"}},
               {"reason", {"原因", "Reason"}, false, 80}},
              {}};
  for (const SheetFault& fault : outcome.rejected) {
    report.json["rejected"].push_back(RejectedJson(fault, language));
    const std::string cell = fault.column == 0 ? "" : absl::StrCat(ColumnLetters(fault.column), fault.line);
    table.rows.push_back({absl::StrCat(fault.line), Cell(cell, Tone::kPlain, absl::StrCat(fault.column)),
                          Cell(TitleOf(kind, fault.column_name, language), Tone::kPlain, fault.column_name),
                          Cell(In(language, fault.text), Tone::kBad)});
  }
  if (!table.rows.empty()) report.tables.push_back(std::move(table));
  if (!outcome.rejected.empty()) {
    report.notes.push_back(
        {"没有写入任何数据；改正后重新导入", "Nothing was written; mend the file and import it again"});
  } else if (dry_run) {
    report.notes.push_back({"只作检查，没有写入", "Only checked; nothing was written"});
  }
  return report;
}

absl::Status Import(Context& context, const ImportArgs& args) {
  ASSIGN_OR_RETURN(ClerkFile file, ReadClerkFile(args.file));
  Connection connection(context);
  ASSIGN_OR_RETURN(const ClerkCampaign campaign, AskCampaign(connection, ""));
  std::string wanted;
  if (!args.organization.empty()) {
    ASSIGN_OR_RETURN(wanted, OrganizationOf(*campaign.plan, args.organization));
  }
  for (const ClerkRow& row : file.rows) {
    RETURN_IF_ERROR(CheckOwner(campaign, row.key, wanted, context.settings().Get("caller")));
  }
  ASSIGN_OR_RETURN(ImportOutcome outcome, file.kind == FileKind::kTasks
                                              ? ImportTasks(context, connection, campaign, file, args.dry_run)
                                              : ImportIndicators(context, connection, campaign.id, file, args.dry_run));
  std::stable_sort(outcome.rejected.begin(), outcome.rejected.end(),
                   [](const SheetFault& a, const SheetFault& b) { return a.line < b.line; });
  context.Print(ShowOutcome(outcome, file.kind, args.dry_run, context.language()));
  if (outcome.rejected.empty()) return absl::OkStatus();
  const std::string count = absl::StrCat(outcome.rejected.size());
  return Error(absl::StatusCode::kInvalidArgument, "ROWS_REFUSED",
               {absl::StrCat(count, " 处未被接受"), absl::StrCat(count, " faults were found")});
}

}  // namespace

void RegisterImport(Commands& root) {
  auto args = std::make_shared<ImportArgs>();
  Command import = root.Leaf("import",
                             {"导入填好的填报表（.xlsx 或 .csv），全部写入或全不写入",
                              "Bring in a filled-in file (.xlsx or .csv), all or nothing"},
                             [args](Context& context) { return Import(context, *args); });
  import.Positional("FILE", args->file, {"填报表", "The file"}).Required();
  import.Option("--organization", args->organization, "ID",
                {"只接受该单位的填报表（编号或名称）", "Take only this organisation's file, by id or name"});
  import.Flag("--dry-run", args->dry_run, {"只检查，不写入", "Only check, write nothing"});
}

}  // namespace qcity::cli
