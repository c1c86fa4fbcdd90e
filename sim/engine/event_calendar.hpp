// The future-event list: what happens next, and when.
//
// Invariants
//   1. Time never runs backwards: pop() returns events in non-decreasing time.
//   2. Events at one instant leave in the order they were scheduled, so a run depends on its inputs
//      and its seed, and on nothing else.
//   3. After reserve(n), holding at most n events allocates nothing.
//
// A 4-ary heap in flat memory. Not thread-safe: each replication owns its own calendar.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "sim/units/contract.hpp"
#include "sim/units/time.hpp"

namespace cutpoint {

/// A few bytes that say what will happen; the model knows what they mean.
template <class Event>
concept CalendarEvent = std::is_trivially_copyable_v<Event> && sizeof(Event) <= 8;

template <CalendarEvent Event>
struct ScheduledEvent {
  TimePoint at;
  Event event;

  friend bool operator==(const ScheduledEvent&, const ScheduledEvent&) = default;
};

template <CalendarEvent Event>
class EventCalendar {
 public:
  /// Makes room for `capacity` pending events, before the run starts.
  void reserve(std::size_t capacity) { heap_.reserve(capacity); }

  /// Adds an event to the future. O(log n). Requires: at >= now().
  void schedule(TimePoint at, Event event) {
    CUTPOINT_EXPECTS(at >= now_);
    heap_.emplace_back();
    sift_up(heap_.size() - 1, Entry{at, scheduled_count_++, event});
  }

  /// Takes out the earliest event and moves the clock to it. O(log n). Requires: !empty().
  ScheduledEvent<Event> pop() {
    CUTPOINT_EXPECTS(!empty());
    const Entry earliest = heap_.front();
    const Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) {
      sift_down(last);
    }
    now_ = earliest.at;
    return {earliest.at, earliest.event};
  }

  /// When the last popped event was due; the epoch before the first pop().
  [[nodiscard]] TimePoint now() const noexcept { return now_; }
  [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }
  [[nodiscard]] bool empty() const noexcept { return heap_.empty(); }

 private:
  static constexpr std::size_t kArity = 4;

  struct Entry {
    TimePoint at;
    std::uint64_t sequence;  // how many events were scheduled before this one
    Event event;
  };

  /// The order of events is decided here and nowhere else.
  static bool earlier(const Entry& a, const Entry& b) {
    return a.at != b.at ? a.at < b.at : a.sequence < b.sequence;
  }

  void sift_up(std::size_t hole, Entry entry) {
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / kArity;
      if (!earlier(entry, heap_[parent])) {
        break;
      }
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = entry;
  }

  /// Puts `entry` in at the root, which is free.
  void sift_down(Entry entry) {
    std::size_t hole = 0;
    for (;;) {
      const std::size_t first = hole * kArity + 1;
      if (first >= heap_.size()) {
        break;
      }
      const std::size_t end = first + kArity < heap_.size() ? first + kArity : heap_.size();
      std::size_t least = first;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (earlier(heap_[child], heap_[least])) {
          least = child;
        }
      }
      if (!earlier(heap_[least], entry)) {
        break;
      }
      heap_[hole] = heap_[least];
      hole = least;
    }
    heap_[hole] = entry;
  }

  std::vector<Entry> heap_;  // the earliest entry is at the front
  TimePoint now_{};
  std::uint64_t scheduled_count_ = 0;
};

}  // namespace cutpoint
