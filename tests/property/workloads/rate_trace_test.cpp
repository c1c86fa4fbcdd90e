// Method: what a trace says at once is compared with a simulation that hands out one packet, or the
// bytes of one step, after the other.
#include "workloads/links/rate_trace.hpp"

#include <algorithm>
#include <cmath>

#include "sim/random/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "workloads/links/rate_files.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;

/// Milliseconds of a Mahimahi trace, some of them several times.
std::vector<Duration> random_opportunities(RandomStream& random) {
  std::vector<Duration> times;
  Duration at = milliseconds{random.below(3)};
  const std::uint64_t packets = 1 + random.below(60);
  for (std::uint64_t i = 0; i < packets; ++i) {
    at += random.below(3) == 0 ? milliseconds{} : milliseconds{random.below(40)};
    times.push_back(at);
  }
  times.push_back(at + milliseconds{1});
  return times;
}

/// Packet by packet: the line of packets in the order of their times, round after round.
class PacketByPacket {
 public:
  explicit PacketByPacket(const std::vector<Duration>& times) : times_{times} {}

  /// When the last packet of an upload leaves that begins at `start`; earlier uploads are done.
  Duration finish(Duration start, Bytes amount) {
    const auto packets = static_cast<int>(std::ceil(amount.value() / 1500.0));
    Duration end = start;
    for (int i = 0; i < packets; ++i) {
      while (time_of(next_) < start) {  // opportunities that passed with nothing to send
        ++next_;
      }
      end = time_of(next_++);
    }
    return end;
  }

 private:
  [[nodiscard]] Duration time_of(std::size_t packet) const {
    const auto round = static_cast<Duration::rep>(packet / times_.size());
    return round * times_.back() + times_[packet % times_.size()];
  }

  std::vector<Duration> times_;
  std::size_t next_ = 0;
};

