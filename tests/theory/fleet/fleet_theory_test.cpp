// The fleet against queueing theory, where it is simple enough to have one.
#include "fleet/fleet.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"
#include "tests/support/theory/queueing.hpp"

namespace cutpoint {
namespace {

TEST_CASE("a cloud-only fleet with one network is an M/D/1 queue") {
  // Method: with a million clients no uplink is ever contended, so Poisson queries arrive at the
  // pool as a Poisson stream, a constant upload later.
  const auto utilization = GENERATE(0.5, 0.8);
  CAPTURE(utilization);
  const Rate rate{utilization / 0.010};
  FleetSettings settings = hand_made_fleet("cloud_only", rate, 1'000'000);
  settings.targets = {FleetMetric::ServerSojournMean};
  settings.stop.relative_precision = 0.005;
  const FleetResult result = run_fleet(settings);

  const double truth = 0.010 + queueing::mg1_waiting_time(rate, Seconds{0.010}, 0.0).count();
  const Estimate& sojourn = result[FleetMetric::ServerSojournMean];
  CAPTURE(truth, sojourn.value, sojourn.half_width);
  CHECK(result.status == RunStatus::Converged);
  CHECK(std::abs(sojourn.value - truth) <= 2.0 * sojourn.half_width);
  CHECK(sojourn.half_width <= 0.005 * truth * 1.1);
}

}  // namespace
}  // namespace cutpoint
