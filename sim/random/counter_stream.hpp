// Random streams for millions of owners: a number is a function of the stream's address and of how
// many were drawn before, so that an owner keeps only that count, 8 bytes, between two visits.
//
// Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
// SC'11). Seed and purpose are its key, block number, entity and replication its counter; it is a
// bijection of counters for each key, so no two addresses ever share a block.
#pragma once

#include <array>
#include <cstdint>
#include <tuple>

#include "sim/random/random_stream.hpp"

namespace cutpoint {

using PhiloxBlock = std::array<std::uint64_t, 4>;
using PhiloxKey = std::array<std::uint64_t, 2>;

/// The block of four random words that ten rounds of Philox4x64 make of a counter and a key.
[[nodiscard]] PhiloxBlock philox4x64(const PhiloxBlock& counter, const PhiloxKey& key);

/// A generator whose n-th number is a function of address and n alone, so that it can be resumed
/// anywhere.
class Philox4x64 {
 public:
  /// The stream at `address` after `draws` calls of bits(). One block of work if draws % 4 != 0.
  explicit Philox4x64(const StreamAddress& address, std::uint64_t draws = 0)
      : address_{address}, draws_{draws} {
    if (draws % kBlockSize != 0) {
      compute_block();
    }
  }

  /// 64 random bits. One block of work in every fourth call.
  std::uint64_t bits() {
    const std::uint64_t place = draws_ % kBlockSize;
    if (place == 0) {
      compute_block();
    }
    ++draws_;
    return block_[place];
  }

  /// How many numbers have been drawn: all that is needed to resume the stream.
  [[nodiscard]] std::uint64_t draws() const { return draws_; }

 private:
  static constexpr std::uint64_t kBlockSize = std::tuple_size_v<PhiloxBlock>;

  void compute_block();

  StreamAddress address_;
  std::uint64_t draws_;
  PhiloxBlock block_{};  // holds the next number, unless that starts a new block
};

/// The stream for millions of owners that draw rarely: each keeps the number of its draws.
using CounterStream = BasicStream<Philox4x64>;

}  // namespace cutpoint
