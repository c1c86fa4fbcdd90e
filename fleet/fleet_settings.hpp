// Everything a fleet run needs, fully worked out: no names, no files, no predictor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "fleet/recorder/fleet_metrics.hpp"
#include "partitioner/policy.hpp"
#include "sim/engine/stop_rule.hpp"
#include "sim/random/arrival_process.hpp"
#include "workloads/cost_table.hpp"
#include "workloads/links/radio_states.hpp"
#include "workloads/links/rate_trace.hpp"

namespace cutpoint {

/// A network as one client class runs it: what it really costs, and who decides where to cut.
struct InstalledDnn {
  CostTable actual;  // actual costs of the policy's cuts
  std::unique_ptr<Decider> decider;
  Knowledge knowledge = Knowledge::Predicted;
  bool draws = false;  // whether the policy needs Belief::draw
  // The objective by which the regret of a decision is measured, against the best of the
  // alternatives, or of the policy's own cuts if no alternatives are given.
  Objective objective{};
  CostTable alternatives{};
};

/// How the rates of a link vary over time.
struct VaryingRate {
  std::shared_ptr<const RateTrace> trace;  // the uplink's; the downlink varies in proportion
  bool is_in_phase = false;                // if not, each client is at a place of its own
  // The powers that the radio draws however slowly it sends or receives; a byte costs the same at
  // any rate.
  Watts upload_power_base;
  Watts download_power_base;
};

/// The network as a client really sees it. What is zero is not counted.
struct Network {
  BytesPerSecond uplink;
  Watts upload_power;
  BytesPerSecond downlink;  // 0: the download of the result is not counted
  Watts download_power;
  Seconds round_trip{};
  /// How the rate varies; if it does, the rates and powers above are those of its mean.
  std::optional<VaryingRate> varying{};
  std::optional<RadioStates>
      radio{};  // none: it is always ready, and costs nothing between transfers
};

/// Which uplink rate a client believes in.
enum class RateBelief : std::uint8_t {
  Exact,     // the rate of the moment at which it decides
  Nominal,   // the mean rate
  Averaged,  // the exponentially weighted moving average of its own uploads
  Probed,    // the rate at its last probe; probes cost neither time nor energy
};

/// Clients with the same phone and the same link.
struct ClientClass {
  std::uint32_t clients = 0;
  Network network;
  std::vector<InstalledDnn> dnns;  // in the order of FleetSettings::mix
};

enum class SourceKind : std::uint8_t {
  Open,        // queries arrive by the process given, spread evenly over the clients
  Backlogged,  // an idle executor always finds a query: measures the pool's saturation throughput
};

/// The hardware of the data center.
struct Pool {
  std::uint32_t servers = 1;
  std::uint32_t executors = 1;  // executors of each server
  Watts idle_power;             // idle power of each server
};

[[nodiscard]] PoolSize pool_size(const Pool& pool);

/// Queries of others than the clients, which run wholly on the servers. They keep executors busy
/// and raise the load that the pool publishes, but are in no metric of queries.
struct Background {
  ArrivalProcess arrivals;
  std::vector<double> mix;        // weight of each of its applications, > 0
  std::vector<Seconds> services;  // of a query of each
};

/// What clients make of the load that they hear of.
enum class LoadForm : std::uint8_t {
  Slowdown,  // whatever runs on a server takes K times as long: f_server(L, K) = K f_server(L, 1)
  Wait,      // what runs on a server waits once, as long as the pool's queries did on average
};

/// One run of a fleet. Two runs with equal settings have equal results.
struct FleetSettings {
  std::vector<ClientClass> classes;
  std::vector<double> mix;  // weight of each application, > 0
  Pool pool;
  std::optional<Background> background{};  // for an open source alone
  SourceKind source = SourceKind::Open;
  /// The arrivals of all clients together. When they end, as those of a trace may, so does the run.
  ArrivalProcess arrivals{Distribution{Exponential{Seconds{1.0}}}};
  Duration decision_overhead{};  // from arrival to decision
  Duration ping_period{1'000'000'000};
  Duration ping_delay{};
  LoadForm load_form = LoadForm::Slowdown;
  double jitter = 0.0;       // coefficient of variation of each run on phone and server
  double link_jitter = 0.0;  // coefficient of variation of each upload's rate
  RateBelief rate_belief = RateBelief::Exact;
  Duration probe_period{1'000'000'000};
  double estimator_weight = 0.25;  // weight of the newest upload in a rate averaged
  std::optional<double> charge{};  // state of charge of all phones; none: spread evenly from 0 to 1
  std::uint32_t record = 0;        // how many of the first queries are kept; for an open source
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
  std::vector<FleetMetric> targets{"latency_mean"};  // all must be precise
  StopRule stop;
};

}  // namespace cutpoint
