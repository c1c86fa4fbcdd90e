#include "sim/engine/engine.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

/// Schedules its next event after the delay in hand, which grows tenfold.
struct Patient {
  struct Event {
    std::uint64_t number;
  };

  void handle(Event event, Engine<Patient>& loop) {
    times.push_back(loop.now());
    delay = delay > Duration::max() / 10 ? Duration::max() : 10 * delay;
    loop.schedule_after(delay, {event.number + 1});
  }

  Duration delay{1'000'000'000};
  std::vector<TimePoint> times;
};

TEST_CASE("the loop ends where the clock does, and handles nothing beyond") {
  Patient model;
  Engine<Patient> loop;
  loop.schedule_after(model.delay, {0});
  loop.run(model);
  CHECK(loop.clock_has_ended());
  CHECK_FALSE(loop.is_stopped());
  CHECK(loop.now() == model.times.back());
  REQUIRE(model.times.size() == 10);  // 1 s, 11 s, … 1,111,111,111 s; the next has no place
  CHECK(model.times.back() == TimePoint{std::chrono::seconds{1'111'111'111}});
  CHECK(loop.event_count() == model.times.size());
}

}  // namespace
}  // namespace cutpoint
