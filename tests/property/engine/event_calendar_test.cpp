#include "sim/engine/event_calendar.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/counted_allocations.hpp"

namespace cutpoint {
namespace {

struct Numbered {
  std::uint32_t number;

  friend bool operator==(const Numbered&, const Numbered&) = default;
};

// The variants: all events in the sorted array; next to none there; the choice by number pending,
// as in the product.
struct SmallSetSizes {
  static constexpr std::size_t kNearMost = 2'000;
  static constexpr std::size_t kNearRefill = 2'000;
};
struct LadderSizes {
  static constexpr std::size_t kNearMost = 15;
  static constexpr std::size_t kNearRefill = 15;
};
using SmallSet = EventCalendar<Numbered, SmallSetSizes>;
using Ladder = EventCalendar<Numbered, LadderSizes>;
using Automatic = EventCalendar<Numbered>;

enum class Delays { FewInstants, MostlyZero, SameLater, Exponential, Bimodal, AnyMagnitude };

class DelaySource {
 public:
  DelaySource(Delays law, unsigned seed) : law_{law}, random_{seed} {}

  Duration next() {
    switch (law_) {
      case Delays::FewInstants:
        return Duration{below(8)};
      case Delays::MostlyZero:
        return Duration{below(4) == 0 ? below(1'000) : 0};
      case Delays::SameLater:  // large groups of ties, far away
        return Duration{below(2) * 1'000'000'007 + below(2)};
      case Delays::Exponential:
        return Duration{std::llround(-std::log(uniform()) * 1e9)};
      case Delays::Bimodal:  // microseconds and hours
        return Duration{below(2) == 0 ? below(1'000) : 3'600'000'000'000 + below(1'000'000'000)};
      case Delays::AnyMagnitude:  // a nanosecond to a year, every power of two alike
        return Duration{std::llround(std::exp2(uniform() * 54.8))};
    }
    return {};
  }
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n));
  }

 private:
  double uniform() { return (static_cast<double>(random_() >> 12U) + 0.5) * 0x1p-52; }

  Delays law_;
  std::mt19937_64 random_;
};

const std::vector<Delays> kAllDelays{Delays::FewInstants,
                                     Delays::MostlyZero,
                                     Delays::SameLater,
                                     Delays::Exponential,
                                     Delays::Bimodal,
                                     Delays::AnyMagnitude};

/// Drives a calendar and remembers what went in and came out.
template <class Calendar>
class Recorder {
 public:
  void schedule_after(Duration delay) { schedule(calendar_.now() + delay); }
  void schedule(TimePoint at) {
    const auto number = static_cast<std::uint32_t>(scheduled_.size());
    scheduled_.push_back({at, {number}});
    calendar_.schedule(scheduled_.back().at, scheduled_.back().event);
  }
  void pop() {
    const TimePoint now = calendar_.now();
    const TimePoint next = calendar_.next_time();
    peeks_agree_ = peeks_agree_ && calendar_.now() == now;
    popped_.push_back(calendar_.pop());
    peeks_agree_ = peeks_agree_ && popped_.back().at == next && calendar_.now() == next;
    sizes_agree_ = sizes_agree_ && size() == scheduled_.size() - popped_.size();
  }
  [[nodiscard]] std::size_t size() const { return calendar_.size(); }

  /// Pops the rest and compares all with std::stable_sort.
  void check() {
    while (!calendar_.empty()) {
      pop();
    }
    std::stable_sort(scheduled_.begin(), scheduled_.end(), [](const auto& a, const auto& b) {
      return a.at < b.at;
    });
    CHECK(peeks_agree_);
    CHECK(sizes_agree_);
    CHECK((popped_ == scheduled_));  // in parentheses: not printed if they differ
  }

