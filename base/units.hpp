// Quantities that the models exchange, each its own type, each held in its base unit.
//
// A function that takes Bytes cannot be handed FLOP, and a division only compiles where it means
// something. Everything here is a double in a register: no cost at run time.
#pragma once

#include <compare>

#include "base/time.hpp"

namespace cutpoint {

/// A magnitude in the base unit that `Unit` names. Quantities of one unit add up and are scaled by
/// numbers; what else is meaningful is defined below, product by product.
template <class Unit>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_{value} {}

  /// The magnitude in the base unit, for formulas and for I/O.
  [[nodiscard]] constexpr double value() const { return value_; }

  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity{a.value_ - b.value_};
  }
  friend constexpr Quantity operator*(double k, Quantity q) { return Quantity{k * q.value_}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;

 private:
  double value_ = 0.0;
};

// The base units are those that the names say: bytes (of 8 bits), seconds, floating-point
// operations, joules, watts and their quotients. A Rate counts events per second.
using Bytes = Quantity<struct ByteUnit>;
using BytesPerSecond = Quantity<struct BytePerSecondUnit>;
using Flop = Quantity<struct FlopUnit>;
using FlopPerSecond = Quantity<struct FlopPerSecondUnit>;
using Joules = Quantity<struct JouleUnit>;
using Watts = Quantity<struct WattUnit>;
using Rate = Quantity<struct PerSecondUnit>;

// The products and quotients that the models use. Add one here when a model needs it.
constexpr Seconds operator/(Bytes size, BytesPerSecond rate) {
  return Seconds{size.value() / rate.value()};
}
constexpr Seconds operator/(Flop work, FlopPerSecond rate) {
  return Seconds{work.value() / rate.value()};
}
constexpr Joules operator*(Watts power, Seconds time) {
  return Joules{power.value() * time.count()};
}
constexpr double operator*(Rate rate, Seconds time) { return rate.value() * time.count(); }

/// Networks count bits, the models bytes.
inline constexpr double kBitsPerByte = 8.0;
constexpr BytesPerSecond bits_per_second(double v) { return BytesPerSecond{v / kBitsPerByte}; }
constexpr double in_bits_per_second(BytesPerSecond rate) { return kBitsPerByte * rate.value(); }
constexpr BytesPerSecond megabits_per_second(double v) { return bits_per_second(v * 1e6); }
constexpr Bytes kibibytes(double v) { return Bytes{v * 1024.0}; }
constexpr Rate per_second(double v) { return Rate{v}; }

}  // namespace cutpoint
