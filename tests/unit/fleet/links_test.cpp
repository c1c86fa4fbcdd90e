// Links whose rates vary and radios with states, in the life of queries.
#include <cmath>

#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

double value(const FleetResult& result, FleetMetric metric) { return result[metric].value; }

Duration span(const QueryRecord& record, Span which) {
  return record.spans[static_cast<std::size_t>(which)];
}

/// Ten seconds of 20 MB/s, ten of next to nothing, for all clients at once: 10 MB/s on average.
/// Sending draws 1 W and 0.2 J per MB.
FleetSettings varying_fleet(std::string_view policy, std::uint32_t clients) {
  FleetSettings settings = hand_made_fleet(policy, Rate{1.0}, clients);
  const RateTrace trace = RateTrace::of_steps(
      {{seconds{10}, BytesPerSecond{19.9e6}}, {seconds{10}, BytesPerSecond{1e5}}});
  settings.classes[0].network.varying =
      VaryingRate{.trace = std::make_shared<const RateTrace>(trace),
                  .is_in_phase = true,
                  .upload_power_base = Watts{1.0},
                  .download_power_base = Watts{0.5}};
  settings.stop.relative_precision = 1e-9;
  settings.stop.max_observations = 2'000;
  settings.record = 2'000;
  return settings;
}

