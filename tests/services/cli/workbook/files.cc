#include "tests/services/cli/workbook/files.h"

#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace qcity::cli::workbook_testing {
namespace {

constexpr char kMain[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr char kRelations[] = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr char kOffice[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string Relation(const char* id, const char* type, const char* target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kOffice, "/", type, "\" Target=\"", target, "\"/>");
}

}  // namespace

std::string Zip(const Parts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  zip_t* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  EXPECT_NE(zip, nullptr);
  for (const auto& [name, content] : parts) {
    zip_source_t* entry = zip_source_buffer(zip, content.data(), content.size(), 0);
    EXPECT_GE(zip_file_add(zip, name.c_str(), entry, ZIP_FL_ENC_UTF_8), 0) << name;
  }
  EXPECT_EQ(zip_close(zip), 0);
  zip_stat_t stat;
  zip_source_stat(source, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(source);
  EXPECT_EQ(zip_source_read(source, bytes.data(), stat.size), static_cast<zip_int64_t>(stat.size));
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

Parts Sound(const std::string& sheet_data) {
  return {
      {"_rels/.rels", absl::StrCat("<Relationships xmlns=\"", kRelations, "\">",
                                   Relation("rId1", "officeDocument", "xl/workbook.xml"), "</Relationships>")},
      {"xl/workbook.xml",
       absl::StrCat("<workbook xmlns=\"", kMain, "\" xmlns:r=\"", kOffice,
                    "\"><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")},
      {"xl/_rels/workbook.xml.rels", absl::StrCat("<Relationships xmlns=\"", kRelations, "\">",
                                                  Relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                                                  Relation("rId2", "sharedStrings", "sharedStrings.xml"),
                                                  Relation("rId3", "styles", "/xl/styles.xml"), "</Relationships>")},
      {"xl/sharedStrings.xml",
       absl::StrCat("<sst xmlns=\"", kMain,
                    "\"><si><t>甲</t></si><si><r><t>乙</t></r><r><rPr><b/></rPr><t>丙</t></r><rPh sb=\"0\" eb=\"1\">"
                    "<t>yi</t></rPh></si><si><t xml:space=\"preserve\"> 0 </t></si></sst>")},
      {"xl/styles.xml",
       absl::StrCat(
           "<styleSheet xmlns=\"", kMain,
           "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
           "<numFmt numFmtId=\"165\" formatCode=\"[Red]0.00\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
           "<xf numFmtId=\"10\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs>"
           "</styleSheet>")},
      {"xl/worksheets/sheet1.xml", absl::StrCat("<worksheet xmlns=\"", kMain, "\">", sheet_data, "</worksheet>")}};
}

Parts With(Parts parts, const std::string& name, const char* content) {
  parts.erase(std::remove_if(parts.begin(), parts.end(), [&](const auto& part) { return part.first == name; }),
              parts.end());
  if (content != nullptr) parts.emplace_back(name, content);
  return parts;
}

std::string TemporaryFile(const std::string& name) {
  return absl::StrCat(testing::TempDir(), "/qcity-workbook-", getpid(), "-", name);
}

std::string BytesOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

}  // namespace qcity::cli::workbook_testing
