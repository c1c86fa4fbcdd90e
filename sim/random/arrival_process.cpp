#include "sim/random/arrival_process.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/contract.hpp"
#include "sim/random/counter_stream.hpp"

namespace cutpoint {
namespace {

bool is_valid(Rate rate) { return rate.value() >= 0.0 && std::isfinite(rate.value()); }

bool is_valid(const MarkovModulatedPoisson& process) {
  return std::ranges::all_of(process.states,
                             [](const auto& state) {
                               const double holding = state.mean_holding_time.count();
                               return is_valid(state.rate) && holding > 0.0 &&
                                      std::isfinite(holding);
                             }) &&
         std::ranges::any_of(process.states, [](const auto& state) { return state.rate > Rate{}; });
}

bool is_valid(const RateSchedule& schedule) {
  return std::ranges::all_of(
             schedule.steps,
             [](const auto& step) { return is_valid(step.rate) && step.length > Duration{}; }) &&
         std::ranges::any_of(schedule.steps, [](const auto& step) { return step.rate > Rate{}; });
}

bool is_valid(const Trace& trace) {
  return std::ranges::all_of(trace.interarrivals, [](Duration d) { return d >= Duration{}; }) &&
         std::ranges::any_of(trace.interarrivals, [](Duration d) { return d > Duration{}; });
}

Duration period_of(const RateSchedule& schedule) {
  Duration period{};
  for (const RateSchedule::Step& step : schedule.steps) {
    period += step.length;
  }
  return period;
}

double arrivals_per_period(const RateSchedule& schedule) {
  double arrivals = 0.0;
  for (const RateSchedule::Step& step : schedule.steps) {
    arrivals += step.rate * Seconds{step.length};
  }
  return arrivals;
}

/// The mean time that the process takes to go through all states once.
Seconds circle_time(const MarkovModulatedPoisson& process) {
  Seconds total{};
  for (const auto& state : process.states) {
    total += state.mean_holding_time;
  }
  return total;
}

Seconds mean_of(const MarkovModulatedPoisson& process) {
  double arrivals = 0.0;
  for (const auto& state : process.states) {
    arrivals += state.rate * state.mean_holding_time;
  }
  return circle_time(process) / arrivals;
}

Seconds mean_of(const Trace& trace) {
  Seconds total{};
  for (const Duration interarrival : trace.interarrivals) {
    total += interarrival;
  }
  return total / static_cast<double>(trace.interarrivals.size());
}

// The time R from an arbitrary moment to the next arrival has mean E[X²] / (2 E[X]) (Palm and
// Khinchine; Cox 1962, Renewal Theory, sec. 5.4, for any stationary process). So the squared
// coefficient of variation of X is 2 E[R] / E[X] - 1.
double cv_from_residual(Seconds mean_residual, Seconds mean) {
  return std::sqrt(std::max(0.0, 2.0 * (mean_residual / mean) - 1.0));
}

/// A map v -> constant + factor v.
struct Affine {
  double constant = 0.0;
  double factor = 1.0;