 private:
  Calendar calendar_;
  std::vector<ScheduledEvent<Numbered>> scheduled_;
  std::vector<ScheduledEvent<Numbered>> popped_;
  bool peeks_agree_ = true;
  bool sizes_agree_ = true;
};

TEMPLATE_TEST_CASE(
    "a calendar is a stable sort by time, spread over a run", "", SmallSet, Ladder, Automatic) {
  // Method: let the number pending wander to random targets, among them few and none, so that the
  // structure behind the interface changes often and at any moment.
  const auto law = GENERATE(from_range(kAllDelays));
  const auto seed = GENERATE(range(1U, 21U));
  CAPTURE(law, seed);
  DelaySource delays{law, seed};
  Recorder<TestType> recorder;
  for (int stretch = 0; stretch < 12; ++stretch) {
    const std::int64_t largest = std::int64_t{4} << (2 * delays.below(5));  // 4 … 1024
    const auto target = static_cast<std::size_t>(delays.below(largest));
    for (int step = 0; step < 300; ++step) {
      const bool towards_target = delays.below(4) != 0;
      if (recorder.size() == 0 || (recorder.size() < target) == towards_target) {
        recorder.schedule_after(delays.next());
      } else {
        recorder.pop();
      }
    }
  }
  recorder.check();
}

TEMPLATE_TEST_CASE("a calendar orders many events at one instant by their number",
                   "",
                   SmallSet,
                   Ladder,
                   Automatic) {
  // Method: crowds of ties at three instants, and more of them while the crowds are being served.
  Recorder<TestType> recorder;
  for (int i = 0; i < 900; ++i) {
    recorder.schedule_after(Duration{i % 3});
  }
  for (int i = 0; i < 2'000; ++i) {
    recorder.pop();
    recorder.schedule_after(Duration{i % 5 == 0 ? 1 : 0});
  }
  recorder.check();
}

TEMPLATE_TEST_CASE("a calendar reaches the end of time", "", SmallSet, Ladder, Automatic) {
  constexpr TimePoint kLast = TimePoint::max();
  Recorder<TestType> recorder;
  for (int i = 0; i < 200; ++i) {
    recorder.schedule(kLast - Duration{i % 7});
    recorder.schedule(TimePoint{kLast.time_since_epoch() / 2 + Duration{i}});
  }
  for (int i = 0; i < 790; ++i) {
    recorder.pop();
    if (i % 2 == 0) {
      recorder.schedule(kLast);
    }
  }
  recorder.check();
}

/// Lets `pending` events be held: each is taken out and scheduled again.
template <class Calendar>
void hold(Calendar& calendar, DelaySource& delays, std::size_t pending, std::size_t holds) {
  while (calendar.size() > pending) {
    calendar.pop();
  }
  while (calendar.size() < pending) {
    calendar.schedule(calendar.now() + delays.next(), {});
  }
  for (std::size_t i = 0; i < holds; ++i) {
    const auto next = calendar.pop();
    calendar.schedule(next.at + delays.next(), next.event);
  }
}

template <class Calendar>
void grow_and_shrink(Calendar& calendar, DelaySource& delays) {
  for (const std::size_t pending : {2U, 5'000U, 20U, 300U, 0U, 30U, 5'000U, 50U, 5'000U}) {
    hold(calendar, delays, pending, pending == 0 ? 0 : 2'000);
  }
}

TEST_CASE("within what was reserved a calendar never allocates") {
  const auto law = GENERATE(from_range(kAllDelays));
  CAPTURE(law);
  DelaySource delays{law, 1};
  Automatic calendar;
  calendar.reserve(5'000);

  const std::size_t before = allocation_count;
  grow_and_shrink(calendar, delays);
  CHECK(allocation_count == before);
}

TEST_CASE("a calendar allocates nothing after warm-up") {
  const auto law = GENERATE(Delays::FewInstants, Delays::Exponential, Delays::Bimodal);
  CAPTURE(law);
  DelaySource delays{law, 1};
  Automatic calendar;
  const std::size_t before = allocation_count;
  grow_and_shrink(calendar, delays);
  REQUIRE(allocation_count > before);  // that allocations are counted at all

  const std::size_t warm = allocation_count;
  grow_and_shrink(calendar, delays);
  CHECK(allocation_count == warm);
}

TEST_CASE("a million pending events take at most 32 bytes each") {
  const auto law = GENERATE(Delays::Exponential, Delays::Bimodal, Delays::AnyMagnitude);
  const bool reserved = GENERATE(false, true);
  CAPTURE(law, reserved);
  constexpr std::size_t kPending = 1'000'000;
  DelaySource delays{law, 1};
  const std::size_t before = allocated_bytes;
  Automatic calendar;
  if (reserved) {
    calendar.reserve(kPending);
  }
  hold(calendar, delays, kPending, kPending);

  // Both what it says and what it has asked for, even if it had freed some of that since.
  CHECK(calendar.bytes() <= 32 * kPending);
  CHECK(allocated_bytes - before + sizeof calendar <= 32 * kPending);
}

}  // namespace
}  // namespace cutpoint
