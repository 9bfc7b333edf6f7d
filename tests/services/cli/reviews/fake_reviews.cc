#include "tests/services/cli/reviews/fake_reviews.h"

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "qcity/aggregation/v1/acceptance.grpc.pb.h"
#include "qcity/aggregation/v1/reviews.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "tests/services/cli/evidence/pack_testing.h"

namespace qcity::cli {
namespace {

using namespace aggregation::v1;  // NOLINT: the messages of the one module that this file stands in for

Finding FixedFinding() {
  return MessageOf<Finding>(R"pb(
    name: "campaigns/c/reviews/1/findings/2"
    item: "indicators/1-1"
    item_title: "产品抽查合格率"
    text: "抽查记录不全"
    severity: CRITICAL
    state: FINDING_RETURNED
    owner: "zhijianju"
    owner_title: "市质监局"
    due: "2019-06-30"
    light: FINDING_RED
    carried_over: "设备招标中"
    evidence { name: "现场记录" }
    events {
      state: FINDING_RECORDED
      recorded { seconds: 1557115200 }
      person: "chen"
      organization: "zhuanjiazu"
    }
    events {
      state: FINDING_ASSIGNED
      recorded { seconds: 1557201600 }
      person: "wang"
      organization: "zhiqiangban"
      owner: "zhijianju"
      due: "2019-06-30"
    }
    events {
      state: FINDING_REPORTED
      recorded { seconds: 1557288000 }
      person: "li"
      organization: "zhijianju"
      text: "已补齐"
      evidence { name: "台账" }
    }
    events {
      state: FINDING_RETURNED
      recorded { seconds: 1557374400 }
      person: "wang"
      organization: "zhiqiangban"
      text: "缺 2 月"
    })pb");
}

Review FixedReview() {
  Review review = SmallReview().review();
  review.set_checked(1);
  review.set_illustrative(true);
  *review.add_invitations() = MessageOf<Invitation>(R"pb(
    person: "chen"
    organization: "zhuanjiazu"
    from: "2019-05-06"
    to: "2019-05-10"
    invited_by: "wang"
    recorded { seconds: 1557115200 })pb");
  return review;
}

}  // namespace

struct FakeReviews::Log {
  mutable Mutex mutex;
  std::vector<std::string> asked;

  grpc::Status Note(const google::protobuf::Message& request) {
    const MutexLock lock(mutex);
    asked.push_back(absl::StrCat(request.GetDescriptor()->name(), " ", request.ShortDebugString()));
    return grpc::Status::OK;
  }
};

class FakeReviews::Reviews final : public ReviewsService::Service {
 public:
  explicit Reviews(Log& log) : log_(log) {}

