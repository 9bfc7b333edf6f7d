#include "services/cli/workbook/reader.h"

#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/workbook/archive.h"
#include "services/cli/workbook/number_text.h"
#include "services/cli/workbook/sheet_reader.h"
#include "services/cli/workbook/xml.h"

namespace qcity::cli {
namespace {

using Document = std::unique_ptr<pugi::xml_document>;

constexpr int kMostSheets = 64;

// Where a part of the workbook lies, by the relation's id, e.g. "rId1": "xl/worksheets/sheet1.xml".
struct Relation {
  std::string type;  // The last step of its type: "worksheet".
  std::string target;
};

absl::StatusOr<Document> ReadPart(Archive& archive, const std::string& name) {
  ASSIGN_OR_RETURN(const std::string text, archive.Read(name));
  return ParseXml(name, text);
}

absl::StatusOr<std::map<std::string, Relation>> ReadRelations(Archive& archive, const std::string& name,
                                                              const std::string& folder) {
  ASSIGN_OR_RETURN(const Document document, ReadPart(archive, name));
  std::map<std::string, Relation> relations;
  for (const pugi::xml_node& node : document->document_element().children()) {
    const std::string type(Attribute(node, "Type"));
    std::string target(Attribute(node, "Target"));
    if (Attribute(node, "TargetMode") == "External") {
      return BadWorkbook(
          {"文件引用了外部文件，请去掉外部链接", "the file refers to others; remove its external links"});
    }
    target = absl::StartsWith(target, "/") ? target.substr(1) : absl::StrCat(folder, target);
    relations[std::string(Attribute(node, "Id"))] = {type.substr(type.rfind('/') + 1), std::move(target)};
  }
  return relations;
}

std::string TargetOf(const std::map<std::string, Relation>& relations, absl::string_view type) {
  for (const auto& [id, relation] : relations) {
    if (relation.type == type) return relation.target;
  }
  return "";
}

absl::Status ReadStrings(Archive& archive, const std::string& name, WorkbookParts& parts) {
  if (name.empty() || !archive.Has(name)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Document document, ReadPart(archive, name));
  for (const pugi::xml_node& item : document->document_element().children()) {
    if (LocalName(item.name()) == "si") parts.shared_strings.push_back(TextOf(item));
  }
  return absl::OkStatus();
}

absl::Status ReadStyles(Archive& archive, const std::string& name, WorkbookParts& parts) {
  if (name.empty() || !archive.Has(name)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Document document, ReadPart(archive, name));
  const pugi::xml_node root = document->document_element();
  std::map<int, NumberStyle> declared;
  for (const pugi::xml_node& format : Child(root, "numFmts").children()) {
    int id = -1;
    if (!absl::SimpleAtoi(Attribute(format, "numFmtId"), &id)) continue;
    declared[id] = StyleOfCode(Attribute(format, "formatCode"));
  }
  for (const pugi::xml_node& style : Child(root, "cellXfs").children()) {
    int id = 0;
    if (!absl::SimpleAtoi(Attribute(style, "numFmtId"), &id)) id = 0;
    const auto found = declared.find(id);
    parts.styles.push_back(found == declared.end() ? StyleOfBuiltIn(id) : found->second);
  }
  return absl::OkStatus();
}

// The id by which a sheet's entry names its part: an attribute "id" under whatever prefix.
std::string RelationIdOf(const pugi::xml_node& sheet) {
  for (const pugi::xml_attribute& attribute : sheet.attributes()) {
    const absl::string_view name = attribute.name();
    if (absl::EndsWith(name, ":id")) return attribute.value();
  }
  return "";
}

absl::StatusOr<WorkSheet> ReadOne(Archive& archive, const pugi::xml_node& entry,
                                  const std::map<std::string, Relation>& relations, WorkbookParts& parts) {
  WorkSheet sheet;
  sheet.name = std::string(Attribute(entry, "name"));
  sheet.hidden = Attribute(entry, "state") == "hidden" || Attribute(entry, "state") == "veryHidden";
  const auto relation = relations.find(RelationIdOf(entry));
  if (relation == relations.end()) {
    return BadWorkbook({absl::StrCat("文件缺少工作表“", sheet.name, "”的内容"),
                        absl::StrCat("the content of the sheet \"", sheet.name, "\" is missing")});
  }
  if (relation->second.type != "worksheet") return sheet;  // A chart has no cells.
  ASSIGN_OR_RETURN(const Document document, ReadPart(archive, relation->second.target));
  RETURN_IF_ERROR(ReadSheet(document->document_element(), parts, sheet));
  return sheet;
}

}  // namespace

absl::StatusOr<Workbook> ReadWorkbook(std::string bytes) {
  ASSIGN_OR_RETURN(Archive archive, Archive::Open(std::move(bytes)));
  ASSIGN_OR_RETURN(const auto package, ReadRelations(archive, "_rels/.rels", ""));
  const std::string main = TargetOf(package, "officeDocument");
  const std::size_t slash = main.rfind('/') + 1;
  const std::string folder = main.substr(0, slash);
  ASSIGN_OR_RETURN(const Document document, ReadPart(archive, main));
  ASSIGN_OR_RETURN(const auto relations,
                   ReadRelations(archive, absl::StrCat(folder, "_rels/", main.substr(slash), ".rels"), folder));
  const pugi::xml_node root = document->document_element();
  WorkbookParts parts;
  parts.from_1904 = IsTrue(Attribute(Child(root, "workbookPr"), "date1904"));
  RETURN_IF_ERROR(ReadStrings(archive, TargetOf(relations, "sharedStrings"), parts));
  RETURN_IF_ERROR(ReadStyles(archive, TargetOf(relations, "styles"), parts));
  Workbook workbook;
  for (const pugi::xml_node& entry : Child(root, "sheets").children()) {
    if (workbook.sheets.size() == kMostSheets) return BadWorkbook({"工作表过多", "too many sheets"});
    ASSIGN_OR_RETURN(workbook.sheets.emplace_back(), ReadOne(archive, entry, relations, parts));
  }
  if (workbook.sheets.empty()) return BadWorkbook({"文件中没有工作表", "the file has no sheet"});
  return workbook;
}

absl::StatusOr<Workbook> ReadWorkbookFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream bytes;
  if (!stream || !(bytes << stream.rdbuf())) {
    return BadWorkbook({absl::StrCat(path, "：文件不存在、为空或无法读取"),
                        absl::StrCat(path, ": the file does not exist, is empty or cannot be read")});
  }
  return ReadWorkbook(bytes.str());
}

}  // namespace qcity::cli
