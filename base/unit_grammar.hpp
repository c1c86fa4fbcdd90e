// One grammar of quantities for every file and option: a number, an optional space, a unit.
//
// "12.8 Mbit/s", "180 ms", "2 W", "2 %", "200 /s", "1.8 TFLOP/s", "4 GB". Bits and bytes are
// spelled out (bit, B); prefixes are decimal (k, M, G, T) or binary (Ki, Mi, Gi, Ti). A bare number
// is an error, because a reader of the file could not tell what it means. Every function throws
// InputError at `where` with the text, the reason and an example; none accepts NaN or infinity.
// Signs are the caller's business.
#pragma once

#include <span>
#include <string_view>

#include "base/input_error.hpp"
#include "base/units.hpp"

namespace cutpoint {

/// A time such as "180 ms", in s, ms, us, ns, min or h.
[[nodiscard]] Seconds parse_seconds(std::string_view text, const SourceLocation& where);
/// A bandwidth such as "12.8 Mbit/s" or "1.6 MB/s".
[[nodiscard]] BytesPerSecond parse_bandwidth(std::string_view text, const SourceLocation& where);
/// An amount of data such as "152 kB" or "4 MiB".
[[nodiscard]] Bytes parse_bytes(std::string_view text, const SourceLocation& where);
/// A rate of events such as "200 /s", "12 /min" or "3 kHz".
[[nodiscard]] Rate parse_rate(std::string_view text, const SourceLocation& where);
/// A power such as "2 W" or "870 mW".
[[nodiscard]] Watts parse_watts(std::string_view text, const SourceLocation& where);
/// An energy such as "2 J" or "870 mJ".
[[nodiscard]] Joules parse_joules(std::string_view text, const SourceLocation& where);
/// A speed of computing such as "68 GFLOP/s".
[[nodiscard]] FlopPerSecond parse_flop_rate(std::string_view text, const SourceLocation& where);
/// A share such as "2 %", as the dimensionless 0.02.
[[nodiscard]] double parse_percentage(std::string_view text, const SourceLocation& where);

// The units that these functions know: "s", "ms", …
[[nodiscard]] std::span<const std::string_view> time_units();
[[nodiscard]] std::span<const std::string_view> bandwidth_units();
[[nodiscard]] std::span<const std::string_view> rate_units();
[[nodiscard]] std::span<const std::string_view> energy_units();
[[nodiscard]] std::span<const std::string_view> percentage_units();

}  // namespace cutpoint
