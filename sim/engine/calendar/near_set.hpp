// The earliest few events of a calendar, in order.
//
// A sorted array that is popped from and inserted into at its front: an insertion shifts the
// earlier entries, which are few if it is soon due. Up to some dozens of entries nothing is faster.
#pragma once

#include <array>
#include <cstddef>

#include "base/contract.hpp"
#include "sim/engine/calendar/scheduled_event.hpp"

namespace cutpoint::calendar {

/// Holds up to `kMost` entries in flat memory of its own.
template <CalendarEvent Event, std::size_t kMost>
class NearSet {
 public:
  using Entry = ScheduledEvent<Event>;

  NearSet() : begin_{kFreshBegin}, end_{kFreshBegin} { clear(); }

  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] bool full() const { return size() == kMost; }
  /// The i-th of the entries in order of time, counted from 0. Requires: i < size().
  [[nodiscard]] Entry operator[](std::size_t i) const { return entry(begin_ + i); }

  /// Takes out the earliest entry. Requires: !empty().
  Entry pop_front() { return entry(begin_++); }

  /// Puts `added` behind all entries that are not later, from the front. O(number of earlier
  /// entries). Requires: !full().
  void insert(const Entry& added) {
    const std::uint64_t at = instant(added.at);
    --begin_;
    std::size_t slot = begin_;
    for (; times_[slot + 1] <= at; ++slot) {  // ends at kNever at the latest
      copy(slot + 1, slot);
    }
    put(slot, at, added.event);
  }

  void clear() {
    begin_ = end_ = kFreshBegin;
    times_[end_] = kNever;
  }

  /// Puts `added` behind all entries that are not later, from the back: fast if entries come nearly
  /// in order. O(number of later entries). Requires: fewer than kMost entries appended since
  /// clear(), nothing else done in between.
  void append(const Entry& added) {
    const std::uint64_t at = instant(added.at);
    std::size_t slot = end_;
    for (; slot != begin_ && at < times_[slot - 1]; --slot) {
      copy(slot - 1, slot);
    }
    put(slot, at, added.event);
    ++end_;
    times_[end_] = kNever;
  }

 private:
  // Insertions grow towards the front, for which the first half is enough: the end never moves back
  // beyond the middle. Appended entries go to the second half.
  static constexpr std::size_t kSlots = 2 * kMost + 1;
  static constexpr std::size_t kFreshBegin = kMost;

  [[nodiscard]] Entry entry(std::size_t slot) const {
    return {time_point(times_[slot]), unpacked<Event>(events_[slot])};
  }
  void put(std::size_t slot, std::uint64_t at, Event event) {
    times_[slot] = at;
    events_[slot] = packed(event);
  }
  void copy(std::size_t from, std::size_t to) {
    times_[to] = times_[from];
    events_[to] = events_[from];
  }

  std::size_t begin_;
  std::size_t end_;
  // Times and events have arrays of their own, and events are whole words: what was written a
  // moment ago is read fastest in the same pieces in which it was written.
  std::array<std::uint64_t, kSlots> times_{};  // kNever at the end
  std::array<std::uint64_t, kSlots> events_{};
};

}  // namespace cutpoint::calendar
