// A fleet whose costs are simple numbers, filled in by hand.
#pragma once

#include "fleet/fleet.hpp"

namespace cutpoint {

/// Cloud-only: 1 MB up, 10 ms on the server. Cut 1: 20 ms on the phone, 100 kB up, 5 ms on the
/// server. Mobile-only: 100 ms on the phone.
inline CostTable hand_made_table() {
  CostTable table;
  table.cuts = {
      {Seconds{}, Joules{}, Bytes{1e6}, Seconds{0.010}, Joules{2.0}, Bytes{1e4}},
      {Seconds{0.020}, Joules{0.2}, Bytes{1e5}, Seconds{0.005}, Joules{1.0}, Bytes{1e4}},
      {Seconds{0.100}, Joules{1.0}, Bytes{}, Seconds{}, Joules{}, Bytes{}},
  };
  return table;
}

/// One class of clients at 10 MB/s under the named policy; Poisson queries at `rate`; one executor.
inline FleetSettings hand_made_fleet(std::string_view policy, Rate rate, std::uint32_t clients) {
  FleetSettings settings;
  ClientClass client_class;
  client_class.clients = clients;
  client_class.network.uplink = BytesPerSecond{1e7};
  client_class.network.upload_power = Watts{3.0};
  const Policy& chosen = find_policy(policy);
  client_class.dnns.push_back({hand_made_table(),
                               chosen.install(hand_made_table(), {Objective::Latency}),
                               chosen.knowledge});
  settings.classes.push_back(std::move(client_class));
  settings.mix = {1.0};
  settings.arrivals = ArrivalProcess{Distribution{Exponential{Seconds{1.0 / rate.value()}}}};
  settings.ping_delay = Duration{50'000'000};
  settings.seed = 2017;
  settings.stop.relative_precision = 0.02;
  return settings;
}

}  // namespace cutpoint
