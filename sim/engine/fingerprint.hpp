// A 64-bit hash of everything that happened in a run: equal runs have equal fingerprints.
#pragma once

#include <bit>
#include <cstdint>

namespace cutpoint {

/// A hash that grows with a run. Not cryptographic: it finds differences, not forgeries.
class Fingerprint {
 public:
  /// Mixes in a word; the order of the words matters. Two words that differ in one of the calls
  /// never lead to the same state: each step is one to one in the state and in the word. The
  /// multiplier is 2^64 divided by the golden ratio (Knuth 1998, vol. 3, sec. 6.4).
  void add(std::uint64_t word) { state_ = (std::rotl(state_, 5) ^ word) * 0x9e3779b97f4a7c15ULL; }

  /// The state with all bits mixed: the finalizer of MurmurHash3 (Appleby 2011).
  [[nodiscard]] std::uint64_t value() const {
    std::uint64_t value = state_;
    value = (value ^ (value >> 33U)) * 0xff51afd7ed558ccdULL;
    value = (value ^ (value >> 33U)) * 0xc4ceb9fe1a85ec53ULL;
    return value ^ (value >> 33U);
  }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace cutpoint
