// Tables of a page: a head that is repeated on every sheet, and rows that are not torn apart. Pure; not thread-safe.
#ifndef QCITY_SERVICES_CLI_HTML_TABLE_H_
#define QCITY_SERVICES_CLI_HTML_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace qcity::cli::html {

struct Column {
  std::string title;
  const char* css = "";  // "n": numbers, to the right; "c": centred; "w": may take the room that is left.
};

class Table {
 public:
  explicit Table(std::vector<Column> columns, absl::string_view css = "");

  // Markup, one for each column; `id` empty: none.
  Table& Row(const std::vector<std::string>& cells, absl::string_view id = "", absl::string_view css = "");
  // A line across all columns that heads the rows below it.
  Table& Heading(const std::string& html, absl::string_view id = "");

  bool empty() const { return rows_.empty(); }
  std::string Html() const;

 private:
  const std::vector<Column> columns_;
  const std::string css_;
  std::string rows_;
};

}  // namespace qcity::cli::html

#endif  // QCITY_SERVICES_CLI_HTML_TABLE_H_
