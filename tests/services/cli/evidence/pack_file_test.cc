// The container of an evidence pack: what goes in comes out, other programs read it, and no byte of it can change unseen.
#include "services/cli/evidence/pack_file.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/workbook/archive.h"

namespace qcity::cli {
namespace {

PackFiles RandomFiles(std::uint32_t seed) {
  std::mt19937 random(seed);
  PackFiles files;
  const std::size_t count = random() % 12;
  for (std::size_t i = 0; i < count; ++i) {
    std::string& content = files[absl::StrCat(i % 2 == 0 ? "a/" : "", random() % 1000, ".json")];
    content.resize(random() % 400);
    for (char& c : content) c = static_cast<char>(random());
  }
  return files;
}

TEST(PackFile, GivesBackWhatWentIn) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const PackFiles files = RandomFiles(seed);
    const std::string bytes = WritePackFile(files);
    const PackReading reading = ReadPackFile(bytes);
    EXPECT_FALSE(reading.differs_at.has_value()) << seed;
    EXPECT_EQ(reading.files, files) << seed;
    EXPECT_EQ(WritePackFile(reading.files), bytes);
  }
}

TEST(PackFile, IsAZipFileForOthersToo) {
  for (std::uint32_t seed = 1; seed < 50; ++seed) {
    const PackFiles files = RandomFiles(seed);
    if (files.empty()) continue;
    absl::StatusOr<Archive> archive = Archive::Open(WritePackFile(files));
    ASSERT_TRUE(archive.ok()) << archive.status();
    for (const auto& [name, content] : files) {
      const absl::StatusOr<std::string> read = archive->Read(name);
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ(*read, content);
    }
  }
}

// CRC-32 of "123456789" is 0xCBF43926 wherever it is worked out.
TEST(PackFile, HasTheChecksumOfTheStandard) {
  const std::string bytes = WritePackFile({{"a", "123456789"}});
  EXPECT_EQ(bytes.substr(14, 4), "\x26\x39\xF4\xCB");
}

TEST(PackFile, ShowsEveryFlippedByteAndEveryCut) {
  const std::string bytes = WritePackFile(RandomFiles(5));
  ASSERT_GT(bytes.size(), 500u);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const char mask : {'\x01', '\x20', '\x80', '\xFF'}) {
      std::string other = bytes;
      other[i] = static_cast<char>(other[i] ^ mask);
      EXPECT_TRUE(ReadPackFile(other).differs_at.has_value()) << i;
    }
    EXPECT_TRUE(ReadPackFile(bytes.substr(0, i)).differs_at.has_value()) << i;
  }
  EXPECT_TRUE(ReadPackFile(bytes + "x").differs_at.has_value());
  EXPECT_TRUE(ReadPackFile("x" + bytes).differs_at.has_value());
  EXPECT_TRUE(ReadPackFile("").differs_at.has_value());
}

TEST(PackFile, ReadsNoMoreThanItIsGivenFromWhateverItIsGiven) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = WritePackFile(RandomFiles(static_cast<std::uint32_t>(i)));
    for (int k = 0; k < 8 && !bytes.empty(); ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
    std::size_t total = 0;
    for (const auto& [name, content] : ReadPackFile(bytes).files) total += name.size() + content.size();
    EXPECT_LE(total, bytes.size());
  }
}

}  // namespace
}  // namespace qcity::cli
