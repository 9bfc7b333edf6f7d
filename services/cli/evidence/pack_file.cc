#include "services/cli/evidence/pack_file.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace qcity::cli {
namespace {

// APPNOTE.TXT 4.3 and 4.4.
constexpr std::uint32_t kLocalSignature = 0x04034b50, kCentralSignature = 0x02014b50, kEndSignature = 0x06054b50;
constexpr std::uint16_t kVersion = 20, kUtf8Names = 0x0800, kStored = 0;
constexpr std::uint16_t kMidnight = 0, kFirstDay = 0x0021;  // 1980-01-01, the earliest that a zip file can name.
constexpr std::size_t kLocalBytes = 30, kSizeAt = 22, kNameSizeAt = 26;

std::array<std::uint32_t, 256> CrcTable() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320U : crc >> 1;
    table[i] = crc;
  }
  return table;
}

std::uint32_t Crc32(absl::string_view bytes) {
  static const std::array<std::uint32_t, 256> table = CrcTable();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFF] ^ (crc >> 8);
  return crc ^ 0xFFFFFFFFU;
}

// Little-endian.
template <typename Int>
void Put(Int value, std::string& out) {
  for (std::size_t i = 0; i < sizeof(Int); ++i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

std::size_t Get(absl::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

// What the local header and the directory say alike, from the version to the length of the extra field.
void PutCommon(const std::string& name, absl::string_view content, std::uint32_t crc, std::string& out) {
  for (const std::uint16_t field : {kVersion, kUtf8Names, kStored, kMidnight, kFirstDay}) Put(field, out);
  Put(crc, out);
  Put(static_cast<std::uint32_t>(content.size()), out);
  Put(static_cast<std::uint32_t>(content.size()), out);
  Put(static_cast<std::uint16_t>(name.size()), out);
  Put(std::uint16_t{0}, out);
}

}  // namespace

std::string WritePackFile(const PackFiles& files) {
  std::string out, directory;
  for (const auto& [name, content] : files) {
    const auto offset = static_cast<std::uint32_t>(out.size());
    const std::uint32_t crc = Crc32(content);
    Put(kLocalSignature, out);
    PutCommon(name, content, crc, out);
    out += name;
    out += content;
    Put(kCentralSignature, directory);
    Put(kVersion, directory);
    PutCommon(name, content, crc, directory);
    for (int i = 0; i < 3; ++i) Put(std::uint16_t{0}, directory);  // Comment, disk, internal attributes.
    Put(std::uint32_t{0}, directory);                              // External attributes.
    Put(offset, directory);
    directory += name;
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  const auto count = static_cast<std::uint16_t>(files.size());
  out += directory;
  Put(kEndSignature, out);
  for (const std::uint16_t field : {std::uint16_t{0}, std::uint16_t{0}, count, count}) Put(field, out);
  Put(static_cast<std::uint32_t>(directory.size()), out);
  Put(start, out);
  Put(std::uint16_t{0}, out);
  return out;
}

PackReading ReadPackFile(absl::string_view bytes) {
  PackReading reading;
  std::size_t at = 0;
  while (bytes.size() - at >= kLocalBytes && Get(bytes, at, 4) == kLocalSignature) {
    const std::size_t size = Get(bytes, at + kSizeAt, 4), name_size = Get(bytes, at + kNameSizeAt, 2);
    const std::size_t left = bytes.size() - at - kLocalBytes;
    if (name_size > left || size > left - name_size) break;
    const std::string name(bytes.substr(at + kLocalBytes, name_size));
    if (!reading.files.emplace(name, bytes.substr(at + kLocalBytes + name_size, size)).second) break;
    at += kLocalBytes + name_size + size;
  }
  const std::string whole = WritePackFile(reading.files);
  if (bytes == whole) return reading;
  const std::size_t common = std::min(bytes.size(), whole.size());
  const auto differs = std::mismatch(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(common), bytes.begin());
  reading.differs_at = static_cast<std::size_t>(differs.first - whole.begin());
  return reading;
}

}  // namespace qcity::cli