TEST_CASE("uploads take what the link carries, and draw power for as long") {
  FleetSettings settings = varying_fleet("cloud_only", 1'000'000);
  const FleetResult result = run_fleet(settings);
  const RateTrace& trace = *settings.classes[0].network.varying->trace;
  double energy = 0.0;
  for (const QueryRecord& record : result.records) {
    if (!record.is_complete) {
      continue;
    }
    const Duration start = record.arrival.time_since_epoch();
    const Duration upload = trace.finish(start, Bytes{1e6}) - start;
    REQUIRE(span(record, Span::Upload) == upload);
    REQUIRE(record.mobile_energy.value() == Approx(0.2 + Seconds{upload}.count()));
    REQUIRE(record.uplink == trace.rate(start));
    energy += record.mobile_energy.value();
  }
  CHECK(energy / 2'000 == Approx(value(result, "mobile_energy_mean")).epsilon(0.05));
  CHECK(std::isnan(value(result, "regret_latency_mean")));
}

TEST_CASE("queued uploads follow each other where the link has come to") {
  FleetSettings settings = varying_fleet("cloud_only", 1);
  settings.arrivals = ArrivalProcess{Trace{{seconds{1}, milliseconds{1}, milliseconds{1}}}};
  const FleetResult result = run_fleet(settings);
  REQUIRE(result.records.size() == 3);
  const RateTrace& trace = *settings.classes[0].network.varying->trace;
  const QueryRecord& last = result.records[2];
  const Duration begin = last.arrival.time_since_epoch() + span(last, Span::UplinkWait);
  CHECK(begin + span(last, Span::Upload) >= trace.finish(seconds{1}, Bytes{3e6}) - Duration{2});
  CHECK(begin + span(last, Span::Upload) <= trace.finish(seconds{1}, Bytes{3e6}) + Duration{2});
}

TEST_CASE("results come down in proportion to the uplink") {
  // 10 kB at half of 1 MB/s on average: while the uplink has 1.99 times its mean, so has this.
  FleetSettings settings = varying_fleet("cloud_only", 1'000'000);
  settings.classes[0].network.downlink = BytesPerSecond{1e6};
  settings.classes[0].network.download_power = Watts{2.0};
  settings.arrivals = ArrivalProcess{Trace{{seconds{1}, seconds{100}}}};
  const FleetResult result = run_fleet(settings);
  const QueryRecord& first = result.records[0];
  CHECK(Seconds{span(first, Span::Download)}.count() == Approx(0.010 / 1.99));
  // 1.5 W of the 2 W at the mean rate go with the bytes: 0.015 J; the rest with the time.
  CHECK(first.mobile_energy.value() ==
        Approx(0.2 + 1.0 / 19.9 + 0.015 + 0.5 * 0.010 / 1.99).epsilon(1e-6));
}

/// The uplink that a client believed in while the true one was low, and the mean latency.
struct Believed {
  double when_low = 0.0;
  double latency = 0.0;
};

Believed believed(RateBelief belief, std::string_view policy = "neurosurgeon") {
  FleetSettings settings = varying_fleet(policy, 1);
  settings.rate_belief = belief;
  settings.probe_period = seconds{1};
  const FleetResult result = run_fleet(settings);
  double sum = 0.0;
  double count = 0.0;
  for (const QueryRecord& record : result.records) {
    const Duration in_round = record.arrival.time_since_epoch() % seconds{20};
    if (in_round > seconds{12}) {  // for two seconds at least
      sum += record.believed_uplink.value();
      count += 1.0;
    }
  }
  return {.when_low = sum / count, .latency = value(result, "latency_mean")};
}

TEST_CASE("what clients believe of a varying rate is what they are told or have seen") {
  const Believed exact = believed(RateBelief::Exact);
  const Believed nominal = believed(RateBelief::Nominal);
  const Believed probed = believed(RateBelief::Probed);
  const Believed averaged = believed(RateBelief::Averaged);
  CHECK(exact.when_low == Approx(1e5));
  CHECK(probed.when_low == Approx(1e5));
  CHECK(nominal.when_low == Approx(1e7));
  CHECK(averaged.when_low < 1e7);
  CHECK(averaged.when_low > 1e5);
  CHECK(exact.latency < nominal.latency);
  CHECK(probed.latency < nominal.latency);
}

TEST_CASE("with the rate that clients believe in goes the power of sending") {
  // At 0.15 MB/s the radio draws 1.03 W: 0.1 MB cost 0.69 J and the layers before them 0.2 J, less
  // than the phone alone. At the 3 W of the mean rate they would cost 2 J.
  FleetSettings settings = varying_fleet("neurosurgeon", 1'000'000);
  const RateTrace trace = RateTrace::of_steps(
      {{seconds{10}, BytesPerSecond{19.85e6}}, {seconds{10}, BytesPerSecond{1.5e5}}});
  settings.classes[0].network.varying->trace = std::make_shared<const RateTrace>(trace);
  const Policy& policy = find_policy("neurosurgeon");
  settings.classes[0].dnns.clear();
  settings.classes[0].dnns.push_back({hand_made_table(),
                                      policy.install(hand_made_table(), {Objective::Energy}),
                                      policy.knowledge});
  CHECK(value(run_fleet(settings), "remote_share") == 1.0);
  // At 0.1 MB/s it draws 1.02 W, and the phone alone costs less.
  settings.classes[0].network.varying = varying_fleet("neurosurgeon", 1).classes[0].network.varying;
  CHECK(value(run_fleet(settings), "remote_share") == Approx(0.5).margin(0.1));
}

TEST_CASE("the oracle knows what the link will carry") {
  FleetSettings settings = varying_fleet("oracle", 1'000'000);
  const FleetResult oracle = run_fleet(settings);
  for (const QueryRecord& record : oracle.records) {
    if (record.is_complete) {
      // The phone alone takes 100 ms; hardly anybody waits.
      REQUIRE(record.latency() <= milliseconds{110});
    }
  }
  const FleetResult exact = run_fleet(varying_fleet("neurosurgeon", 1'000'000));
  CHECK(value(oracle, "latency_mean") < value(exact, "latency_mean"));
}

TEST_CASE("clients are at places of their own in the trace unless they are in phase") {
  FleetSettings settings = varying_fleet("cloud_only", 1'000'000);
  settings.arrivals = ArrivalProcess{Distribution{Deterministic{Seconds{20.0}}}};
  settings.stop.max_observations = 500;
  const auto slow_share = [&] {
    double slow = 0.0;
    double count = 0.0;
    for (const QueryRecord& record : run_fleet(settings).records) {
      slow += record.uplink < BytesPerSecond{1e6} ? 1.0 : 0.0;
      count += 1.0;
    }
    return slow / count;
  };
  CHECK(slow_share() == 0.0);
  settings.classes[0].network.varying->is_in_phase = false;
  CHECK(slow_share() == Approx(0.5).margin(0.1));
}

/// Promotions of 300 ms at 1 W; tails of 2 s at 0.5 W and 1 s at 0.2 W: 1.2 J.
FleetSettings fleet_with_radios(std::uint32_t clients) {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, clients);
  RadioStates states;
  states.promotion = {.length = milliseconds{300}, .power = Watts{1.0}};
  states.tail = {RadioStates::Phase{seconds{2}, Watts{0.5}},
                 RadioStates::Phase{seconds{1}, Watts{0.2}}};
  settings.classes[0].network.radio = states;
  settings.stop.relative_precision = 1e-9;
  settings.stop.max_observations = 640;
  settings.record = 1'000;
  return settings;
}

