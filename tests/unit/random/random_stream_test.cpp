#include "sim/random/random_stream.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "sim/random/counter_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

/// The published generators once more, written for this test and checked against published output.
class Reference {
 public:
  explicit Reference(std::array<std::uint64_t, 4> state)
      : s0_{state[0]}, s1_{state[1]}, s2_{state[2]}, s3_{state[3]} {}
  explicit Reference(const StreamAddress& address)
      : Reference{{word(0, address), word(1, address), word(2, address), word(3, address)}} {}

  std::uint64_t next() {
    const std::uint64_t sum = s0_ + s3_;
    const std::uint64_t output = ((sum << 23U) | (sum >> 41U)) + s0_;
    const std::uint64_t a = s0_ ^ s1_ ^ s3_;
    const std::uint64_t b = s0_ ^ s1_ ^ s2_;
    const std::uint64_t c = s0_ ^ s2_ ^ (s1_ << 17U);
    const std::uint64_t d = s1_ ^ s3_;
    s0_ = a;
    s1_ = b;
    s2_ = c;
    s3_ = (d << 45U) | (d >> 19U);
    return output;
  }

  static std::uint64_t split_mix(std::uint64_t state) {
    state += 11400714819323198485U;
    state ^= state >> 30U;
    state *= 13787848793156543929U;
    state ^= state >> 27U;
    state *= 10723151780598845931U;
    return state ^ (state >> 31U);
  }

 private:
  static std::uint64_t word(std::uint64_t index, const StreamAddress& address) {
    const auto purpose = static_cast<std::uint64_t>(address.purpose);
    const std::uint64_t seeded = split_mix(split_mix(index) ^ address.seed);
    return split_mix(split_mix(split_mix(seeded ^ address.replication) ^ address.entity) ^ purpose);
  }

  std::uint64_t s0_, s1_, s2_, s3_;
};

std::vector<std::uint64_t> first_bits(const StreamAddress& address, std::size_t count) {
  RandomStream stream{address};
  std::vector<std::uint64_t> values(count);
  for (std::uint64_t& value : values) {
    value = stream.bits();
  }
  return values;
}

TEST_CASE("The reference generators give their published output") {
  // xoshiro256++ from the state 1, 2, 3, 4 (as in the tests of Rust's rand_xoshiro), and splitmix64
  // from the seed 1234567 (as on Rosetta Code).
  Reference reference{std::array<std::uint64_t, 4>{1, 2, 3, 4}};
  const std::vector<std::uint64_t> published{41943041U,
                                             58720359U,
                                             3588806011781223U,
                                             3591011842654386U,
                                             9228616714210784205U,
                                             9973669472204895162U};
  for (const std::uint64_t expected : published) {
    CHECK(reference.next() == expected);
  }
  CHECK(Reference::split_mix(1234567U) == 6457827717110365317U);
}

TEST_CASE("A stream is xoshiro256++ from a state mixed out of its address") {
  for (const StreamAddress& address :
       {StreamAddress{},
        StreamAddress{.seed = 0, .replication = 0, .entity = 0, .purpose = Purpose::Service},
        StreamAddress{.seed = 7, .replication = 3, .entity = 99, .purpose = Purpose::Client},
        StreamAddress{.seed = std::numeric_limits<std::uint64_t>::max(), .entity = 1U << 31U}}) {
    RandomStream stream{address};
    Reference reference{address};
    for (int i = 0; i < 1000; ++i) {
      REQUIRE(stream.bits() == reference.next());
    }
  }
}

TEST_CASE("The first numbers of two streams are pinned, because published results depend on them") {
  CHECK(first_bits({}, 3) ==
        std::vector<std::uint64_t>{0x98f8bd3040f53aa8U, 0x6079caa5f5247e28U, 0x4bd4ecdaa30696eaU});
  CHECK(first_bits({.seed = 42, .replication = 1, .entity = 17, .purpose = Purpose::Service}, 3) ==
        std::vector<std::uint64_t>{0xa028d15b001cee85U, 0x37319326ae9796b2U, 0x885877da9313f331U});
}