 private:
  grpc::Status OpenReview(grpc::ServerContext*, const OpenReviewRequest* request, Review* reply) override {
    *reply = FixedReview();
    return log_.Note(*request);
  }
  grpc::Status ListReviews(grpc::ServerContext*, const ListReviewsRequest* request,
                           ListReviewsResponse* reply) override {
    *reply->add_reviews() = FixedReview();
    return log_.Note(*request);
  }
  grpc::Status GetReview(grpc::ServerContext*, const GetReviewRequest* request, GetReviewResponse* reply) override {
    *reply = SmallReview();
    if (!request->with_snapshot()) {
      reply->clear_snapshot();
      *reply->mutable_review() = FixedReview();
      *reply->add_findings() = FixedFinding();
    }
    return log_.Note(*request);
  }
  grpc::Status InviteExpert(grpc::ServerContext*, const InviteExpertRequest* request, Review* reply) override {
    *reply = FixedReview();
    return log_.Note(*request);
  }
  grpc::Status MarkItem(grpc::ServerContext*, const MarkItemRequest* request, ReviewItem* reply) override {
    *reply = MessageOf<ReviewItem>(R"pb(
      item: "indicators/1-1"
      title: "产品抽查合格率"
      number: "1-1"
      verdict: MET
      figures_zh: "96 %"
      figures_en: "96 %"
      marks {
        item: "indicators/1-1"
        mark: QUESTIONED
        remark: "抽样范围不清"
        person: "chen"
        superseded: true
        recorded { seconds: 1557115200 }
      }
      marks {
        item: "indicators/1-1"
        mark: CHECKED
        person: "chen"
        recorded { seconds: 1557115260 }
      })pb");
    return log_.Note(*request);
  }
  grpc::Status RecordFinding(grpc::ServerContext*, const RecordFindingRequest* request, Finding* reply) override {
    *reply = FixedFinding();
    return log_.Note(*request);
  }
  grpc::Status ListFindings(grpc::ServerContext*, const ListFindingsRequest* request,
                            ListFindingsResponse* reply) override {
    *reply->add_findings() = FixedFinding();
    return log_.Note(*request);
  }
  grpc::Status AssignRectification(grpc::ServerContext*, const AssignRectificationRequest* request,
                                   Finding* reply) override {
    *reply = FixedFinding();
    return log_.Note(*request);
  }
  grpc::Status ReportRectification(grpc::ServerContext*, const ReportRectificationRequest* request,
                                   Finding* reply) override {
    *reply = FixedFinding();
    return log_.Note(*request);
  }
  grpc::Status CloseRectification(grpc::ServerContext*, const CloseRectificationRequest* request,
                                  Finding* reply) override {
    *reply = FixedFinding();
    return log_.Note(*request);
  }
  grpc::Status ReturnRectification(grpc::ServerContext*, const ReturnRectificationRequest* request,
                                   Finding* reply) override {
    *reply = FixedFinding();
    return log_.Note(*request);
  }
  grpc::Status CloseReview(grpc::ServerContext*, const CloseReviewRequest* request, Review* reply) override {
    *reply = FixedReview();
    return log_.Note(*request);
  }

  Log& log_;
};

class FakeReviews::Acceptance final : public AcceptanceService::Service {
 public:
  explicit Acceptance(Log& log) : log_(log) {}

 private:
  grpc::Status GetApplication(grpc::ServerContext*, const GetApplicationRequest* request, Application* reply) override {
    *reply = MessageOf<Application>(R"pb(
      name: "campaigns/c/application"
      state: APPLIED
      steps {
        state: DRAFTED
        date: "2019-07-20"
        person: "wang"
        organization: "zhiqiangban"
        recorded { seconds: 1563595200 }
        document { name: "申请书（稿）" sha256: "abab" }
      }
      steps {
        state: APPLIED
        date: "2019-08-01"
        person: "wang"
        organization: "zhiqiangban"
        recorded { seconds: 1564632000 }
        text: "已签发"
        document { name: "申请书" uri: "oa/2019/8" sha256: "cdcd" }
        reviews: "campaigns/c/reviews/1"
      })pb");
    return log_.Note(*request);
  }
  grpc::Status AdvanceApplication(grpc::ServerContext*, const AdvanceApplicationRequest* request,
                                  Application* reply) override {
    reply->set_name(request->name());
    reply->set_state(request->to());
    return log_.Note(*request);
  }

  Log& log_;
};

class FakeReviews::Indicators final : public indicators::v1::IndicatorsService::Service {
  grpc::Status GetIndicator(grpc::ServerContext*, const indicators::v1::GetIndicatorRequest*,
                            indicators::v1::IndicatorView* reply) override {
    *reply = SmallMeasure();
    return grpc::Status::OK;
  }
};

FakeReviews::FakeReviews()
    : log_(std::make_unique<Log>()),
      reviews_(std::make_unique<Reviews>(*log_)),
      acceptance_(std::make_unique<Acceptance>(*log_)),
      indicators_(std::make_unique<Indicators>()) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(reviews_.get());
  builder.RegisterService(acceptance_.get());
  builder.RegisterService(indicators_.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeReviews::~FakeReviews() { server_->Shutdown(); }

std::vector<std::string> FakeReviews::asked() const {
  const MutexLock lock(log_->mutex);
  return log_->asked;
}

}  // namespace qcity::cli
