// When queries of clients arrive, and which client issues each.
//
// The process of arrivals is that of all clients together; each arrival falls to a client drawn
// evenly, so that of a Poisson process every client has a Poisson process of its own. The next
// arrival is drawn one ahead of need, like the times of bare queues: the memory that it will need
// can be fetched meanwhile. A backlogged source has no times, only clients.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fleet/fleet_settings.hpp"
#include "sim/random/arrival_process.hpp"
#include "sim/random/random_stream.hpp"

namespace cutpoint {

/// The arrivals of the queries of all clients (assumption A17).
class ClientSource {
 public:
  /// Requires: clients >= 1.
  ClientSource(const FleetSettings& settings, std::size_t clients)
      : clients_{clients},
        arrivals_{settings.arrivals},
        arrival_stream_{{settings.seed, settings.replication, 0, Purpose::Arrival}},
        client_stream_{{settings.seed, settings.replication, 0, Purpose::Client}} {}

  /// Draws the next arrival, if one is left. O(1).
  void advance() {
    has_next_ = !arrivals_.has_ended();
    if (has_next_) {
      next_interval_ = arrivals_.interval(arrival_stream_);
      next_client_ = draw_client();
    }
  }

  /// Whether another arrival is to come, which advance() has drawn.
  [[nodiscard]] bool has_next() const { return has_next_; }
  /// The time to the next arrival from the one before it, or from time 0.
  [[nodiscard]] Duration next_interval() const { return next_interval_; }
  /// The client that issues the next query.
  [[nodiscard]] std::uint32_t next_client() const { return next_client_; }

  /// A client drawn evenly, for a backlogged source, whose queries have no times.
  [[nodiscard]] std::uint32_t draw_client() {
    return static_cast<std::uint32_t>(client_stream_.below(clients_));
  }

 private:
  std::size_t clients_;
  ArrivalProcess arrivals_;
  RandomStream arrival_stream_;
  RandomStream client_stream_;
  Duration next_interval_{};
  std::uint32_t next_client_ = 0;
  bool has_next_ = false;
};

}  // namespace cutpoint