TEST_CASE("The first exponential and normal numbers of a stream are pinned") {
  // Compared to one part in 10^15: the tables are rounded, so only tails may differ in a last bit.
  RandomStream stream{{}};
  CHECK(stream.exponential() == Approx(0.72163765731918383).epsilon(1e-15));
  CHECK(stream.exponential() == Approx(1.2508108935790954).epsilon(1e-15));
  CHECK(stream.normal() == Approx(0.21126612475693876).epsilon(1e-15));
  CHECK(stream.normal() == Approx(1.6220179069642635).epsilon(1e-15));
}

TEMPLATE_TEST_CASE("No two addresses share a stream, even if fields trade places",
                   "",
                   RandomStream,
                   CounterStream) {
  std::set<std::uint64_t> first;
  std::size_t addresses = 0;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    for (std::uint64_t replication = 0; replication < 8; ++replication) {
      for (std::uint64_t entity = 0; entity < 8; ++entity) {
        for (std::uint32_t purpose = 1; purpose <= 6; ++purpose) {
          first.insert(TestType{StreamAddress{seed, replication, entity, Purpose{purpose}}}.bits());
          ++addresses;
        }
      }
    }
  }
  CHECK(first.size() == addresses);
}

TEST_CASE("Equal addresses give equal streams") {
  const StreamAddress address{.seed = 5, .entity = 2};
  CHECK(first_bits(address, 10) == first_bits(address, 10));
}

TEST_CASE("The ends of the unit interval are never reached") {
  const std::uint64_t all_ones = std::numeric_limits<std::uint64_t>::max();
  CHECK(open_unit_interval(0) == 0x1p-53);
  CHECK(open_unit_interval(all_ones) == 1.0 - 0x1p-53);
  CHECK(open_unit_interval(std::uint64_t{1} << 63U) == 0.5 + 0x1p-53);
  CHECK(open_unit_interval(0xfffU) == open_unit_interval(0));  // the low bits are for other uses
}

TEST_CASE("uniform() spends one draw of bits") {
  RandomStream bits{{}};
  RandomStream uniform{{}};
  for (int i = 0; i < 100; ++i) {
    REQUIRE(uniform.uniform() == open_unit_interval(bits.bits()));
  }
}

TEST_CASE("below(n) gives every number below n about equally often, and no other") {
  RandomStream stream{{.seed = 3}};
  for (const std::uint64_t n : {1U, 2U, 7U, 10U}) {
    CAPTURE(n);
    std::vector<int> counts(n);
    const int draws = 70'000;
    for (int i = 0; i < draws; ++i) {
      ++counts.at(stream.below(n));
    }
    // Five standard deviations of a binomial count.
    const double share = 1.0 / static_cast<double>(n);
    for (const int count : counts) {
      CHECK(count == Approx(draws * share).margin(5.0 * std::sqrt(draws * share * (1.0 - share))));
    }
  }
}

TEST_CASE("below(n) is unbiased where bits() % n and a plain product would not be") {
  // Method: with n = 3 x 2^62 a quarter of all 64-bit numbers is in excess. Without rejection every
  // third answer would come twice as often: the remainder of the answers by 3 would show it.
  RandomStream stream{{.seed = 4}};
  const std::uint64_t n = std::uint64_t{3} << 62U;
  std::array<int, 3> counts{};
  for (int i = 0; i < 30'000; ++i) {
    const std::uint64_t value = stream.below(n);
    REQUIRE(value < n);
    ++counts.at(value % 3U);
  }
  for (const int count : counts) {
    CHECK(count == Approx(10'000).margin(5.0 * 81.6));
  }
}

TEST_CASE("below(0) breaks the contract") {
  const ThrowingContracts contracts;
  RandomStream stream{{}};
  CHECK_THROWS_WITH(stream.below(0), "n >= 1");
}

}  // namespace
}  // namespace cutpoint
