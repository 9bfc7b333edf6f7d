#include "tests/common/sql/database_conformance.h"

#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "common/base/status.h"
#include "tests/common/sql/sql_testing.h"

namespace qcity::sql {
namespace {

constexpr Migration kSchema[] = {{1, R"(
-- One table with every type; and a place for a counter.
CREATE TABLE item (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  weight DOUBLE PRECISION,
  data BYTEA,
  parent BIGINT REFERENCES item (id),
  CHECK (weight IS NULL OR weight > -1000)
);
CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);
INSERT INTO counter (id, n) VALUES (1, 0), (2, 0);
)"}};

constexpr absl::string_view kInsert = "INSERT INTO item (id, name, weight, data) VALUES ($1, $2, $3, $4)";
constexpr absl::string_view kCountItems = "SELECT COUNT(*) FROM item";
constexpr absl::string_view kIncrement = "UPDATE counter SET n = n + 1 WHERE id = 1 RETURNING n";

absl::Status Insert(Transaction& transaction, std::int64_t id, absl::string_view name) {
  return transaction.Execute(kInsert, id, name, Null{}, Null{});
}

std::string AllBytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

}  // namespace

void DatabaseConformance::SetUp() {
  auto database = GetParam().open(kSchema);
  ASSERT_TRUE(database.ok()) << database.status();
  database_ = *std::move(database);
}

TEST_P(DatabaseConformance, IntegersComeBackAsTheyWentIn) {
  using Limits = std::numeric_limits<std::int64_t>;
  const std::int64_t numbers[] = {0, 1, -1, Limits::max(), Limits::min(), (std::int64_t{1} << 53) + 1};
  for (const std::int64_t number : numbers) {
    const auto back = database_->Write([&](Transaction& transaction) -> absl::StatusOr<std::int64_t> {
      RETURN_IF_ERROR(transaction.Execute("UPDATE counter SET n = $1 WHERE id = $2", number, 2));
      ASSIGN_OR_RETURN(const auto row, transaction.QueryOne("SELECT n FROM counter WHERE n = $1 AND id = 2", number));
      return row.value().Int(0);
    });
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, number);
  }
}

TEST_P(DatabaseConformance, DoublesComeBackToTheLastBit) {
  using Limits = std::numeric_limits<double>;
  const double numbers[] = {
      0.0, 0.1, -999.75, 1.0 / 3, 42.0, Limits::max(), Limits::min(), Limits::denorm_min(), Limits::infinity()};
  int id = 0;
  for (const double number : numbers) {
    ++id;
    const auto back = database_->Write([&](Transaction& transaction) -> absl::StatusOr<double> {
      RETURN_IF_ERROR(transaction.Execute(kInsert, id, std::to_string(id), number, Null{}));
      ASSIGN_OR_RETURN(const auto row, transaction.QueryOne("SELECT weight FROM item WHERE id = $1", id));
      return row.value().Double(0);
    });
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, number);
  }
}

TEST_P(DatabaseConformance, TextAndBytesComeBackAsTheyWentIn) {
  const std::string texts[] = {"", "鄂州市", "O'Brien; DROP TABLE item; --", "1", "😀𠮷", std::string(1 << 20, 'x')};
  const std::string bytes[] = {"", AllBytes(), std::string(1, '\0'), std::string(1 << 20, '\xff'), "42", "text"};
  for (int id = 0; id < 6; ++id) {
    ASSERT_TRUE(database_
                    ->Write([&](Transaction& transaction) {
                      return transaction.Execute(kInsert, id, texts[id], Null{}, Bytes{bytes[id]});
                    })
                    .ok());
    const auto row = database_->Read([&](Transaction& transaction) {
      return transaction.QueryOne("SELECT name, data FROM item WHERE id = $1 AND name = $2", id, texts[id]);
    });
    ASSERT_TRUE(row.ok()) << row.status();
    ASSERT_TRUE(row->has_value());
    EXPECT_EQ((*row)->Text(0), texts[id]);
    EXPECT_EQ((*row)->Blob(1), bytes[id]);
  }
}

