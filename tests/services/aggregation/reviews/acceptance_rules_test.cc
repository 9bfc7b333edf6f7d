// The steps of the application for acceptance: none is skipped, each stands on a dated document.
#include "services/aggregation/acceptance/rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/clock.h"
#include "gtest/gtest.h"
#include "tests/support/told.h"

namespace qcity::aggregation::acceptance {
namespace {

using testing_support::Told;

Actor Office() { return {"li", "office", absl::FromCivil(absl::CivilSecond(2019, 8, 1, 12, 0, 0), ShanghaiZone())}; }

v1::AdvanceApplicationRequest To(v1::ApplicationState state, const char* date = "") {
  v1::AdvanceApplicationRequest request;
  request.set_to(state);
  request.mutable_document()->set_name("申请书");
  request.mutable_document()->set_sha256(std::string(64, 'a'));
  request.set_date(date);
  return request;
}

// The application after those steps.
v1::Application After(const std::vector<v1::ApplicationState>& steps) {
  v1::Application application;
  for (const v1::ApplicationState step : steps)
    application = *Advance(application, To(step), {{"r1"}, {}, {}}, Office());
  return application;
}

TEST(Acceptance, SkipsNoStep) {
  const std::vector<std::vector<v1::ApplicationState>> stories = {
      {},
      {v1::DRAFTED},
      {v1::DRAFTED, v1::APPLIED},
      {v1::DRAFTED, v1::APPLIED, v1::PROVINCE_REVIEWED},
      {v1::DRAFTED, v1::APPLIED, v1::PROVINCE_REVIEWED, v1::SUBMITTED},
      {v1::DRAFTED, v1::APPLIED, v1::PROVINCE_REVIEWED, v1::SUBMITTED, v1::PASSED},
      {v1::DRAFTED, v1::APPLIED, v1::PROVINCE_REVIEWED, v1::SUBMITTED, v1::FAILED}};
  const std::vector<std::vector<v1::ApplicationState>> next = {
      {v1::DRAFTED}, {v1::DRAFTED, v1::APPLIED}, {v1::PROVINCE_REVIEWED}, {v1::SUBMITTED}, {v1::PASSED, v1::FAILED}, {},
      {v1::DRAFTED}};
  for (std::size_t i = 0; i < stories.size(); ++i) {
    for (int to = v1::DRAFTED; to <= v1::FAILED; ++to) {
      const bool allowed = std::count(next[i].begin(), next[i].end(), to) == 1;
      const auto told =
          Told(Advance(After(stories[i]), To(static_cast<v1::ApplicationState>(to)), {{"r1"}, {}, {}}, Office()));
      EXPECT_EQ(told, allowed ? "OK" : "FAILED_PRECONDITION WRONG_STATE") << i << " " << to;
    }
  }
}

TEST(Acceptance, IsAppliedForAfterAnExpertReviewWithoutOpenRectification) {
  const v1::Application drafted = After({v1::DRAFTED});
  const auto told = [&](const ExpertReviews& reviews) {
    return Told(Advance(drafted, To(v1::APPLIED), reviews, Office()));
  };
  EXPECT_EQ(told({}), "FAILED_PRECONDITION NO_EXPERT_REVIEW");
  EXPECT_EQ(told({{}, {"r1"}, {}}), "FAILED_PRECONDITION NO_EXPERT_REVIEW");
  EXPECT_EQ(told({{"r1"}, {"r2"}, {}}), "FAILED_PRECONDITION NO_EXPERT_REVIEW");
  EXPECT_EQ(told({{"r1"}, {}, {"r1/findings/1"}}), "FAILED_PRECONDITION RECTIFICATION_OPEN");
  EXPECT_EQ(told({{"r1"}, {}, {}}), "OK");
  EXPECT_EQ(Told(Advance({}, To(v1::DRAFTED), {}, Office())), "OK");
}

TEST(Acceptance, StandsOnDatedDocuments) {
  const v1::Application drafted = *Advance({}, To(v1::DRAFTED, "2019-07-20"), {}, Office());
  const ExpertReviews reviews = {{"r1"}, {}, {}};
  EXPECT_EQ(Told(Advance(drafted, To(v1::APPLIED, "2019-07-19"), reviews, Office())), "INVALID_ARGUMENT date");
  EXPECT_EQ(Told(Advance(drafted, To(v1::APPLIED, "2019-08-02"), reviews, Office())), "INVALID_ARGUMENT date");
  EXPECT_EQ(Told(Advance(drafted, To(v1::APPLIED, "today"), reviews, Office())), "INVALID_ARGUMENT date");
  EXPECT_EQ(Told(Advance(drafted, To(v1::APPLIED, "2019-07-20"), reviews, Office())), "OK");
  v1::AdvanceApplicationRequest request = To(v1::APPLIED);
  EXPECT_EQ(Advance(drafted, request, reviews, Office())->steps(1).date(), "2019-08-01");
  request.mutable_document()->clear_sha256();
  EXPECT_EQ(Told(Advance(drafted, request, reviews, Office())), "INVALID_ARGUMENT document.sha256");
  request.mutable_document()->clear_name();
  EXPECT_EQ(Told(Advance(drafted, request, reviews, Office())), "INVALID_ARGUMENT document.name");
  request.clear_to();
  EXPECT_EQ(Told(Advance(drafted, request, reviews, Office())), "INVALID_ARGUMENT to");
}

}  // namespace
}  // namespace qcity::aggregation::acceptance
