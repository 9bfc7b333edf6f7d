#include "services/cli/html/table.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/html/text.h"

namespace qcity::cli::html {
namespace {

std::string Attribute(const char* name, absl::string_view value) {
  return value.empty() ? "" : absl::StrCat(" ", name, "=\"", value, "\"");
}

}  // namespace

Table::Table(std::vector<Column> columns, absl::string_view css) : columns_(std::move(columns)), css_(css) {}

Table& Table::Row(const std::vector<std::string>& cells, absl::string_view id, absl::string_view css) {
  absl::StrAppend(&rows_, "<tr", Attribute("id", id), Attribute("class", css), ">");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    absl::StrAppend(&rows_, "<td", Attribute("class", i < columns_.size() ? columns_[i].css : ""), ">", cells[i],
                    "</td>");
  }
  absl::StrAppend(&rows_, "</tr>\n");
  return *this;
}

Table& Table::Heading(const std::string& html, absl::string_view id) {
  absl::StrAppend(&rows_, "<tr class=\"heading\"", Attribute("id", id), "><th scope=\"rowgroup\" colspan=\"",
                  columns_.size(), "\">", html, "</th></tr>\n");
  return *this;
}

std::string Table::Html() const {
  std::string head;
  for (const Column& column : columns_) {
    absl::StrAppend(&head, "<th scope=\"col\"", Attribute("class", column.css), ">", Escaped(column.title), "</th>");
  }
  return absl::StrCat("<table", Attribute("class", css_), "><thead><tr>", head, "</tr></thead>\n<tbody>\n", rows_,
                      "</tbody></table>\n");
}

}  // namespace qcity::cli::html
