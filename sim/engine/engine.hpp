// The loop: takes the next event from the calendar and lets the model act on it.
//
// What an event means is the model's business. Bare queues and the fleet are two models of this one
// loop, resolved at compile time; nothing is allocated, thrown or called virtually here.
#pragma once

#include <bit>
#include <cstdint>

#include "sim/engine/event_calendar.hpp"
#include "sim/engine/fingerprint.hpp"

namespace cutpoint {

/// The calendar that an engine uses unless told otherwise.
struct StandardCalendar {
  template <class Event>
  using Of = EventCalendar<Event>;
};

/// Runs a model on simulated time: one replication of one system, in one thread. `Model` has a type
/// `Event` (8 bytes without padding) and a function `void handle(Event, Engine<Model>&)`, which may
/// schedule further events. It may also have `void approach(Event) const`, which is called some
/// events ahead if many are pending, so that the model can fetch memory. Benchmarks compare other
/// calendars by `CalendarChoice`.
template <class Model, class CalendarChoice = StandardCalendar>
class Engine {
 public:
  using Event = typename Model::Event;
  static_assert(sizeof(Event) == 8 && std::has_unique_object_representations_v<Event>,
                "an event is hashed as one 64-bit word");

  /// Makes room for so many pending events before the run, so that the loop allocates nothing.
  void reserve(std::size_t pending) { calendar_.reserve(pending); }
  /// Adds an event that is due at `at`. Events at or beyond the end of the clock do not happen;
  /// that there was one is remembered. Amortized O(1). Requires: at >= now().
  void schedule(TimePoint at, Event event) {
    if (at < kEndOfClock) [[likely]] {
      calendar_.schedule(at, event);
    } else {
      reaches_beyond_clock_ = true;
    }
  }
  /// Adds an event that is due `delay` from now. Requires: delay >= 0.
  void schedule_after(Duration delay, Event event) { schedule(clock_sum(now(), delay), event); }

  /// Ends run() after the event in hand.
  void stop() { stopped_ = true; }
  [[nodiscard]] bool is_stopped() const { return stopped_; }

  /// Runs until stop() is called or nothing is left to happen.
  void run(Model& model) {
    while (!stopped_ && !calendar_.empty()) {
      const auto [at, event] = next(model);
      fingerprint_.add(static_cast<std::uint64_t>(at.time_since_epoch().count()));
      fingerprint_.add(std::bit_cast<std::uint64_t>(event));
      ++event_count_;
      model.handle(event, *this);
    }
  }

  /// The simulated time of the event in hand; the epoch before the first one.
  [[nodiscard]] TimePoint now() const { return calendar_.now(); }
  /// Whether run() ended because simulated time did: events were left, all of them beyond the
  /// clock.
  [[nodiscard]] bool clock_has_ended() const {
    return reaches_beyond_clock_ && calendar_.empty() && !stopped_;
  }
  /// How many events have been handled.
  [[nodiscard]] std::uint64_t event_count() const { return event_count_; }
  /// A hash of every event handled and its time: two runs with equal fingerprints did the same.
  [[nodiscard]] const Fingerprint& fingerprint() const { return fingerprint_; }

 private:
  ScheduledEvent<Event> next(const Model& model) {
    if constexpr (requires(Event event) { model.approach(event); }) {
      return calendar_.pop([&model](Event event) { model.approach(event); });
    } else {
      return calendar_.pop();
    }
  }

  typename CalendarChoice::template Of<Event> calendar_;
  Fingerprint fingerprint_;
  std::uint64_t event_count_ = 0;
  bool stopped_ = false;
  bool reaches_beyond_clock_ = false;
};

}  // namespace cutpoint
