// What a run of a fleet keeps of its queries: batches for the metrics, and the first queries whole.
//
// Whatever happens to a query is added to the open batch, which after enough completions is closed
// and handed to SteadyState. What all queries of a cut have alike is not added query by query: the
// batch counts its cuts, and is given the rest when it is closed. So a completion costs a few sums
// and two histograms, and what a scenario does not use (jitter, changing links, single queries)
// costs it nothing. The parts of a latency must add up to it exactly, which is checked of every
// query.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "fleet/clients/decisions.hpp"
#include "fleet/fleet.hpp"
#include "fleet/fleet_plan.hpp"
#include "fleet/links/radios.hpp"
#include "fleet/query.hpp"
#include "fleet/recorder/query_records.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/stations/line_growth.hpp"

namespace cutpoint {

/// Names the metric that must be precise before a run may end.
struct FleetTarget {
  FleetMetric metric;
  PoolSize pool;
  /// Instead of a precision: the interval must lie below this.
  std::optional<double> below{};

  [[nodiscard]] double value(const FleetBatch& batch) const { return metric->value(batch, pool); }
  [[nodiscard]] bool is_known(const StopRule& rule, std::span<const FleetBatch> batches) const {
    const Estimate estimate = metric->estimate(batches, pool);
    return below ? estimate.value + estimate.half_width < *below : precise_enough(rule, estimate);
  }
};

/// How many of the clients' queries wait in each FleetLine or are served there.
using FleetLines = std::array<std::uint64_t, kFleetLineCount>;

class Recorder {
 public:
  /// All that it looks at must outlive it.
  Recorder(const FleetSettings& settings,
           const FleetPlan& plan,
           const Links& links,
           const DataCenter& data_center);

  /// A query has been decided: its regret, if its objective has one. O(1).
  void add_decision(const Choice& choice, TimePoint now);
  /// Whether single queries are kept.
  [[nodiscard]] bool keeps_queries() const { return records_.is_on(); }
  /// A query has been issued under that number, and decided: begins its record, if it is one of the
  /// first. Requires: keeps_queries().
  void add_query(std::uint32_t number,
                 std::uint32_t client_number,
                 const Client& client,
                 const Choice& choice,
                 const Network& network,
                 TimePoint now);
  /// A transfer of the query has begun, of a radio with states.
  void add_radio(std::uint32_t number, const RadioBill& bill);
  /// The phone has spent so much on the query besides what is planned.
  void add_mobile_energy(std::uint32_t number, Joules energy);
  /// A client's query leaves the servers.
  void add_server_sojourn(Duration sojourn) { open_.server_sojourn.add(sojourn); }
  /// A query's result reaches its client at `done`, `download` from now. Returns whether the open
  /// batch is full, and close_batch() is due. O(1).
  [[nodiscard]] bool add_completion(std::uint32_t number,
                                    const Query& query,
                                    TimePoint done,
                                    Duration download);
  /// Closes the open batch and looks from time to time whether the run may end. O(cuts), amortized.
  void close_batch(TimePoint now, std::uint64_t in_flight, const FleetLines& lines);

  /// The record of a query that is under way; kNoRecord if it is not kept.
  [[nodiscard]] std::uint32_t record_of(std::uint32_t number) const {
    return records_.number_of(number);
  }

  /// There are too many queries for the run to tell anything of a steady state.
  void call_unstable() { steady_.call_unstable(); }
  /// Whether the run is to end.
  [[nodiscard]] bool is_over() const { return steady_.is_over(); }

  /// Fills in all that was measured; takes the records with it. `has_given_up` and
  /// `clock_has_ended` say whether that ended the run.
  [[nodiscard]] FleetResult result(bool has_given_up,
                                   bool clock_has_ended,
                                   const FleetLines& lines);

 private:
  static constexpr std::uint64_t kFirstBatch = 64;

  void add_deviations(const Query& query);
  void complete_record(QueryRecord& record, const Query& query, Duration download) const;
  [[nodiscard]] Joules deviating_energy(const Query& query) const;

  const FleetSettings& settings_;
  const FleetPlan& plan_;
  const Links& links_;
  const DataCenter& data_center_;
  PoolSize pool_size_;
  bool deviates_;  // whether any query may take longer than planned
  Duration filling_time_;
  FleetBatch open_;
  SteadyState<FleetBatch, FleetTarget> steady_;
  QueryRecords records_;
  LineGrowth growth_{kFleetLineCount};
  TimePoint batch_opened_{};
  DurationSum busy_when_opened_{};
};

}  // namespace cutpoint
