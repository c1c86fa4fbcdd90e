#include "predictor/measure/host_meter.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <time.h>
#include <unistd.h>

namespace cutpoint {
namespace {

constexpr unsigned kIdleMicroseconds = 900'000;
// Counters move once a millisecond, so the energy of a hundred milliseconds is known to 1 %.
constexpr Seconds kLeastBusy{0.1};

Seconds now() { return std::chrono::steady_clock::now().time_since_epoch(); }

Seconds thread_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return Seconds{static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec)};
}

}  // namespace

HostMeter::HostMeter(const Backend& backend,
                     int threads,
                     const TimingOptions& timing,
                     std::function<bool()> is_interrupted)
    : backend_{backend},
      timing_{timing},
      hooks_{.now = now,
             .busy = threads == 1 ? std::function{thread_time} : nullptr,
             .is_interrupted = std::move(is_interrupted)} {
  if (!energy_.is_readable()) {
    return;
  }
  const Seconds begin = now();
  static_cast<void>(energy_.take());
  ::usleep(kIdleMicroseconds);
  if (const std::optional<Joules> energy = energy_.take()) {
    idle_power_ = Watts{energy->value() / (now() - begin).count()};
  }
}

std::optional<LayerMeasurement> HostMeter::measure(const LayerConfiguration& configuration) {
  const std::unique_ptr<Kernel> kernel =
      backend_.make_kernel(configuration, make_tensors(configuration));
  const Timing timing = time_median(
      {.prepare = [&] { caches_.prepare(kernel->input()); }, .run = [&] { kernel->run(); }},
      timing_,
      hooks_);
  if (!timing.is_complete) {
    return std::nullopt;
  }
  return LayerMeasurement{.timing = timing, .power = power_of(*kernel)};
}

std::optional<Watts> HostMeter::power_of(Kernel& kernel) {
  if (!idle_power_) {
    return std::nullopt;
  }
  const Seconds begin = now();
  static_cast<void>(energy_.take());
  Seconds busy{};
  while (busy < kLeastBusy) {
    kernel.run();
    busy = now() - begin;
  }
  // A counter that was readable a moment ago and fails now counts as idle, because the row needs a
  // power.
  const Joules energy = energy_.take().value_or(*idle_power_ * busy);
  return Watts{std::max(0.0, energy.value() / busy.count() - idle_power_->value())};
}

}  // namespace cutpoint
