// What a client wants, what it believes of the world, and what it expects a cut to cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/contract.hpp"
#include "base/units.hpp"
#include "workloads/cost_table.hpp"

namespace cutpoint {

/// What a decision minimizes.
///
/// `Weighted` is (1 - w) latency + w x joule x energy, in seconds; `Battery` is the same with
/// w = 1 - state of charge, so that an empty phone minimizes energy alone.
struct Objective {
  enum Kind : std::uint8_t { Latency, Energy, Weighted, Battery };

  // NOLINTNEXTLINE(google-explicit-constructor): a kind alone is an objective.
  Objective(Kind k = Latency) : kind{k} {}

  Kind kind;
  double energy_weight = 0.5;  // w of Weighted, 0 … 1
  Seconds joule{0.1};          // seconds that a joule is worth, for Weighted and Battery
  // Latency may have a bound on energy, and Energy one on latency; the other kinds have none. If no
  // cut keeps the bound, the cut that comes nearest to it is taken.
  std::optional<Joules> energy_bound{};
  std::optional<Seconds> latency_bound{};

  [[nodiscard]] bool is_bounded() const {
    return energy_bound.has_value() || latency_bound.has_value();
  }
  /// Whether the cost of a cut is the same plane for every query. It is not for Battery, whose
  /// weights change, nor with bounds.
  [[nodiscard]] bool has_fixed_weights() const { return kind != Battery && !is_bounded(); }
  friend bool operator==(const Objective&, const Objective&) = default;
};

/// "latency", "energy", "weighted", "battery".
[[nodiscard]] std::string_view to_string(Objective::Kind kind);

/// The link that results return by. A rate of 0 means that their way back is not counted.
struct Downlink {
  BytesPerSecond rate{};
  Watts power{};
};

/// What a client thinks of the world when it decides.
struct Belief {
  BytesPerSecond uplink;      // B, rate of the uplink
  Watts upload_power;         // PU, power of the radio while it sends
  double load_level = 1.0;    // K >= 1: f_server(L, K) = K f_server(L, 1)
  Seconds remote_overhead{};  // charged once if anything runs on the server; 0 in the paper
  Downlink downlink{};        // not counted in the paper
  double charge = 1.0;        // state of charge of the phone's battery, 0 … 1
  double draw = 0.0;          // the query's own number, uniform on [0, 1), for policies that draw
};

/// What a second and a joule on the phone are worth to an objective.
struct Weights {
  double second = 1.0;
  double joule = 0.0;

  /// What a byte costs that is sent or received at a rate and power.
  [[nodiscard]] double byte(BytesPerSecond rate, Watts power) const {
    return (second + joule * power.value()) / rate.value();
  }
};

/// The weights of an objective for a phone with this state of charge, which matters to Battery
/// alone.
[[nodiscard]] Weights weights_of(const Objective& objective, double charge);

/// The cost of a cut as a plane over the price y of a byte of upload and the load level K.
struct CostPlane {
  double constant = 0.0;
  double upload = 0.0;
  double server = 0.0;

  /// The one order of these sums: whoever compares cuts gets the same bits.
  [[nodiscard]] double at(double byte, double load_level) const {
    return constant + upload * byte + server * load_level;
  }
  friend bool operator==(const CostPlane&, const CostPlane&) = default;
};

/// The prices of all that a cut costs, given an objective and a belief, in units of what the
/// objective minimizes.
struct Prices {
  Weights weights;
  double byte = 0.0;  // y, the price of a byte that is uploaded
  double load_level = 1.0;
  double overhead = 0.0;     // price of using the server at all
  double result_byte = 0.0;  // price of a byte that comes back

  /// The cost of a cut as a plane over y and K, without the overhead of using the server.
  [[nodiscard]] CostPlane plane(const CutCost& cut) const;
  [[nodiscard]] double cost(const CutCost& cut) const { return plane(cut).at(byte, load_level); }
};

/// The prices that an objective gives a belief. Requires: belief.uplink > 0.
[[nodiscard]] Prices prices_of(const Objective& objective, const Belief& belief);

/// The prices that depend on neither the uplink nor the load level. Requires: an objective other
/// than Battery.
[[nodiscard]] Prices fixed_prices(const Objective& objective, const Downlink& downlink);

/// What a cut is expected to cost by the objective, in J for Energy and in s otherwise; bounds
/// aside.
[[nodiscard]] double expected_cost(const CutCost& cut,
                                   const Objective& objective,
                                   const Belief& belief);

/// The latency that a client expects of a cut: mobile time + upload / B + K x server time +
/// overhead + result / downlink. A cut that uploads nothing and leaves nothing for the server, such
/// as mobile-only, takes its mobile time alone.
[[nodiscard]] Seconds expected_latency(const CutCost& cut, const Belief& belief);

/// The energy that a client expects of a cut: mobile energy + PU x upload / B, and the same product
/// for the result and the downlink. Waiting for the server is free (docs/model.md).
[[nodiscard]] Joules expected_energy(const CutCost& cut, const Belief& belief);

}  // namespace cutpoint
