#include "sim/engine/event_calendar.hpp"

#include <algorithm>
#include <random>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

struct Numbered {
  std::uint32_t number;

  friend bool operator==(const Numbered&, const Numbered&) = default;
};

TEST_CASE("a calendar is a stable sort by time, spread over a run") {
  // Method: schedule random events, half of them while popping, with few distinct instants so that
  // ties are common; the reference model is std::stable_sort on what was scheduled.
  const auto seed = GENERATE(range(1U, 101U));
  const auto span = GENERATE(1U, 8U, 1'000'000'000U);
  CAPTURE(seed, span);
  std::mt19937 random{seed};
  EventCalendar<Numbered> calendar;
  std::vector<ScheduledEvent<Numbered>> expected;
  std::vector<ScheduledEvent<Numbered>> popped;

  const auto schedule_one = [&] {
    const auto number = static_cast<std::uint32_t>(expected.size());
    const ScheduledEvent<Numbered> next{calendar.now() + Duration{random() % span}, {number}};
    calendar.schedule(next.at, next.event);
    expected.push_back(next);
  };
  for (int i = 0; i < 50; ++i) {
    schedule_one();
  }
  while (!calendar.empty()) {
    popped.push_back(calendar.pop());
    if (expected.size() < 300) {
      schedule_one();
    }
  }

  std::stable_sort(
      expected.begin(), expected.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  CHECK(popped == expected);
  CHECK(calendar.now() == expected.back().at);
}

}  // namespace
}  // namespace cutpoint
