// Draws that depend on nothing but a seed and what is drawn for: one more duty in the plan leaves every other draw alone. Pure; any thread.
#ifndef QCITY_TESTS_LOAD_DRAW_H_
#define QCITY_TESTS_LOAD_DRAW_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace qcity::load {

// In [0, 1), with 53 random bits.
inline double Draw(std::uint64_t seed, absl::string_view what) {
  std::uint64_t bits = seed ^ 0x9e3779b97f4a7c15U;
  for (const char c : what) {
    bits = (bits ^ static_cast<unsigned char>(c)) * 0xbf58476d1ce4e5b9U;
    bits ^= bits >> 29U;
  }
  bits = (bits ^ (bits >> 30U)) * 0x94d049bb133111ebU;
  bits ^= bits >> 31U;
  return static_cast<double>(bits >> 11U) * 0x1p-53;
}

// A whole number in [least, most].
inline int DrawInt(std::uint64_t seed, absl::string_view what, int least, int most) {
  return least + static_cast<int>(Draw(seed, what) * (most - least + 1));
}

}  // namespace qcity::load

#endif  // QCITY_TESTS_LOAD_DRAW_H_
