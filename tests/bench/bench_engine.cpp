// How long an event takes: the engine beside the recursions that need no calendar, and the
// product's calendar beside std::priority_queue. tests/bench/ratios.py compares them
// (docs/performance.md).
#include <cstdint>

#include <benchmark/benchmark.h>

#include "sim/engine/event_calendar.hpp"
#include "sim/queues/queue_run.hpp"
#include "tests/bench/hold.hpp"
#include "tests/bench/many_queues.hpp"
#include "tests/bench/references.hpp"

namespace cutpoint::bench {
namespace {

constexpr double kUtilization = 0.8;
constexpr std::uint64_t kJobs = 1'000'000;  // per iteration; two events each

Distribution interarrival(std::size_t servers) {
  return Distribution{Exponential{Seconds{1.0 / (kUtilization * static_cast<double>(servers))}}};
}
Distribution service() { return Distribution{Exponential{Seconds{1.0}}}; }

template <std::size_t kServers, class Time>
Time sum_of_waiting_times() {
  const QueueDraws<Time> draws{interarrival(kServers), service()};
  if constexpr (kServers == 1) {
    return lindley(draws, kJobs);
  } else {
    return kiefer_wolfowitz<kServers>(draws, kJobs);
  }
}

template <std::size_t kServers, class Time>
void recursion(benchmark::State& state) {
  const EventTimer timer;
  for (auto _ : state) {
    benchmark::DoNotOptimize(sum_of_waiting_times<kServers, Time>());
  }
  timer.report(state, 2 * kJobs);
}

/// The product as it is: contracts, fingerprint, means and quantiles with their intervals. It must
/// come to the same waiting times as the recursion in whole nanoseconds.
template <std::size_t kServers>
void queue(benchmark::State& state) {
  QueueSystem system{.arrivals = ArrivalProcess{interarrival(kServers)}, .stations = {}};
  system.stations.push_back({.name = "station", .service = service(), .servers = kServers});
  QueueRunSettings settings;
  settings.max_arrivals = kJobs;
  settings.stop.relative_precision = 1e-9;  // never reached: every run has all its jobs
  const Duration expected = sum_of_waiting_times<kServers, Duration>();
  const EventTimer timer;
  for (auto _ : state) {
    const QueueResult result = run_queues(system, settings);
    if (result.departures != kJobs || result.sojourn_sum - result.service_sum != expected) {
      state.SkipWithError("the engine and the recursion disagree");
      return;
    }
  }
  timer.report(state, 2 * kJobs);
}

struct HeapChoice {
  template <class Event>
  using Of = HeapCalendar<Event>;
};

template <class CalendarChoice>
std::uint64_t run_many_queues(std::uint64_t& events) {
  ManyQueues<CalendarChoice> model{ManyQueuesSettings{}};
  typename ManyQueues<CalendarChoice>::OwnEngine engine;
  model.start(engine);
  engine.run(model);
  events = engine.event_count();
  return engine.fingerprint().value();
}

template <class CalendarChoice>
void many_queues(benchmark::State& state) {
  std::uint64_t events = 0;
  const std::uint64_t expected = run_many_queues<HeapChoice>(events);
  const EventTimer timer;
  for (auto _ : state) {
    if (run_many_queues<CalendarChoice>(events) != expected) {
      state.SkipWithError("the calendars disagree about the order of events");
      return;
    }
  }
  timer.report(state, events);
}

BENCHMARK(queue<1>)->Name("mm1/engine");
BENCHMARK(recursion<1, Duration>)->Name("mm1/recursion");
BENCHMARK(recursion<1, Seconds>)->Name("mm1/recursion_in_seconds");
BENCHMARK(queue<16>)->Name("mm16/engine");
BENCHMARK(recursion<16, Duration>)->Name("mm16/recursion");
BENCHMARK(recursion<16, Seconds>)->Name("mm16/recursion_in_seconds");
BENCHMARK(hold<EventCalendar<Numbered>>)
    ->Name("hold/calendar")
    ->RangeMultiplier(100)
    ->Range(100, 1'000'000);
BENCHMARK(hold<HeapCalendar<Numbered>>)
    ->Name("hold/priority_queue")
    ->RangeMultiplier(100)
    ->Range(100, 1'000'000);
BENCHMARK(many_queues<StandardCalendar>)->Name("10000x4/calendar");
BENCHMARK(many_queues<HeapChoice>)->Name("10000x4/priority_queue");

}  // namespace
}  // namespace cutpoint::bench

BENCHMARK_MAIN();
