// A run's memory depends on how many clients and queries there are at a time, not on how many
// queries there have been.
#include "tests/support/built_in.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/counted_allocations.hpp"
#include "tests/support/hand_made_fleet.hpp"

namespace cutpoint {
namespace {

std::size_t allocations_of(std::string_view policy, std::uint64_t queries) {
  FleetSettings settings = hand_made_fleet(policy, Rate{80.0}, 1'000);
  settings.stop.relative_precision = 1e-9;  // never reached
  settings.stop.max_observations = queries;
  const std::size_t before = allocation_count;
  CHECK(run_fleet(settings).completed == queries);
  return allocation_count - before;
}

/// Everything that a fleet can have besides its queries.
std::size_t allocations_with_all(std::uint64_t queries) {
  FleetSettings settings = hand_made_fleet("oracle", Rate{20.0}, 1'000);
  settings.background =
      Background{.arrivals = ArrivalProcess{Distribution{Exponential{Seconds{0.02}}}},
                 .mix = {1.0},
                 .services = {Seconds{0.01}}};
  settings.record = 10'000;
  Network& network = settings.classes[0].network;
  network.downlink = BytesPerSecond{1e6};
  network.varying = VaryingRate{.trace = std::make_shared<const RateTrace>(RateTrace::of_steps(
                                    {{std::chrono::seconds{1}, BytesPerSecond{15e6}},
                                     {std::chrono::seconds{1}, BytesPerSecond{5e6}}})),
                                .is_in_phase = false,
                                .upload_power_base = Watts{1.0},
                                .download_power_base = Watts{1.0}};
  network.radio = radio_states(built_in_link("lte"));
  settings.stop.relative_precision = 1e-9;
  settings.stop.max_observations = queries;
  const std::size_t before = allocation_count;
  CHECK(run_fleet(settings).completed == queries);
  return allocation_count - before;
}

TEST_CASE("nor do background, records, changing links and radios") {
  CHECK(allocations_with_all(40'000) < allocations_with_all(20'000) + 500);
}

TEST_CASE("once warm, queries allocate nothing") {
  const auto policy = GENERATE("cloud_only", "neurosurgeon", "oracle");
  CAPTURE(policy);
  const std::size_t few = allocations_of(policy, 100'000);
  REQUIRE(few > 0);  // that allocations are counted at all
  // Twice the queries are looked at three times more, and meet rarer values: neither counts
  // queries.
  CHECK(allocations_of(policy, 200'000) < few + 500);
}

}  // namespace
}  // namespace cutpoint
