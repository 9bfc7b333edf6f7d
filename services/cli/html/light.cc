#include "services/cli/html/light.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/html/text.h"

namespace qcity::cli::html {
namespace {

constexpr char kShapes[] = R"svg(<svg class="shapes" width="0" height="0" aria-hidden="true">
<symbol id="sign-good" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5" fill="#1e7d46"/><path d="M4.4 8.3l2.5 2.6 4.8-5.4" fill="none" stroke="#fff" stroke-width="1.9"/></symbol>
<symbol id="sign-warning" viewBox="0 0 16 16"><path d="M8 .8L15.8 15H.2z" fill="#f0b429" stroke="#6d4700" stroke-width=".8"/><path d="M8 5.4v4.9M8 11.7v1.7" stroke="#2b1c00" stroke-width="1.8"/></symbol>
<symbol id="sign-bad" viewBox="0 0 16 16"><rect x=".5" y=".5" width="15" height="15" rx="1.5" fill="#b3171d"/><path d="M4.4 4.4l7.2 7.2M11.6 4.4l-7.2 7.2" stroke="#fff" stroke-width="2"/></symbol>
<symbol id="sign-unknown" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#fff" stroke="#5b6472" stroke-width="1.3" stroke-dasharray="2.4 1.6"/><path d="M5.9 6.4c0-2.9 4.3-2.8 4.3-.2 0 1.7-2.1 1.7-2.1 3.5M8.1 11.1v1.5" fill="none" stroke="#333a45" stroke-width="1.5"/></symbol>
<symbol id="sign-none" viewBox="0 0 16 16"><path d="M3 8h10" stroke="#8a8f98" stroke-width="2"/></symbol>
</svg>
)svg";

}  // namespace

std::string SignShapes() { return kShapes; }

Sign SignOf(const Cell& cell) {
  if (absl::StartsWith(cell.text, "✔ ")) return Sign::kGood;
  if (absl::StartsWith(cell.text, "! ")) return Sign::kWarning;
  if (absl::StartsWith(cell.text, "✘ ")) return Sign::kBad;
  return absl::StartsWith(cell.text, "? ") ? Sign::kUnknown : Sign::kNone;
}

const char* CssOf(Sign sign) {
  switch (sign) {
    case Sign::kGood: return "good";
    case Sign::kWarning: return "warning";
    case Sign::kBad: return "bad";
    case Sign::kUnknown: return "unknown";
    case Sign::kNone: break;
  }
  return "none";
}

std::string Light(Sign sign, absl::string_view word) {
  return absl::StrCat("<span class=\"sign ", CssOf(sign), "\"><svg aria-hidden=\"true\"><use href=\"#sign-",
                      CssOf(sign), "\"/></svg>", Escaped(word), "</span>");
}

std::string Light(const Cell& cell) {
  const Sign sign = SignOf(cell);
  const std::size_t space = cell.text.find(' ');
  const bool has_symbol = sign != Sign::kNone || absl::StartsWith(cell.text, "- ");
  return Light(sign, has_symbol ? cell.text.substr(space + 1) : cell.text);
}

}  // namespace qcity::cli::html
