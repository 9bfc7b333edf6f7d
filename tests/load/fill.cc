#include "tests/load/fill.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/domain/period.h"
#include "services/cli/clerk/columns.h"
#include "services/cli/clerk/row_key.h"
#include "services/cli/workbook/reader.h"
#include "services/cli/workbook/writer.h"

namespace qcity::load {
namespace {

// What a clerk enters in a row, by the columns' keys.
using Entries = std::map<std::string, std::string>;

std::optional<Entries> EntriesOf(const Campaign& campaign, const cli::RowKey& key, absl::CivilDay day) {
  if (key.kind == cli::FileKind::kTasks) {
    const auto report = std::find_if(campaign.reports.begin(), campaign.reports.end(), [&](const Report& one) {
      return one.task == key.number && one.occurrence == key.period && one.lead == key.item && one.filed == day;
    });
    if (report == campaign.reports.end()) return std::nullopt;
    return Entries{{"step", "提交完成"}, {"text", "示例：已办结"}, {"evidence", "示例台账"}};
  }
  const auto figure = std::find_if(campaign.figures.begin(), campaign.figures.end(), [&](const Figure& one) {
    return one.indicator == key.number && one.part == key.item && one.period == key.period && one.filed == day;
  });
  if (figure == campaign.figures.end()) return std::nullopt;
  Entries entries(figure->cells.begin(), figure->cells.end());
  entries["finality"] = "最终数";
  entries["published"] = domain::FormatDay(day);
  entries["source"] = entries["evidence"] = "示例台账";
  return entries;
}

// One sheet as it was read, to be written again.
class Form {
 public:
  explicit Form(const cli::WorkSheet& sheet) : sheet_(sheet) {
    draft_.name = sheet.name;
    draft_.hidden = sheet.hidden;
    const auto head = sheet.cells.find(1);
    if (head == sheet.cells.end()) return;
    for (int column = 1; column <= head->second.rbegin()->first; ++column) {
      const std::string title = TextAt(1, column);
      draft_.columns.push_back({title, 12, sheet.IsHidden(column)});
      keys_.push_back(KeyOf(title));
    }
  }

  // Copies the rows and fills in those that the campaign has something for.
  int Copy(const Campaign& campaign, absl::CivilDay day) {
    int filled = 0;
    for (const auto& [line, cells] : sheet_.cells) {
      if (line == 1) continue;
      std::vector<cli::DraftCell>& row = draft_.rows.emplace_back(keys_.size());
      for (std::size_t i = 0; i < keys_.size(); ++i) row[i].text = TextAt(line, static_cast<int>(i) + 1);
      const std::optional<cli::RowKey> key = cli::DecodeKey(row.empty() ? "" : row.front().text);
      if (!key.has_value()) continue;
      const std::optional<Entries> entries = EntriesOf(campaign, *key, day);
      if (!entries.has_value()) continue;
      Enter(*entries, row);
      ++filled;
    }
    return filled;
  }

  cli::DraftSheet Take() && { return std::move(draft_); }

 private:
  std::string TextAt(int line, int column) const {
    const cli::WorkCell* cell = sheet_.At(line, column);
    return cell == nullptr ? "" : cell->text;
  }

  static std::string KeyOf(const std::string& title) {
    const std::string key = cli::ColumnKeyOf(cli::FileKind::kIndicators, title);
    return key.empty() ? cli::ColumnKeyOf(cli::FileKind::kTasks, title) : key;
  }

  void Enter(const Entries& entries, std::vector<cli::DraftCell>& row) const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto entry = entries.find(keys_[i]);
      if (entry != entries.end()) row[i] = {entry->second, cli::EntryKind::kText, {}};
      // A criterion is answered beside its words.
      const bool asks = absl::StartsWith(keys_[i], "criterion") && !row[i].text.empty();
      if (asks && i + 1 < row.size()) row[i + 1] = {"100", cli::EntryKind::kText, {}};
    }
  }

  const cli::WorkSheet& sheet_;
  cli::DraftSheet draft_;
  std::vector<std::string> keys_;  // Of the columns.
};

}  // namespace

absl::StatusOr<int> Fill(const std::string& path, const Campaign& campaign, absl::CivilDay day) {
  ASSIGN_OR_RETURN(const cli::Workbook workbook, cli::ReadWorkbookFile(path));
  std::vector<cli::DraftSheet> sheets;
  int filled = 0;
  for (const cli::WorkSheet& sheet : workbook.sheets) {
    Form form(sheet);
    filled += form.Copy(campaign, day);
    sheets.push_back(std::move(form).Take());
  }
  RETURN_IF_ERROR(cli::WriteWorkbook(path, sheets));
  return filled;
}

}  // namespace qcity::load
