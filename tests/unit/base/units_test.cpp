#include "base/units.hpp"

#include <type_traits>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a quantity holds its value in the base unit") {
  CHECK(Watts{}.value() == 0.0);
  CHECK(Watts{2.5}.value() == 2.5);
  CHECK(megabits_per_second(8.0).value() == 1e6);
  CHECK(kibibytes(1.0).value() == 1024.0);
  CHECK(per_second(200.0).value() == 200.0);
}

TEST_CASE("quantities of one kind add, scale, divide and compare") {
  Bytes size{3.0};
  size += Bytes{4.0};
  CHECK(size == Bytes{7.0});
  CHECK(Bytes{3.0} + Bytes{4.0} == Bytes{7.0});
  CHECK(Bytes{3.0} - Bytes{4.0} == Bytes{-1.0});
  CHECK(2.0 * Bytes{3.0} == Bytes{6.0});
  CHECK(Bytes{3.0} / Bytes{4.0} == 0.75);
  CHECK(Bytes{3.0} < Bytes{4.0});
  CHECK_FALSE(Bytes{4.0} < Bytes{4.0});
}

TEST_CASE("quantities of different kinds meet only where a model lets them") {
  CHECK(Bytes{10.0} / BytesPerSecond{4.0} == Seconds{2.5});
  CHECK(Flop{9.0} / FlopPerSecond{2.0} == Seconds{4.5});
  CHECK(Watts{3.0} * Seconds{2.0} == Joules{6.0});
  CHECK(Rate{5.0} * Seconds{0.5} == 2.5);

  STATIC_REQUIRE_FALSE(std::is_convertible_v<Bytes, Flop>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<double, Bytes>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Bytes, Flop>);
}

}  // namespace
}  // namespace cutpoint
