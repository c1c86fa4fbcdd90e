// What the life of a query costs in a large fleet, in hold operations of the same calendar, and how
// much memory a client takes. tests/bench/ratios.py compares (docs/performance.md).
#include <cstdint>
#include <cstdlib>

#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner/kinds/fleet_assembly.hpp"
#include "sim/engine/event_calendar.hpp"
#include "tests/bench/hold.hpp"

namespace cutpoint::bench {
namespace {

/// experiments/scale/million_clients.toml with another number of clients: their rate and the pool
/// are made as much smaller or larger.
FleetSettings fleet_of(std::uint32_t clients) {
  static const Scenario scenario = load_scenario(CUTPOINT_SCALE_SCENARIO, {});
  static const PredictorSet predictors = fit_predictors(scenario);
  Point point = scenario.points.front();
  const double scale = double(clients) / world_of(point)->clients.count;
  world_of(point)->clients.count = clients;
  world_of(point)->queries.intensity = scale * query_rate(*world_of(point));
  world_of(point)->server.servers =
      static_cast<std::uint32_t>(scale * world_of(point)->server.servers);
  FleetSettings settings = assemble_fleet(*world_of(point), point.run, predictors).settings;
  settings.stop.relative_precision = 1e-9;  // never reached: every run has all its queries
  return settings;
}

void query(benchmark::State& state) {
  FleetSettings settings = fleet_of(static_cast<std::uint32_t>(state.range(0)));
  settings.stop.max_observations = static_cast<std::uint64_t>(state.range(1));
  std::uint64_t events = 0;
  const EventTimer timer;
  for (auto _ : state) {
    const FleetResult result = run_fleet(settings);
    if (result.completed != settings.stop.max_observations) {
      state.SkipWithError("the fleet did not come through");
      return;
    }
    events = result.events;
  }
  timer.report(state, settings.stop.max_observations);
  state.counters["events_per_query"] =
      double(events) / static_cast<double>(settings.stop.max_observations);
}

/// The most memory that a process takes which does nothing but run a fleet.
double peak_bytes(std::uint32_t clients, std::uint64_t queries) {
  FleetSettings settings = fleet_of(clients);
  settings.stop.max_observations = queries;
  const pid_t child = fork();
  if (child == 0) {
    benchmark::DoNotOptimize(run_fleet(settings));
    std::_Exit(0);
  }
  rusage usage{};
  wait4(child, nullptr, 0, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

void memory(benchmark::State& state) {
  const auto clients = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    const double few = peak_bytes(1'000, 1'000);
    const double many = peak_bytes(clients, 4 * std::uint64_t{clients});
    state.counters["bytes_per_client"] = (many - few) / (clients - 1'000.0);
  }
}

BENCHMARK(memory)->Name("memory")->Arg(1'000'000)->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK(query)->Name("fleet")->Args({10'000, 1'000'000})->Args({1'000'000, 5'000'000});
BENCHMARK(hold<EventCalendar<Numbered>>)->Name("hold")->Arg(10'000)->Arg(1'000'000);

}  // namespace
}  // namespace cutpoint::bench

BENCHMARK_MAIN();
