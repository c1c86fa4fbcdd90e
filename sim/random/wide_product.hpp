// The full product of two 64-bit numbers, which generators and unbiased choices are made of.
#pragma once

#include <cstdint>

#include "base/int128.hpp"

namespace cutpoint {

/// A product of 128 bits: high x 2^64 + low.
struct WideProduct {
  std::uint64_t high;
  std::uint64_t low;
};

/// The full product of two 64-bit numbers, exactly.
[[nodiscard]] constexpr WideProduct wide_product(std::uint64_t a, std::uint64_t b) {
  const Uint128 product = static_cast<Uint128>(a) * b;
  return {.high = static_cast<std::uint64_t>(product >> 64U),
          .low = static_cast<std::uint64_t>(product)};
}

}  // namespace cutpoint
