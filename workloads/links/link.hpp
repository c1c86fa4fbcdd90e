// Wireless links: how fast a phone sends and receives, and what its radio draws.
//
// The radio's power while sending at rate r is slope x r + base, likewise while receiving (Huang
// et al., "A close examination of performance and power characteristics of 4G LTE networks",
// MobiSys 2012, table 4).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input_error.hpp"
#include "base/units.hpp"
#include "workloads/constant.hpp"
#include "workloads/links/rate_trace.hpp"

namespace cutpoint {

/// The slope of a radio's power over its rate: watts per byte per second, which are joules per
/// byte.
using JoulesPerByte = Quantity<struct JoulePerByteUnit>;

/// A wireless link of one phone: its rates, and its radio's powers above the phone's idle.
struct Link {
  std::string name;
  Constant<BytesPerSecond> uplink;
  Constant<BytesPerSecond> downlink;
  Constant<Seconds> round_trip;
  Constant<JoulesPerByte> upload_power_slope;
  Constant<Watts> upload_power_base;
  Constant<JoulesPerByte> download_power_slope;
  Constant<Watts> download_power_base;
  // The states of the radio between transfers (radio_states.hpp), which count if a scenario asks
  // for it.
  Constant<Seconds> promotion_time;
  Constant<Watts> promotion_power;
  Constant<Seconds> tail_time;
  Constant<Watts> tail_power;
  Constant<Seconds> second_tail_time;
  Constant<Watts> second_tail_power;
  /// How the rates vary over time; null if they are constant. With a trace, `uplink` is the trace's
  /// mean, and the downlink varies in proportion (assumption A11a).
  std::shared_ptr<const RateTrace> trace{};
  bool is_in_phase = false;  // whether all phones are at the same place of the trace
};

/// The power of the radio, above the phone's idle, while it sends at `uplink`.
[[nodiscard]] Watts upload_power(const Link& link);
/// The power of the radio, above the phone's idle, while it receives at `downlink`.
[[nodiscard]] Watts download_power(const Link& link);

/// All links that are built in: the three of the paper (wifi, lte, 3g) first.
[[nodiscard]] std::span<const Link> built_in_links();

/// Changes one constant of a link, given as text with its unit ("uplink", "40 Mbit/s"). The names
/// are those of the members; "upload_power" and "download_power" set a power that does not depend
/// on the rate.
/// Throws: InputError for an unknown name (with a suggestion), a bad value, or one out of range.
void set_constant(Link& link,
                  std::string_view name,
                  std::string_view value,
                  const SourceLocation& where);

/// Every constant of the link, for `cutpoint models --catalog`. The entries refer to the link's
/// name, so they must not outlive it.
[[nodiscard]] std::vector<CatalogEntry> catalog(const Link& link);

}  // namespace cutpoint