  [[nodiscard]] double operator()(double v) const { return constant + factor * v; }
  [[nodiscard]] Affine after(const Affine& first) const {
    return {.constant = constant + factor * first.constant, .factor = factor * first.factor};
  }
  [[nodiscard]] double fixed_point() const { return constant / (1.0 - factor); }
};

double cv_of(const MarkovModulatedPoisson& process) {
  // E[R] from the start of a state follows from that of the next one: the first of an arrival, of
  // rate r, and the end of the state, of rate q, comes after 1 / (r + q) and is the latter with
  // probability q / (r + q).
  const auto step = [](const auto& state) {
    const double end_rate = 1.0 / state.mean_holding_time.count();
    const double sum = state.rate.value() + end_rate;
    return Affine{.constant = 1.0 / sum, .factor = end_rate / sum};
  };
  Affine circle;
  for (const auto& state : process.states) {
    circle = circle.after(step(state));
  }
  double residual = circle.fixed_point();  // from the start of the first state
  Seconds weighted{};
  const Seconds total = circle_time(process);
  for (std::size_t i = process.states.size(); i-- > 0;) {
    const auto& state = process.states[i];
    residual = step(state)(residual);
    weighted += residual * state.mean_holding_time;
  }
  return cv_from_residual(weighted / (total / Seconds{1.0}), mean_of(process));
}

/// (x - (1 - exp(-x))) / x², which is 1/2 at 0.
double second_order_gap(double x) {
  // Near 0, where the difference would lose its digits, three terms of the series are taken.
  return x < 1e-3 ? 0.5 - x / 6.0 + x * x / 24.0 : (x + std::expm1(-x)) / (x * x);
}

/// (1 - exp(-x)) / x, which is 1 at 0.
double first_order_gap(double x) { return x == 0.0 ? 1.0 : -std::expm1(-x) / x; }

double cv_of(const RateSchedule& schedule) {
  // E[R] at the start of a step of length L and rate r follows from E[R] at its end: it is the
  // integral of exp(-r t) over the step, plus exp(-r L) times the latter.
  const auto step = [](const RateSchedule::Step& s) {
    const double length = Seconds{s.length}.count();
    const double x = s.rate.value() * length;
    return Affine{.constant = length * first_order_gap(x), .factor = std::exp(-x)};
  };
  Affine period;
  for (const RateSchedule::Step& s : schedule.steps) {
    period = period.after(step(s));
  }
  double residual = period.fixed_point();
  double area = 0.0;  // of E[R] over a period
  for (std::size_t i = schedule.steps.size(); i-- > 0;) {
    const RateSchedule::Step& s = schedule.steps[i];
    const double length = Seconds{s.length}.count();
    const double x = s.rate.value() * length;
    area += length * length * second_order_gap(x) + residual * length * first_order_gap(x);
    residual = step(s)(residual);
  }
  const Seconds length{period_of(schedule)};
  return cv_from_residual(Seconds{area / length.count()}, length / arrivals_per_period(schedule));
}

double cv_of(const Trace& trace) {
  const Seconds mean = mean_of(trace);
  double sum = 0.0;
  for (const Duration interarrival : trace.interarrivals) {
    const double deviation = Seconds{interarrival} / mean - 1.0;
    sum += deviation * deviation;
  }
  return std::sqrt(sum / static_cast<double>(trace.interarrivals.size()));
}

/// A trace at another speed. Arrival times are scaled and rounded, not the intervals between them,
/// so that errors of rounding do not add up.
Trace scaled(const Trace& trace, double factor) {
  Trace result{.interarrivals = {}, .loop = trace.loop};
  result.interarrivals.reserve(trace.interarrivals.size());
  Duration arrival{};
  Duration scaled_arrival{};
  for (const Duration interarrival : trace.interarrivals) {
    arrival = clock_sum(arrival, interarrival);
    const Duration rounded = to_clock_duration(factor * Seconds{arrival});
    result.interarrivals.push_back(rounded - scaled_arrival);
    scaled_arrival = rounded;
  }
  return result;
}

/// Draws the state at an arbitrary moment: each state in proportion to the time spent in it.
template <class Generator>
std::size_t draw_state(const MarkovModulatedPoisson& process, BasicStream<Generator>& stream) {
  Seconds place = stream.uniform() * circle_time(process);
  std::size_t state = 0;
  while (state + 1 < process.states.size() && place >= process.states[state].mean_holding_time) {
    place -= process.states[state].mean_holding_time;
    ++state;
  }
  return state;
}

}  // namespace

ArrivalProcess::ArrivalProcess(Distribution interarrival) : kind_{std::move(interarrival)} {
  CUTPOINT_EXPECTS(mean() > Seconds::zero());
}

ArrivalProcess::ArrivalProcess(MarkovModulatedPoisson process)
    : kind_{Modulated{.process = std::move(process), .state = std::nullopt}} {
  CUTPOINT_EXPECTS(is_valid(std::get<Modulated>(kind_).process));
}

ArrivalProcess::ArrivalProcess(RateSchedule schedule)
    : kind_{Scheduled{.schedule = std::move(schedule), .period = {}, .arrivals_per_period = 0.0}} {
  auto& scheduled = std::get<Scheduled>(kind_);
  CUTPOINT_EXPECTS(is_valid(scheduled.schedule));

  scheduled.period = period_of(scheduled.schedule);
  scheduled.arrivals_per_period = cutpoint::arrivals_per_period(scheduled.schedule);
}

ArrivalProcess::ArrivalProcess(Trace trace)
    : kind_{Replayed{.trace = std::make_shared<const Trace>(std::move(trace)), .end = 0}} {
  auto& replayed = std::get<Replayed>(kind_);
  CUTPOINT_EXPECTS(is_valid(*replayed.trace));

  replayed.end = replayed.trace->interarrivals.size();
}

template <class Generator>
Duration ArrivalProcess::next_of(Modulated& modulated, BasicStream<Generator>& stream) {
  const auto& states = modulated.process.states;
  if (!modulated.state) {
    modulated.state = draw_state(modulated.process, stream);
  }
  std::size_t state = *modulated.state;
  Seconds waited{};
  while (true) {
    // Exponential times have no memory, so what is left of the state is drawn anew after each
    // arrival.
    const Seconds holding = states[state].mean_holding_time * stream.exponential();
    const double work = stream.exponential();
    if (const Rate rate = states[state].rate; work < rate * holding) {
      modulated.state = state;
      return to_clock_duration(waited + Seconds{work / rate.value()});
    }
    waited += holding;
    state = state + 1 == states.size() ? 0 : state + 1;
  }
}

// The time to the next arrival of a Poisson process with a varying rate: the integral of the rate
// over that time is `work`, which the caller draws from the exponential law of mean 1.
Duration ArrivalProcess::next_of(Scheduled& scheduled, double work) {
  const auto& steps = scheduled.schedule.steps;
  const double periods = std::floor(work / scheduled.arrivals_per_period);
  work -= periods * scheduled.arrivals_per_period;
  Duration waited = to_clock_duration(periods * Seconds{scheduled.period});
  while (true) {
    const RateSchedule::Step& step = steps[scheduled.step];
    const Duration left = step.length - scheduled.into_step;
    const double work_left = step.rate * Seconds{left};
    if (work < work_left) {
      // Rounding may reach the end of the step, where the next call then goes on.
      const Duration more = to_duration(Seconds{work / step.rate.value()});
      scheduled.into_step += more;
      return clock_sum(waited, more);
    }
    work -= work_left;
    waited = clock_sum(waited, left);
    scheduled.into_step = Duration{};
    scheduled.step = scheduled.step + 1 == steps.size() ? 0 : scheduled.step + 1;
  }
}

Duration ArrivalProcess::next_of(Replayed& replayed) {
  const Trace& trace = *replayed.trace;
  CUTPOINT_DEBUG_EXPECTS(replayed.position < trace.interarrivals.size());

  const Duration interarrival = trace.interarrivals[replayed.position++];
  if (trace.loop && replayed.position == trace.interarrivals.size()) {
    replayed.position = 0;
  }
  return interarrival;
}

template <class Generator>
Duration ArrivalProcess::interval_less_common(BasicStream<Generator>& stream) {
  if (auto* modulated = std::get_if<Modulated>(&kind_)) {
    return next_of(*modulated, stream);
  }
  if (auto* scheduled = std::get_if<Scheduled>(&kind_)) {
    return next_of(*scheduled, stream.exponential());
  }
  return next_of(std::get<Replayed>(kind_));
}

template Duration ArrivalProcess::interval_less_common(RandomStream& stream);
template Duration ArrivalProcess::interval_less_common(CounterStream& stream);

Seconds ArrivalProcess::mean() const {
  if (const auto* interarrival = std::get_if<Distribution>(&kind_)) {
    return interarrival->mean();
  }
  if (const auto* modulated = std::get_if<Modulated>(&kind_)) {
    return mean_of(modulated->process);
  }
  if (const auto* scheduled = std::get_if<Scheduled>(&kind_)) {
    return Seconds{scheduled->period} / scheduled->arrivals_per_period;
  }
  return mean_of(*std::get<Replayed>(kind_).trace);
}

double ArrivalProcess::cv() const {
  if (const auto* interarrival = std::get_if<Distribution>(&kind_)) {
    return std::sqrt(interarrival->scv());
  }
  if (const auto* modulated = std::get_if<Modulated>(&kind_)) {
    return cv_of(modulated->process);
  }
  if (const auto* scheduled = std::get_if<Scheduled>(&kind_)) {
    return cv_of(scheduled->schedule);
  }
  return cv_of(*std::get<Replayed>(kind_).trace);
}

ArrivalProcess ArrivalProcess::with_mean(Seconds mean) const {
  CUTPOINT_EXPECTS(mean > Seconds::zero() && std::isfinite(mean.count()));

  if (const auto* interarrival = std::get_if<Distribution>(&kind_)) {
    return ArrivalProcess{interarrival->with_mean(mean)};
  }
  const double factor = mean / this->mean();
  if (const auto* modulated = std::get_if<Modulated>(&kind_)) {
    MarkovModulatedPoisson process = modulated->process;
    for (auto& state : process.states) {
      state.rate = (1.0 / factor) * state.rate;
      state.mean_holding_time *= factor;
    }
    return ArrivalProcess{std::move(process)};
  }
  if (const auto* scheduled = std::get_if<Scheduled>(&kind_)) {
    RateSchedule schedule = scheduled->schedule;
    for (auto& step : schedule.steps) {
      step.rate = (1.0 / factor) * step.rate;
    }
    return ArrivalProcess{std::move(schedule)};
  }
  return ArrivalProcess{scaled(*std::get<Replayed>(kind_).trace, factor)};
}

std::string ArrivalProcess::description() const {
  if (const auto* interarrival = std::get_if<Distribution>(&kind_)) {
    return std::holds_alternative<Exponential>(interarrival->law())
               ? "Poisson"
               : "renewal, " + cutpoint::description(*interarrival);
  }
  if (const auto* modulated = std::get_if<Modulated>(&kind_)) {
    return "Markov-modulated Poisson, states " + std::to_string(modulated->process.states.size());
  }
  if (const auto* scheduled = std::get_if<Scheduled>(&kind_)) {
    return "rate schedule, steps " + std::to_string(scheduled->schedule.steps.size());
  }
  const Trace& trace = *std::get<Replayed>(kind_).trace;
  return "trace, intervals " + std::to_string(trace.interarrivals.size()) +
         (trace.loop ? ", repeated" : "");
}

}  // namespace cutpoint
