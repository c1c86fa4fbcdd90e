#include "sim/fleet/load_signal.hpp"

#include <algorithm>
#include <cmath>

#include "sim/units/contract.hpp"

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

LoadSignal::LoadSignal(Duration period, Duration delay) : period_{period}, delay_{delay} {
  CUTPOINT_EXPECTS(period > Duration::zero());
  CUTPOINT_EXPECTS(delay >= Duration::zero());

  // The oldest ping still in use was sent at most one period and the delay ago.
  history_.assign(static_cast<std::size_t>(delay / period) + 3, 0);
}

void LoadSignal::publish(bool pool_is_idle) {
  const auto slots = static_cast<std::int64_t>(history_.size());
  const std::uint8_t former = history_[static_cast<std::size_t>(published_ % slots)];
  ++published_;
  std::uint8_t& level = history_[static_cast<std::size_t>(published_ % slots)];
  if (service_ > Duration::zero()) {
    level = level_of(Seconds{sojourn_} / Seconds{service_});
  } else {
    level = pool_is_idle ? std::uint8_t{0} : former;
  }
  sojourn_ = service_ = Duration::zero();
}

double LoadSignal::heard(TimePoint now, Duration phase) const {
  const Duration sent_at_or_before = now.time_since_epoch() - delay_ - phase;
  const std::int64_t ping = sent_at_or_before / period_;
  if (sent_at_or_before < Duration::zero() || ping == 0) {
    return 1.0;  // No answer yet, or one from before the first publication.
  }
  const auto slots = static_cast<std::int64_t>(history_.size());
  return slowdown_of(history_[static_cast<std::size_t>(std::min(ping, published_) % slots)]);
}

}  // namespace cutpoint
