// Pieces of HTML that every page shares: escaped text, ids, links. What is called `html` is markup already, everything else is escaped here. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_HTML_TEXT_H_
#define QCITY_SERVICES_CLI_HTML_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace qcity::cli::html {

// `text` as it may stand between tags and within quoted attributes.
std::string Escaped(absl::string_view text);

// An id for an element, another one for each (kind, name): "n" and "indicators/1-1" is "n-indicators_2F1-1".
std::string IdOf(absl::string_view kind, absl::string_view name);

// A link within the page.
std::string Link(absl::string_view id, const std::string& html);
// The same, followed on paper, where nobody can click, by where to look.
std::string Link(absl::string_view id, const std::string& html, absl::string_view printed);

// <p class="CSS">TEXT</p>
std::string Paragraph(absl::string_view css, absl::string_view text);

}  // namespace qcity::cli::html

#endif  // QCITY_SERVICES_CLI_HTML_TEXT_H_
