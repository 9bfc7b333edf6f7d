#include "services/indicators/surveys/store.h"

#include "common/base/status.h"
#include "common/sql/message.h"

namespace qcity::indicators::surveys {
namespace {

constexpr char kSelect[] = "SELECT body FROM survey WHERE id = $1";

constexpr char kUpsert[] = R"sql(
  INSERT INTO survey (id, agency, body) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, body = excluded.body)sql";

constexpr char kList[] = R"sql(
  SELECT body FROM survey
  WHERE id > $1 AND ($2 = '' OR agency = $2)
  ORDER BY id
  LIMIT $3)sql";

}  // namespace

absl::StatusOr<std::optional<v1::Survey>> SurveyStore::Find(sql::Transaction& transaction,
                                                            const std::string& id) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelect, id));
  if (!row.has_value()) return std::optional<v1::Survey>();
  ASSIGN_OR_RETURN(v1::Survey survey, sql::MessageAt<v1::Survey>(*row, 0));
  return std::optional<v1::Survey>(std::move(survey));
}

absl::Status SurveyStore::Save(sql::Transaction& transaction, const std::string& id, const v1::Survey& survey) const {
  return transaction.Execute(kUpsert, id, survey.description().agency(), sql::Bytes{survey.SerializeAsString()});
}

absl::StatusOr<std::vector<v1::Survey>> SurveyStore::List(sql::Transaction& transaction, const std::string& agency,
                                                          const std::string& after, int limit) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kList, after, agency, limit));
  std::vector<v1::Survey> surveys;
  surveys.reserve(rows.size());
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(surveys.emplace_back(), sql::MessageAt<v1::Survey>(row, 0));
  }
  return surveys;
}

}  // namespace qcity::indicators::surveys
