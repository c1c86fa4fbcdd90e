#include "sim/random/counter_stream.hpp"

#include "sim/random/wide_product.hpp"

namespace cutpoint {

namespace {

// The multipliers are those of table 2 of Salmon et al. 2011. The Weyl increments of the keys are
// the golden ratio and sqrt(3) - 1, in units of 2^-64.
constexpr std::uint64_t kEvenMultiplier = 0xd2e7470ee14c6c93U;
constexpr std::uint64_t kOddMultiplier = 0xca5a826395121157U;
constexpr std::uint64_t kFirstKeyStep = 0x9e3779b97f4a7c15U;
constexpr std::uint64_t kSecondKeyStep = 0xbb67ae8584caa73bU;

[[gnu::always_inline]] inline PhiloxBlock ten_rounds(PhiloxBlock block, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const WideProduct even = wide_product(block[0], kEvenMultiplier);
    const WideProduct odd = wide_product(block[2], kOddMultiplier);
    block = {odd.high ^ block[1] ^ key[0], odd.low, even.high ^ block[3] ^ key[1], even.low};
    key[0] += kFirstKeyStep;
    key[1] += kSecondKeyStep;
  }
  return block;
}

}  // namespace

PhiloxBlock philox4x64(const PhiloxBlock& counter, const PhiloxKey& key) {
  return ten_rounds(counter, key);
}

void Philox4x64::compute_block() {
  block_ = ten_rounds({draws_ / kBlockSize, address_.entity, address_.replication, 0},
                      {address_.seed, static_cast<std::uint64_t>(address_.purpose)});
}

}  // namespace cutpoint
