// k identical servers behind one line per class: the lowest class goes first, first-come,
// first-served within it. A service that has begun is never interrupted (Cobham 1954).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/contract.hpp"
#include "sim/stations/waiting_line.hpp"

namespace cutpoint {

template <class Job>
class PriorityStation {
 public:
  /// Requires: servers >= 1, classes >= 1.
  PriorityStation(std::uint32_t servers, std::size_t classes) : servers_{servers}, lines_(classes) {
    CUTPOINT_EXPECTS(servers >= 1);
    CUTPOINT_EXPECTS(classes >= 1);
  }

  /// A job arrives. Returns whether it starts service now; otherwise it waits in the line of its
  /// class. Amortized O(1). Requires: of_class is the number of a class.
  [[nodiscard]] bool arrive(const Job& job, std::size_t of_class) {
    CUTPOINT_EXPECTS(of_class < lines_.size());
    if (busy_ < servers_) {
      ++busy_;
      return true;
    }
    lines_[of_class].push(job);
    return false;
  }

  /// A service ends. Returns the first job of the lowest class that has one waiting; it starts now.
  /// O(classes). Requires: busy() > 0.
  [[nodiscard]] std::optional<Job> depart() {
    CUTPOINT_EXPECTS(busy_ > 0);
    for (WaitingLine<Job>& line : lines_) {
      if (line.size() > 0) {
        return line.pop();
      }
    }
    --busy_;
    return std::nullopt;
  }

  [[nodiscard]] std::uint32_t busy() const { return busy_; }

 private:
  std::uint32_t servers_;
  std::uint32_t busy_ = 0;
  std::vector<WaitingLine<Job>> lines_;  // by class
};

}  // namespace cutpoint
