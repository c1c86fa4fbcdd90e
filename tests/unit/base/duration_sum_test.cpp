#include "base/duration_sum.hpp"

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a sum of durations is exact far beyond what a clock can hold") {
  const Duration longest = Duration::max();
  DurationSum sum;
  for (int i = 0; i < 1'000; ++i) {
    sum += longest;
  }
  CHECK(sum == 1'000U * DurationSum{longest});
  CHECK(sum - 999U * DurationSum{longest} == longest);
  CHECK(sum / 1'000U == longest);
  CHECK(sum.seconds().count() == Approx(1'000.0 * Seconds{longest}.count()).epsilon(1e-15));
  sum -= 1'001U * DurationSum{longest};
  CHECK(sum == -longest);
  CHECK(sum < Duration{});
}

TEST_CASE("a sum that is short is as many seconds as a duration, to the last bit") {
  for (const std::int64_t count : {0L, 1L, -7L, 123'456'789'012'345'678L, 9'007'199'254'740'993L}) {
    const Duration duration{count};
    CHECK(DurationSum{duration}.seconds().count() == Seconds{duration}.count());
  }
}

TEST_CASE("parts of a sum are rounded towards zero, as durations are") {
  CHECK(DurationSum{Duration{7}} / 2U == Duration{3});
  CHECK(DurationSum{Duration{-7}} / 2U == Duration{-3});
}

}  // namespace
}  // namespace cutpoint
