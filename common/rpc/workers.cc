#include "common/rpc/workers.h"

#include <utility>

namespace qcity::rpc {

Workers::~Workers() {
  std::vector<std::thread> threads;
  {
    MutexLock lock(mutex_);
    ending_ = true;
    changed_.NotifyAll();
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

void Workers::Run(Work work) {
  MutexLock lock(mutex_);
  waiting_.push_back(std::move(work));
  if (waiting_.size() <= idle_) return changed_.NotifyOne();
  if (threads_.size() < most_ && !ending_) threads_.emplace_back([this] { Loop(); });
}

void Workers::Loop() {
  while (true) {
    Work work;
    {
      MutexLock lock(mutex_);
      ++idle_;
      while (waiting_.empty() && !ending_) changed_.Wait(mutex_);
      --idle_;
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace qcity::rpc
