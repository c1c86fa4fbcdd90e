// Where to cut a chain of layers: Algorithm 1 of Neurosurgeon (Kang et al., ASPLOS 2017).
#pragma once

#include <cstdint>

#include "sim/units/units.hpp"
#include "workloads/cost_table.hpp"

namespace cutpoint {

enum class Objective : std::uint8_t { Latency, Energy };

/// What a client thinks of the world when it decides.
struct Belief {
  BytesPerSecond uplink;      // B
  Watts upload_power;         // PU
  double load_level = 1.0;    // K >= 1: f_server(L, K) = K f_server(L, 1)
  Seconds remote_overhead{};  // charged once if anything runs on the server; 0 in the paper
};

/// An index into the cuts of a CostTable: 0 is cloud-only, N mobile-only.
using CutId = std::uint32_t;

/// Whether anything is uploaded or left for the server.
[[nodiscard]] bool uses_server(const CutCost& cut);

/// mobile time + upload / B + K x server time + overhead, for one cut. A cut that uploads nothing
/// and leaves nothing for the server, as the last one, takes its mobile time alone.
[[nodiscard]] Seconds expected_latency(const CutCost& cut, const Belief& belief);

/// mobile energy + PU x upload / B, for one cut. Waiting for the server is free (docs/model.md).
[[nodiscard]] Joules expected_energy(const CutCost& cut, const Belief& belief);

/// The cut of least expected latency or energy; among equals the earliest. O(N).
/// Requires: at least one cut, belief.uplink > 0.
[[nodiscard]] CutId best_cut(const CostTable& table, Objective objective, const Belief& belief);

}  // namespace cutpoint
