// Requests that are repeated: the first answer again, and nothing done twice.
#include "common/rpc/command.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "gtest/gtest.h"
#include "qcity/test/v1/echo.pb.h"
#include "tests/support/test_server.h"

namespace qcity {
namespace {

using test::v1::EchoRequest;
using test::v1::EchoResponse;

class CommandTest : public testing::Test {
 protected:
  CommandTest() {
    const std::string schema = absl::StrCat(rpc::kRequestSchema, "CREATE TABLE deed (label TEXT NOT NULL)");
    const sql::Migration migrations[] = {{1, schema}};
    sql::DatabaseOptions options;
    options.clock_kind = "set";
    database_ = *sql::OpenSqlite(options, migrations);
    call_.principal = {"li", "office"};
    call_.method = "qcity.test.v1.EchoService/ForOffice";
    call_.now = testing_support::NoonOf(2018, 5, 7);
  }

  // Does the deed of `request`, unless it was done; the reply numbers the deeds.
  absl::StatusOr<EchoResponse> Do(const EchoRequest& request) {
    return rpc::Command<EchoResponse>(
        *database_, call_, request, [&](sql::Transaction& transaction) -> absl::StatusOr<EchoResponse> {
          RETURN_IF_ERROR(transaction.Execute("INSERT INTO deed (label) VALUES ($1)", request.label()));
          ASSIGN_OR_RETURN(const auto rows, transaction.Query("SELECT COUNT(*) FROM deed"));
          if (request.label() == "bad") return Error(absl::StatusCode::kFailedPrecondition, "BAD", {"不行", "no"});
          EchoResponse reply;
          reply.set_count(rows.front().Int(0));
          return reply;
        });
  }

  std::int64_t Rows(const char* sql) {
    return *database_->Read([&](sql::Transaction& transaction) -> absl::StatusOr<std::int64_t> {
      ASSIGN_OR_RETURN(const auto rows, transaction.Query(sql));
      return rows.front().Int(0);
    });
  }

  static EchoRequest Request(const std::string& id, const std::string& label) {
    EchoRequest request;
    request.set_request_id(id);
    request.set_label(label);
    return request;
  }

  std::unique_ptr<sql::Database> database_;
  rpc::CallContext call_;
};

TEST_F(CommandTest, ARepeatedRequestGetsTheFirstAnswer) {
  EXPECT_EQ(Do(Request("1", "a"))->count(), 1);
  EXPECT_EQ(Do(Request("2", "b"))->count(), 2);
  EXPECT_EQ(Do(Request("1", "a"))->count(), 1);
  EXPECT_EQ(Rows("SELECT COUNT(*) FROM deed"), 2);
}

TEST_F(CommandTest, AnotherRequestUnderTheSameIdIsRefused) {
  ASSERT_TRUE(Do(Request("1", "a")).ok());
  const absl::Status status = Do(Request("1", "b")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(DetailOf(status)->reason, "REQUEST_ID_REUSED");
  EXPECT_EQ(Rows("SELECT COUNT(*) FROM deed"), 1);
}

TEST_F(CommandTest, AnIdBelongsToPersonOrganisationAndMethod) {
  ASSERT_EQ(Do(Request("1", "a"))->count(), 1);
  call_.principal.person = "wang";
  EXPECT_EQ(Do(Request("1", "a"))->count(), 2);
  call_.principal.organization = "west";
  EXPECT_EQ(Do(Request("1", "a"))->count(), 3);
  call_.method = "qcity.test.v1.EchoService/ForAnyone";
  EXPECT_EQ(Do(Request("1", "other"))->count(), 4);
}

TEST_F(CommandTest, AnErrorLeavesNothingAndMayBeTriedAgain) {
  EXPECT_EQ(Do(Request("1", "bad")).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Rows("SELECT COUNT(*) FROM deed"), 0);
  EXPECT_EQ(Rows("SELECT COUNT(*) FROM request"), 0);
  EXPECT_EQ(Do(Request("1", "good"))->count(), 1);
}

TEST_F(CommandTest, IdsAreShortAndVisible) {
  for (const std::string& id : {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a\n"),
                                std::string("é"), std::string("\0", 1)}) {
    const absl::Status status = Do(Request(id, "a")).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << id;
    EXPECT_EQ(DetailOf(status)->fields.front().path, "request_id");
  }
  EXPECT_TRUE(Do(Request(std::string(64, '~'), "a")).ok());
}

TEST_F(CommandTest, IdsAreForgottenAfterSevenDays) {
  ASSERT_EQ(Do(Request("1", "a"))->count(), 1);
  call_.now += rpc::kRequestMemory - absl::Microseconds(1);
  EXPECT_EQ(Do(Request("1", "a"))->count(), 1);
  call_.now += absl::Microseconds(1);
  EXPECT_EQ(Do(Request("1", "b"))->count(), 2);
  EXPECT_EQ(Do(Request("1", "b"))->count(), 2);
}

TEST_F(CommandTest, ForgottenRowsAreSweptAway) {
  for (int i = 0; i < 1'000; ++i) ASSERT_TRUE(Do(Request(absl::StrCat("old", i), "a")).ok());
  call_.now += rpc::kRequestMemory;
  for (int i = 0; i < 2'000; ++i) ASSERT_TRUE(Do(Request(absl::StrCat("new", i), "a")).ok());
  EXPECT_EQ(Rows("SELECT COUNT(*) FROM request"), 2'000);
}

TEST_F(CommandTest, DigestsDoNotDependOnTheOrderOfMaps) {
  EchoRequest one;
  EchoRequest other;
  for (int i = 0; i < 100; ++i) {
    (*one.mutable_named())[absl::StrCat(i)] = i;
    (*other.mutable_named())[absl::StrCat(99 - i)] = 99 - i;
  }
  EXPECT_EQ(rpc::internal::DigestOf(one), rpc::internal::DigestOf(other));
  (*other.mutable_named())["1"] = 2;
  EXPECT_NE(rpc::internal::DigestOf(one), rpc::internal::DigestOf(other));
}

}  // namespace
}  // namespace qcity
