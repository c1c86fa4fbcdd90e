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

/// An event with the time at which it happens.
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

/// An instant that is later than every time of the clock.
inline constexpr std::uint64_t kNever = ~std::uint64_t{0};

/// The time that instant() made this number of.
constexpr TimePoint time_point(std::uint64_t instant) {
  return TimePoint{Duration{static_cast<Duration::rep>(instant)}};
}

/// The bytes of an event as one word, padded with zeros.
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
