// A 64-bit hash of everything that happened in a run: equal runs have equal fingerprints.
#pragma once

#include <cstdint>

namespace cutpoint {

class Fingerprint {
 public:
  /// Mixes in a word; the order of the words matters. The step is that of MurmurHash3's 64-bit
  /// body (Appleby 2011): two multiplications and a rotation.
  void add(std::uint64_t word) {
    word *= 0x87c37b91114253d5ULL;
    word = (word << 31U) | (word >> 33U);
    state_ ^= word * 0x4cf5ad432745937fULL;
    state_ = ((state_ << 27U) | (state_ >> 37U)) * 5U + 0x52dce729U;
  }

  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace cutpoint