TEST_CASE("uploads one after the other take the opportunities that packet by packet they would") {
  const auto seed = GENERATE(range(1U, 101U));
  CAPTURE(seed);
  RandomStream random{{.seed = seed}};
  const std::vector<Duration> times = random_opportunities(random);
  const RateTrace trace = RateTrace::of_packets(times);
  CHECK(trace.period() == times.back());
  PacketByPacket reference{times};
  Duration free = Duration{1};
  for (int upload = 0; upload < 40; ++upload) {
    // Back to back, or after a pause that is no whole millisecond.
    const bool pauses = random.below(2) == 0;
    const Duration start =
        free + (pauses ? milliseconds{random.below(100)} + Duration{500'000} : Duration{});
    const Bytes amount{static_cast<double>(random.below(30'000))};
    free = trace.finish(start, amount);
    const Duration expected = reference.finish(start, amount);
    if (amount.value() == 0.0) {
      CHECK(free == start);
    } else {
      // Packets of one millisecond are nanoseconds apart, and end in it.
      CHECK(free <= expected);
      CHECK(free > expected - Duration{1'000});
    }
  }
}

std::vector<RateTrace::Step> random_steps(RandomStream& random) {
  std::vector<RateTrace::Step> steps;
  const std::uint64_t count = 1 + random.below(20);
  for (std::uint64_t i = 0; i < count; ++i) {
    steps.push_back(
        {.length = Duration{1 + static_cast<Duration::rep>(random.below(1'000'000'000))},
         .rate = BytesPerSecond{random.below(3) == 0 ? 0.0 : 1e6 * random.uniform()}});
  }
  steps.push_back({.length = milliseconds{10}, .rate = BytesPerSecond{1e5}});
  std::rotate(steps.begin(),
              steps.begin() + static_cast<std::ptrdiff_t>(random.below(steps.size())),
              steps.end());
  return steps;
}

/// Step by step from the start on.
Duration step_by_step(const std::vector<RateTrace::Step>& steps, Duration start, Bytes amount) {
  double left = amount.value();
  Duration begin{};
  for (std::size_t i = 0;; i = (i + 1) % steps.size()) {
    const Duration end = begin + steps[i].length;
    const double seconds = Seconds{end - std::max(begin, start)}.count();
    const double rate = steps[i].rate.value();
    if (end > start && rate * seconds >= left) {
      return std::max(begin, start) + to_duration(Seconds{rate > 0.0 ? left / rate : 0.0});
    }
    left -= end > start ? rate * seconds : 0.0;
    begin = end;
  }
}

TEST_CASE("an upload under a changing rate ends when its last byte is through") {
  const auto seed = GENERATE(range(1U, 101U));
  CAPTURE(seed);
  RandomStream random{{.seed = seed}};
  const std::vector<RateTrace::Step> steps = random_steps(random);
  const RateTrace trace = RateTrace::of_steps(steps);
  for (int upload = 0; upload < 20; ++upload) {
    const Duration start{static_cast<Duration::rep>(random.below(5'000'000'000))};
    const Bytes amount{1.0 + static_cast<double>(random.below(3'000'000))};
    const Duration end = trace.finish(start, amount);
    // A byte takes longer than 1000 ns at these rates: no error of rounding moves its end by more.
    CHECK(std::abs((end - step_by_step(steps, start, amount)).count()) <= 10);
    CHECK(trace.carried(start, end).value() == Approx(amount.value()).margin(0.01));
  }
}

TEST_CASE("where an upload ends the next one begins: parts take as long as the whole") {
  RandomStream random{{.seed = 4}};
  const RateTrace trace = RateTrace::of_steps(random_steps(random));
  const Duration whole = trace.finish(milliseconds{7}, Bytes{3e6});
  const Duration first = trace.finish(milliseconds{7}, Bytes{1e6});
  CHECK(std::abs((trace.finish(first, Bytes{2e6}) - whole).count()) <= 10);
}

/// Of the rates at steps of the law, without outages.
struct Observed {
  double mean = 0.0;
  double variation = 0.0;
  double outage_share = 0.0;
  int outages = 0;
  Seconds correlation_time{};
};

Observed observe(const RateTrace& trace, Duration step) {
  std::vector<double> rates;
  Observed observed;
  bool was_out = false;
  for (Duration at{}; at < trace.period(); at += step) {
    const double rate = trace.rate(at).value();
    const bool is_out = rate == 0.0;
    observed.outage_share += is_out ? 1.0 : 0.0;
    observed.outages += is_out && !was_out ? 1 : 0;
    was_out = is_out;
    rates.push_back(rate);
  }
  const auto n = static_cast<double>(rates.size());
  observed.outage_share /= n;
  for (const double rate : rates) {
    observed.mean += rate / n;
  }
  const auto covariance = [&](std::size_t lag) {
    double sum = 0.0;
    for (std::size_t i = lag; i < rates.size(); ++i) {
      sum += (rates[i] - observed.mean) * (rates[i - lag] - observed.mean);
    }
    return sum / static_cast<double>(rates.size() - lag);
  };
  const double variance = covariance(0);
  observed.variation = std::sqrt(variance) / observed.mean;
  for (std::size_t lag = 1; variance > 0.0 && lag < rates.size() / 4; ++lag) {
    if (covariance(lag) < variance / std::exp(1.0)) {
      observed.correlation_time = static_cast<double>(lag) * Seconds{step};
      break;
    }
  }
  return observed;
}

TEST_CASE("generated rates have the moments and the memory asked for") {
  const double variation = GENERATE(0.3, 0.6, 1.2);
  CAPTURE(variation);
  const RateLaw law{.mean = BytesPerSecond{750e3},
                    .variation = variation,
                    .correlation_time = Seconds{4.0},
                    .step = milliseconds{500},
                    .duration = std::chrono::seconds{20'000}};
  const RateTrace trace = generate_rates(law, 7);
  CHECK(trace.period() == law.duration);
  CHECK(trace.mean().value() == Approx(750e3).epsilon(1e-9));
  const Observed observed = observe(trace, law.step);
  CHECK(observed.variation == Approx(variation).epsilon(0.15));
  CHECK(observed.correlation_time.count() == Approx(4.0).epsilon(0.25));
  CHECK(observed.outages == 0);
}

TEST_CASE("outages take the share of the time and last as long as was asked for") {
  const RateLaw law{.mean = BytesPerSecond{750e3},
                    .outage_share = 0.1,
                    .outage_length = Seconds{2.0},
                    .duration = std::chrono::seconds{20'000}};
  const RateTrace trace = generate_rates(law, 7);
  CHECK(trace.mean().value() == Approx(750e3).epsilon(1e-9));
  const Observed observed = observe(trace, milliseconds{50});
  CHECK(observed.outage_share == Approx(0.1).epsilon(0.15));
  CHECK(observed.outage_share * 20'000 / observed.outages == Approx(2.0).epsilon(0.15));
}

TEST_CASE("generated rates depend on the seed alone") {
  const RateLaw law{.mean = BytesPerSecond{1e6},
                    .variation = 0.5,
                    .correlation_time = Seconds{4.0},
                    .outage_share = 0.05,
                    .outage_length = Seconds{1.0},
                    .duration = std::chrono::seconds{60}};
  const auto at = [&](std::uint64_t seed) {
    return generate_rates(law, seed).finish(Duration{}, Bytes{5e6});
  };
  CHECK(at(1) == at(1));
  CHECK(at(1) != at(2));
}

}  // namespace
}  // namespace cutpoint
