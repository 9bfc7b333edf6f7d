// What every printable page must hold. Any thread.
#ifndef QCITY_TESTS_SERVICES_CLI_PAGE_CHECKS_H_
#define QCITY_TESTS_SERVICES_CLI_PAGE_CHECKS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace qcity::cli {

// The values of an attribute, in order: `before` is ` id="`.
inline std::vector<std::string> ValuesOf(const std::string& page, const std::string& before) {
  std::vector<std::string> values;
  for (std::size_t at = page.find(before); at != std::string::npos; at = page.find(before, at + 1)) {
    const std::size_t begin = at + before.size();
    values.push_back(page.substr(begin, page.find('"', begin) - begin));
  }
  return values;
}

// Every link has its place in the page, no place is there twice, and nothing is fetched or run.
inline void ExpectSoundPage(const std::string& page) {
  std::set<std::string> ids;
  for (const std::string& id : ValuesOf(page, " id=\"")) EXPECT_TRUE(ids.insert(id).second) << "twice: " << id;
  for (const std::string& link : ValuesOf(page, "href=\"")) {
    ASSERT_EQ(link.substr(0, 1), "#") << link;
    EXPECT_TRUE(ids.count(link.substr(1)) > 0) << "leads nowhere: " << link;
  }
  for (const char* way : {"http:", "https:", "src=", "url(", "@import", "<script", "<link", "javascript:"})
    EXPECT_THAT(page, testing::Not(testing::HasSubstr(way)));
  EXPECT_THAT(page, testing::HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, testing::HasSubstr("size: A4"));
  EXPECT_THAT(page, testing::HasSubstr("table-header-group"));
}

}  // namespace qcity::cli

#endif  // QCITY_TESTS_SERVICES_CLI_PAGE_CHECKS_H_
