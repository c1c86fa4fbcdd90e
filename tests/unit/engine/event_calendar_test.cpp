#include "sim/engine/event_calendar.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

struct Numbered {
  std::uint32_t number;
};

TEST_CASE("scheduling now is allowed, scheduling in the past is not") {
  const ThrowingContracts contracts;
  EventCalendar<Numbered> calendar;
  calendar.schedule(TimePoint{Duration{10}}, {1});
  calendar.pop();

  CHECK_NOTHROW(calendar.schedule(TimePoint{Duration{10}}, {2}));
  CHECK_THROWS_AS(calendar.schedule(TimePoint{Duration{9}}, {3}), ContractBroken);
}

TEST_CASE("an empty calendar has nothing to pop") {
  const ThrowingContracts contracts;
  EventCalendar<Numbered> calendar;
  CHECK(calendar.empty());
  CHECK_THROWS_AS(calendar.pop(), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
