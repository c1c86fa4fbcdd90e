#include "workloads/links/rate_files.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "base/contract.hpp"
#include "base/input_error.hpp"
#include "sim/random/random_stream.hpp"
#include "workloads/arrivals/number_field.hpp"

namespace cutpoint {
namespace {

constexpr double kMostBytesPerSecond = 1.25e14;  // 1000 Tbit/s
constexpr double kMostMilliseconds = 1e9;        // eleven days

[[noreturn]] void fail(const Field& field, const std::string& message) {
  throw InputError{field.where, '"' + std::string{field.text} + '"' + message};
}

/// The only field of a line, which holds a millisecond.
Duration parse_milliseconds(std::string_view line, const SourceLocation& where) {
  const std::vector<Field> fields = split_at_blanks(line, where);
  if (fields.empty()) {
    throw InputError{where, "the line is empty; expected a whole number of milliseconds"};
  }
  if (fields.size() > 1) {
    fail(fields[1], " follows the number of the line");
  }
  const double value = parse_number(fields[0]);
  if (value != std::floor(value) || value > kMostMilliseconds) {
    fail(fields[0], " is not a whole number of milliseconds from 0 to 1e9");
  }
  return std::chrono::milliseconds{static_cast<std::int64_t>(value)};
}

/// When what is under way at `now` ends: the step of the rate, or the whole trace.
Duration next_step(const RateLaw& law, Duration now) {
  return std::min(law.duration, (now / law.step + 1) * law.step);
}

/// The deviations of the rate from the mean of its logarithm, step by step: a first-order
/// autoregressive process.
class Fading {
 public:
  Fading(const RateLaw& law, std::uint64_t seed)
      : stream_{{.seed = seed, .purpose = Purpose::LinkRate}} {
    const double variance = std::log1p(law.variation * law.variation);
    sigma_ = std::sqrt(variance);
    if (variance > 0.0) {
      // If z has the correlation r, exp(sigma z) has (exp(sigma^2 r) - 1) / (exp(sigma^2) - 1).
      // This solves for the r that makes rates fall to 1/e after the correlation time, and spreads
      // it over the steps of that time.
      const double after = std::log1p(law.variation * law.variation / std::exp(1.0)) / variance;
      memory_ = std::pow(after, Seconds{law.step} / law.correlation_time);
      z_ = stream_.normal();
    }
  }

  /// The factor by which the rate of the present step differs from the mean. Then goes to the next
  /// step.
  double next() {
    const double factor = std::exp(sigma_ * z_);
    if (sigma_ > 0.0) {
      z_ = memory_ * z_ + std::sqrt(1.0 - memory_ * memory_) * stream_.normal();
    }
    return factor;
  }

 private:
  RandomStream stream_;
  double sigma_;
  double memory_ = 0.0;
  double z_ = 0.0;
};

/// The steps of a trace with all rates scaled to another mean.
void scale_to(std::vector<RateTrace::Step>& steps, BytesPerSecond mean) {
  const double factor = mean / RateTrace::of_steps(steps).mean();
  for (RateTrace::Step& step : steps) {
    step.rate = factor * step.rate;
  }
}

}  // namespace

RateTrace read_mahimahi(const InputFile& file) {
  // More packets than nanoseconds cannot leave in a millisecond, nor a hundredth of that.
  constexpr std::size_t kMostPackets = 10'000;
  const std::vector<std::string_view> lines = lines_of(file);
  std::vector<Duration> opportunities;
  opportunities.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const SourceLocation where = start_of_line(file, i);
    const Duration at = parse_milliseconds(lines[i], where);
    if (i > 0 && at < opportunities.back()) {
      throw InputError{where, '"' + std::string{lines[i]} + "\" is before the packet above it"};
    }
    if (i >= kMostPackets && at == opportunities[i - kMostPackets]) {
      throw InputError{where, '"' + std::string{lines[i]} + "\" has more than 10000 packets"};
    }
    opportunities.push_back(at);
  }
  if (opportunities.back() == Duration::zero()) {
    throw InputError{start_of_line(file, lines.size() - 1),
                     "the last packet is at 0; the trace repeats after it, so it must be later"};
  }
  return RateTrace::of_packets(std::move(opportunities));
}

