// Instants in messages: to the microsecond, which is what databases store. Pure; any thread.
#ifndef QCITY_COMMON_BASE_TIMESTAMP_H_
#define QCITY_COMMON_BASE_TIMESTAMP_H_

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace qcity {

inline google::protobuf::Timestamp TimestampOf(absl::Time instant) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(instant));
}

inline absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(timestamp));
}

}  // namespace qcity

#endif  // QCITY_COMMON_BASE_TIMESTAMP_H_
