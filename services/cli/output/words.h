// What users read for the names of enums, with symbol and colour, and for numbers. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_OUTPUT_WORDS_H_
#define QCITY_SERVICES_CLI_OUTPUT_WORDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "services/cli/output/table.h"

namespace qcity::cli {

// The cell of an enum value: its word, with symbol and tone where it is a light or a verdict; its name as raw. Empty if unspecified.
Cell WordOf(const google::protobuf::EnumValueDescriptor* value, Language language);

template <typename Enum>
Cell Word(Enum value, Language language) {
  return WordOf(google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value), language);
}

// The word of the value of that name, e.g. "VERIFIED" of an observation's states; the name itself where there is no such value.
Cell WordNamed(const google::protobuf::EnumDescriptor* type, const std::string& name, Language language);

// Whose figure it is: NATIONAL and PROVINCE in words, a name as it is. Raw: as it is.
Cell SubjectCell(const std::string& subject, Language language);

// A flag of a leaf (scoring.md 2): "stale", "small_sample".
std::string FlagWord(const std::string& flag, Language language);

// The word for a doubt about a figure: "OUTLIER", "JUMP", "RULE".
std::string WarningWord(const std::string& reason, Language language);

// The Chinese or English name of a pillar's key, or the key itself.
std::string PillarName(absl::string_view key, Language language);

// `number` with `decimals` digits after the point; a missing one is a dash. Raw: all its digits.
Cell NumberCell(const std::optional<double>& number, int decimals);
// 0.832 as "83.2 %".
Cell ShareCell(double share);

// Texts joined by "、" or ", "; raw: by ";".
template <typename List>
Cell Listed(const List& texts, Language language) {
  const char* separator = language == Language::kChinese ? "、" : ", ";
  return {absl::StrJoin(texts, separator), Tone::kPlain, absl::StrJoin(texts, ";")};
}

// Flags in words; raw: their names.
template <typename List>
Cell FlagsCell(const List& flags, Language language) {
  std::vector<std::string> words;
  words.reserve(static_cast<std::size_t>(flags.size()));
  for (const std::string& flag : flags) words.push_back(FlagWord(flag, language));
  return {Listed(words, language).text, Tone::kPlain, absl::StrJoin(flags, ";")};
}

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_OUTPUT_WORDS_H_
