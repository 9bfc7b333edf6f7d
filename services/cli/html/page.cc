#include "services/cli/html/page.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/html/text.h"

namespace qcity::cli::html {
namespace {

// What every page shares.
constexpr char kStyle[] = R"css(
* { box-sizing: border-box; }
html { font: 10.5pt/1.55 "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", serif; color: #1d1d1f; background: #fff; }
h1, h2, h3, h4, .sans, table, .tiles, svg { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", sans-serif; }
header { text-align: center; border-bottom: 2.5pt solid #b3171d; padding-bottom: 4mm; margin-bottom: 5mm; position: relative; }
header::after { content: ""; position: absolute; left: 0; right: 0; bottom: -5pt; border-bottom: .75pt solid #b3171d; }
h1 { color: #b3171d; font-size: 23pt; letter-spacing: .12em; margin: 0; font-weight: 700; }
header p { margin: 2mm 0 0; }
h2 { font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid; break-inside: avoid; }
h3 { font-size: 10.5pt; margin: 4mm 0 1.5mm; color: #444; font-weight: 600; break-after: avoid; }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 3mm; margin: 4mm 0; }
.tile { border: .75pt solid #d5d5d8; border-top: 2.5pt solid #5b6472; padding: 2mm 3mm; break-inside: avoid; }
.tile b { display: block; font-size: 19pt; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tile span { color: #555; font-size: 8.5pt; }
.tile.good { border-top-color: #1e7d46; } .tile.good b { color: #1e7d46; }
.tile.bad { border-top-color: #b3171d; } .tile.bad b { color: #b3171d; }
.tile.warn { border-top-color: #b7791f; } .tile.warn b { color: #8f5a0a; }
table { width: 100%; border-collapse: collapse; font-size: 8.8pt; line-height: 1.4; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { background: #f1f1f4; font-weight: 600; text-align: center; vertical-align: middle; }
th, td { border: .5pt solid #b9b9bf; padding: .9mm 1.4mm; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.c { text-align: center; white-space: nowrap; }
.none { color: #555; margin: 1mm 0 0; }
.notes { font-size: 8.8pt; color: #444; padding-left: 1.6em; margin: 1mm 0; }
th, .tile { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
)css";

constexpr char kReportStyle[] = R"css(
@page { size: A4; margin: 15mm 14mm 17mm; @bottom-center { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #666; } }
body { margin: 0 auto; max-width: 182mm; padding: 4mm 0; }
h1 { font-size: 21pt; letter-spacing: .06em; }
h2 { border-left: 3pt solid #b3171d; padding-left: 2.5mm; line-height: 1.3; }
h4 { font-size: 9.5pt; margin: 0 0 1mm; break-after: avoid; display: flex; gap: 2mm; align-items: baseline; }
h4 .sign { margin-left: auto; flex: none; font-weight: 600; }
a { color: #16407a; text-decoration: none; } td.n a, .tile a, .score a { color: inherit; border-bottom: .5pt dotted #7c8ba1; }
:target { outline: 1.5pt solid #d9a400; outline-offset: 1pt; }
td { vertical-align: middle; overflow-wrap: break-word; } th { line-height: 1.25; } th.w { width: 38%; } th.s { width: 17%; } td.f { text-align: right; } td.s, td.nw { white-space: normal; } td.d, td.k { white-space: nowrap; } :lang(zh-CN) th.n, :lang(zh-CN) th.c { white-space: nowrap; }
tr.heading th { text-align: left; background: #e9ecf1; color: #1d2a3d; padding: 1.1mm 1.6mm; }
tr.total td { background: #fafafb; font-weight: 600; }
.sign { white-space: nowrap; } .sign svg { width: 1.05em; height: 1.05em; vertical-align: -.16em; margin-right: .35em; }
.sign.bad { color: #9c1218; } .sign.good { color: #17673a; } .sign.warning { color: #7a4d00; } .sign.unknown, .sign.none { color: #4b525d; }
.shapes { position: absolute; }
.lead { text-indent: 2em; margin: 4mm 0; font-size: 11.5pt; }
.banner { border: 1pt solid #b7791f; background: #fff8e6; color: #6b4505; padding: 1.6mm 3mm; margin: 3mm 0; font-size: 9.5pt; }
.headline { display: grid; grid-template-columns: 1fr 66mm; border: .75pt solid #c9ccd3; border-left: 4pt solid #5b6472; margin: 4mm 0; break-inside: avoid; }
.headline.good { border-left-color: #1e7d46; } .headline.bad { border-left-color: #b3171d; } .headline.warning { border-left-color: #b7791f; }
.headline > div { padding: 4mm 5mm; } .verdict { font-size: 20pt; font-weight: 700; line-height: 1.3; } .headline p { margin: 1.5mm 0 0; }
.score { border-left: .5pt solid #d5d5d8; text-align: center; } .score b { font-size: 32pt; line-height: 1.15; font-variant-numeric: tabular-nums; display: block; }
.score span { display: block; font-size: 9.5pt; color: #444; }
.contents { columns: 2; font-size: 9pt; padding: 0; margin: 3mm 0 0; list-style: none; } .contents li { padding: .3mm 0; }
.report .tile b { font-size: 17pt; white-space: nowrap; }
.report .tiles { grid-template-columns: repeat(auto-fit, minmax(26mm, 1fr)); }
.card { border: .5pt solid #c9ccd3; padding: 2mm 2.6mm; margin: 0 0 2.4mm; break-inside: avoid; }
.card p { margin: 1mm 0; font-size: 8.8pt; line-height: 1.45; } .card table { font-size: 7.8pt; } .card .num { color: #16407a; font-variant-numeric: tabular-nums; min-width: 9mm; }
.facts { display: grid; grid-template-columns: repeat(5, auto); gap: .6mm 3mm; font-size: 8.4pt; margin: 1mm 0; } .facts span { color: #666; margin-right: .5em; } .facts .wide { grid-column: 1 / -1; }
.back { font-size: 8pt; color: #555; } .back a { margin-right: 2.5mm; }
.small { font-size: 7.8pt; line-height: 1.4; color: #444; } .doubt { color: #7a4d00; } code { font: 7.2pt/1.35 "DejaVu Sans Mono", "Consolas", monospace; color: #444; overflow-wrap: anywhere; }
td svg.bar { display: block; width: 27mm; height: auto; }
figure { margin: 2mm 0; break-inside: avoid; } figcaption { font-size: 8.5pt; color: #555; } figure svg { width: 100%; height: auto; display: block; }
.appendix.first { break-before: page; } .grounds { break-inside: avoid; } .grounds th { white-space: nowrap; text-align: left; }
.none-print { margin: 2mm 0; font-size: 9pt; }
svg, .sign, .banner, tr.heading th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
@media print { .none-print { display: none; } a { color: inherit; } td.n a, .tile a, .score a { border-bottom: 0; } :target { outline: 0; }
  a[data-see]::after { content: "〔" attr(data-see) "〕"; font-size: 6.5pt; font-weight: 400; color: #555; vertical-align: super; line-height: 0; } }
@media screen { html { background: #ececef; } body { background: #fff; padding: 12mm; margin: 8mm auto; max-width: 210mm; box-shadow: 0 1mm 5mm rgba(0,0,0,.15); } }
)css";

std::string Number(int number, Language language) {
  static constexpr std::array<const char*, 11> kDigits = {"",   "一", "二", "三", "四", "五",
                                                          "六", "七", "八", "九", "十"};
  if (language == Language::kEnglish) return absl::StrCat(number, " ");
  return absl::StrCat(number > 19 ? kDigits[number / 10] : "", number >= 10 ? "十" : "", kDigits[number % 10], "、");
}

}  // namespace

std::string Page(const Frame& frame, const std::string& body) {
  return absl::StrCat("<!DOCTYPE html>\n<html lang=\"", frame.language == Language::kChinese ? "zh-CN" : "en",
                      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\""
                      "default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width="
                      "device-width, initial-scale=1\">\n<title>",
                      Escaped(frame.title), "</title>\n<style>", kStyle, frame.style, "</style>\n</head>\n", body,
                      "</html>\n");
}

std::string ReportStyle() { return kReportStyle; }

std::string Header(const std::string& title, const std::vector<std::string>& below) {
  std::vector<std::string> lines;
  for (const std::string& line : below) lines.push_back(Escaped(line));
  return absl::StrCat("<header>\n<h1>", Escaped(title), "</h1>\n<p class=\"sans\">", absl::StrJoin(lines, "　·　"),
                      "</p>\n</header>\n");
}

std::string Chapters(const std::vector<Chapter>& chapters, const std::vector<Chapter>& appendices, Language language) {
  std::string contents, body;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    const std::string title =
        absl::StrCat(Number(static_cast<int>(i) + 1, language), Escaped(In(language, chapters[i].title)));
    absl::StrAppend(&contents, "<li>", Link(chapters[i].id, title), "</li>");
    absl::StrAppend(&body, "<section>\n<h2 id=\"", chapters[i].id, "\">", title, "</h2>\n", chapters[i].html,
                    "</section>\n");
  }
  for (std::size_t i = 0; i < appendices.size(); ++i) {
    const std::string title =
        absl::StrCat(In(language, Text{"附录 ", "Appendix "}), i + 1, "　", Escaped(In(language, appendices[i].title)));
    absl::StrAppend(&contents, "<li>", Link(appendices[i].id, title), "</li>");
    absl::StrAppend(&body, "<section class=\"appendix", i == 0 ? " first" : "", "\">\n<h2 id=\"", appendices[i].id,
                    "\">", title, "</h2>\n", appendices[i].html, "</section>\n");
  }
  return absl::StrCat("<ul class=\"contents sans\">", contents, "</ul>\n", body);
}

}  // namespace qcity::cli::html
