#include "tests/support/theory/queueing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/throwing_contracts.hpp"

namespace cutpoint::queueing {
namespace {

Approx close_to(double value) { return Approx(value).epsilon(1e-12); }

/// Stationary probabilities of 0, 1, …, states-1 jobs in the birth-death process of M/M/k, by
/// detailed balance p(n) lambda = p(n+1) min(n+1, k) mu, normalized over these states.
std::vector<double> stationary(double offered_load, int servers, int states) {
  std::vector<double> weights{1.0};
  double sum = 1.0;
  for (int n = 1; n < states; ++n) {
    weights.push_back(weights.back() * offered_load / std::min(n, servers));
    sum += weights.back();
  }
  for (double& weight : weights) {
    weight /= sum;
  }
  return weights;
}

TEST_CASE("Erlang B has the values that one computes by hand") {
  CHECK(erlang_b(1.0, 1) == close_to(1.0 / 2.0));
  CHECK(erlang_b(1.0, 2) == close_to(1.0 / 5.0));
  CHECK(erlang_b(2.0, 2) == close_to(2.0 / 5.0));
  CHECK(erlang_b(3.0, 1) == close_to(3.0 / 4.0));  // more load than servers is fine
}

TEST_CASE("Erlang B is the share of time in which M/M/k/k is full") {
  for (const int servers : {1, 2, 5, 16, 64}) {
    for (const double utilization : {0.1, 0.5, 0.9, 1.5}) {
      CAPTURE(servers, utilization);
      const double a = utilization * servers;
      CHECK(erlang_b(a, servers) == close_to(stationary(a, servers, servers + 1).back()));
    }
  }
}

TEST_CASE("Erlang B does not overflow with ten thousand servers") {
  const double blocked = erlang_b(10'000.0, 10'000);
  // Known asymptote: B(k, k) -> sqrt(2 / (pi k)).
  CHECK(blocked == Approx(std::sqrt(2.0 / (std::numbers::pi * 10'000.0))).epsilon(0.01));
}

TEST_CASE("Erlang C has the values that one computes by hand") {
  CHECK(erlang_c(0.7, 1) == close_to(0.7));  // M/M/1: an arrival waits if the server is busy
  CHECK(erlang_c(1.0, 2) == close_to(1.0 / 3.0));
}

TEST_CASE("Erlang C and the waiting time agree with the sum over the stationary distribution") {
  // Method: enough states that what lies beyond them is below 1e-13 of the whole.
  for (const int servers : {1, 4, 16}) {
    for (const double utilization : {0.5, 0.7, 0.9}) {
      CAPTURE(servers, utilization);
      const double a = utilization * servers;
      const std::vector<double> p = stationary(a, servers, 600);
      double waits = 0.0;
      double queue_length = 0.0;
      for (auto n = static_cast<std::size_t>(servers); n < p.size(); ++n) {
        waits += p[n];
        queue_length += static_cast<double>(n - static_cast<std::size_t>(servers)) * p[n];
      }
      CHECK(erlang_c(a, servers) == Approx(waits).epsilon(1e-10));

      const Seconds mean_service{0.004};
      const Rate arrival_rate = per_second(a / mean_service.count());
      const double by_little = queue_length / arrival_rate.value();
      CHECK(mmk_waiting_time(arrival_rate, mean_service, servers).count() ==
            Approx(by_little).epsilon(1e-10));
    }
  }
}

TEST_CASE("M/M/1 waits rho E[S] / (1 - rho)") {
  CHECK(mmk_waiting_time(per_second(80.0), Seconds{0.01}, 1).count() == close_to(0.04));
}

TEST_CASE("Waiting vanishes with many servers and grows like 1 / (1 - rho) in heavy traffic") {
  CHECK(mmk_waiting_time(per_second(70.0), Seconds{1.0}, 140).count() < 1e-12);
  const double near = mmk_waiting_time(per_second(3.9996), Seconds{1.0}, 4).count();
  const double nearer = mmk_waiting_time(per_second(3.99996), Seconds{1.0}, 4).count();
  CHECK(nearer / near == Approx(10.0).epsilon(0.001));
}

TEST_CASE("M/G/1 waits half as long with constant service as with exponential service") {
  const Rate rate = per_second(80.0);
  const Seconds service{0.01};
  CHECK(mg1_waiting_time(rate, service, 1.0).count() ==
        close_to(mmk_waiting_time(rate, service, 1).count()));
  CHECK(mg1_waiting_time(rate, service, 0.0).count() == close_to(0.02));
  CHECK(mg1_waiting_time(rate, service, 4.0).count() == close_to(0.1));
  CHECK(mg1_waiting_time(per_second(0.0), service, 4.0).count() == 0.0);
}

TEST_CASE("M/G/1 waits lambda E[S²] / (2 (1 - rho)) with service of 1 s or 3 s") {
  // By hand: each with probability 1/2, so E[S] = 2 s, E[S²] = 5 s², scv = 1/4; rho = 0.4.
  CHECK(mg1_waiting_time(per_second(0.2), Seconds{2.0}, 0.25).count() ==
        close_to(0.2 * 5.0 / (2.0 * 0.6)));
}

TEST_CASE("The M/M/1 sojourn time has the quantiles of an exponential with mean E[S] / (1 - rho)") {
  const Rate rate = per_second(50.0);
  const Seconds service{0.01};  // mean sojourn 0.02 s
  CHECK(mm1_sojourn_quantile(rate, service, 0.5).count() == close_to(0.02 * std::log(2.0)));
  CHECK(mm1_sojourn_quantile(rate, service, 0.95).count() == close_to(0.02 * std::log(20.0)));
  CHECK(mm1_sojourn_quantile(rate, service, 1.0 - std::exp(-1.0)).count() == close_to(0.02));
}

TEST_CASE("Queueing formulas refuse what has no steady state or no meaning") {
  const ThrowingContracts contracts;
  const Rate rate = per_second(1.0);
  const Seconds service{1.0};
  CHECK_THROWS_WITH(erlang_b(0.0, 1), "offered_load > 0.0");
  CHECK_THROWS_WITH(erlang_b(std::nan(""), 1), "offered_load > 0.0");
  CHECK_THROWS_WITH(erlang_b(1.0, 0), "servers >= 1");
  CHECK_THROWS_WITH(erlang_c(2.0, 2), "offered_load < servers");
  CHECK_THROWS_WITH(erlang_c(0.0, 2), "offered_load > 0.0");
  CHECK_THROWS_WITH(mmk_waiting_time(rate, service, 1), "offered_load < servers");
  CHECK_THROWS_WITH(mg1_waiting_time(rate, service, 1.0), "utilization < 1.0");
  CHECK_THROWS_WITH(mg1_waiting_time(per_second(0.5), service, -0.1), "service_scv >= 0.0");
  CHECK_THROWS_WITH(mm1_sojourn_quantile(rate, service, 0.5), "utilization < 1.0");
  CHECK_THROWS_WITH(mm1_sojourn_quantile(per_second(0.5), service, 0.0), "p > 0.0 && p < 1.0");
  CHECK_THROWS_WITH(mm1_sojourn_quantile(per_second(0.5), service, 1.0), "p > 0.0 && p < 1.0");
}

}  // namespace
}  // namespace cutpoint::queueing
