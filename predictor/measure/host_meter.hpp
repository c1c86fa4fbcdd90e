// Measures time and power of layers on this host.
#pragma once

#include <functional>
#include <optional>

#include "predictor/measure/backends.hpp"
#include "predictor/measure/caches.hpp"
#include "predictor/measure/energy_counter.hpp"
#include "predictor/measure/timer.hpp"
#include "predictor/profile_file.hpp"

namespace cutpoint {

/// What was measured of one layer: how long it takes and, where the host can tell, what power it
/// draws.
struct LayerMeasurement {
  Timing timing;
  std::optional<Watts> power;  // above idle; nothing if the host has no counter that we may read
};

/// Measures layers one after the other with the kernels of one library.
class HostMeter {
 public:
  /// Takes a second to measure the idle power if there is a counter. `backend` must outlive the
  /// meter. With one thread, time that other programs take from it does not count (with several,
  /// one may wait for another, which does).
  HostMeter(const Backend& backend,
            int threads,
            const TimingOptions& timing,
            std::function<bool()> is_interrupted);

  [[nodiscard]] bool has_energy_counter() const { return idle_power_.has_value(); }

  /// Measures one layer, within the budget of the timing options. Nothing if interrupted.
  [[nodiscard]] std::optional<LayerMeasurement> measure(const LayerConfiguration& configuration);

 private:
  [[nodiscard]] std::optional<Watts> power_of(Kernel& kernel);

  const Backend& backend_;
  TimingOptions timing_;
  TimerHooks hooks_;
  Caches caches_{last_level_cache()};
  EnergyCounter energy_{};
  std::optional<Watts> idle_power_;
};

}  // namespace cutpoint
