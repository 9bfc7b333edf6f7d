// The rows of surveys. Every function runs in the caller's transaction; any thread.
#ifndef QCITY_SERVICES_INDICATORS_SURVEYS_STORE_H_
#define QCITY_SERVICES_INDICATORS_SURVEYS_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sql/database.h"
#include "qcity/indicators/v1/surveys.pb.h"

namespace qcity::indicators::surveys {

extern const char kSchema[];  // schema.sql

class SurveyStore {
 public:
  absl::StatusOr<std::optional<v1::Survey>> Find(sql::Transaction& transaction, const std::string& id) const;
  absl::Status Save(sql::Transaction& transaction, const std::string& id, const v1::Survey& survey) const;
  // By id, after `after`; an empty agency: of all.
  absl::StatusOr<std::vector<v1::Survey>> List(sql::Transaction& transaction, const std::string& agency,
                                               const std::string& after, int limit) const;
};

}  // namespace qcity::indicators::surveys

#endif  // QCITY_SERVICES_INDICATORS_SURVEYS_STORE_H_
