// The two macros of the house: pass an error on, or take the value. Pure; any thread.
//
//   RETURN_IF_ERROR(store.Save(row));
//   ASSIGN_OR_RETURN(const Row row, store.Load(key));
#ifndef QCITY_COMMON_BASE_STATUS_H_
#define QCITY_COMMON_BASE_STATUS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define QCITY_STATUS_CONCAT_INNER(a, b) a##b
#define QCITY_STATUS_CONCAT(a, b) QCITY_STATUS_CONCAT_INNER(a, b)

#define RETURN_IF_ERROR(expr)                                           \
  do {                                                                  \
    if (::absl::Status status_ = (expr); !status_.ok()) return status_; \
  } while (false)

#define ASSIGN_OR_RETURN(lhs, expr) QCITY_ASSIGN_OR_RETURN(QCITY_STATUS_CONCAT(status_or_, __LINE__), lhs, expr)

#define QCITY_ASSIGN_OR_RETURN(temporary, lhs, expr)         \
  auto temporary = (expr);                                   \
  if (!temporary.ok()) return std::move(temporary).status(); \
  lhs = *std::move(temporary)

#endif  // QCITY_COMMON_BASE_STATUS_H_
