// Named, independent sequences of random numbers.
//
// A stream is found by its address, so adding a consumer moves no other stream, and comparing two
// policies uses common random numbers without any bookkeeping. Algorithms are pinned by
// known-answer tests: nothing here comes from <random>.
#pragma once

#include <array>
#include <cstdint>

namespace cutpoint {

/// What a stream is used for. Values are part of every result: append only.
enum class Purpose : std::uint32_t {
  Arrival = 1,
  Service = 2,
  Application = 3,  // which network a query asks for
  Client = 4,       // which client a query comes from
  PingPhase = 5,
  ProfileNoise = 6,
};

struct StreamAddress {
  std::uint64_t seed = 1;         // of the scenario
  std::uint64_t replication = 0;  // replications differ in this, never in the seed
  std::uint64_t entity = 0;       // e.g. the number of a client or station
  Purpose purpose = Purpose::Arrival;
};

/// xoshiro256++ (Blackman and Vigna 2021), seeded from the address by splitmix64 mixing.
class RandomStream {
 public:
  explicit RandomStream(const StreamAddress& address);

  /// 64 random bits.
  std::uint64_t bits();
  /// Uniform on the open interval (0, 1): 53 bits, never 0 or 1.
  double uniform();
  /// Uniform on 0 … n-1, without bias. Requires: n >= 1.
  std::uint64_t below(std::uint64_t n);
  /// Exponential with mean 1.
  double exponential();
  /// Normal with mean 0 and variance 1.
  double normal();

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace cutpoint
