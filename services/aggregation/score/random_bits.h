// Numbers that look random and depend on their key alone: no state, so one more key leaves all others' numbers. Pure; any thread.
#ifndef QCITY_SERVICES_AGGREGATION_SCORE_RANDOM_BITS_H_
#define QCITY_SERVICES_AGGREGATION_SCORE_RANDOM_BITS_H_

#include <cstdint>

namespace qcity::aggregation::score {

// The golden ratio in 64 bits: what counters are spread by before they are mixed.
inline constexpr std::uint64_t kGoldenBits = 0x9e3779b97f4a7c15;

// The finaliser of SplitMix64: a bijection in which every bit of the input moves every bit of the output.
inline std::uint64_t MixedBits(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

// The upper 53 bits as a number between 0 and 1, neither of them.
inline double UnitOf(std::uint64_t bits) { return (static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53; }

}  // namespace qcity::aggregation::score

#endif  // QCITY_SERVICES_AGGREGATION_SCORE_RANDOM_BITS_H_
