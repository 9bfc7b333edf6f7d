// Protobuf messages in BYTEA columns. Pure; any thread.
#ifndef QCITY_COMMON_SQL_MESSAGE_H_
#define QCITY_COMMON_SQL_MESSAGE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/sql/value.h"

namespace qcity::sql {

// The message that `column` holds, written there as sql::Bytes{message.SerializeAsString()}. DATA_LOSS if it is none.
template <typename Message>
absl::StatusOr<Message> MessageAt(const Row& row, int column) {
  Message message;
  if (message.ParseFromString(row.Blob(column))) return message;
  return absl::DataLossError(absl::StrCat("a stored ", Message::descriptor()->full_name(), " does not parse"));
}

}  // namespace qcity::sql

#endif  // QCITY_COMMON_SQL_MESSAGE_H_
