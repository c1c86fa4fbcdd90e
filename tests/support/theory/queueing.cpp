#include "tests/support/theory/queueing.hpp"

#include <cmath>

#include "base/contract.hpp"

namespace cutpoint::queueing {

double erlang_b(double offered_load, int servers) {
  CUTPOINT_EXPECTS(offered_load > 0.0);
  CUTPOINT_EXPECTS(servers >= 1);

  // B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)): no factorials, so nothing overflows.
  double blocked = 1.0;
  for (int k = 1; k <= servers; ++k) {
    const double scaled = offered_load * blocked;
    blocked = scaled / (k + scaled);
  }
  return blocked;
}

double erlang_c(double offered_load, int servers) {
  CUTPOINT_EXPECTS(offered_load < servers);

  const double blocked = erlang_b(offered_load, servers);
  const double utilization = offered_load / servers;
  return blocked / (1.0 - utilization * (1.0 - blocked));
}

Seconds mmk_waiting_time(Rate arrival_rate, Seconds mean_service, int servers) {
  // Wq = C / (k mu - lambda) = C E[S] / (k - a).
  const double offered_load = arrival_rate * mean_service;
  return erlang_c(offered_load, servers) * mean_service / (servers - offered_load);
}

Seconds mg1_waiting_time(Rate arrival_rate, Seconds mean_service, double service_scv) {
  const double utilization = arrival_rate * mean_service;
  CUTPOINT_EXPECTS(utilization < 1.0);
  CUTPOINT_EXPECTS(service_scv >= 0.0);

  // E[S²] = E[S]² (1 + scv).
  return mean_service * (utilization * (1.0 + service_scv) / (2.0 * (1.0 - utilization)));
}

Seconds mm1_sojourn_quantile(Rate arrival_rate, Seconds mean_service, double p) {
  const double utilization = arrival_rate * mean_service;
  CUTPOINT_EXPECTS(utilization < 1.0);
  CUTPOINT_EXPECTS(p > 0.0 && p < 1.0);

  return mean_service * (-std::log1p(-p) / (1.0 - utilization));
}

}  // namespace cutpoint::queueing
