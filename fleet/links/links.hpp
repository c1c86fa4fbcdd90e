// The truth about the clients' links: what rate they have at any time, and how long transfers take.
//
// A link is constant, or follows a trace that repeats itself; out of phase, every client is at a
// place of its own in it. That place is drawn from the client's own stream whenever it is needed,
// so that constant links cost nothing and varying ones no memory. Assumption A11a.
#pragma once

#include <cstdint>

#include "fleet/fleet_settings.hpp"

namespace cutpoint {

/// The links of all clients. It stores nothing by client.
class Links {
 public:
  /// Requires: no link has both a trace and jitter. `settings` must outlive the links.
  explicit Links(const FleetSettings& settings);

  /// Whether any rate varies or any radio has states, of a source that simulates links. If not,
  /// every transfer takes what its plan says, and nobody needs to ask.
  [[nodiscard]] bool change() const { return change_; }

  /// The rate of a client's uplink at a moment. O(log trace).
  [[nodiscard]] BytesPerSecond uplink(const Network& network,
                                      std::uint32_t client,
                                      TimePoint now) const;

  /// How long a transfer takes that starts at `start`; the amount is in the uplink's bytes
  /// (CutBytes). O(log trace).
  [[nodiscard]] Duration transfer_time(const Network& network,
                                       std::uint32_t client,
                                       Bytes amount,
                                       TimePoint start) const;

 private:
  /// How far the client's place in its trace is ahead of the clock.
  [[nodiscard]] Duration offset(const VaryingRate& varying, std::uint32_t client) const;

  const FleetSettings& settings_;
  bool change_;
};

/// What a radio draws above idle while it receives, however long that takes.
[[nodiscard]] inline Watts download_power(const Network& network) {
  return network.varying ? network.varying->download_power_base : network.download_power;
}

}  // namespace cutpoint
