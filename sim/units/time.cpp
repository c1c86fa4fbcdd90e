#include "sim/units/time.hpp"

#include <cmath>

#include "sim/units/contract.hpp"

namespace cutpoint {

Duration to_duration(Seconds seconds) {
  const double nanoseconds = seconds.count() * 1e9;
  CUTPOINT_EXPECTS(std::abs(nanoseconds) < 9.2e18);  // false for NaN as well

  return Duration{std::llround(nanoseconds)};
}

}  // namespace cutpoint
