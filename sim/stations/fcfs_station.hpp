// k identical servers behind one first-come, first-served line.
//
// Nobody waits while a server is idle, so the station is a count of busy servers and a line. It
// knows neither times nor the engine: how long a service takes, and when it ends, is the model's
// business. The bare queues that theory tests compare with closed forms and the data center of the
// fleet are both made of this class.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/contract.hpp"
#include "sim/stations/waiting_line.hpp"

namespace cutpoint {

/// `Job` is what the model wants back when a waiting job starts: a number, or one with what its
/// service needs.
template <class Job>
class FcfsStation {
 public:
  /// Requires: servers >= 1.
  explicit FcfsStation(std::uint32_t servers) : servers_{servers} {
    CUTPOINT_EXPECTS(servers >= 1);
  }

  /// A job arrives. Returns whether it starts service now; otherwise it waits.
  /// Amortized O(1); allocates only while the longest line grows.
  [[nodiscard]] bool arrive(const Job& job) {
    if (busy_ < servers_) {
      ++busy_;
      return true;
    }
    line_.push(job);
    return false;
  }

  /// A service ends. Returns the waiting job that starts now, if any. O(1). Requires: busy() > 0.
  [[nodiscard]] std::optional<Job> depart() {
    CUTPOINT_EXPECTS(busy_ > 0);
    if (line_.size() == 0) {
      --busy_;
      return std::nullopt;
    }
    return line_.pop();
  }

  [[nodiscard]] std::uint32_t servers() const { return servers_; }
  [[nodiscard]] std::uint32_t busy() const { return busy_; }
  [[nodiscard]] std::size_t waiting() const { return line_.size(); }

 private:
  std::uint32_t servers_;
  std::uint32_t busy_ = 0;
  WaitingLine<Job> line_;
};

}  // namespace cutpoint
