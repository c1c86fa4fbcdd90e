// What the engine is measured against: the recursions that need no calendar, and the calendar of
// the standard library.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <type_traits>
#include <vector>

#include "sim/engine/calendar/scheduled_event.hpp"
#include "sim/random/distribution.hpp"

namespace cutpoint::bench {

/// std::priority_queue behind the interface of EventCalendar, with its order of events.
template <CalendarEvent Event>
class HeapCalendar {
 public:
  void reserve(std::size_t capacity) {
    std::vector<Entry> memory;
    memory.reserve(capacity);
    heap_ = Heap{Later{}, std::move(memory)};
  }
  void schedule(TimePoint at, Event event) { heap_.push({at, scheduled_count_++, event}); }
  ScheduledEvent<Event> pop() {
    const Entry earliest = heap_.top();
    heap_.pop();
    now_ = earliest.at;
    return {earliest.at, earliest.event};
  }
  [[nodiscard]] TimePoint now() const { return now_; }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  [[nodiscard]] bool empty() const { return heap_.empty(); }

 private:
  struct Entry {
    TimePoint at;
    std::uint64_t sequence;
    Event event;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.at != b.at ? a.at > b.at : a.sequence > b.sequence;
    }
  };
  using Heap = std::priority_queue<Entry, std::vector<Entry>, Later>;

  Heap heap_;
  TimePoint now_{};
  std::uint64_t scheduled_count_ = 0;
};

/// The times between arrivals and the service times of an M/M/k queue, from the streams that the
/// product's queues use. `Time` is Duration, whole nanoseconds as in the product, or Seconds, which
/// saves the rounding.
template <class Time>
class QueueDraws {
 public:
  QueueDraws(const Distribution& interarrival, const Distribution& service)
      : interarrival_{interarrival}, service_{service} {}

  Time interarrival() { return as_time(interarrival_.sample(arrivals_)); }
  Time service() { return as_time(service_.sample(services_)); }

 private:
  static Time as_time(Seconds draw) {
    if constexpr (std::is_same_v<Time, Duration>) {
      return to_duration(draw);
    } else {
      return draw;
    }
  }

  Distribution interarrival_;
  Distribution service_;
  RandomStream arrivals_{{.purpose = Purpose::Arrival}};
  RandomStream services_{{.purpose = Purpose::Service}};
};

/// Sum of the waiting times of the first `jobs` jobs of M/M/1 (Lindley 1952).
template <class Time>
Time lindley(QueueDraws<Time> draws, std::uint64_t jobs) {
  Time waiting{};
  Time sum{};
  draws.interarrival();  // of the first job, which does not wait
  for (std::uint64_t job = 0; job < jobs; ++job) {
    sum += waiting;
    const Time ahead = waiting + draws.service() - draws.interarrival();
    waiting = ahead > Time::zero() ? ahead : Time::zero();
  }
  return sum;
}

/// Sum of the waiting times of the first `jobs` jobs of M/M/k (Kiefer and Wolfowitz 1955): the
/// times at which the servers become free, kept sorted by insertion.
template <std::size_t kServers, class Time>
Time kiefer_wolfowitz(QueueDraws<Time> draws, std::uint64_t jobs) {
  std::array<Time, kServers> free_at{};
  Time now{};
  Time sum{};
  for (std::uint64_t job = 0; job < jobs; ++job) {
    now += draws.interarrival();
    const Time start = free_at[0] > now ? free_at[0] : now;
    sum += start - now;
    const Time end = start + draws.service();
    std::size_t place = 0;
    while (place + 1 < kServers && free_at[place + 1] < end) {
      free_at[place] = free_at[place + 1];
      ++place;
    }
    free_at[place] = end;
  }
  return sum;
}

}  // namespace cutpoint::bench
