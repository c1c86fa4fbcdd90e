// A coffee bar as a queue, simulated by Cutpoint's engine: how many baristas keep the wait short?
//
// Guests arrive as a Poisson process, one a minute; a coffee takes 100 s on average, exponentially
// distributed. So this is M/M/c, and the last column is what Erlang's C formula says of it.
#include <cmath>
#include <cstdio>

#include "sim/queues/queue_run.hpp"

namespace {

constexpr cutpoint::Seconds kBetweenGuests{60.0};
constexpr cutpoint::Seconds kCoffee{100.0};

/// Mean wait in M/M/c by Erlang's C formula, from Erlang's B by its recursion.
double erlang_wait(std::uint32_t servers) {
  const double load = kCoffee / kBetweenGuests;
  double blocking = 1.0;
  for (std::uint32_t k = 1; k <= servers; ++k) {
    blocking = load * blocking / (k + load * blocking);
  }
  const double waits = servers * blocking / (servers - load * (1.0 - blocking));
  return waits * kCoffee.count() / (servers - load);
}

cutpoint::QueueResult simulate(std::uint32_t baristas) {
  using namespace cutpoint;
  const QueueSystem bar{
      .arrivals = ArrivalProcess{Distribution{Exponential{kBetweenGuests}}},
      .stations = {{.name = "bar",
                    .service = Distribution{Exponential{kCoffee}},
                    .servers = baristas}},
  };
  QueueRunSettings settings;
  settings.seed = 7;
  settings.targets = {"waiting_time_mean"};
  settings.stop.relative_precision = 0.02;
  settings.stop.max_observations = 10'000'000;
  return run_queues(bar, settings);
}

}  // namespace

int main() {
  std::puts("baristas  wait (simulated, 95 % interval)  wait (Erlang C)");
  for (std::uint32_t baristas = 2; baristas <= 4; ++baristas) {
    const cutpoint::QueueResult result = simulate(baristas);
    const cutpoint::Estimate& wait = result["waiting_time_mean"];
    const double expected = erlang_wait(baristas);
    std::printf(
        "%8u  %14.2f s +- %.2f s %21.2f s\n", baristas, wait.value, wait.half_width, expected);
    if (std::abs(wait.value - expected) > 2.0 * wait.half_width) {
      std::puts("That is not what theory says.");
      return 1;
    }
  }
  return 0;
}
