// The events of a query's life, from the client's decision to the result.
//
// Phones and uplinks serve one query at a time, first come, first served; the length of each
// service is known when it is queued, so the time at which the server of such a line falls free is
// all of its state (Lindley 1952). The pool is one FCFS line before servers x executors equal
// executors.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/fcfs_station.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/fleet/fleet.hpp"
#include "sim/fleet/fleet_plan.hpp"
#include "sim/fleet/load_signal.hpp"
#include "sim/stats/time_integral.hpp"

namespace cutpoint {

/// Names the metric that must be precise before a run may end.
struct FleetTarget {
  FleetMetric metric;
  PoolSize pool;
  /// Instead of a precision: the interval must lie below this.
  std::optional<double> below{};

  [[nodiscard]] double value(const FleetBatch& batch) const {
    return batch_value(metric, batch, pool);
  }
  [[nodiscard]] bool is_known(const StopRule& rule, std::span<const FleetBatch> batches) const {
    const Estimate estimate = fleet_estimate(metric, batches, pool);
    return below ? estimate.value + estimate.half_width < *below : precise_enough(rule, estimate);
  }
};

class FleetModel {
 public:
  enum class Kind : std::uint32_t { Arrival, PhoneDone, UploadDone, ServerDone, EndOfPeriod };
  struct Event {
    Kind kind;
    std::uint32_t query;
  };
  using Loop = Engine<FleetModel>;

  /// `settings` must outlive the model.
  explicit FleetModel(const FleetSettings& settings);

  /// Schedules the first events.
  void start(Loop& loop);
  void handle(Event event, Loop& loop);

  [[nodiscard]] FleetResult result(const Loop& loop) const;

 private:
  static constexpr std::uint64_t kFirstBatch = 64;

  struct Client {
    TimePoint phone_free{};
    TimePoint uplink_free{};
  };
  struct Query {
    const CutPlan* cut = nullptr;
    std::uint32_t client = 0;
    std::uint32_t flat_cut = 0;  // into FleetBatch::cuts
    TimePoint arrival{};
    TimePoint at_pool{};
    Spans spans{};
  };

  void arrive(Loop& loop);
  void decide(Query& query, TimePoint now);
  [[nodiscard]] Belief belief_of(const Query& query,
                                 std::uint32_t class_index,
                                 std::uint32_t application,
                                 TimePoint now) const;
  [[nodiscard]] Duration ping_phase(std::uint32_t client) const;
  void upload(std::uint32_t number, Loop& loop);
  void enter_pool(std::uint32_t number, Loop& loop);
  void start_service(std::uint32_t number, Loop& loop);
  void leave_pool(std::uint32_t number, Loop& loop);
  void complete(std::uint32_t number, TimePoint now, Loop& loop);
  void feed_pool(Loop& loop);
  [[nodiscard]] Duration expected_wait(TimePoint now) const;
  std::uint32_t new_query();

  const FleetSettings& settings_;
  FleetPlan plan_;
  PoolSize pool_size_;
  RandomStream arrivals_;
  RandomStream applications_;
  RandomStream client_choice_;
  FcfsStation pool_;
  LoadSignal load_;
  SteadyState<FleetBatch, FleetTarget> steady_;
  std::vector<Client> clients_;
  std::vector<Query> queries_;
  std::vector<std::uint32_t> free_queries_;
  TimeIntegral busy_;
  TimePoint last_completion_{};
  Duration last_busy_area_{};
  Duration waiting_work_{};     // service time of the queries in line
  Duration running_end_sum_{};  // completion times of the running ones, added up
  std::uint64_t issued_ = 0;
  std::uint64_t completed_ = 0;
  Duration filling_time_{};
};

}  // namespace cutpoint
