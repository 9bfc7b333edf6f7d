#include "common/rpc/workers.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "common/base/mutex.h"
#include "gtest/gtest.h"

namespace qcity::rpc {
namespace {

// Holds work up until as many have come as are wanted.
class Meeting {
 public:
  explicit Meeting(int wanted) : wanted_(wanted) {}
  void Attend() {
    MutexLock lock(mutex_);
    ++present_;
    most_ = std::max(most_, present_);
    changed_.NotifyAll();
    while (most_ < wanted_) changed_.Wait(mutex_);
    --present_;
  }
  int most() {
    MutexLock lock(mutex_);
    return most_;
  }

 private:
  const int wanted_;
  Mutex mutex_;
  CondVar changed_;
  int present_ ABSL_GUARDED_BY(mutex_) = 0;
  int most_ ABSL_GUARDED_BY(mutex_) = 0;
};

TEST(Workers, DoAsMuchAtOnceAsTheyMay) {
  constexpr int kMost = 8;
  Meeting meeting(kMost);  // Would never end if one of them were missing.
  {
    Workers workers(kMost);
    for (int i = 0; i < 5 * kMost; ++i) workers.Run([&] { meeting.Attend(); });
  }
  EXPECT_EQ(meeting.most(), kMost);
}

TEST(Workers, NeverDoMoreAtOnceThanTheyMay) {
  std::atomic<int> present = 0, most = 0, done = 0;
  {
    Workers workers(3);
    for (int i = 0; i < 1000; ++i) {
      workers.Run([&] {
        most = std::max<int>(most, ++present);
        --present;
        ++done;
      });
    }
  }
  EXPECT_LE(most, 3);
  EXPECT_EQ(done, 1000);  // What waited when they were to end was done too.
}

TEST(Workers, TakeWorkFromWorkersAndOwnWhatItHolds) {
  auto flag = std::make_shared<std::atomic<bool>>(false);
  {
    Workers workers(1);
    workers.Run([&workers, flag] { workers.Run([flag] { *flag = true; }); });
  }
  EXPECT_TRUE(*flag);
  EXPECT_EQ(flag.use_count(), 1);
}

}  // namespace
}  // namespace qcity::rpc
