// A feed's history as any reader gets it. Any thread.
#ifndef QCITY_TESTS_SUPPORT_FEED_HISTORY_H_
#define QCITY_TESTS_SUPPORT_FEED_HISTORY_H_

#include <memory>
#include <string>
#include <vector>

#include "qcity/feed/v1/feed.grpc.pb.h"
#include "tests/support/test_server.h"

namespace qcity::testing_support {

// Every change of `feed` up to now, in order: one for each entity.
inline std::vector<feed::v1::Change> ReadHistory(const std::shared_ptr<grpc::Channel>& channel,
                                                 const std::string& feed) {
  const auto stub = feed::v1::FeedService::NewStub(channel);
  CallAs context("test@service");
  feed::v1::WatchRequest request;
  request.set_feed(feed);
  const auto reader = stub->Watch(&context, request);
  std::vector<feed::v1::Change> history;
  feed::v1::WatchResponse response;
  while (reader->Read(&response) && !response.has_caught_up()) {
    for (const feed::v1::Change& change : response.changes().changes()) history.push_back(change);
  }
  context.TryCancel();
  while (reader->Read(&response)) continue;
  reader->Finish();
  return history;
}

}  // namespace qcity::testing_support

#endif  // QCITY_TESTS_SUPPORT_FEED_HISTORY_H_
