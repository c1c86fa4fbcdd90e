// k identical servers behind one first-come, first-served line.
//
// Holds job numbers only; what a job is and how long its service takes is the model's business.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace cutpoint {

class FcfsStation {
 public:
  using JobId = std::uint32_t;

  /// Requires: servers >= 1.
  explicit FcfsStation(std::uint32_t servers);

  /// A job arrives. Returns whether it starts service now; otherwise it waits.
  /// Amortized O(1); allocates only while the longest line grows.
  [[nodiscard]] bool arrive(JobId job);

  /// A service ends. Returns the waiting job that starts now, if any. Requires: busy() > 0.
  [[nodiscard]] std::optional<JobId> depart();

  [[nodiscard]] std::uint32_t servers() const { return servers_; }
  [[nodiscard]] std::uint32_t busy() const { return busy_; }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  void grow();

  std::uint32_t servers_;
  std::uint32_t busy_ = 0;
  std::vector<JobId> line_;  // ring buffer; its size is a power of two
  std::size_t first_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace cutpoint
