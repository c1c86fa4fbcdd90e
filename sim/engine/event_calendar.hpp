// The future-event list: what happens next, and when.
//
// Invariants
//   1. Time never runs backwards: pop() returns events in non-decreasing time.
//   2. Events at one instant leave in the order they were scheduled, so a run depends on its inputs
//      and its seed, and on nothing else.
//   3. After reserve(n), holding at most n events allocates nothing.
//
// While few events are pending all of them lie in a sorted array. When that is full, they move to a
// radix ladder, which refills the array with the earliest ones whenever it is empty; once all fit
// in again, the ladder is out of use. So costs hardly grow with the number pending, and a pending
// event takes little more than its 16 bytes. Not thread-safe: each replication owns its calendar.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/contract.hpp"
#include "base/time.hpp"
#include "sim/engine/calendar/near_set.hpp"
#include "sim/engine/calendar/radix_ladder.hpp"
#include "sim/engine/calendar/scheduled_event.hpp"

namespace cutpoint {

namespace calendar {

/// Sizes of the sorted array, found by measuring (docs/performance.md).
struct DefaultSizes {
  static constexpr std::size_t kNearMost = 40;    // the most events in the sorted array
  static constexpr std::size_t kNearRefill = 24;  // the most that the ladder moves at a time
};

}  // namespace calendar

/// The pending events of one run. Tests choose other `Sizes`, to reach the limits of the sorted
/// array with few events.
template <CalendarEvent Event, class Sizes = calendar::DefaultSizes>
class EventCalendar {
  static_assert(calendar::Chunk<ScheduledEvent<Event>>::kEntries <= Sizes::kNearRefill &&
                    Sizes::kNearRefill <= Sizes::kNearMost,
                "a chunk must fit into a refill, and a refill into the sorted array");

 public:
  /// Makes room for `capacity` pending events, before the run starts.
  void reserve(std::size_t capacity) {
    if (capacity > Sizes::kNearMost) {
      ladder_.reserve(capacity);
    }
  }

  /// Adds an event to the future. Amortized O(1). Requires: at >= now().
  void schedule(TimePoint at, Event event) {
    CUTPOINT_EXPECTS(at >= now_);
    if (calendar::instant(at) < near_limit_) {
      if (!near_.full()) [[likely]] {
        near_.insert({at, event});
        return;
      }
      spill();
    }
    ladder_.add({at, event});
  }

  /// Takes out the earliest event and moves the clock to it. Calls `approach(Event)` for events
  /// that become some of the earliest few, ahead of their time. Amortized O(1). Requires: !empty().
  template <class Approach>
  ScheduledEvent<Event> pop(const Approach& approach) {
    if (near_.empty()) [[unlikely]] {
      refill();
      for (std::size_t i = 0; i < near_.size(); ++i) {
        approach(near_[i].event);
      }
    }
    const ScheduledEvent<Event> earliest = near_.pop_front();
    now_ = earliest.at;
    return earliest;
  }

  /// Takes out the earliest event and moves the clock to it. Amortized O(1). Requires: !empty().
  ScheduledEvent<Event> pop() {
    return pop([](const Event&) {});
  }

  /// When the earliest event is due; leaves the clock alone. Amortized O(1) if no more than a few
  /// looks lie between two pops. Requires: !empty().
  [[nodiscard]] TimePoint next_time() const {
    CUTPOINT_EXPECTS(!empty());
    return near_.empty() ? ladder_.earliest() : near_[0].at;
  }

  /// When the last popped event was due; the epoch before the first pop().
  [[nodiscard]] TimePoint now() const noexcept { return now_; }
  [[nodiscard]] std::size_t size() const noexcept { return near_.size() + ladder_.size(); }
  [[nodiscard]] bool empty() const noexcept { return near_.empty() && ladder_.empty(); }

  /// Bytes of memory that the calendar takes, itself and free room included.
  [[nodiscard]] std::size_t bytes() const noexcept { return sizeof *this + ladder_.bytes(); }

 private:
  // All events that are due before this time lie in `near_`, all others in `ladder_`.
  std::uint64_t near_limit_ = calendar::kNever;
  TimePoint now_{};
  calendar::NearSet<Event, Sizes::kNearMost> near_;
  calendar::RadixLadder<Event> ladder_;

  // Neither refill() nor spill() is inlined, so that the common paths around their calls are:
  // models with few events pending never come here.

  [[gnu::noinline]] void refill() {
    CUTPOINT_EXPECTS(!empty());
    near_limit_ = ladder_.move_earliest(near_, Sizes::kNearRefill);
  }

  /// Moves the whole sorted array to the ladder, when it is full. This keeps the order of
  /// simultaneous events: everything on the ladder is beyond the range from now() to the former
  /// limit, and differs from all times in that range in the same, higher digit, so the moved events
  /// share no bucket with it.
  [[gnu::noinline]] void spill() {
    ladder_.set_reference(now_);
    for (std::size_t i = 0; i < near_.size(); ++i) {
      ladder_.add(near_[i]);
    }
    near_.clear();
    near_limit_ = calendar::instant(now_);
  }
};

}  // namespace cutpoint
