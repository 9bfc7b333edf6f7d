// The frame of a printable page: one self-contained HTML file that fetches nothing, with fonts that Chinese systems have. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_HTML_PAGE_H_
#define QCITY_SERVICES_CLI_HTML_PAGE_H_

#include <string>
#include <vector>

#include "common/base/text.h"

namespace qcity::cli::html {

struct Frame {
  Language language = Language::kChinese;
  std::string title;  // Of the window, as text.
  std::string style;  // CSS of this page beside what all share.
};

// `body`: markup. The same arguments give the same bytes.
std::string Page(const Frame& frame, const std::string& body);

// The style of reports that are read from top to end: A4 upright, chapters, tiles, cards, charts.
std::string ReportStyle();

// The red head of an official paper: title and the line below it.
std::string Header(const std::string& title, const std::vector<std::string>& below);

// A chapter of a report: its title without number, its id, its markup.
struct Chapter {
  Text title;
  std::string id;
  std::string html;
};

// Numbered in order: "一、", in English "1 "; appendices begin on a new sheet. A list of all comes first.
std::string Chapters(const std::vector<Chapter>& chapters, const std::vector<Chapter>& appendices, Language language);

}  // namespace qcity::cli::html

#endif  // QCITY_SERVICES_CLI_HTML_PAGE_H_