TEST_CASE("a rare transfer pays promotion and tail") {
  FleetSettings settings = fleet_with_radios(1'000'000);
  const FleetResult result = run_fleet(settings);
  const QueryRecord& first = result.records[0];
  CHECK(span(first, Span::UplinkWait) == milliseconds{300});
  CHECK(first.mobile_energy.value() == Approx(0.3 + 0.3 + 1.2));
  CHECK(value(result, "mobile_energy_mean") == Approx(1.8).epsilon(0.02));
  CHECK(value(result, "latency_mean") == Approx(0.41).epsilon(0.01));
}

TEST_CASE("a transfer within the tail is not promoted, and gives back the rest of the tail") {
  // Every 1.1 s, of which 0.1 s are upload: after the first, each cuts its tail to 1 s.
  FleetSettings settings = fleet_with_radios(1);
  settings.arrivals = ArrivalProcess{Distribution{Deterministic{Seconds{1.1}}}};
  const FleetResult result = run_fleet(settings);
  CHECK(span(result.records[0], Span::UplinkWait) == milliseconds{300});
  CHECK(result.records[0].mobile_energy.value() == Approx(0.3 + 0.3 + 0.5 * 0.7));
  CHECK(span(result.records[5], Span::UplinkWait) == Duration{});
  CHECK(result.records[5].mobile_energy.value() == Approx(0.3 + 0.5));
  CHECK(value(result, "mobile_energy_mean") == Approx(0.8).epsilon(0.01));
}

TEST_CASE("a result that comes within the tail is a transfer of its own") {
  // 10 ms of download after 10 ms on the server: the tail of the upload lasts 10 ms.
  FleetSettings settings = fleet_with_radios(1'000'000);
  settings.classes[0].network.downlink = BytesPerSecond{1e6};
  settings.classes[0].network.download_power = Watts{2.0};
  const FleetResult result = run_fleet(settings);
  const QueryRecord& first = result.records[0];
  CHECK(span(first, Span::Download) == milliseconds{10});
  CHECK(first.mobile_energy.value() == Approx(0.3 + 0.3 + 0.5 * 0.010 + 0.020 + 1.2));
}

TEST_CASE("the oracle counts what its radio does") {
  // Uploads of cut 1 take 10 ms, and 300 ms of promotion unless the radio is still connected: the
  // phone alone is faster for the first, and no transfer ever wakes the radio.
  FleetSettings settings = fleet_with_radios(1);
  const Policy& oracle = find_policy("oracle");
  settings.classes[0].dnns.clear();
  settings.classes[0].dnns.push_back({hand_made_table(),
                                      oracle.install(hand_made_table(), {Objective::Latency}),
                                      oracle.knowledge});
  CHECK(value(run_fleet(settings), "remote_share") == 0.0);
  settings.classes[0].network.radio->promotion.length = milliseconds{50};
  CHECK(value(run_fleet(settings), "remote_share") == 1.0);
  // The result finds the radio connected: 95 ms in all, not 145.
  settings.classes[0].network.downlink = BytesPerSecond{1e6};
  CHECK(value(run_fleet(settings), "remote_share") > 0.99);
}

TEST_CASE("jitter of a link has no place on one that varies") {
  const ThrowingContracts contracts;
  FleetSettings settings = varying_fleet("cloud_only", 1);
  settings.link_jitter = 0.1;
  CHECK_THROWS_AS(run_fleet(settings), ContractBroken);
}

}  // namespace
}  // namespace cutpoint
