#include "services/cli/html/text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace qcity::cli::html {

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string IdOf(absl::string_view kind, absl::string_view name) {
  std::string id = absl::StrCat(kind, "-");
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-') {
      id.push_back(c);
    } else {
      absl::StrAppendFormat(&id, "_%02X", static_cast<unsigned char>(c));
    }
  }
  return id;
}

std::string Link(absl::string_view id, const std::string& html) {
  return absl::StrCat("<a href=\"#", Escaped(id), "\">", html, "</a>");
}

std::string Link(absl::string_view id, const std::string& html, absl::string_view printed) {
  return absl::StrCat("<a href=\"#", Escaped(id), "\" data-see=\"", Escaped(printed), "\">", html, "</a>");
}

std::string Paragraph(absl::string_view css, absl::string_view text) {
  return absl::StrCat("<p class=\"", css, "\">", Escaped(text), "</p>\n");
}

}  // namespace qcity::cli::html
