// Text in the two languages of the product. Pure values; any thread.
#ifndef QCITY_COMMON_BASE_TEXT_H_
#define QCITY_COMMON_BASE_TEXT_H_

#include <string>

namespace qcity {

// One sentence for people, in Chinese (what users read by default) and in English.
struct Text {
  std::string zh;
  std::string en;
  friend bool operator==(const Text&, const Text&) = default;
};

enum class Language { kChinese, kEnglish };

inline const std::string& In(Language language, const Text& text) {
  return language == Language::kChinese ? text.zh : text.en;
}

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_TEXT_H_
