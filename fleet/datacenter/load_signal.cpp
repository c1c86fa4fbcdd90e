#include "fleet/datacenter/load_signal.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

constexpr int kLevels = 16;
constexpr double kLevelsPerOctave = 3.0;

}  // namespace

double slowdown_of(std::uint8_t level) { return std::exp2(level / kLevelsPerOctave); }

std::uint8_t level_of(double slowdown) {
  CUTPOINT_EXPECTS(slowdown >= 1.0);

  const double level = std::round(kLevelsPerOctave * std::log2(slowdown));
  return static_cast<std::uint8_t>(std::min(level, kLevels - 1.0));
}

LoadSignal::LoadSignal(Duration period, Duration delay) : period_{period} {
  CUTPOINT_EXPECTS(period > Duration::zero());
  CUTPOINT_EXPECTS(delay >= Duration::zero());

  whole_delay_ = delay / period;
  rest_of_delay_ = delay % period;
  // The ring holds as many publications as may still be heard: the oldest ping in use was sent at
  // most one period and the delay ago.
  history_.assign(static_cast<std::size_t>(whole_delay_) + 3, PoolLoad{});
}

void LoadSignal::publish(bool pool_is_idle) {
  const auto slots = static_cast<std::int64_t>(history_.size());
  const PoolLoad former = history_[static_cast<std::size_t>(published_ % slots)];
  ++published_;
  last_publication_ += period_;
  PoolLoad& load = history_[static_cast<std::size_t>(published_ % slots)];
  if (service_ > DurationSum{}) {
    load.slowdown = slowdown_of(level_of(sojourn_.seconds() / service_.seconds()));
    load.wait = (sojourn_ - service_).seconds() / static_cast<double>(completed_);
  } else {
    load = pool_is_idle ? PoolLoad{} : former;
  }
  sojourn_ = service_ = DurationSum{};
  completed_ = 0;
}

PoolLoad LoadSignal::heard(TimePoint now, Duration phase) const {
  // The latest ping whose answer has come was sent in the current period, or one or two before it,
  // less the whole periods of the delay.
  const Duration sent = now - last_publication_ - rest_of_delay_ - phase;
  std::int64_t ping = published_ - whole_delay_;
  if (sent < Duration::zero()) {
    ping -= sent >= -period_ ? 1 : 2;
  }
  if (ping <= 0) {
    return {};  // The client has no answer yet, or one from before the first publication.
  }
  return history_[static_cast<std::size_t>(ping) % history_.size()];
}

}  // namespace cutpoint
