#include "sim/random/random_stream.hpp"

#include <cmath>

#include "base/contract.hpp"
#include "sim/random/counter_stream.hpp"
#include "sim/random/wide_product.hpp"

namespace cutpoint {
namespace {

// The output of splitmix64 in this state (Steele, Lea and Flood 2014): a bijection in which every
// input bit moves about half of the output bits.
std::uint64_t split_mix(std::uint64_t state) {
  std::uint64_t z = state + 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

}  // namespace

Xoshiro256::Xoshiro256(const StreamAddress& address) {
  const std::array<std::uint64_t, 4> fields{address.seed,
                                            address.replication,
                                            address.entity,
                                            static_cast<std::uint64_t>(address.purpose)};
  // Each field is absorbed by a mixing step of its own, so the fields' order matters. The steps are
  // bijections, so the four words, which start differently, stay different: never all zero.
  for (std::size_t word = 0; word < state_.size(); ++word) {
    std::uint64_t hash = split_mix(word);
    for (const std::uint64_t field : fields) {
      hash = split_mix(hash ^ field);
    }
    state_[word] = hash;
  }
}

template <class Generator>
std::uint64_t BasicStream<Generator>::below(std::uint64_t n) {
  CUTPOINT_EXPECTS(n >= 1);

  // The upper half of bits x n is the answer. Each answer owns n-th parts of the lower half's
  // range; the 2^64 mod n lowest values are the excess that would make some answers likelier.
  WideProduct product = wide_product(bits(), n);
  if (product.low < n) {
    const std::uint64_t excess = (0 - n) % n;
    while (product.low < excess) {
      product = wide_product(bits(), n);
    }
  }
  return product.high;
}

template <class Generator>
double BasicStream<Generator>::exponential_outside(std::size_t layer, double x) {
  const auto& [edges, densities] = kExponentialZiggurat;
  if (layer == 0) {
    return edges[1] - std::log(uniform());  // the tail of an exponential is one again
  }
  const double height = densities[layer] + uniform() * (densities[layer + 1] - densities[layer]);
  return height < std::exp(-x) ? x : exponential();
}

template <class Generator>
double BasicStream<Generator>::normal_outside(std::size_t layer, double x) {
  const auto& [edges, densities] = kNormalZiggurat;
  if (layer == 0) {
    // The tail by rejection from an exponential of rate r (Marsaglia 1964).
    double beyond = 0.0;
    do {
      beyond = exponential() / edges[1];
    } while (2.0 * exponential() < beyond * beyond);
    return std::copysign(edges[1] + beyond, x);
  }
  const double height = densities[layer] + uniform() * (densities[layer + 1] - densities[layer]);
  return height < std::exp(-0.5 * x * x) ? x : normal();
}

template class BasicStream<Xoshiro256>;
template class BasicStream<Philox4x64>;

}  // namespace cutpoint
