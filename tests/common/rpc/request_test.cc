// The sanity of requests: what no handler ever has to see.
#include "common/rpc/request.h"

#include <cmath>
#include <limits>
#include <string>

#include "common/base/error.h"
#include "gtest/gtest.h"
#include "tests/common/rpc/echo.h"
#include "tests/support/test_server.h"

namespace qcity {
namespace {

using test::v1::EchoRequest;

// The path of the first bad field; empty if there is none.
std::string BadPath(const EchoRequest& request) {
  const absl::StatusOr<bool> checked = rpc::CheckRequest(request);
  if (checked.ok()) return "";
  EXPECT_EQ(checked.status().code(), absl::StatusCode::kInvalidArgument);
  return DetailOf(checked.status())->fields.front().path;
}

TEST(Request, NumbersAreFiniteWhereverTheyStand) {
  for (const double bad :
       {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    EchoRequest request;
    request.mutable_child()->set_number(bad);
    EXPECT_EQ(BadPath(request), "child.number");
    request.Clear();
    request.add_numbers(1);
    request.add_numbers(bad);
    EXPECT_EQ(BadPath(request), "numbers[1]");
    request.Clear();
    request.set_ratio(static_cast<float>(bad));
    EXPECT_EQ(BadPath(request), "ratio");
    request.Clear();
    request.set_chosen(bad);
    EXPECT_EQ(BadPath(request), "chosen");
    request.Clear();
    (*request.mutable_named())["a"] = bad;
    EXPECT_EQ(BadPath(request), "named[0].value");
  }
  EchoRequest request;
  request.set_number(std::numeric_limits<double>::max());
  request.set_ratio(std::numeric_limits<float>::denorm_min());
  EXPECT_EQ(BadPath(request), "");
}

TEST(Request, EnumNumbersAreKnown) {
  EchoRequest request;
  request.set_color(EchoRequest::RED);
  request.add_colors(EchoRequest::COLOR_UNSPECIFIED);
  EXPECT_EQ(BadPath(request), "");
  request.add_colors(static_cast<EchoRequest::Color>(2));
  EXPECT_EQ(BadPath(request), "colors[1]");
  request.set_color(static_cast<EchoRequest::Color>(-1));
  EXPECT_EQ(BadPath(request), "color");
  request.Clear();
  request.add_children()->set_picked(static_cast<EchoRequest::Color>(77));
  EXPECT_EQ(BadPath(request), "children[0].picked");
}

TEST(Request, TextsHoldNoControlCharacters) {
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\x01"), std::string("a\x7f"),
                                 std::string("\xc2\x85"), std::string("a\nb"), std::string("\t")}) {
    EchoRequest request;
    request.mutable_child()->set_label(bad);
    EXPECT_EQ(BadPath(request), "child.label");
    request.Clear();
    request.add_labels("good");
    request.add_labels(bad);
    EXPECT_EQ(BadPath(request), "labels[1]");
    request.Clear();
    (*request.mutable_named())[bad] = 1;
    EXPECT_EQ(BadPath(request), "named[0].key");
  }
}

TEST(Request, FreeTextMayHaveLinesButNothingElse) {
  EchoRequest request;
  request.set_text("第一行\n\t第二行");
  EXPECT_EQ(BadPath(request), "");
  request.set_text("a\r");
  EXPECT_EQ(BadPath(request), "text");
  request.set_text(std::string("a\0", 2));
  EXPECT_EQ(BadPath(request), "text");
}

TEST(Request, TextsAndListsHaveALimit) {
  EchoRequest request;
  for (int i = 0; i < 20'000; ++i) request.mutable_label()->append("质");
  EXPECT_EQ(BadPath(request), "");
  request.mutable_label()->append("质");
  EXPECT_EQ(BadPath(request), "label");
  request.Clear();
  for (int i = 0; i < 1'000; ++i) request.mutable_child()->add_labels("x");
  EXPECT_EQ(BadPath(request), "");
  request.mutable_child()->add_labels("x");
  EXPECT_EQ(BadPath(request), "child.labels");
  request.Clear();
  for (int i = 0; i < 1'001; ++i) request.add_children();
  EXPECT_EQ(BadPath(request), "children");
}

TEST(Request, DepthDoesNotMatter) {
  EchoRequest request;
  EchoRequest* inner = &request;
  for (int i = 0; i < 90; ++i) inner = i % 2 == 0 ? inner->add_children() : inner->mutable_child();
  inner->set_number(std::nan(""));
  const std::string path = BadPath(request);
  EXPECT_EQ(path.substr(0, 32), "children[0].child.children[0].ch");
  EXPECT_EQ(path.substr(path.size() - 12), "child.number");
}

TEST(Request, TextsAreBroughtIntoNormalForm) {
  const std::string decomposed = "e\xcc\x81";
  const std::string composed = "\xc3\xa9";
  EchoRequest request;
  request.set_label(composed);
  EXPECT_FALSE(*rpc::CheckRequest(request));
  request.add_labels(decomposed);
  request.add_children()->set_text(decomposed);
  EXPECT_TRUE(*rpc::CheckRequest(request));
  rpc::Normalize(request);
  EXPECT_FALSE(*rpc::CheckRequest(request));
  EXPECT_EQ(request.labels(0), composed);
  EXPECT_EQ(request.children(0).text(), composed);
}

TEST(Request, AHandlerNeverSeesABadOneAndSeesTextsInNormalForm) {
  int handled = 0;
  testing_support::TestServer server({testing_support::MakeEcho({.during = [&handled](const rpc::CallContext&) {
    ++handled;
    return absl::OkStatus();
  }})});
  const auto stub = test::v1::EchoService::NewStub(server.channel());
  EchoRequest request;
  request.mutable_child()->set_number(std::nan(""));
  const auto refused = testing_support::Call(*stub, &test::v1::EchoService::Stub::ForAnyone, "", request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(refused.status())->fields.front().path, "child.number");
  EXPECT_EQ(handled, 0);
  request.Clear();
  request.set_label("e\xcc\x81");
  EXPECT_EQ(testing_support::Call(*stub, &test::v1::EchoService::Stub::ForAnyone, "", request)->request().label(),
            "\xc3\xa9");
  EXPECT_EQ(handled, 1);
}

}  // namespace
}  // namespace qcity
