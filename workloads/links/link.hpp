// Wireless links: how fast a phone sends and receives, and what its radio draws.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/units/input_error.hpp"
#include "sim/units/units.hpp"
#include "workloads/constant.hpp"

namespace cutpoint {

struct Link {
  std::string name;
  Constant<BytesPerSecond> uplink;
  Constant<BytesPerSecond> downlink;
  Constant<Seconds> round_trip;
  Constant<Watts> upload_power;    // radio, above the phone's idle, while sending at `uplink`
  Constant<Watts> download_power;  // likewise while receiving at `downlink`
};

/// wifi, lte, 3g.
[[nodiscard]] std::span<const Link> built_in_links();

/// Changes one constant of a link, given as text with its unit ("uplink", "40 Mbit/s").
/// Throws: InputError for an unknown name (with a suggestion), a bad value, or one out of range.
void set_constant(Link& link,
                  std::string_view name,
                  std::string_view value,
                  const SourceLocation& where);

/// Every constant of the link, for `cutpoint models --catalog`.
[[nodiscard]] std::vector<CatalogEntry> catalog(const Link& link);

}  // namespace cutpoint
