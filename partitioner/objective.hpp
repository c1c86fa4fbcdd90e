// What a client wants, what it believes of the world, and what it expects a cut to cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/units/contract.hpp"
#include "sim/units/units.hpp"
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

/// What an objective makes of a belief: the cost of a cut is linear in these prices.
struct Prices {
  double second = 1.0;  // of time on the phone, and of the overhead
  double joule = 0.0;   // of energy on the phone
  double byte = 0.0;    // of upload: y
  double load_level = 1.0;
  double overhead = 0.0;
  double result_byte = 0.0;  // of what comes back

  /// What depends neither on the uplink nor on the load.
  [[nodiscard]] double fixed(const CutCost& cut) const {
    double cost = second * cut.mobile_time.count();
    if (joule != 0.0) {  // else the energy may be unknown
      cost += joule * cut.mobile_energy.value();
    }
    return cost + result_byte * cut.result.value();
  }
  [[nodiscard]] double on_idle_server(const CutCost& cut) const {
    return second * cut.server_time.count();
  }
};

/// Prices::byte alone, if the objective's weights do not depend on the belief: not Battery.
/// Requires: belief.uplink > 0.
[[nodiscard]] inline double price_of_byte(const Objective& objective, const Belief& belief) {
  CUTPOINT_EXPECTS(belief.uplink > BytesPerSecond{0.0});
  if (objective.kind == Objective::Latency) {
    return 1.0 / belief.uplink.value();
  }
  if (objective.kind == Objective::Energy) {
    return belief.upload_power.value() / belief.uplink.value();
  }
  const double joule = objective.energy_weight * objective.joule.count();
  return (1.0 - objective.energy_weight + joule * belief.upload_power.value()) /
         belief.uplink.value();
}

/// Requires: belief.uplink > 0.
[[nodiscard]] inline Prices prices_of(const Objective& objective, const Belief& belief) {
  CUTPOINT_EXPECTS(belief.uplink > BytesPerSecond{0.0});
  const auto of_result = [&](double second, double joule) {
    const auto& [rate, power] = belief.downlink;
    return rate.value() > 0.0 ? (second + joule * power.value()) / rate.value() : 0.0;
  };
  if (objective.kind == Objective::Latency) {
    return {.byte = price_of_byte(objective, belief),
            .load_level = belief.load_level,
            .overhead = belief.remote_overhead.count(),
            .result_byte = of_result(1.0, 0.0)};
  }
  if (objective.kind == Objective::Energy) {
    return {.second = 0.0,
            .joule = 1.0,
            .byte = price_of_byte(objective, belief),
            .result_byte = of_result(0.0, 1.0)};
  }
  const double weight =
      objective.kind == Objective::Weighted ? objective.energy_weight : 1.0 - belief.charge;
  const double second = 1.0 - weight;
  const double joule = weight * objective.joule.count();
  return {.second = second,
          .joule = joule,
          .byte = (second + joule * belief.upload_power.value()) / belief.uplink.value(),
          .load_level = belief.load_level,
          .overhead = second * belief.remote_overhead.count(),
          .result_byte = of_result(second, joule)};
}

/// A cut's cost but for the overhead. The one order of these sums: whoever compares cuts gets the
/// same bits.
[[nodiscard]] inline double priced(
    double fixed, double upload, double on_server, double byte, double load_level) {
  return fixed + upload * byte + load_level * on_server;
}

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
