// Closed-form results of queueing theory, used as oracles by the tests.
//
// Symbols as in docs/model.md: arrival rate lambda, mean service time E[S], servers k,
// offered load a = lambda E[S], utilization rho = a / k.
#pragma once

#include "base/units.hpp"

namespace cutpoint::queueing {

/// M/M/k/k: probability that an arrival is lost (Erlang B; Kleinrock 1975, vol. 1, sec. 3.7).
/// By the stable recursion. O(k). Requires: offered_load > 0, servers >= 1.
[[nodiscard]] double erlang_b(double offered_load, int servers);

/// M/M/k: probability that an arrival waits (Erlang C; Kleinrock 1975, vol. 1, sec. 3.5).
/// Requires: 0 < offered_load < servers.
[[nodiscard]] double erlang_c(double offered_load, int servers);

/// M/M/k: mean waiting time. Requires: utilization below 1.
[[nodiscard]] Seconds mmk_waiting_time(Rate arrival_rate, Seconds mean_service, int servers);

/// M/G/1: mean waiting time by Pollaczek–Khinchine, lambda E[S²] / (2 (1 - rho)); `service_scv` is
/// the squared coefficient of variation of the service time. Requires: utilization below 1.
[[nodiscard]] Seconds mg1_waiting_time(Rate arrival_rate, Seconds mean_service, double service_scv);

/// M/M/1: quantile p of the sojourn time, which is exponential with mean E[S] / (1 - rho).
/// Requires: utilization below 1, 0 < p < 1.
[[nodiscard]] Seconds mm1_sojourn_quantile(Rate arrival_rate, Seconds mean_service, double p);

}  // namespace cutpoint::queueing
