// Hides what the proto marks as personal data (个人信息, qcity.access.v1.personal_data) from those who may not read it. Pure; any thread.
#ifndef QCITY_COMMON_RPC_PERSONAL_DATA_H_
#define QCITY_COMMON_RPC_PERSONAL_DATA_H_

#include "google/protobuf/message.h"

namespace qcity::rpc {

// What stands in place of a text that is hidden.
inline constexpr char kHidden[] = "***";

// Puts kHidden for every text in a marked field, at any depth; a text that is not there stays so. Below a marked field that holds a message all texts are hidden.
void HidePersonalData(google::protobuf::Message& message);

}  // namespace qcity::rpc

#endif  // QCITY_COMMON_RPC_PERSONAL_DATA_H_
