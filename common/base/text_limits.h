// How long a text may be, in characters. Pure; any thread.
#ifndef QCITY_COMMON_BASE_TEXT_LIMITS_H_
#define QCITY_COMMON_BASE_TEXT_LIMITS_H_

namespace qcity {

// Free text: reasons, reports, remarks.
inline constexpr int kFreeTextLength = 20'000;

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_TEXT_LIMITS_H_
