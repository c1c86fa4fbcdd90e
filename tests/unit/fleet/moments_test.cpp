// At which moment things count, as docs/model.md has it.
#include <algorithm>
#include <numeric>

#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"

namespace cutpoint {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Duration span(const QueryRecord& record, Span which) {
  return record.spans[static_cast<std::size_t>(which)];
}

/// Queries at these times from the start, all of which are kept.
FleetSettings fleet_of(std::string_view policy, std::uint32_t clients, std::vector<Duration> at) {
  FleetSettings settings = hand_made_fleet(policy, Rate{1.0}, clients);
  std::adjacent_difference(at.begin(), at.end(), at.begin());
  settings.arrivals = ArrivalProcess{Trace{at}};
  settings.record = static_cast<std::uint32_t>(at.size());
  return settings;
}

/// Ten seconds at each of these rates, over and over, for all clients at once.
VaryingRate steps(BytesPerSecond first, BytesPerSecond second) {
  const RateTrace trace = RateTrace::of_steps({{seconds{10}, first}, {seconds{10}, second}});
  return {.trace = std::make_shared<const RateTrace>(trace),
          .is_in_phase = true,
          .upload_power_base = Watts{1.0},
          .download_power_base = Watts{0.5}};
}

TEST_CASE("a decision goes by what is known at the arrival, however long it takes") {
  FleetSettings settings = fleet_of("neurosurgeon", 1, {seconds{9}, seconds{60}});
  settings.classes[0].network.varying = steps(BytesPerSecond{19.9e6}, BytesPerSecond{1e5});
  settings.decision_overhead = seconds{2};
  const QueryRecord record = run_fleet(settings).records.at(0);
  CHECK(record.believed_uplink == BytesPerSecond{19.9e6});
  CHECK(record.cut == 1);  // at 0.1 MB/s the phone alone would be faster
  CHECK(span(record, Span::Decision) == seconds{2});
}

TEST_CASE("an average learns of an upload when its round trip has ended") {
  FleetSettings settings =
      fleet_of("cloud_only", 1, {seconds{1}, seconds{6}, seconds{30}, seconds{60}});
  settings.rate_belief = RateBelief::Averaged;
  settings.estimator_weight = 1.0;
  settings.link_jitter = 0.3;
  settings.classes[0].network.round_trip = Seconds{10.0};
  const std::vector<QueryRecord> records = run_fleet(settings).records;
  CHECK(records.at(1).believed_uplink == BytesPerSecond{1e7});  // the first upload has ended
  CHECK(records.at(2).believed_uplink != BytesPerSecond{1e7});
}

TEST_CASE("in an outage a client believes in a byte per second") {
  FleetSettings settings = fleet_of("cloud_only", 1, {seconds{15}, seconds{60}});
  settings.classes[0].network.varying = steps(BytesPerSecond{2e7}, BytesPerSecond{});
  const QueryRecord record = run_fleet(settings).records.at(0);
  CHECK(record.uplink == BytesPerSecond{});
  CHECK(record.believed_uplink == BytesPerSecond{1.0});
}

TEST_CASE("the tail of an upload counts from when it joins the line") {
  // All have joined by 0.2 s; the run ends when 64 of them have been answered, after 6.8 s.
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1000.0}, 1);
  settings.arrivals = ArrivalProcess{Trace{std::vector<Duration>(200, milliseconds{1})}};
  settings.classes[0].network.radio =
      RadioStates{.promotion = {.length = milliseconds{300}, .power = Watts{1.0}},
                  .tail = {RadioStates::Phase{seconds{2}, Watts{0.5}}, RadioStates::Phase{}}};
  settings.stop.max_observations = 64;
  settings.record = 200;
  const FleetResult result = run_fleet(settings);
  REQUIRE(result.completed == 64);
  CHECK_FALSE(result.records.at(199).is_complete);
  CHECK(result.records.at(199).mobile_energy.value() == Approx(1.0));
  CHECK(result.records.at(198).mobile_energy.value() == Approx(0.0).margin(1e-12));
}

TEST_CASE("a query is answered, and counted, when it leaves the servers") {
  // A result takes 100 s to come down, and the run ends before the first has.
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{1.0}, 1'000);
  settings.arrivals = ArrivalProcess{Distribution{Deterministic{Seconds{1.0}}}};
  settings.classes[0].network.downlink = BytesPerSecond{100.0};
  settings.stop.max_observations = 64;
  settings.record = 200;
  const FleetResult result = run_fleet(settings);
  CHECK(result.completed == 64);
  CHECK(result.records.size() < 70);
  REQUIRE(result.records.at(63).is_complete);
  CHECK(span(result.records.at(63), Span::Download) == seconds{100});
  CHECK(result.records.at(63).latency() > seconds{100});
}

TEST_CASE("who reaches the pool at the same moment stands in the order of joining the uplinks") {
  // 100 ms of upload from 1 s on and 50 ms from 1.05 s on; which client asks first is chance.
  int met = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    FleetSettings settings = fleet_of("cloud_only", 1, {seconds{1}, milliseconds{1050}});
    FleetSettings other = fleet_of("cloud_only", 1, {seconds{1}, milliseconds{1050}});
    other.classes[0].network.uplink = BytesPerSecond{2e7};
    settings.classes.push_back(std::move(other.classes[0]));
    settings.seed = seed;
    const std::vector<QueryRecord> records = run_fleet(settings).records;
    if (records.at(0).client_class == 0 && records.at(1).client_class == 1) {
      CHECK(span(records[0], Span::ServerWait) == Duration{});
      CHECK(span(records[1], Span::ServerWait) == milliseconds{10});
      ++met;
    }
  }
  CHECK(met > 0);
}

TEST_CASE("a record of as many queries as are answered does not hold all that arrive") {
  FleetSettings settings = hand_made_fleet("cloud_only", Rate{80.0}, 1'000);
  settings.stop.relative_precision = 1e-9;
  settings.stop.max_observations = 640;
  settings.link_jitter = 0.5;  // so that some overtake others
  settings.record = 640;
  const FleetResult result = run_fleet(settings);
  CHECK(result.completed == 640);
  CHECK(result.records.size() == 640);
  CHECK(result.issued > 640);
  CHECK_FALSE(std::ranges::all_of(result.records, &QueryRecord::is_complete));
}

}  // namespace
}  // namespace cutpoint
