// Named, independent sequences of random numbers.
//
// Common random numbers by address. Two systems are compared best when both meet the same
// randomness: the difference D = X - Y of their results has variance Var X + Var Y - 2 Cov(X, Y),
// and meeting the same arrivals and services makes the covariance positive (Kahn and Marshall 1953;
// Glasserman and Yao 1992). One long sequence cannot do that, for the first draw that one system
// makes and the other does not shifts all later ones. Here every use of chance has a stream of its
// own, whose first state is a function of its address: seed, replication, entity (a client, a
// station, …) and purpose. So two policies meet the same arrivals, a new consumer of chance moves
// no other stream, threads cannot reorder draws, and no bookkeeping synchronizes anything. What a
// stream cannot do is stay in step within itself: where the number of draws depends on the policy,
// a purpose of its own keeps that from reaching other streams.
//
// Generators and algorithms are ours and pinned by known-answer tests: nothing here comes from
// <random>, whose laws differ between libraries. Not thread-safe: a stream has one owner.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/random/ziggurat.hpp"

namespace cutpoint {

/// What a stream is used for. Values are part of every result: append only.
enum class Purpose : std::uint32_t {
  Arrival = 1,
  Service = 2,
  Application = 3,  // which network a query asks for
  Client = 4,       // which client a query comes from
  PingPhase = 5,
  ProfileNoise = 6,
  JobClass = 7,
  LayerMisfit = 8,
  PredictionNoise = 9,
  PhoneJitter = 10,
  ServerJitter = 11,
  LinkJitter = 12,
  Decision = 13,  // drawn by policies that decide by chance
  Charge = 14,    // a phone's state of charge
  BackgroundArrival = 15,
  BackgroundApplication = 16,
  LinkRate = 17,  // rates of generated traces
  LinkOutage = 18,
  LinkOffset = 19,  // where in its trace a client begins
};

/// What a stream is found by. Streams of different addresses are independent.
struct StreamAddress {
  std::uint64_t seed = 1;         // seed of the scenario
  std::uint64_t replication = 0;  // replications differ in this, never in the seed
  std::uint64_t entity = 0;       // e.g. the number of a client or station
  Purpose purpose = Purpose::Arrival;
};

/// The middle of one of 2^52 equal cells of (0, 1), chosen by the upper 52 of 64 random bits.
/// Never 0 or 1. (53 bits would not do: the last middle has 54 digits and rounds to 1.)
[[nodiscard]] constexpr double open_unit_interval(std::uint64_t random) {
  return (static_cast<double>(random >> 12U) + 0.5) * 0x1p-52;
}

/// xoshiro256++ (Blackman and Vigna 2021), seeded from the address by splitmix64 mixing.
/// Streams whose addresses differ in one field start from states that differ in every word.
class Xoshiro256 {
 public:
  explicit Xoshiro256(const StreamAddress& address);

  /// 64 random bits.
  std::uint64_t bits();

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// A stream of draws from the laws that all others are made of. Its bits come from a generator,
/// Xoshiro256 or Philox4x64 (counter_stream.hpp), and it is constructed as that generator is.
template <class Generator>
class BasicStream : public Generator {
 public:
  using Generator::bits;
  using Generator::Generator;

  /// A draw that is uniform on the open interval (0, 1), with 52 random bits: never 0 or 1.
  double uniform() { return open_unit_interval(bits()); }
  /// A whole number, uniform on 0 … n-1 without bias (Lemire 2019). Requires: n >= 1.
  std::uint64_t below(std::uint64_t n);
  /// An exponential draw with mean 1, by the ziggurat method (ziggurat.hpp).
  double exponential();
  /// A normal draw with mean 0 and variance 1, by the ziggurat method (ziggurat.hpp).
  double normal();

 private:
  // These finish a draw that did not fall inside its layer at once: in the wedge, in the tail, or
  // by another try.
  double exponential_outside(std::size_t layer, double x);
  double normal_outside(std::size_t layer, double x);
};

/// The stream for the few owners that draw often: the fastest, with 32 bytes of state.
using RandomStream = BasicStream<Xoshiro256>;

// The functions below are inline because they run in the simulator's inner loop.

inline std::uint64_t Xoshiro256::bits() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

template <class Generator>
inline double BasicStream<Generator>::exponential() {
  const std::uint64_t random = bits();
  const std::size_t layer = random % Ziggurat::kLayers;  // the lowest 8 bits
  const double x = open_unit_interval(random) * kExponentialZiggurat.edges[layer];
  if (x < kExponentialZiggurat.edges[layer + 1]) [[likely]] {
    return x;
  }
  return exponential_outside(layer, x);
}

template <class Generator>
inline double BasicStream<Generator>::normal() {
  const std::uint64_t random = bits();
  const std::size_t layer = random % Ziggurat::kLayers;                // the lowest 8 bits
  const double sign = 1.0 - static_cast<double>((random >> 7U) & 2U);  // +1 or -1, without a branch
  const double x = open_unit_interval(random) * kNormalZiggurat.edges[layer];
  if (x < kNormalZiggurat.edges[layer + 1]) [[likely]] {
    return sign * x;
  }
  return normal_outside(layer, sign * x);
}

}  // namespace cutpoint
