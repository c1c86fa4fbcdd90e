// The clients: a phone, an uplink and what each knows of the world.
//
// Built for millions of them: a client is half a cache line, and the next client to issue a query
// is known beforehand, so that it is in the cache when its turn comes. Phones and uplinks serve one
// query at a time, first come, first served, and the length of each service is known when it is
// queued, so each is a KnownLine. Everything else about a client is drawn from its own streams, of
// which it stores no more than how many queries it has issued.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fleet/fleet_plan.hpp"
#include "sim/stations/known_line.hpp"

namespace cutpoint {

/// A client as it changes during a run, in half a cache line.
struct alignas(32) Client {
  KnownLine phone{};
  KnownLine uplink{};
  std::uint32_t ping_phase = 0;  // in 2^-32 periods; says which load level was heard last
  std::uint32_t queries = 0;     // issued so far: the place in its own streams
  std::uint32_t class_index = 0;
  float rate_share = 1.0F;  // believed uplink rate / nominal rate

  /// How long after the beginning of each period its pings and probes come. Requires: period > 0.
  [[nodiscard]] Duration phase(Duration period) const;

  /// An upload has ended which was to take `planned` and took `taken`: the rate believed in moves
  /// towards the rate seen, by `weight` of the difference. Requires: neither below 0.
  void learn_rate(Duration planned, Duration taken, double weight);
};
static_assert(sizeof(Client) == 32);

/// All clients of a fleet, by number.
class Clients {
 public:
  /// `settings` must outlive the clients. Requires: at least one client.
  Clients(const FleetSettings& settings, const FleetPlan& plan);

  [[nodiscard]] Client& operator[](std::uint32_t client) { return clients_[client]; }
  [[nodiscard]] const Client& operator[](std::uint32_t client) const { return clients_[client]; }
  [[nodiscard]] std::size_t size() const { return clients_.size(); }

  /// The network as the client really sees it.
  [[nodiscard]] const Network& network(std::uint32_t client) const {
    return settings_.classes[clients_[client].class_index].network;
  }

  /// The client will be needed soon: fetches it.
  void prefetch(std::uint32_t client) const { __builtin_prefetch(&clients_[client], 1); }

 private:
  const FleetSettings& settings_;
  std::vector<Client> clients_;
};

}  // namespace cutpoint
