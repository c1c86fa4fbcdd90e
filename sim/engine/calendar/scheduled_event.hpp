// What a calendar holds: an event and when it is due.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/time.hpp"

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

namespace calendar {

/// A time at or after the epoch as the unsigned number whose bits the ladder sorts by.
constexpr std::uint64_t instant(TimePoint at) {
  return static_cast<std::uint64_t>(at.time_since_epoch().count());
}

/// Later than every time.
inline constexpr std::uint64_t kNever = ~std::uint64_t{0};

/// The opposite of instant().
constexpr TimePoint time_point(std::uint64_t instant) {
  return TimePoint{Duration{static_cast<Duration::rep>(instant)}};
}

/// An event as a word.
template <CalendarEvent Event>
std::uint64_t packed(const Event& event) {
  if constexpr (sizeof(Event) == sizeof(std::uint64_t)) {
    return std::bit_cast<std::uint64_t>(event);
  } else {
    std::uint64_t word = 0;
    std::memcpy(&word, &event, sizeof event);
    return word;
  }
}
template <CalendarEvent Event>
Event unpacked(std::uint64_t word) {
  Event event;
  std::memcpy(&event, &word, sizeof event);
  return event;
}

}  // namespace calendar
}  // namespace cutpoint
