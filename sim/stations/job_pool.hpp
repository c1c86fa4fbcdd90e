// The jobs that are in the system, in flat memory that is used again and again.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.hpp"

namespace cutpoint {

using JobId = std::uint32_t;
inline constexpr JobId kNoJob = 0xFFFFFFFF;

struct alignas(64) Job {  // one cache line
  TimePoint arrival{};
  TimePoint started{};   // when it last entered service
  Duration remaining{};  // service that it still needs at its station, as of `started`
  Duration service{};    // service that it has needed at all stations so far
  JobId next = kNoJob;   // the job behind it in its line, or below it on a stack
  JobId above = kNoJob;  // the job above it on a stack
  std::uint32_t station = 0;
  std::uint32_t epoch = 0;  // tells completions that were overtaken by a preemption
  std::uint32_t of_class = 0;
};

/// All jobs in the system, by number. Numbers are used again.
class JobPool {
 public:
  [[nodiscard]] Job& operator[](JobId job) { return jobs_[job]; }

  /// The number of a job that is free. O(1); allocates only while the number of jobs in the system
  /// grows beyond what it ever was.
  [[nodiscard]] JobId take() {
    if (free_.empty()) {
      jobs_.emplace_back();
      return static_cast<JobId>(jobs_.size() - 1);
    }
    const JobId job = free_.back();
    free_.pop_back();
    return job;
  }
  /// Frees the number of a job that has left.
  void give_back(JobId job) { free_.push_back(job); }

 private:
  std::vector<Job> jobs_;
  std::vector<JobId> free_;
};

}  // namespace cutpoint
