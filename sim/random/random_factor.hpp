// Random factors by which a quantity differs from its nominal value: noise, jitter, misfit.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

namespace cutpoint {

/// Draws lognormal factors of mean 1: positive, and skewed as ratios of times are. With the
/// coefficient of variation c, ln X is normal with variance s² = ln(1 + c²) and mean -s²/2.
class LognormalFactor {
 public:
  /// Takes the coefficient of variation, at least 0; at 0 every factor is exactly 1.
  explicit LognormalFactor(double variation)
      : mu_{-std::log1p(variation * variation) / 2.0}, sigma_{std::sqrt(-2.0 * mu_)} {}

  template <class Stream>
  [[nodiscard]] double draw(Stream& random) const {
    return std::exp(mu_ + sigma_ * random.normal());
  }

 private:
  double mu_;     // mean of the logarithm
  double sigma_;  // standard deviation of the logarithm
};

/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo) of a text. It makes the entity of a stream's
/// address for what has a name and no number. A text in parts is hashed by giving the `hash` of the
/// parts before. O(length).
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text,
                                            std::uint64_t hash = 0xcbf29ce484222325) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

}  // namespace cutpoint
