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

  Objective(Kind k = Latency)
      : kind{k} {}  // NOLINT(google-explicit-constructor): a kind alone is one

  Kind kind;
  double energy_weight = 0.5;  // w of Weighted, 0 … 1
  Seconds joule{0.1};          // that a joule is worth, to Weighted and Battery
  // A bound on the other of the two, with Latency and Energy alone. If no cut keeps it, the cut
  // that comes nearest is taken.
  std::optional<Joules> energy_bound{};
  std::optional<Seconds> latency_bound{};

  [[nodiscard]] bool is_bounded() const {
    return energy_bound.has_value() || latency_bound.has_value();
  }
  /// Whether costs at given prices are planes: neither Battery, whose weights change, nor bounds.
  [[nodiscard]] bool has_fixed_weights() const { return kind != Battery && !is_bounded(); }
  friend bool operator==(const Objective&, const Objective&) = default;
};

/// "latency", "energy", "weighted", "battery".
[[nodiscard]] std::string_view to_string(Objective::Kind kind);

/// What results return by; a rate of 0: that is not counted.
struct Downlink {
  BytesPerSecond rate{};
  Watts power{};
};

/// What a client thinks of the world when it decides.
struct Belief {
  BytesPerSecond uplink;      // B
  Watts upload_power;         // PU
  double load_level = 1.0;    // K >= 1: f_server(L, K) = K f_server(L, 1)
  Seconds remote_overhead{};  // charged once if anything runs on the server; 0 in the paper
  Downlink downlink{};        // not counted in the paper
  double charge = 1.0;        // of the phone's battery, 0 … 1
  double draw = 0.0;          // uniform on [0, 1), the query's own, for policies that draw
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

/// `charge` counts for Battery alone.
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

/// What an objective makes of a belief.
struct Prices {
  Weights weights;
  double byte = 0.0;  // y
  double load_level = 1.0;
  double overhead = 0.0;     // of every cut that uses the server
  double result_byte = 0.0;  // of what comes back

  /// A cut's cost but for the overhead.
  [[nodiscard]] CostPlane plane(const CutCost& cut) const;
  [[nodiscard]] double cost(const CutCost& cut) const { return plane(cut).at(byte, load_level); }
};

/// Requires: belief.uplink > 0.
[[nodiscard]] Prices prices_of(const Objective& objective, const Belief& belief);

/// Those of an objective of fixed weights (not Battery) that depend on neither uplink nor load.
[[nodiscard]] Prices fixed_prices(const Objective& objective, const Downlink& downlink);

/// What the objective minimizes, in s, or J for Energy, bounds aside.
[[nodiscard]] double expected_cost(const CutCost& cut,
                                   const Objective& objective,
                                   const Belief& belief);

/// mobile time + upload / B + K x server time + overhead + result / downlink, for one cut. A cut
/// that uploads nothing and leaves nothing for the server, as the last one, takes its mobile time
/// alone.
[[nodiscard]] Seconds expected_latency(const CutCost& cut, const Belief& belief);

/// mobile energy + PU x upload / B, and likewise for the result. Waiting for the server is free
/// (docs/model.md).
[[nodiscard]] Joules expected_energy(const CutCost& cut, const Belief& belief);

}  // namespace cutpoint
