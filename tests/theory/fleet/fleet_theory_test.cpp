// The fleet against queueing theory: its pool, its phones and its uplinks, each with the others out
// of the way.
//
// Method: a fixed seed; run until the interval's half-width is at most 1 % of the value, then
// check_agrees(). The fleet has no law of service times; it has networks, each with a constant one,
// so a mix of networks is a service law of as many values.
#include <cmath>
#include <utility>

#include "fleet/fleet.hpp"
#include "tests/support/agreement.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hand_made_fleet.hpp"
#include "tests/support/theory/queueing.hpp"

namespace cutpoint {
namespace {

/// A law of times with finitely many values.
struct Law {
  std::vector<Seconds> values;
  std::vector<double> weights;  // need not sum to 1

  [[nodiscard]] double moment(int order) const {
    double sum = 0.0;
    double weight = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += weights[i] * std::pow(values[i].count(), order);
      weight += weights[i];
    }
    return sum / weight;
  }
  [[nodiscard]] Seconds mean() const { return Seconds{moment(1)}; }
  [[nodiscard]] double scv() const { return moment(2) / (moment(1) * moment(1)) - 1.0; }
};

Law constant(Seconds value) { return {.values = {value}, .weights = {1.0}}; }

Law two_networks() { return {.values = {Seconds{0.005}, Seconds{0.040}}, .weights = {0.8, 0.2}}; }

/// The exponential law, cut into pieces that are replaced by their means: its mean is exact, its
/// second moment lacks h²/12 of the mean's square, 4 in 10,000.
Law exponential(Seconds mean) {
  constexpr double h = 0.1;  // of the mean
  constexpr int kPieces = 150;
  Law law;
  for (int i = 0; i < kPieces; ++i) {
    law.weights.push_back(std::exp(-h * i) * -std::expm1(-h));
    law.values.push_back(mean * (h * i + 1.0 - h / std::expm1(h)));
  }
  law.weights.push_back(std::exp(-h * kPieces));
  law.values.push_back(mean * (h * kPieces + 1.0));
  return law;
}

CutCost cost(Seconds phone, Bytes upload, Seconds server) {
  CutCost made;
  made.mobile_time = phone;
  made.upload = upload;
  made.server_time = server;
  return made;
}

/// Networks that can be cut at one place only, where each costs what `cost_of(value)` says.
template <class CostOf>
FleetSettings fleet_of(const Law& law, Rate rate, std::uint32_t clients, const CostOf& cost_of) {
  FleetSettings settings = hand_made_fleet("cloud_only", rate, clients);
  const Policy& policy = find_policy("cloud_only");
  settings.classes[0].dnns.clear();
  for (const Seconds value : law.values) {
    const CostTable table{.cuts = {cost_of(value)}};
    settings.classes[0].dnns.push_back(
        {table, policy.install(table, {Objective::Latency}), policy.knowledge});
  }
  settings.mix = law.weights;
  settings.stop.relative_precision = 0.01;
  return settings;
}

/// Queries that only the servers work on; they find 1,000 phones and links that take no time.
FleetSettings served_by_pool(const Law& law, Rate rate) {
  return fleet_of(law, rate, 1'000, [](Seconds value) { return cost({}, {}, value); });
}

Background background(const Law& law, Rate rate) {
  return {.arrivals = ArrivalProcess{Distribution{Exponential{Seconds{1.0 / rate.value()}}}},
          .mix = law.weights,
          .services = law.values};
}

FleetResult run_until_known(FleetSettings& settings, FleetMetric metric) {
  settings.targets = {metric};
  FleetResult result = run_fleet(settings);
  CHECK(result.status == RunStatus::Converged);
  return result;
}

TEST_CASE("the pool waits as M/M/k") {
  const auto [servers, executors] = GENERATE(std::pair{1U, 1U}, std::pair{2U, 2U});
  const auto utilization = GENERATE(0.6, 0.8);
  const std::uint32_t k = servers * executors;
  CAPTURE(k, utilization);
  const Seconds service{0.010};
  const Rate rate{utilization * k / service.count()};
  FleetSettings settings = served_by_pool(exponential(service), rate);
  settings.pool.servers = servers;
  settings.pool.executors = executors;
  const FleetResult result = run_until_known(settings, "span_server_wait_mean");
  check_agrees(result["span_server_wait_mean"],
               queueing::mmk_waiting_time(rate, service, static_cast<int>(k)).count());
  CHECK(result["utilization"].value == Approx(utilization).epsilon(0.02));
}

TEST_CASE("the pool waits as M/G/1 for a mix of networks, with and without jitter") {
  const auto law = GENERATE(constant(Seconds{0.010}), two_networks());
  const auto jitter = GENERATE(0.0, 0.8);
  const auto utilization = GENERATE(0.5, 0.7);
  CAPTURE(law.scv(), jitter, utilization);
  const Rate rate{utilization / law.mean().count()};
  FleetSettings settings = served_by_pool(law, rate);
  settings.jitter = jitter;
  const FleetResult result = run_until_known(settings, "span_server_wait_mean");
  // Factors of mean 1, independent of the network: second moments multiply.
  const double scv = (1.0 + law.scv()) * (1.0 + jitter * jitter) - 1.0;
  check_agrees(result["span_server_wait_mean"],
               queueing::mg1_waiting_time(rate, law.mean(), scv).count());
}

TEST_CASE("clients and background are one Poisson stream of the mixed law") {
  const Law own = constant(Seconds{0.010});
  const Law others = two_networks();  // 12 ms on average
  const Rate own_rate{20.0};
  const Rate others_rate{50.0};
  FleetSettings settings = served_by_pool(own, own_rate);
  settings.background = background(others, others_rate);
  const FleetResult result = run_until_known(settings, "span_server_wait_mean");

  Law merged = own;
  merged.weights = {own_rate.value()};
  for (std::size_t i = 0; i < others.values.size(); ++i) {
    merged.values.push_back(others.values[i]);
    merged.weights.push_back(others_rate.value() * others.weights[i]);
  }
  const Rate rate{own_rate.value() + others_rate.value()};
  const double waiting = queueing::mg1_waiting_time(rate, merged.mean(), merged.scv()).count();
  check_agrees(result["span_server_wait_mean"], waiting);
  CHECK(result["utilization"].value == Approx(0.2 + 0.6).epsilon(0.02));
  // The background is in no metric of queries, so what the clients' queries take is their own.
  CHECK(result["server_service_mean"].value == Approx(0.010));
}

TEST_CASE("clients among a background of M/M/k wait as it does") {
  // Poisson arrivals see time averages, whatever share of the arrivals they are.
  const auto share = GENERATE(0.1, 0.5);
  CAPTURE(share);
  const Seconds service{0.010};
  const Rate rate{0.8 * 4 / service.count()};
  const Law law = exponential(service);
  FleetSettings settings = served_by_pool(law, Rate{share * rate.value()});
  settings.pool.servers = 4;
  settings.background = background(law, Rate{(1.0 - share) * rate.value()});
  const FleetResult result = run_until_known(settings, "span_server_wait_mean");
  check_agrees(result["span_server_wait_mean"],
               queueing::mmk_waiting_time(rate, service, 4).count());
  CHECK(result["utilization"].value == Approx(0.8).epsilon(0.02));
}

TEST_CASE("every phone waits as M/G/1: its queries are a Poisson stream of their own") {
  constexpr std::uint32_t kPhones = 20;
  const auto law = GENERATE(constant(Seconds{0.010}), two_networks());
  const auto jitter = GENERATE(0.0, 0.8);
  CAPTURE(law.scv(), jitter);
  const Rate of_each{0.7 / law.mean().count()};
  FleetSettings settings =
      fleet_of(law, Rate{kPhones * of_each.value()}, kPhones, [](Seconds value) {
        return cost(value, {}, {});
      });
  settings.jitter = jitter;
  const FleetResult result = run_until_known(settings, "span_phone_wait_mean");
  const double scv = (1.0 + law.scv()) * (1.0 + jitter * jitter) - 1.0;
  check_agrees(result["span_phone_wait_mean"],
               queueing::mg1_waiting_time(of_each, law.mean(), scv).count());
  CHECK(result["utilization"].value == 0.0);
}

TEST_CASE("every uplink waits as M/G/1") {
  constexpr std::uint32_t kPhones = 20;
  const auto law = GENERATE(constant(Seconds{0.010}), two_networks());
  const auto jitter = GENERATE(0.0, 0.5);
  CAPTURE(law.scv(), jitter);
  // The reciprocal of a lognormal factor of mean 1 varies as much, and has the mean 1 + cv².
  const double slower = 1.0 + jitter * jitter;
  const Seconds airtime = slower * law.mean();
  const Rate of_each{0.7 / airtime.count()};
  FleetSettings settings =
      fleet_of(law, Rate{kPhones * of_each.value()}, kPhones, [](Seconds value) {
        return cost({}, Bytes{1e7 * value.count()}, {});
      });
  settings.link_jitter = jitter;
  const FleetResult result = run_until_known(settings, "span_uplink_wait_mean");
  const double scv = (1.0 + law.scv()) * slower - 1.0;
  check_agrees(result["span_uplink_wait_mean"],
               queueing::mg1_waiting_time(of_each, airtime, scv).count());
}

TEST_CASE("nobody waits behind a line whose constant service is longer") {
  // A phone lets a query go every 20 ms at most, and an upload takes 10 ms.
  const Law law = constant(Seconds{0.020});
  FleetSettings settings = fleet_of(law, Rate{10 * 40.0}, 10, [](Seconds value) {
    return cost(value, Bytes{0.5 * 1e7 * value.count()}, Seconds{1e-6});
  });
  settings.pool.servers = 10;  // as many as phones
  const FleetResult result = run_until_known(settings, "span_phone_wait_mean");
  check_agrees(result["span_phone_wait_mean"],
               queueing::mg1_waiting_time(Rate{40.0}, law.mean(), 0.0).count());
  CHECK(result["span_uplink_wait_mean"].value == 0.0);
  CHECK(result["span_server_wait_mean"].value == 0.0);
}

TEST_CASE("a cloud-only fleet with one network is an M/D/1 queue") {
  // Method: with a million clients no uplink is ever contended, so Poisson queries arrive at the
  // pool as a Poisson stream, a constant upload later.
  const auto utilization = GENERATE(0.5, 0.8);
  CAPTURE(utilization);
  const Rate rate{utilization / 0.010};
  FleetSettings settings = hand_made_fleet("cloud_only", rate, 1'000'000);
  settings.targets = {"server_sojourn_mean"};
  settings.stop.relative_precision = 0.005;
  const FleetResult result = run_fleet(settings);

  const double truth = 0.010 + queueing::mg1_waiting_time(rate, Seconds{0.010}, 0.0).count();
  const Estimate& sojourn = result["server_sojourn_mean"];
  CAPTURE(truth, sojourn.value, sojourn.half_width);
  CHECK(result.status == RunStatus::Converged);
  CHECK(std::abs(sojourn.value - truth) <= 2.0 * sojourn.half_width);
  CHECK(sojourn.half_width <= 0.005 * truth * 1.1);
}

}  // namespace
}  // namespace cutpoint
