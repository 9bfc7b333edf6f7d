#include "services/indicators/store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/sql/message.h"
#include "services/indicators/names.h"

namespace qcity::indicators {
namespace {

// Groups rows (id, part, subject, period, body), ordered by key and id, into measure-periods.
absl::StatusOr<std::vector<v1::MeasurePeriod>> GroupRows(const std::string& indicator_name,
                                                         const std::vector<sql::Row>& rows) {
  std::vector<v1::MeasurePeriod> periods;
  for (const sql::Row& row : rows) {
    const bool same = !periods.empty() && periods.back().part() == row.Text(0) &&
                      periods.back().subject() == row.Text(1) && periods.back().period() == row.Text(2);
    if (!same) {
      v1::MeasurePeriod& period = periods.emplace_back();
      period.set_indicator(indicator_name);
      period.set_part(row.Text(0));
      period.set_subject(row.Text(1));
      period.set_period(row.Text(2));
    }
    ASSIGN_OR_RETURN(*periods.back().add_observations(), sql::MessageAt<v1::Observation>(row, 3));
  }
  return periods;
}

constexpr char kSelectPeriod[] = R"sql(
  SELECT body FROM observation
  WHERE indicator = $1 AND part = $2 AND subject = $3 AND period = $4
  ORDER BY id)sql";

constexpr char kSelectKey[] = "SELECT indicator, part, subject, period FROM observation WHERE id = $1";

constexpr char kUpsert[] = R"sql(
  INSERT INTO observation (id, indicator, part, subject, period, state, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body)sql";

constexpr char kSelectIndicator[] = R"sql(
  SELECT part, subject, period, body FROM observation
  WHERE indicator = $1
  ORDER BY part, subject, period, id)sql";

// The keyset condition is spelt out: row values do not use the index alike on every engine. The states are one text,
// ",2,3,": a list of values is no parameter in the shared subset of SQL.
constexpr char kList[] = R"sql(
  SELECT indicator, part, subject, period, id, body FROM observation
  WHERE (indicator > $1 OR (indicator = $1 AND (part > $2 OR (part = $2 AND (subject > $3 OR (subject = $3 AND
        (period > $4 OR (period = $4 AND id > $5))))))))
    AND ($6 = '' OR indicator = $6) AND ($7 = '' OR period = $7)
    AND (($8 = 0 AND subject = '') OR ($8 = 1 AND subject <> '')) AND ($9 = '' OR subject = $9)
    AND ($10 = '' OR $10 LIKE '%,' || state || ',%')
    AND ($11 = 0 OR EXISTS (SELECT 1 FROM warned_observation w WHERE w.id = observation.id))
  ORDER BY indicator, part, subject, period, id
  LIMIT $12)sql";

constexpr char kSelectApplicability[] = "SELECT body FROM applicability WHERE indicator = $1";

constexpr char kUpsertApplicability[] = R"sql(
  INSERT INTO applicability (indicator, body) VALUES ($1, $2)
  ON CONFLICT (indicator) DO UPDATE SET body = excluded.body)sql";

std::string ListOf(const std::vector<std::int64_t>& states) {
  return states.empty() ? "" : absl::StrCat(",", absl::StrJoin(states, ","), ",");
}

}  // namespace

absl::StatusOr<v1::MeasurePeriod> IndicatorStore::LoadPeriod(sql::Transaction& transaction,
                                                             const PeriodKey& key) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query(kSelectPeriod, key.indicator, key.part, key.subject, key.period));
  v1::MeasurePeriod period;
  period.set_indicator(IndicatorName(campaign_, key.indicator));
  period.set_part(key.part);
  period.set_subject(key.subject);
  period.set_period(key.period);
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(*period.add_observations(), sql::MessageAt<v1::Observation>(row, 0));
  }
  return period;
}

absl::StatusOr<PeriodKey> IndicatorStore::FindKey(sql::Transaction& transaction, std::int64_t id) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelectKey, id));
  if (!row.has_value()) {
    return Error(absl::StatusCode::kNotFound, "OBSERVATION_NOT_FOUND",
                 {absl::StrCat("没有编号为 ", id, " 的数据"), absl::StrCat("no observation ", id)});
  }
  return PeriodKey{row->Text(0), row->Text(1), row->Text(2), row->Text(3)};
}

absl::Status IndicatorStore::Save(sql::Transaction& transaction, const PeriodKey& key,
                                  const v1::Observation& observation) const {
  ASSIGN_OR_RETURN(const std::int64_t id, ObservationId(campaign_, observation.name(), "name"));
  return transaction.Execute(kUpsert, id, key.indicator, key.part, key.subject, key.period, int{observation.state()},
                             sql::Bytes{observation.SerializeAsString()});
}

absl::StatusOr<std::vector<v1::MeasurePeriod>> IndicatorStore::LoadIndicator(sql::Transaction& transaction,
                                                                             const std::string& indicator) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows, transaction.Query(kSelectIndicator, indicator));
  return GroupRows(IndicatorName(campaign_, indicator), rows);
}

absl::StatusOr<std::vector<ListedObservation>> IndicatorStore::List(sql::Transaction& transaction,
                                                                    const ObservationFilter& filter,
                                                                    const ObservationCursor& after, int limit) const {
  ASSIGN_OR_RETURN(const std::vector<sql::Row> rows,
                   transaction.Query(kList, after.key.indicator, after.key.part, after.key.subject, after.key.period,
                                     after.id, filter.indicator, filter.period, filter.references ? 1 : 0,
                                     filter.subject, ListOf(filter.states), filter.with_warnings ? 1 : 0, limit));
  std::vector<ListedObservation> listed;
  listed.reserve(rows.size());
  for (const sql::Row& row : rows) {
    ASSIGN_OR_RETURN(v1::Observation observation, sql::MessageAt<v1::Observation>(row, 5));
    listed.push_back({{{row.Text(0), row.Text(1), row.Text(2), row.Text(3)}, row.Int(4)}, std::move(observation)});
  }
  return listed;
}

absl::StatusOr<v1::Applicability> IndicatorStore::LoadApplicability(sql::Transaction& transaction,
                                                                    const std::string& indicator) const {
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row, transaction.QueryOne(kSelectApplicability, indicator));
  if (row.has_value()) return sql::MessageAt<v1::Applicability>(*row, 0);
  v1::Applicability none;
  none.set_indicator(IndicatorName(campaign_, indicator));
  return none;
}

absl::Status IndicatorStore::SaveApplicability(sql::Transaction& transaction, const std::string& indicator,
                                               const v1::Applicability& applicability) const {
  return transaction.Execute(kUpsertApplicability, indicator, sql::Bytes{applicability.SerializeAsString()});
}

}  // namespace qcity::indicators