TEST_P(DatabaseConformance, NullsAndInstantsComeBackAsTheyWentIn) {
  const absl::Time instant = absl::FromUnixMicros(1538960461123457);
  const auto rows = database_->Write([&](Transaction& transaction) -> absl::StatusOr<std::vector<Row>> {
    RETURN_IF_ERROR(Insert(transaction, 1, "one"));
    RETURN_IF_ERROR(transaction.Execute("UPDATE counter SET n = $1 WHERE id = 1", instant));
    return transaction.Query("SELECT item.weight, item.data, counter.n FROM item, counter WHERE counter.id = 1");
  });
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_TRUE(rows->at(0).IsNull(0));
  EXPECT_TRUE(rows->at(0).IsNull(1));
  EXPECT_EQ(rows->at(0).Time(2), instant);
}

TEST_P(DatabaseConformance, WhatCannotBeKeptIsRefused) {
  const Value refused[] = {Value(std::nan("")), Value(std::string("a\0b", 3))};
  for (const Value& value : refused) {
    const absl::Status status = database_->Write([&](Transaction& transaction) {
      const Value values[] = {Value(1), Value("x"), value, Value(Null{})};
      return transaction.Run(kInsert, values).status();
    });
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  }
  EXPECT_EQ(Number(*database_, kCountItems), 0);
}

TEST_P(DatabaseConformance, ParametersAreFoundByNumberNotByPlace) {
  const auto row = database_->Write([](Transaction& transaction) -> absl::StatusOr<std::optional<Row>> {
    RETURN_IF_ERROR(transaction.Execute("INSERT INTO item (name, weight, id) VALUES ($2, $3, $1)", 7, "seven", 0.5));
    RETURN_IF_ERROR(transaction.Execute(
        "INSERT INTO item (name, id) VALUES ($12, $1 + $2 + $3 + $4 + $5 + $6 + $7 + $8 + $9 + $10 + $11)", 1, 10, 100,
        1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, "sum"));
    return transaction.QueryOne(
        "SELECT a.id, a.weight, b.id FROM item a, item b WHERE b.name = $2 AND a.id = $1 AND a.id + $1 = 2 * $1", 7,
        "sum");
  });
  ASSERT_TRUE(row.ok()) << row.status();
  ASSERT_TRUE(row->has_value());
  EXPECT_EQ((*row)->Int(0), 7);
  EXPECT_EQ((*row)->Double(1), 0.5);
  EXPECT_EQ((*row)->Int(2), 11111111111);
}

TEST_P(DatabaseConformance, AWrongNumberOfParametersIsABug) {
  for (const absl::string_view sql : {"SELECT n FROM counter WHERE id = $1", "SELECT n FROM counter WHERE id = $1 + $3",
                                      "SELECT n FROM counter WHERE id = $1 + $2 + $3"}) {
    const auto rows = database_->Read([sql](Transaction& transaction) { return transaction.Query(sql, 1, 2); });
    EXPECT_EQ(rows.status().code(), absl::StatusCode::kInternal) << sql << rows.status();
  }
}

TEST_P(DatabaseConformance, AnUpsertReturnsTheRowAsItNowIs) {
  const auto upsert = [&](double weight) {
    return database_->Write([weight](Transaction& transaction) {
      return transaction.QueryOne(
          "INSERT INTO item (id, name, weight) VALUES (1, $1, $2) "
          "ON CONFLICT (id) DO UPDATE SET weight = item.weight + excluded.weight RETURNING id, weight",
          "one", weight);
    });
  };
  ASSERT_EQ(upsert(1.5).value()->Double(1), 1.5);
  ASSERT_EQ(upsert(2.0).value()->Double(1), 3.5);
  const auto nothing = database_->Write([](Transaction& transaction) {
    return transaction.QueryOne("INSERT INTO item (id, name) VALUES (1, $1) ON CONFLICT DO NOTHING RETURNING id",
                                "one");
  });
  ASSERT_TRUE(nothing.ok()) << nothing.status();
  EXPECT_FALSE(nothing->has_value());
}

