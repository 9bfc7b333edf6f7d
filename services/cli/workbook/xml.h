// XML parts of a workbook, read without trust: bounded in depth and size, no document types, no entities of their own. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_WORKBOOK_XML_H_
#define QCITY_SERVICES_CLI_WORKBOOK_XML_H_

#include <memory>
#include <pugixml.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace qcity::cli {

// `text` as a document. INVALID_ARGUMENT (reason BAD_WORKBOOK) naming the part: not well-formed, not UTF-8, a document type, an entity beside XML's own five,
// deeper than 64, over 1,500,000 elements.
absl::StatusOr<std::unique_ptr<pugi::xml_document>> ParseXml(absl::string_view part, absl::string_view text);

// Names without their prefix: writers of workbooks choose prefixes as they like.
absl::string_view LocalName(const char* name);

// The first child element of that local name; null if there is none.
pugi::xml_node Child(const pugi::xml_node& parent, absl::string_view name);

// The value of the attribute with that whole name; "" if there is none.
absl::string_view Attribute(const pugi::xml_node& node, const char* name);
bool IsTrue(absl::string_view value);

// Text as workbooks write it: "_x000D_" stands for the character 0D, "_x005F_" for an underscore that would otherwise begin such a thing.
std::string Unescaped(absl::string_view text);
// `text` with every underscore that would be read as the beginning of such a thing written as one.
std::string Escaped(absl::string_view text);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_WORKBOOK_XML_H_
