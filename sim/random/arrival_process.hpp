// When jobs arrive: the time from each arrival to the next.
//
// An ArrivalProcess is a value that carries its state, so a copy continues on its own. Times are
// whole nanoseconds; a process counts them as the engine's clock does, so that a daily schedule
// does not drift.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"
#include "sim/random/distribution.hpp"

namespace cutpoint {

/// Poisson arrivals whose rate depends on a state; the states follow each other in a circle, each
/// held for an exponential time. Two states are the classical MMPP(2) (Fischer and
/// Meier-Hellstern 1993). It starts in its stationary state, drawn when first used.
struct MarkovModulatedPoisson {
  struct State {
    Rate rate;
    Seconds mean_holding_time;
  };
  std::vector<State> states;
};

/// Poisson arrivals at a rate that is constant within each step and repeats after the last one,
/// such as a day of 24 hours. Its first step begins at time 0.
struct RateSchedule {
  struct Step {
    Duration length;
    Rate rate;
  };
  std::vector<Step> steps;
};

/// Recorded inter-arrival times, replayed in order; from the start again if `loop`.
struct Trace {
  std::vector<Duration> interarrivals;
  bool loop = false;
};

/// A source of jobs: what is drawn from it are the times between successive arrivals.
class ArrivalProcess {
 public:
  /// Independent inter-arrival times. An exponential law makes it Poisson.
  /// Requires: a mean above 0.
  explicit ArrivalProcess(Distribution interarrival);
  /// Requires: at least one state; rates >= 0, not all 0; holding times > 0; all finite.
  explicit ArrivalProcess(MarkovModulatedPoisson process);
  /// Requires: at least one step; rates >= 0, not all 0, finite; lengths > 0.
  explicit ArrivalProcess(RateSchedule schedule);
  /// Requires: at least one interval, none negative, not all 0.
  explicit ArrivalProcess(Trace trace);

  /// Whether a trace, not repeated, has no further arrival. Never true of another process.
  [[nodiscard]] bool has_ended() const {
    const auto* replayed = std::get_if<Replayed>(&kind_);
    return replayed != nullptr && replayed->position == replayed->end;
  }
  /// The time from the last arrival, or from time 0, to the next one; at most all the time that the
  /// clock has. Requires: !has_ended().
  template <class Generator>
  [[nodiscard]] Duration interval(BasicStream<Generator>& stream);
  /// The time to the next arrival as interval() draws it, or nothing if has_ended(). Slower than
  /// interval() by about 3 ns, because compilers keep an optional in memory.
  template <class Generator>
  [[nodiscard]] std::optional<Duration> next(BasicStream<Generator>& stream);

  /// The mean of the inter-arrival time in the long run: 1 / arrival rate.
  [[nodiscard]] Seconds mean() const;
  /// The coefficient of variation of the time from one arbitrary arrival to the next. It says
  /// nothing about correlation between successive times. O(states, steps or intervals).
  [[nodiscard]] double cv() const;
  /// The process at another speed, from its start. All times are scaled, but for a rate schedule
  /// only its rates: a day remains a day. Requires: mean > 0.
  [[nodiscard]] ArrivalProcess with_mean(Seconds mean) const;
  /// "Poisson", "renewal, Weibull, shape 0.8376", "rate schedule, steps 24", …
  [[nodiscard]] std::string description() const;

 private:
  struct Modulated {
    MarkovModulatedPoisson process;
    std::optional<std::size_t> state;  // unknown until the first draw
  };
  struct Scheduled {
    RateSchedule schedule;
    Duration period;
    double arrivals_per_period;  // expected number
    std::size_t step = 0;
    Duration into_step{};  // the time since the step began
  };
  struct Replayed {
    std::shared_ptr<const Trace> trace;  // shared: it may be long, and copies are common
    std::size_t end;                     // never reached if the trace is repeated
    std::size_t position = 0;
  };

  template <class Generator>
  static Duration next_of(Modulated& modulated, BasicStream<Generator>& stream);
  static Duration next_of(Scheduled& scheduled, double work);
  static Duration next_of(Replayed& replayed);
  template <class Generator>
  Duration interval_less_common(BasicStream<Generator>& stream);

  std::variant<Distribution, Modulated, Scheduled, Replayed> kind_;
};

// This function is inline because most arrivals are those of a renewal process.
template <class Generator>
inline Duration ArrivalProcess::interval(BasicStream<Generator>& stream) {
  if (const auto* interarrival = std::get_if<Distribution>(&kind_)) {
    return to_clock_duration(interarrival->sample(stream));
  }
  return interval_less_common(stream);
}

template <class Generator>
inline std::optional<Duration> ArrivalProcess::next(BasicStream<Generator>& stream) {
  std::optional<Duration> found;
  if (!has_ended()) {
    found = interval(stream);
  }
  return found;
}

}  // namespace cutpoint
