// kill -9 of every process at random moments under load: what was acknowledged is there, once, and the score is that of the feeds read from zero.
#include <poll.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/status.h"
#include "gtest/gtest.h"
#include "qcity/aggregation/v1/aggregation.grpc.pb.h"
#include "qcity/indicators/v1/indicators.grpc.pb.h"
#include "qcity/tasks/v1/tasks.grpc.pb.h"
#include "tests/support/feed_history.h"
#include "tests/system/ledger.h"
#include "tests/system/suite.h"

namespace qcity::system_test {
namespace {

using aggregation::v1::AggregationService;
using indicators::v1::IndicatorsService;
using indicators::v1::Observation;
using tasks::v1::TaskPart;
using tasks::v1::TasksService;
using testing_support::ReadHistory;

constexpr int kCycles = 8;
constexpr char kClerk[] = "li@zhiqiangban";  // The office may report for every bureau; another person of it verifies.
constexpr char kOfficer[] = "wang@zhiqiangban";

// A client that writes one thing after the other until it is told to stop, and then ends what it has begun. One thread.
class Writer {
 public:
  Writer(Ledger& ledger, const std::atomic<bool>& stop, std::string id)
      : ledger_(ledger), stop_(stop), id_(std::move(id)) {}

  // Reports, corrects and verifies period after period of the indicators.
  absl::Status WriteFigures(const Suite& suite, const std::vector<std::string>& numbers) {
    const std::shared_ptr<IndicatorsService::Stub> stub = IndicatorsService::NewStub(suite.NewConnection("indicators"));
    for (int year = 2014; year <= 2017; ++year) {
      for (const std::string& number : numbers) {
        RETURN_IF_ERROR(WriteFigure(stub, number, absl::StrCat(year)));
        for (int month = 1; month <= 12; ++month) {
          if (stop_) return absl::OkStatus();
          RETURN_IF_ERROR(WriteFigure(stub, number, absl::StrFormat("%d-%02d", year, month)));
        }
      }
    }
    return absl::OkStatus();
  }

  // Acknowledges part after part.
  absl::Status AcknowledgeTasks(const Suite& suite, const std::vector<TaskPart>& parts) {
    const std::shared_ptr<TasksService::Stub> stub = TasksService::NewStub(suite.NewConnection("tasks"));
    for (const TaskPart& part : parts) {
      if (stop_) return absl::OkStatus();
      tasks::v1::AcknowledgeTaskRequest request;
      request.set_name(part.occurrence());
      request.set_lead(part.lead());
      RETURN_IF_ERROR(Write("tasks", stub, &TasksService::Stub::AcknowledgeTask, kClerk, request).status());
    }
    return absl::OkStatus();
  }

 private:
  absl::Status WriteFigure(const std::shared_ptr<IndicatorsService::Stub>& stub, const std::string& number,
                           const std::string& period) {
    using Stub = IndicatorsService::Stub;
    indicators::v1::ReportObservationRequest report;
    Observation& observation = *report.mutable_observation();
    observation.set_indicator(absl::StrCat("campaigns/ezhou-2017/indicators/", number));
    observation.set_period(period);
    observation.mutable_figure()->mutable_fraction()->set_numerator(90 + written_ % 10);
    observation.mutable_figure()->mutable_fraction()->set_denominator(100);
    observation.set_source("抽查台账");
    ASSIGN_OR_RETURN(const Observation first, Write("indicators", stub, &Stub::ReportObservation, kClerk, report));
    observation.set_supersedes(first.name());
    ASSIGN_OR_RETURN(const Observation second, Write("indicators", stub, &Stub::ReportObservation, kClerk, report));
    indicators::v1::VerifyObservationRequest verify;
    verify.set_name(second.name());
    return Write("indicators", stub, &Stub::VerifyObservation, kOfficer, verify).status();
  }

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Write(const std::string& feed, const std::shared_ptr<Stub>& stub,
                                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                 absl::string_view caller, Request request) {
    request.set_request_id(absl::StrCat(id_, "-", ++written_));
    const auto ask = [stub, method, caller = std::string(caller), request] {
      return CallUntilAnswered(*stub, method, caller, request);
    };
    ASSIGN_OR_RETURN(Response reply, ask());
    const auto ask_again = [ask]() -> absl::StatusOr<std::string> {
      ASSIGN_OR_RETURN(const Response again, ask());
      return again.SerializeAsString();
    };
    ledger_.Note({feed, reply.version(), reply.SerializeAsString(), ask_again});
    return reply;
  }

