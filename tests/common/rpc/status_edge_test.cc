// Statuses on their way out and back.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/unicode.h"
#include "common/rpc/serve.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace qcity {
namespace {

template <typename Detail>
std::vector<Detail> DetailsIn(const grpc::Status& status) {
  google::rpc::Status rich;
  EXPECT_TRUE(rich.ParseFromString(status.error_details()));
  std::vector<Detail> details;
  for (const google::protobuf::Any& any : rich.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) details.push_back(detail);
  }
  return details;
}

TEST(StatusEdge, EveryCodeComesBackWithReasonAndBothTexts) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status sent = Error(static_cast<absl::StatusCode>(code), "SOME_REASON", {"中文", "English"});
    const absl::Status got = rpc::FromGrpc(rpc::ToGrpc(sent, "id"));
    EXPECT_EQ(got.code(), sent.code());
    EXPECT_EQ(got.message(), "English");
    EXPECT_EQ(DetailOf(got)->reason, "SOME_REASON");
    EXPECT_EQ(DetailOf(got)->text, (Text{"中文", "English"}));
  }
  EXPECT_TRUE(rpc::ToGrpc(absl::OkStatus(), "id").ok());
  EXPECT_TRUE(rpc::FromGrpc(grpc::Status::OK).ok());
}

TEST(StatusEdge, FieldsComeBackWithPathsAndBothTexts) {
  const absl::Status sent = InvalidFields(
      {{"observation.figure.value", {"应为数", "wants a number"}}, {"requests[3].period", {"错", "wrong"}}});
  const std::vector<FieldViolation> fields = DetailOf(rpc::FromGrpc(rpc::ToGrpc(sent, "id")))->fields;
  ASSERT_EQ(fields.size(), 2);
  EXPECT_EQ(fields[0].path, "observation.figure.value");
  EXPECT_EQ(fields[0].text, (Text{"应为数", "wants a number"}));
  EXPECT_EQ(fields[1].path, "requests[3].period");
}

TEST(StatusEdge, SpeaksGooglesErrorModel) {
  const grpc::Status status = rpc::ToGrpc(InvalidField("period", {"不能为空", "must not be empty"}), "call-1");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto info = DetailsIn<google::rpc::ErrorInfo>(status);
  ASSERT_EQ(info.size(), 1);
  EXPECT_EQ(info[0].domain(), "qcity");
  EXPECT_EQ(info[0].reason(), "INVALID_FIELD");
  EXPECT_EQ(info[0].metadata().at("call_id"), "call-1");
  const auto texts = DetailsIn<google::rpc::LocalizedMessage>(status);
  ASSERT_EQ(texts.size(), 2);
  EXPECT_EQ(texts[0].locale(), "zh-CN");
  EXPECT_EQ(texts[1].locale(), "en");
  const auto bad = DetailsIn<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad.size(), 1);
  EXPECT_EQ(bad[0].field_violations(0).field(), "period");
}

TEST(StatusEdge, APlainStatusSpeaksChineseTooAndLeaksNoPayload) {
  absl::Status plain = absl::NotFoundError("no such thing");
  plain.SetPayload("internal", absl::Cord("secret"));
  const grpc::Status sent = rpc::ToGrpc(plain, "");
  EXPECT_THAT(sent.error_details(), testing::Not(testing::HasSubstr("secret")));
  const ErrorDetail detail = *DetailOf(rpc::FromGrpc(sent));
  EXPECT_EQ(detail.reason, "NOT_FOUND");
  EXPECT_EQ(detail.text.en, "no such thing");
  EXPECT_THAT(detail.text.zh, testing::StartsWith("找不到"));
}

TEST(StatusEdge, WhatGrpcItselfSaysComesBackToo) {
  const absl::Status got = rpc::FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"));
  EXPECT_EQ(got.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(DetailOf(got)->reason, "UNAVAILABLE");
  EXPECT_THAT(DetailOf(got)->text.zh, testing::HasSubstr("服务暂不可用"));
  EXPECT_EQ(rpc::FromGrpc(grpc::Status(grpc::StatusCode::INTERNAL, "x", "not a google.rpc.Status")).code(),
            absl::StatusCode::kInternal);
}

// Trailers have room for 8 KiB; what does not fit must not turn the error into another one.
TEST(StatusEdge, StaysSmallHoweverMuchIsWrong) {
  std::vector<FieldViolation> fields;
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "质";
  for (int i = 0; i < 1'000; ++i) fields.push_back({absl::StrCat("requests[", i, "].period"), {text, text}});
  const grpc::Status sent = rpc::ToGrpc(InvalidFields(std::move(fields)), "id");
  // A message is percent-encoded (3 bytes for each), details are base64.
  EXPECT_LT(sent.error_message().size() * 3 + sent.error_details().size() * 4 / 3, 7'500);
  const ErrorDetail detail = *DetailOf(rpc::FromGrpc(sent));
  ASSERT_FALSE(detail.fields.empty());
  EXPECT_EQ(detail.fields[0].path, "requests[0].period");
  EXPECT_TRUE(IsValidUtf8(detail.fields[0].text.zh));
}

}  // namespace
}  // namespace qcity
