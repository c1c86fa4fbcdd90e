// The processor's own counters of the energy it has taken: RAPL, where the system lets us read it.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/units.hpp"

namespace cutpoint {

/// The counters of all packages of the host together, as far as they can be read.
class EnergyCounter {
 public:
  /// Looks for /sys/class/powercap/intel-rapl:N (Intel and AMD, Linux 5.8 or newer), else for the
  /// hardware monitor amd_energy. `root` stands for "/".
  explicit EnergyCounter(const std::filesystem::path& root = "/");

  /// Whether there is a counter that can be read; most systems let only root do so.
  [[nodiscard]] bool is_readable() const { return !packages_.empty(); }

  /// The energy that all packages have taken since the last call, or since construction; nothing if
  /// a counter fails. Counters wrap around after minutes to hours; a longer pause between two calls
  /// goes unnoticed.
  [[nodiscard]] std::optional<Joules> take();

 private:
  struct Package {
    std::filesystem::path counter;  // a file with a number of microjoules
    double range = 0.0;             // the number starts again at 0 after this; 0: never
    double last = 0.0;
  };
  void add(const std::filesystem::path& counter, double range);

  std::vector<Package> packages_;
};

}  // namespace cutpoint
