#include "sim/stations/line_growth.hpp"

namespace cutpoint {

std::uint32_t LineGrowth::greatest(std::span<const std::uint64_t> lengths) const {
  std::vector<std::int64_t> growth;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    growth.push_back(static_cast<std::int64_t>(lengths[i] - before_[i]));
  }
  return static_cast<std::uint32_t>(std::ranges::max_element(growth) - growth.begin());
}

}  // namespace cutpoint