  Ledger& ledger_;
  const std::atomic<bool>& stop_;
  const std::string id_;
  int written_ = 0;
};

std::vector<TaskPart> AllParts(const Suite& suite) {
  const auto stub = TasksService::NewStub(suite.NewConnection("tasks"));
  tasks::v1::ListTasksRequest request;
  request.set_parent("campaigns/ezhou-2017");
  request.set_page_size(1000);
  std::vector<TaskPart> parts;
  do {
    const auto reply = testing_support::Call(*stub, &TasksService::Stub::ListTasks, kOfficer, request);
    EXPECT_TRUE(reply.ok()) << reply.status();
    if (!reply.ok()) return parts;
    for (const tasks::v1::Occurrence& occurrence : reply->occurrences()) {
      parts.insert(parts.end(), occurrence.parts().begin(), occurrence.parts().end());
    }
    request.set_page_token(reply->next_page_token());
  } while (!request.page_token().empty());
  return parts;
}

// Writers that run while `during` does: they have more to write than it takes.
void UnderLoad(Suite& suite, Ledger& ledger, const std::function<void()>& during) {
  const std::vector<std::vector<std::string>> numbers = {
      {"1-1", "1-2", "3", "4", "6", "9"}, {"10", "11", "12", "13", "15", "16"}, {"26", "27", "28", "31", "32", "39"}};
  const std::vector<TaskPart> parts = AllParts(suite);
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    threads.emplace_back([&, i] {
      const absl::Status end = Writer(ledger, stop, absl::StrCat("figures", i)).WriteFigures(suite, numbers[i]);
      EXPECT_TRUE(end.ok()) << end;
    });
  }
  threads.emplace_back([&] {
    const absl::Status end = Writer(ledger, stop, "tasks").AcknowledgeTasks(suite, parts);
    EXPECT_TRUE(end.ok()) << end;
  });
  during();
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

// Positions 1, 2, 3, ... were each acknowledged exactly once, or announce a reminder, and the feed ends with the last and holds each entity once, in order.
void ExpectGapless(const Suite& suite, const std::vector<Acknowledgement>& ledger, const std::string& feed) {
  std::vector<std::int64_t> acknowledged;
  for (const Acknowledgement& entry : ledger) {
    if (entry.feed == feed) acknowledged.push_back(entry.position);
  }
  const std::vector<feed::v1::Change> history = ReadHistory(suite.NewConnection(feed), feed);
  for (const feed::v1::Change& change : history) {
    if (change.type() == tasks::v1::ReminderAnnouncement::descriptor()->full_name()) {
      acknowledged.push_back(change.sequence());
    }
  }
  std::sort(acknowledged.begin(), acknowledged.end());
  std::vector<std::int64_t> counted(acknowledged.size());
  std::iota(counted.begin(), counted.end(), 1);
  EXPECT_EQ(acknowledged, counted) << feed;

  std::int64_t last = 0;
  absl::btree_set<std::string> subjects;
  for (const feed::v1::Change& change : history) {
    EXPECT_GT(change.sequence(), last) << feed;
    last = change.sequence();
    EXPECT_TRUE(subjects.insert(change.subject()).second) << change.subject();
  }
  EXPECT_EQ(last, static_cast<std::int64_t>(acknowledged.size())) << feed;
}

// Every acknowledged request, asked again, gets its first answer.
void ExpectSameAnswers(const std::vector<Acknowledgement>& ledger) {
  for (const Acknowledgement& entry : ledger) {
    const absl::StatusOr<std::string> again = entry.ask_again();
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(*again, entry.answer) << entry.feed << " " << entry.position;
  }
}

// What the services hold is what was acknowledged, no more and no less, in its last state.
void ExpectFiguresAsAcknowledged(const Suite& suite, const std::vector<Acknowledgement>& ledger) {
  absl::btree_map<std::string, Observation> last;  // By name, as last acknowledged.
  for (const Acknowledgement& entry : ledger) {
    Observation observation;
    if (entry.feed != "indicators" || !observation.ParseFromString(entry.answer)) continue;
    Observation& known = last[observation.name()];
    if (known.version() < observation.version()) known = observation;
  }
  const auto stub = IndicatorsService::NewStub(suite.NewConnection("indicators"));
  indicators::v1::ListObservationsRequest request;
  request.set_parent("campaigns/ezhou-2017");
  request.set_page_size(1000);
  std::size_t held = 0;
  do {
    const auto reply = testing_support::Call(*stub, &IndicatorsService::Stub::ListObservations, kOfficer, request);
    ASSERT_TRUE(reply.ok()) << reply.status();
    for (const Observation& observation : reply->observations()) {
      ASSERT_TRUE(last.contains(observation.name())) << observation.DebugString();
      if (observation.state() == indicators::v1::SUPERSEDED)
        continue;  // By a later report, which is in the ledger itself.
      EXPECT_EQ(observation.SerializeAsString(), last[observation.name()].SerializeAsString());
    }
    held += static_cast<std::size_t>(reply->observations_size());
    request.set_page_token(reply->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(held, last.size());
}

// Readiness that has read everything acknowledged, and its explanation, without what differs from one aggregation to another: when it read, in how many steps.
std::string ScoreBy(const std::shared_ptr<grpc::Channel>& channel, const std::vector<Acknowledgement>& ledger) {
  const auto stub = AggregationService::NewStub(channel);
  absl::btree_map<std::string, std::int64_t> heads;
  for (const Acknowledgement& entry : ledger) heads[entry.feed] = std::max(heads[entry.feed], entry.position);
  aggregation::v1::GetReadinessRequest request;
  request.set_name("campaigns/ezhou-2017/readiness");
  for (const auto& [feed, position] : heads) {
    aggregation::v1::Source& wanted = *request.add_min_versions();
    wanted.set_feed(feed);
    wanted.set_position(position);
  }
  auto readiness = CallUntilAnswered(*stub, &AggregationService::Stub::GetReadiness, kOfficer, request);
  EXPECT_TRUE(readiness.ok()) << readiness.status();
  aggregation::v1::ExplainReadinessRequest explain;
  explain.set_name(request.name());
  auto explanation = CallUntilAnswered(*stub, &AggregationService::Stub::ExplainReadiness, kOfficer, explain);
  EXPECT_TRUE(explanation.ok()) << explanation.status();
  if (!readiness.ok() || !explanation.ok()) return "";
  readiness->clear_version();
  for (aggregation::v1::Source& source : *readiness->mutable_sources()) source.clear_lag_seconds();
  explanation->clear_version();
  return readiness->DebugString() + explanation->DebugString();
}

class Kill : public testing::TestWithParam<Deployment> {};

TEST_P(Kill, AtRandomMomentsLosesNothingAndDoublesNothing) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const auto between = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const std::vector<std::string> victims = {"indicators", "aggregation", "tasks"};
  Suite suite(GetParam());
  Ledger ledger;
  UnderLoad(suite, ledger, [&] {
    for (int cycle = 0; cycle < kCycles; ++cycle) {
      ASSERT_TRUE(ledger.AwaitMore(static_cast<std::size_t>(between(10, 150)))) << "cycle " << cycle;
      ::poll(nullptr, 0, between(0, 3));  // Else every kill would follow right after an acknowledgement.
      suite.Restart(victims[static_cast<std::size_t>(cycle) % victims.size()]);
    }
  });

  const std::vector<Acknowledgement> entries = ledger.Entries();
  ExpectGapless(suite, entries, "indicators");
  ExpectGapless(suite, entries, "tasks");
  ExpectFiguresAsAcknowledged(suite, entries);
  ExpectSameAnswers(entries);
  ExpectGapless(suite, entries, "indicators");  // Asking again wrote nothing.
  ExpectGapless(suite, entries, "tasks");
  const auto fresh = suite.StartFreshAggregation();
  const std::string score = ScoreBy(suite.NewConnection("aggregation"), entries);
  EXPECT_EQ(score, ScoreBy(fresh->NewConnection(), entries));
  EXPECT_NE(score, "");
}

INSTANTIATE_TEST_SUITE_P(Deployments, Kill, testing::Values(Deployment::kAllInOne, Deployment::kSeparate), NameOf);

}  // namespace
}  // namespace qcity::system_test
