// How benchmarks take the time, and the hold model that calendars are compared by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <ctime>

#include <benchmark/benchmark.h>

#include "base/time.hpp"
#include "sim/random/random_stream.hpp"

namespace cutpoint::bench {

/// Measures processor time, which suffers less from neighbors than the time on the wall.
class EventTimer {
 public:
  void report(benchmark::State& state, std::uint64_t events_per_iteration) const {
    const auto ticks = static_cast<double>(std::clock() - start_);
    const auto iterations = static_cast<double>(state.iterations());
    state.counters["ns_per_event"] =
        ticks / CLOCKS_PER_SEC * 1e9 / (iterations * static_cast<double>(events_per_iteration));
  }

 private:
  std::clock_t start_ = std::clock();
};

struct Numbered {
  std::uint64_t number;
};

/// The hold model: take the earliest event out and schedule it again, an exponential time later
/// (Vaucher and Duval 1975). Both together count as one event.
template <class Calendar>
void hold(benchmark::State& state) {
  const auto pending = static_cast<std::uint64_t>(state.range(0));
  const std::uint64_t holds = std::max<std::uint64_t>(100'000, pending);
  Calendar calendar;
  RandomStream stream{{}};
  const auto delay = [&] { return to_duration(Seconds{stream.exponential()}); };
  const auto hold_some = [&] {
    for (std::uint64_t i = 0; i < holds; ++i) {
      const auto next = calendar.pop();
      calendar.schedule(next.at + delay(), next.event);
    }
  };
  calendar.reserve(pending);
  for (std::uint64_t i = 0; i < pending; ++i) {
    calendar.schedule(calendar.now() + delay(), {i});
  }
  hold_some();  // until the times are spread as they will stay
  hold_some();
  const EventTimer timer;
  for (auto _ : state) {
    hold_some();
  }
  timer.report(state, holds);
}

}  // namespace cutpoint::bench
