#include "base/time.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include "base/contract.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

[[noreturn]] void throw_condition(const char* condition, const char* /*file*/, int /*line*/) {
  throw std::logic_error{condition};
}

/// Makes broken contracts throw for as long as it lives.
class ThrowingContracts {
 public:
  ThrowingContracts() : former_{set_contract_handler(throw_condition)} {}
  ~ThrowingContracts() { set_contract_handler(former_); }
  ThrowingContracts(const ThrowingContracts&) = delete;
  ThrowingContracts& operator=(const ThrowingContracts&) = delete;

 private:
  ContractHandler former_;
};

TEST_CASE("to_duration rounds to the nearest nanosecond, halves away from zero") {
  CHECK(to_duration(Seconds{0.0}).count() == 0);
  CHECK(to_duration(Seconds{1.0}).count() == 1'000'000'000);
  CHECK(to_duration(Seconds{0.18}).count() == 180'000'000);
  CHECK(to_duration(Seconds{0.49e-9}).count() == 0);
  CHECK(to_duration(Seconds{0.5e-9}).count() == 1);
  CHECK(to_duration(Seconds{1.49e-9}).count() == 1);
  CHECK(to_duration(Seconds{-0.49e-9}).count() == 0);
  CHECK(to_duration(Seconds{-0.5e-9}).count() == -1);
}

TEST_CASE("to_duration holds 291 years and refuses 292, infinity and NaN") {
  const ThrowingContracts guard;
  constexpr double kYear = 365.25 * 86'400.0;

  CHECK(to_duration(Seconds{291.0 * kYear}) == Duration{9'183'261'600'000'000'000});
  CHECK(to_duration(Seconds{-291.0 * kYear}) == Duration{-9'183'261'600'000'000'000});
  CHECK_THROWS_AS(to_duration(Seconds{292.0 * kYear}), std::logic_error);
  CHECK_THROWS_AS(to_duration(Seconds{-292.0 * kYear}), std::logic_error);
  CHECK_THROWS_AS(to_duration(Seconds{std::numeric_limits<double>::infinity()}), std::logic_error);
  CHECK_THROWS_AS(to_duration(Seconds{std::numeric_limits<double>::quiet_NaN()}), std::logic_error);
}

TEST_CASE("sums that go beyond the clock end with it, and so do draws") {
  const ThrowingContracts guard;
  const TimePoint late = kEndOfClock - Duration{5};
  CHECK(clock_sum(late, Duration{4}) == kEndOfClock - Duration{1});
  CHECK(clock_sum(late, Duration{5}) == kEndOfClock);
  CHECK(clock_sum(late, Duration::max()) == kEndOfClock);
  CHECK(clock_sum(kEndOfClock, Duration{1}) == kEndOfClock);
  CHECK(clock_sum(Duration::max(), Duration::max()) == kEndOfClock.time_since_epoch());
  CHECK(to_clock_duration(Seconds{7e9}) == to_duration(Seconds{7e9}));
  CHECK(to_clock_duration(Seconds{1e300}) == kEndOfClock.time_since_epoch());
  CHECK_THROWS_AS(to_clock_duration(Seconds{std::numeric_limits<double>::quiet_NaN()}),
                  std::logic_error);
}

TEST_CASE("a broken contract reaches the handler with the condition as it is written") {
  const ThrowingContracts guard;
  const int servers = 0;

  CHECK_THROWS_WITH(CUTPOINT_EXPECTS(servers > 0), "servers > 0");
  CHECK_NOTHROW(CUTPOINT_EXPECTS(servers == 0));
}

TEST_CASE("installing a contract handler returns the former one") {
  const ContractHandler former = set_contract_handler(throw_condition);
  CHECK(former != throw_condition);
  CHECK(set_contract_handler(former) == throw_condition);
}

}  // namespace
}  // namespace cutpoint