RateTrace read_rates(const InputFile& file, const RateFileFormat& format) {
  CUTPOINT_EXPECTS(format.duration > Duration::zero());

  const std::vector<std::string_view> lines = lines_of(file);
  std::vector<Duration> starts;
  std::vector<RateTrace::Step> steps;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<Field> fields = split_at_commas(lines[i], start_of_line(file, i));
    if (i == 0 && !is_number(fields.front().text)) {
      continue;  // a header
    }
    if (fields.size() != 2) {
      throw InputError{start_of_line(file, i),
                       '"' + std::string{lines[i]} + "\": expected two columns, a time and a rate"};
    }
    const Seconds at = parse_number(fields[0]) * format.time_unit;
    if (!(at < Seconds{format.duration})) {
      fail(fields[0], " is not before the end of the trace");
    }
    const Duration start = to_duration(at);
    if (starts.empty() ? start != Duration::zero() : start <= starts.back()) {
      fail(fields[0],
           starts.empty() ? ": the first time must be 0" : " is not after the time above");
    }
    const double rate = parse_number(fields[1]) * format.rate_unit.value();
    if (!(rate <= kMostBytesPerSecond)) {
      fail(fields[1], " is a rate of more than 1000 Tbit/s");
    }
    if (!steps.empty()) {
      steps.back().length = start - starts.back();
    }
    starts.push_back(start);
    steps.push_back({.length = format.duration - start, .rate = BytesPerSecond{rate}});
  }
  if (steps.empty()) {
    throw InputError{{file.path.string()}, "the file has no rates"};
  }
  if (std::ranges::all_of(steps, [](const auto& step) { return step.rate.value() == 0.0; })) {
    throw InputError{{file.path.string()},
                     "no rate of the trace is above 0; nothing would get through"};
  }
  return RateTrace::of_steps(steps);
}

RateTrace generate_rates(const RateLaw& law, std::uint64_t seed) {
  CUTPOINT_EXPECTS(law.mean.value() > 0.0 && law.variation >= 0.0);
  CUTPOINT_EXPECTS(law.variation == 0.0 || law.correlation_time > Seconds::zero());
  CUTPOINT_EXPECTS(law.outage_share == 0.0 || law.outage_length > Seconds::zero());
  CUTPOINT_EXPECTS(law.outage_share >= 0.0 && law.outage_share < 1.0);
  CUTPOINT_EXPECTS(law.step > Duration::zero() && law.duration >= law.step);

  Fading fading{law, seed};
  RandomStream outages{{.seed = seed, .purpose = Purpose::LinkOutage}};
  const bool has_outages = law.outage_share > 0.0;
  // Outages last outage_length in the mean; the times between them are as much longer as makes the
  // share of outages the one asked for.
  const auto length_of = [&](bool outage) {
    const double ratio = outage ? 1.0 : (1.0 - law.outage_share) / law.outage_share;
    return std::max(Duration{1}, to_duration(ratio * outages.exponential() * law.outage_length));
  };
  // Steps end where the rate changes, where an outage begins or ends, and at the end of the trace.
  // Rates and outages have streams of their own, so outages do not change the rates between them.
  std::vector<RateTrace::Step> steps;
  bool is_out = false;
  Duration change = has_outages ? length_of(is_out) : law.duration;
  Duration now{};
  double factor = fading.next();
  while (now < law.duration) {
    const Duration end = std::min(next_step(law, now), change);
    steps.push_back({.length = end - now, .rate = is_out ? BytesPerSecond{} : factor * law.mean});
    now = end;
    if (now == change) {
      is_out = !is_out;
      change = has_outages ? now + length_of(is_out) : law.duration;
    }
    if (now % law.step == Duration::zero()) {
      factor = fading.next();
    }
  }
  scale_to(steps, law.mean);
  return RateTrace::of_steps(steps);
}

}  // namespace cutpoint
