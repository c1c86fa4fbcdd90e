// Jobs that share servers equally (egalitarian processor sharing).
//
// Every job present has had the same service since it came, so one clock of attained service per
// station tells when each will be done, and only the earliest completion is ever scheduled
// (Kleinrock 1976, Queueing Systems II, sec. 4.4).
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/contract.hpp"
#include "sim/stations/job_pool.hpp"

namespace cutpoint {

/// The jobs at one station that share its servers, the first to be done in front.
class SharedServers {
 public:
  /// Requires: servers >= 1.
  explicit SharedServers(std::uint32_t servers) : servers_{servers} {}

  /// A job arrives that needs `service` on a server of its own. O(log n).
  void arrive(TimePoint now, JobId job, Duration service) {
    advance(now);
    jobs_.push_back({attained_ + static_cast<double>(service.count()), job});
    std::push_heap(jobs_.begin(), jobs_.end(), std::greater{});
  }

  /// Takes out the job that is done at `now`, as next_completion() said. O(log n).
  /// Requires: size() > 0.
  JobId depart(TimePoint now) {
    CUTPOINT_EXPECTS(!jobs_.empty());
    const Sharer done = jobs_.front();
    std::pop_heap(jobs_.begin(), jobs_.end(), std::greater{});
    jobs_.pop_back();
    updated_ = now;
    // The clock of attained service is set to exactly what the job needed, whatever rounding to
    // whole nanoseconds made of it. It begins at zero again when nobody is left, so that errors do
    // not add up.
    attained_ = jobs_.empty() ? 0.0 : done.finish;
    return done.job;
  }

  /// When the first of the jobs will be done if nobody comes. Requires: size() > 0.
  [[nodiscard]] TimePoint next_completion() const {
    const double needed = std::max(0.0, jobs_.front().finish - attained_);
    constexpr auto kAll = static_cast<double>(kEndOfClock.time_since_epoch().count());
    const double wait = std::min(needed / rate(), kAll);
    return clock_sum(updated_, Duration{static_cast<std::int64_t>(wait + 0.5)});
  }

  [[nodiscard]] std::size_t size() const { return jobs_.size(); }
  /// As many servers are busy as have a job, whatever share of it each has.
  [[nodiscard]] std::uint32_t busy() const {
    return static_cast<std::uint32_t>(std::min<std::size_t>(servers_, jobs_.size()));
  }

 private:
  struct Sharer {
    double finish;  // attained service at which it is done, in ns
    JobId job;

    friend auto operator<=>(const Sharer&, const Sharer&) = default;
  };

  /// The service per unit of time that each job gets: min(1, k / n) for n jobs on k servers.
  [[nodiscard]] double rate() const {
    return std::min(1.0, static_cast<double>(servers_) / static_cast<double>(jobs_.size()));
  }

  void advance(TimePoint now) {
    if (!jobs_.empty()) {
      attained_ += static_cast<double>((now - updated_).count()) * rate();
    }
    updated_ = now;
  }

  std::uint32_t servers_;
  std::vector<Sharer> jobs_;  // a heap, the first to be done in front
  double attained_ = 0.0;     // service that a job present since the last empty moment has had, ns
  TimePoint updated_{};
};

}  // namespace cutpoint
