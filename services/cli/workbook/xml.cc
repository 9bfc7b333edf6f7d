#include "services/cli/workbook/xml.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "services/cli/workbook/workbook.h"

namespace qcity::cli {
namespace {

constexpr int kMostDepth = 64, kMostElements = 1'500'000;
constexpr unsigned kParse = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata_single |
                            pugi::parse_wconv_attribute;

absl::Status Bad(absl::string_view part, const Text& why) {
  return BadWorkbook({absl::StrCat("文件的部件 ", part, "：", why.zh), absl::StrCat("the part ", part, ": ", why.en)});
}

bool Skip(absl::string_view* rest, absl::string_view end) {
  const std::size_t found = rest->find(end);
  if (found == absl::string_view::npos) return false;
  rest->remove_prefix(found + end.size());
  return true;
}

// One of XML's own entities, or a character by its number, at the front of `rest`, which is behind the '&'.
bool IsPlainReference(absl::string_view rest) {
  for (const absl::string_view known : {"amp;", "lt;", "gt;", "quot;", "apos;"}) {
    if (absl::StartsWith(rest, known)) return true;
  }
  const absl::string_view number = rest.substr(0, std::min<std::size_t>(rest.find(';'), 10));
  return number.size() > 1 && number[0] == '#' && number.size() < 10;
}

// The end of a tag that `rest` stands in: behind its '>'. Quotes may hold a '>'.
bool SkipTag(absl::string_view* rest, bool* empty) {
  char quote = 0;
  for (std::size_t i = 0; i < rest->size(); ++i) {
    const char c = (*rest)[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      *empty = i > 0 && (*rest)[i - 1] == '/';
      rest->remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// Bounds what the parser will build, before it builds it.
absl::Status CheckShape(absl::string_view part, absl::string_view text) {
  const Text not_whole{"不是完整的 XML", "not whole XML"};
  int depth = 0, elements = 0;
  for (absl::string_view rest = text; Skip(&rest, "<");) {
    if (absl::StartsWith(rest, "!--") || absl::StartsWith(rest, "?") || absl::StartsWith(rest, "![CDATA[")) {
      const absl::string_view end = rest[0] == '?' ? "?>" : rest[1] == '-' ? "-->" : "]]>";
      if (!Skip(&rest, end)) return Bad(part, not_whole);
      continue;
    }
    if (absl::StartsWith(rest, "!"))
      return Bad(part, {"不接受文档类型定义（DTD）", "document types (DTD) are refused"});
    const bool closes = absl::StartsWith(rest, "/");
    bool empty = false;
    if (!SkipTag(&rest, &empty)) return Bad(part, not_whole);
    if (closes) {
      --depth;
    } else if (++elements > kMostElements) {
      return Bad(part, {"内容过多", "holds too much"});
    } else if (!empty && ++depth > kMostDepth) {
      return Bad(part, {"嵌套过深", "nested too deeply"});
    }
  }
  for (absl::string_view rest = text; Skip(&rest, "&");) {
    if (!IsPlainReference(rest)) return Bad(part, {"含有不接受的实体", "holds an entity that is refused"});
  }
  return absl::OkStatus();
}

void AppendUtf8(std::uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (code >> 6)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xE0 | (code >> 12)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

// The number in "_xHHHH_" at the front of `text`; -1 if there is no such thing.
std::int64_t EscapedCode(absl::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return -1;
  std::int64_t code = 0;
  for (const char c : text.substr(2, 4)) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return -1;
    const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
    code = code * 16 + (lower <= '9' ? lower - '0' : lower - 'a' + 10);
  }
  return code;
}

// Half of a pair, which is no character by itself.
bool IsSurrogate(std::int64_t code) { return code >= 0xD800 && code <= 0xDFFF; }

}  // namespace

absl::StatusOr<std::unique_ptr<pugi::xml_document>> ParseXml(absl::string_view part, absl::string_view text) {
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (!IsValidUtf8(text) || text.find('\0') != absl::string_view::npos) {
    return Bad(part, {"不是 UTF-8 编码", "not in UTF-8"});
  }
  RETURN_IF_ERROR(CheckShape(part, text));
  auto document = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result result = document->load_buffer(text.data(), text.size(), kParse, pugi::encoding_utf8);
  if (!result) return Bad(part, {"不是完整的 XML", "not whole XML"});
  return document;
}

absl::string_view LocalName(const char* name) {
  const absl::string_view whole = name;
  const std::size_t colon = whole.rfind(':');
  return colon == absl::string_view::npos ? whole : whole.substr(colon + 1);
}

pugi::xml_node Child(const pugi::xml_node& parent, absl::string_view name) {
  for (const pugi::xml_node& child : parent.children()) {
    if (LocalName(child.name()) == name) return child;
  }
  return {};
}

absl::string_view Attribute(const pugi::xml_node& node, const char* name) { return node.attribute(name).value(); }

bool IsTrue(absl::string_view value) { return value == "1" || value == "true" || value == "on"; }

std::string Unescaped(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::int64_t code = EscapedCode(text);
    const bool escape = code >= 0 && !IsSurrogate(code);
    if (escape) {
      AppendUtf8(static_cast<std::uint32_t>(code), &out);
    } else {
      out.push_back(text.front());
    }
    text.remove_prefix(escape ? 7 : 1);
  }
  return out;
}

std::string Escaped(absl::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(1)) {
    absl::StrAppend(&out, EscapedCode(text) >= 0 ? "_x005F_" : text.substr(0, 1));
  }
  return out;
}

}  // namespace qcity::cli
