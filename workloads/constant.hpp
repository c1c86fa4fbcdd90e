// Constants of the world, each with the evidence behind it.
#pragma once

#include <cstdint>
#include <string_view>

namespace cutpoint {

/// How a constant is known. Numbers that were calibrated are never reported as predictions.
enum class Evidence : std::uint8_t {
  Sourced,     // printed or measured elsewhere; the source says where
  Calibrated,  // set so that a published number comes out; the source says which
  Assumed,     // our choice; the source says why, and how much it matters
};

/// "sourced", "calibrated", "assumed".
[[nodiscard]] std::string_view to_string(Evidence evidence);

/// The multiples of its value between which a constant may lie, by our judgment of its sources. A
/// constant that a scenario sets is certain: both are 1. Studies of sensitivity vary constants
/// within these.
struct Spread {
  double low = 1.0;
  double high = 1.0;
};

/// A constant of the world: a quantity Q, how it is known, and from where.
template <class Q>
struct Constant {
  Q value{};
  Evidence evidence = Evidence::Assumed;
  std::string_view source;
  Spread spread{};
};

/// A constant as a line of the catalog, in the unit that people use for it.
struct CatalogEntry {
  std::string_view owner;  // "tk1-gpu"
  std::string_view name;   // "conv_rate"
  double value;
  std::string_view unit;  // "GFLOP/s"
  Evidence evidence;
  std::string_view source;
  Spread spread{};
};

}  // namespace cutpoint
