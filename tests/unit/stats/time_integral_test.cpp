#include "sim/stats/time_integral.hpp"

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

TimePoint at(std::int64_t nanoseconds) { return TimePoint{Duration{nanoseconds}}; }

TEST_CASE("the integral of a step function is the sum of its rectangles") {
  // By hand: 2 from 10 to 15, 3 from 15 to 40, 1 from 40 to 100: 10 + 75 + 60.
  TimeIntegral jobs;
  jobs.change(at(10), +2);
  jobs.change(at(15), +1);
  jobs.change(at(40), -2);
  CHECK(jobs.value() == 1);
  CHECK(jobs.area(at(100)) == Duration{145});
}

TEST_CASE("ten thousand jobs for 290 years have an area") {
  constexpr std::int64_t kYears290 = 9'151'000'000'000'000'000;
  TimeIntegral jobs;
  for (int i = 0; i < 10'000; ++i) {
    jobs.change(at(i), +1);
  }
  // What was missed at the start: 0 + 1 + … + 9999.
  CHECK(jobs.area(at(kYears290)) ==
        10'000U * DurationSum{Duration{kYears290}} - Duration{49'995'000});
}

}  // namespace
}  // namespace cutpoint
