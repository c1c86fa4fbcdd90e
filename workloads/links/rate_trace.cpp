#include "workloads/links/rate_trace.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

constexpr Duration kSecond{1'000'000'000};

}  // namespace

RateTrace RateTrace::of_steps(const std::vector<Step>& steps) {
  RateTrace trace;
  Duration end{};
  double carried = 0.0;
  for (const Step& step : steps) {
    CUTPOINT_EXPECTS(step.length > Duration::zero());
    CUTPOINT_EXPECTS(step.rate.value() >= 0.0 && std::isfinite(step.rate.value()));
    end += step.length;
    carried += step.rate.value() * Seconds{step.length}.count();
    trace.ends_.push_back(end);
    trace.carried_.push_back(carried);
    trace.rates_.push_back(step.rate.value());
  }
  CUTPOINT_EXPECTS(carried > 0.0);
  return trace;
}

RateTrace RateTrace::of_packets(std::vector<Duration> opportunities) {
  CUTPOINT_EXPECTS(!opportunities.empty() && opportunities.back() > Duration::zero());
  CUTPOINT_EXPECTS(opportunities.front() >= Duration::zero());
  CUTPOINT_EXPECTS(std::ranges::is_sorted(opportunities));

  const Duration end = opportunities.back();
  const auto above_zero = std::ranges::upper_bound(opportunities, Duration::zero());
  std::fill(opportunities.begin(), above_zero, end);
  std::rotate(opportunities.begin(), above_zero, opportunities.end());
  // Of several packets at one time the last keeps that time, and each before it is moved to a
  // nanosecond before the next.
  for (std::size_t i = opportunities.size() - 1; i > 0; --i) {
    opportunities[i - 1] = std::min(opportunities[i - 1], opportunities[i] - Duration{1});
  }
  CUTPOINT_EXPECTS(opportunities.front() > Duration::zero());
  RateTrace trace;
  for (std::size_t i = 1; i <= opportunities.size(); ++i) {
    trace.carried_.push_back(static_cast<double>(i) * kPacket.value());
  }
  trace.ends_ = std::move(opportunities);
  return trace;
}

Duration RateTrace::finish(Duration start, Bytes amount) const {
  CUTPOINT_EXPECTS(start >= Duration::zero());
  CUTPOINT_EXPECTS(amount.value() >= 0.0 && std::isfinite(amount.value()));

  if (amount.value() == 0.0) {
    return start;
  }
  if (is_of_packets()) {
    return finish_packets(start, static_cast<std::int64_t>(std::ceil(amount / kPacket)));
  }
  const double target = carried_in_round(start % period()) + amount.value();
  const double total = carried_.back();
  double rounds = std::floor(target / total);
  double rest = target - rounds * total;
  // A transfer that takes all of a round ends with its last byte, before steps of rate 0 there.
  if (rest <= 0.0) {
    rounds -= 1.0;
    rest = total;
  }
  // The first step by whose end enough is carried. It has a rate above 0, for a step of rate 0
  // carries no more than the one before it.
  const auto step = std::ranges::lower_bound(carried_, std::min(rest, total)) - carried_.begin();
  const auto i = static_cast<std::size_t>(step);
  const double left = (carried_[i] - rest) / rates_[i];  // time left of the step
  const Duration round = start - start % period() + static_cast<Duration::rep>(rounds) * period();
  return std::max(start, round + ends_[i] - to_duration(Seconds{left}));
}

Duration RateTrace::finish_packets(Duration start, std::int64_t packets) const {
  const auto size = static_cast<std::int64_t>(ends_.size());
  const Duration into = start % period();
  const std::int64_t last = std::ranges::upper_bound(ends_, into) - ends_.begin() + packets - 1;
  return start - into + (last / size) * period() + ends_[static_cast<std::size_t>(last % size)];
}

double RateTrace::carried_in_round(Duration into) const {
  const auto step = std::ranges::upper_bound(ends_, into) - ends_.begin();
  const auto i = static_cast<std::size_t>(step);  // within bounds, as `into` is before the end
  const double before = i > 0 ? carried_[i - 1] : 0.0;
  if (is_of_packets()) {
    return before;
  }
  return before + rates_[i] * Seconds{into - (i > 0 ? ends_[i - 1] : Duration{})}.count();
}

Bytes RateTrace::carried(Duration from, Duration to) const {
  CUTPOINT_EXPECTS(Duration::zero() <= from && from <= to);

  const auto rounds = static_cast<double>(to / period() - from / period());
  return Bytes{rounds * carried_.back() + carried_in_round(to % period()) -
               carried_in_round(from % period())};
}

BytesPerSecond RateTrace::rate(Duration at) const {
  CUTPOINT_EXPECTS(at >= Duration::zero());

  if (!is_of_packets()) {
    const auto step = std::ranges::upper_bound(ends_, at % period()) - ends_.begin();
    return BytesPerSecond{rates_[static_cast<std::size_t>(step)]};
  }
  // The rate is taken some rounds later, where the second before does not reach back beyond the
  // start of the trace.
  const Duration later = at + (kSecond / period() + 1) * period();
  return BytesPerSecond{carried(later - kSecond, later).value()};
}

BytesPerSecond RateTrace::mean() const {
  return BytesPerSecond{carried_.back() / Seconds{period()}.count()};
}

}  // namespace cutpoint