TEST_P(DatabaseConformance, ViolationsAreToldApartByCode) {
  ASSERT_TRUE(Execute(*database_, "INSERT INTO item (id, name) VALUES (1, 'one')").ok());
  const struct {
    absl::string_view sql;
    absl::StatusCode code;
  } cases[] = {
      {"INSERT INTO item (id, name) VALUES (1, 'two')", absl::StatusCode::kAlreadyExists},
      {"INSERT INTO item (id, name) VALUES (2, 'one')", absl::StatusCode::kAlreadyExists},
      {"INSERT INTO item (id, name) VALUES (2, NULL)", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO item (id, name, weight) VALUES (2, 'two', -1000)", absl::StatusCode::kFailedPrecondition},
      {"INSERT INTO item (id, name, parent) VALUES (2, 'two', 99)", absl::StatusCode::kFailedPrecondition},
      {"DELETE FROM nowhere", absl::StatusCode::kInternal},
      {"SELECT FROM WHERE", absl::StatusCode::kInternal},
      {"SELECT 1; SELECT 2", absl::StatusCode::kInternal},
      {"SELECT \"no such column\" FROM item", absl::StatusCode::kInternal},
  };
  for (const auto& test : cases) {
    const absl::Status status = Execute(*database_, test.sql);
    EXPECT_EQ(status.code(), test.code) << test.sql << ": " << status;
    EXPECT_FALSE(DetailOf(status)->text.zh.empty());
  }
  EXPECT_EQ(Number(*database_, kCountItems), 1);
}

TEST_P(DatabaseConformance, QueryOneWantsAtMostOneRow) {
  const auto query = [&](absl::string_view sql) {
    return database_->Read([sql](Transaction& transaction) { return transaction.QueryOne(sql); });
  };
  EXPECT_FALSE(query("SELECT n FROM counter WHERE id = 99").value().has_value());
  EXPECT_EQ(query("SELECT n FROM counter WHERE id = 1").value()->Int(0), 0);
  EXPECT_EQ(query("SELECT n FROM counter").status().code(), absl::StatusCode::kInternal);
}

TEST_P(DatabaseConformance, ARejectedWriteLeavesNothing) {
  const absl::Status status = database_->Write([](Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(Insert(transaction, 1, "one"));
    return absl::NotFoundError("no");
  });
  EXPECT_EQ(status, absl::NotFoundError("no"));
  EXPECT_EQ(Number(*database_, kCountItems), 0);
}

TEST_P(DatabaseConformance, AfterAFailedStatementTheTransactionIsOver) {
  absl::Status first, second;
  const absl::Status outcome = database_->Write([&](Transaction& transaction) {
    EXPECT_TRUE(Insert(transaction, 1, "one").ok());
    first = Insert(transaction, 1, "again");
    second = Insert(transaction, 2, "two");
    return absl::OkStatus();
  });
  EXPECT_EQ(first.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(second, first);
  EXPECT_EQ(outcome, first);
  EXPECT_EQ(Number(*database_, kCountItems), 0);
}

TEST_P(DatabaseConformance, AReadCannotWrite) {
  const absl::Status status = database_->Read([](Transaction& transaction) { return Insert(transaction, 1, "one"); });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << status;
  EXPECT_EQ(Number(*database_, kCountItems), 0);
}

TEST_P(DatabaseConformance, AReadHandsOnItsFunctionsErrorAndValue) {
  EXPECT_EQ(database_->Read([](Transaction&) { return absl::NotFoundError("none"); }), absl::NotFoundError("none"));
  const auto text =
      database_->Read([](Transaction&) -> absl::StatusOr<std::unique_ptr<int>> { return std::make_unique<int>(7); });
  EXPECT_EQ(**text, 7);
}

TEST_P(DatabaseConformance, TextSortsByBytes) {
  ASSERT_TRUE(
      Execute(*database_, "INSERT INTO item (id, name) VALUES (1, '鄂'), (2, 'b'), (3, 'B'), (4, 'a'), (5, '_')").ok());
  const auto rows = database_->Read(
      [](Transaction& transaction) { return transaction.Query("SELECT name FROM item ORDER BY name"); });
  std::string names;
  for (const Row& row : *rows) names += row.Text(0);
  EXPECT_EQ(names, "B_ab鄂");
}

TEST_P(DatabaseConformance, AReadSeesOneMoment) {
  std::thread writer([&] {
    for (int i = 0; i < 300; ++i) {
      const absl::Status moved = database_->Write([](Transaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(transaction.Execute("UPDATE counter SET n = n - 1 WHERE id = 1"));
        return transaction.Execute("UPDATE counter SET n = n + 1 WHERE id = 2");
      });
      EXPECT_TRUE(moved.ok()) << moved;
    }
  });
  for (std::int64_t seen = 0; seen < 300;) {
    const absl::Status status = database_->Read([&](Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(const auto taken, transaction.QueryOne("SELECT n FROM counter WHERE id = 1"));
      std::this_thread::yield();
      ASSIGN_OR_RETURN(const auto given, transaction.QueryOne("SELECT n FROM counter WHERE id = 2"));
      EXPECT_EQ(taken.value().Int(0) + given.value().Int(0), 0);
      EXPECT_GE(given.value().Int(0), seen);
      seen = given.value().Int(0);
      return absl::OkStatus();
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  writer.join();
}

TEST_P(DatabaseConformance, AWriteSeesWhatItHasWritten) {
  const auto count = database_->Write([](Transaction& transaction) -> absl::StatusOr<std::int64_t> {
    RETURN_IF_ERROR(Insert(transaction, 1, "one"));
    RETURN_IF_ERROR(Insert(transaction, 2, "two"));
    ASSIGN_OR_RETURN(const auto row, transaction.QueryOne(kCountItems));
    return row.value().Int(0);
  });
  EXPECT_EQ(*count, 2);
}

TEST_P(DatabaseConformance, AHookRunsOnceAfterTheCommitOfItsWriteOnly) {
  std::vector<std::string> ran;
  const auto write = [&](const std::string& name, const absl::Status& outcome) {
    return database_->Write([&ran, &name, &outcome](Transaction& transaction) {
      transaction.AfterCommit([&ran, name] { ran.push_back(name); });
      EXPECT_EQ(std::count(ran.begin(), ran.end(), name), 0);
      return outcome;
    });
  };
  EXPECT_TRUE(write("kept", absl::OkStatus()).ok());
  EXPECT_EQ(ran, std::vector<std::string>{"kept"});
  EXPECT_FALSE(write("rejected", absl::NotFoundError("no")).ok());
  EXPECT_EQ(ran, std::vector<std::string>{"kept"});
  const absl::Status read = database_->Read([&](Transaction& transaction) {
    transaction.AfterCommit([&] { ran.push_back("read"); });
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok());
  EXPECT_EQ(ran, std::vector<std::string>{"kept"});
}

TEST_P(DatabaseConformance, HooksRunInTheOrderOfTheCommits) {
  std::vector<std::int64_t> order;  // No lock: hooks run one at a time.
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 8; ++writer) {
    writers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const absl::Status status = database_->Write([&](Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(const auto row, transaction.QueryOne(kIncrement));
          transaction.AfterCommit([&order, n = row.value().Int(0)] { order.push_back(n); });
          return absl::OkStatus();
        });
        EXPECT_TRUE(status.ok()) << status;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  ASSERT_EQ(order.size(), 400u);
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(order[i], static_cast<std::int64_t>(i) + 1);
}

// Against a model: whatever mixture of inserts, changes, deletions and rejections comes, the table is what the kept ones make.
TEST_P(DatabaseConformance, TheTableIsWhatTheKeptWritesMake) {
  std::mt19937 random(20170001);
  std::map<std::int64_t, std::string> model;
  for (int step = 0; step < 400; ++step) {
    std::map<std::int64_t, std::string> changed = model;
    const bool reject = random() % 3 == 0;
    const int statements = 1 + static_cast<int>(random() % 3);
    const absl::Status status = database_->Write([&](Transaction& transaction) -> absl::Status {
      for (int i = 0; i < statements; ++i) {
        const std::int64_t id = random() % 10;
        const std::string name = absl::StrCat(step, "/", i);
        if (random() % 4 == 0) {
          RETURN_IF_ERROR(transaction.Execute("DELETE FROM item WHERE id = $1", id));
          changed.erase(id);
        } else {
          RETURN_IF_ERROR(transaction.Execute(
              "INSERT INTO item (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name", id,
              name));
          changed[id] = name;
        }
      }
      return reject ? absl::AbortedError("rejected") : absl::OkStatus();
    });
    ASSERT_EQ(status.ok(), !reject) << status;
    if (!reject) model = changed;
  }
  const auto rows =
      database_->Read([](Transaction& transaction) { return transaction.Query("SELECT id, name FROM item"); });
  std::map<std::int64_t, std::string> table;
  for (const Row& row : *rows) table[row.Int(0)] = row.Text(1);
  EXPECT_EQ(table, model);
  EXPECT_TRUE(database_->Health().ok());
}

}  // namespace qcity::sql
