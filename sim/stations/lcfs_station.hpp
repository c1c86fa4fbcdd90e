// k identical servers and a stack: the latest arrivals are in service, and whoever they push aside
// resumes later where it was interrupted (last come, first served, preemptive resume).
//
// The jobs in service are the top k of the stack. It is a list through the jobs themselves, linked
// both ways because a job may end anywhere among the top k, and the station remembers the oldest
// job in service, which is the next to lose its server.
#pragma once

#include <cstdint>
#include <optional>

#include "base/contract.hpp"
#include "sim/stations/job_pool.hpp"

namespace cutpoint {

/// The stack of one station. Jobs and their links lie in a JobPool.
class LcfsStation {
 public:
  /// Requires: servers >= 1.
  explicit LcfsStation(std::uint32_t servers) : servers_{servers} {
    CUTPOINT_EXPECTS(servers >= 1);
  }

  /// A job arrives and starts service now. Returns the job that loses its server to it; none if a
  /// server was idle. O(1).
  [[nodiscard]] std::optional<JobId> arrive(JobPool& jobs, JobId id) {
    Job& job = jobs[id];
    job.next = top_;
    job.above = kNoJob;
    if (top_ != kNoJob) {
      jobs[top_].above = id;
    }
    top_ = id;
    if (busy_ < servers_) {
      ++busy_;
      if (busy_ == 1) {
        lowest_ = id;
      }
      return std::nullopt;
    }
    const JobId preempted = lowest_;
    lowest_ = jobs[preempted].above;
    return preempted;
  }

  /// The service of a job ends. Returns the job that resumes now, if any was waiting. O(1).
  /// Requires: the job is in service.
  [[nodiscard]] std::optional<JobId> depart(JobPool& jobs, JobId id) {
    CUTPOINT_EXPECTS(busy_ > 0);
    const Job& job = jobs[id];
    const JobId resumed = jobs[lowest_].next;
    if (resumed != kNoJob) {
      lowest_ = resumed;
    } else {
      --busy_;
      if (lowest_ == id) {
        lowest_ = job.above;
      }
    }
    if (job.above == kNoJob) {
      top_ = job.next;
    } else {
      jobs[job.above].next = job.next;
    }
    if (job.next != kNoJob) {
      jobs[job.next].above = job.above;
    }
    return resumed == kNoJob ? std::nullopt : std::optional{resumed};
  }

  [[nodiscard]] std::uint32_t busy() const { return busy_; }

 private:
  std::uint32_t servers_;
  std::uint32_t busy_ = 0;
  JobId top_ = kNoJob;     // the latest arrival
  JobId lowest_ = kNoJob;  // the oldest of the jobs in service
};

}  // namespace cutpoint
