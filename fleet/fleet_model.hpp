// The events of a query's life, from the client's decision to the result.
//
// Phones and uplinks serve one query at a time, first come, first served; the length of each
// service is known when it is queued, so the time at which the server of such a line falls free is
// all of its state (Lindley 1952). The pool is one FCFS line before servers x executors equal
// executors.
//
// Built for millions of clients: a client is half a cache line, a query one. Which memory the next
// arrival and the next events need is known beforehand, and fetched then.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "fleet/clients/jitter.hpp"
#include "fleet/datacenter/load_signal.hpp"
#include "fleet/fleet.hpp"
#include "fleet/fleet_plan.hpp"
#include "sim/engine/engine.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/random/random_stream.hpp"
#include "sim/stations/fcfs_station.hpp"
#include "sim/stations/line_growth.hpp"
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
  enum class Kind : std::uint32_t {
    Arrival,
    PhoneDone,
    UploadDone,
    ServerDone,
    EndOfPeriod,
    BackgroundArrival,
  };
  struct Event {
    Kind kind;
    std::uint32_t subject;  // of an arrival its client, else a query
  };
  using Loop = Engine<FleetModel>;

  /// `settings` must outlive the model.
  explicit FleetModel(const FleetSettings& settings);

  /// Schedules the first events.
  void start(Loop& loop);
  void handle(Event event, Loop& loop);

  /// The event will come soon: fetches what it needs.
  void approach(Event event) const;

  /// Of the run that has ended; takes the records with it.
  [[nodiscard]] FleetResult result(const Loop& loop);

 private:
  static constexpr std::uint64_t kFirstBatch = 64;

  struct alignas(32) Client {
    TimePoint phone_free{};
    TimePoint uplink_free{};
    std::uint32_t ping_phase = 0;  // in 2^-32 periods: which load level it has heard of follows
    std::uint32_t queries = 0;     // issued so far: its place in its own streams
    std::uint32_t class_index = 0;
    float rate_share = 1.0F;  // of the nominal uplink rate, that it believes in
  };
  struct alignas(64) Query {
    TimePoint arrival{};
    Duration phone_wait{};
    Duration uplink_wait{};
    Duration server_wait{};  // until service starts, less the time at which it entered the pool
    Deviations deviations{};
    std::uint32_t cut = 0;     // into FleetPlan::cuts
    std::uint32_t client = 0;  // or kBackground
  };
  static constexpr std::uint32_t kBackground = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  /// The radio of a client that has states, and who is to pay for its tail.
  struct RadioUse {
    Radio radio;
    std::uint32_t record = kNone;  // into records_
  };

  struct BackgroundSource {
    ArrivalProcess arrivals;
    RandomStream arrival_stream;
    RandomStream application_stream;
    std::uint32_t queries = 0;  // issued so far
    std::uint64_t in_pool = 0;
  };

  using FleetLines = std::array<std::uint64_t, kFleetLineCount>;

  /// Where a client is in the trace of its link.
  struct Place {
    const VaryingRate* rate;  // null if it is constant
    Duration offset{};        // from the clock to the trace's
  };

  [[nodiscard]] const CutPlan& cut_of(const Query& query) const { return plan_.cuts[query.cut]; }
  /// The part of a period that a client's pings and probes come after its beginning.
  [[nodiscard]] static Duration phase_of(std::uint32_t share, Duration period);
  [[nodiscard]] Duration server_run(const Query& query) const {
    return cut_of(query).server_run + query.deviations.server_run;
  }

  [[nodiscard]] PoolLoad heard(const Client& client, TimePoint now) const {
    return load_.heard(now, phase_of(client.ping_phase, load_.period()));
  }

  void schedule_arrival(Loop& loop);
  void schedule_background(Loop& loop);
  void arrive_in_background(Loop& loop);
  void arrive(std::uint32_t client, Loop& loop);
  /// `record` is null unless the query is kept.
  [[nodiscard]] std::uint32_t decide(Client& client,
                                     std::uint32_t number,
                                     TimePoint now,
                                     QueryRecord* record);
  [[nodiscard]] std::uint32_t draw_client();
  void record_regret(const DnnPlan& dnn, std::uint32_t cut, TimePoint now);
  void upload(std::uint32_t number, Loop& loop);
  void learn_rate(const Query& query);
  [[nodiscard]] Place place_of(std::uint32_t client) const;
  [[nodiscard]] Duration transfer_time(std::uint32_t client, Bytes amount, TimePoint start) const;
  [[nodiscard]] BytesPerSecond true_uplink(std::uint32_t client, TimePoint now) const;
  void believe_rate(Belief& belief, std::uint32_t client, TimePoint now) const;
  [[nodiscard]] std::uint32_t best_in_truth(const DnnPlan& dnn,
                                            std::uint32_t client,
                                            const Belief& truth,
                                            TimePoint now) const;
  void prepare_links();
  [[nodiscard]] TimePoint begin_upload(std::uint32_t number, TimePoint at);
  [[nodiscard]] TimePoint wake_radio(std::uint32_t number, TimePoint at);
  void add_mobile_energy(std::uint32_t number, Joules energy);
  [[nodiscard]] const Network& network_of(std::uint32_t client) const {
    return settings_.classes[clients_[client].class_index].network;
  }
  [[nodiscard]] Watts download_power(std::uint32_t client) const;
  [[nodiscard]] Duration download(std::uint32_t number, TimePoint now);
  void enter_pool(std::uint32_t number, Loop& loop);
  void start_service(std::uint32_t number, Loop& loop);
  void leave_pool(std::uint32_t number, Loop& loop);
  void complete(std::uint32_t number, TimePoint done, Loop& loop);
  void record_deviations(const Query& query);
  [[nodiscard]] Joules deviating_energy(const Query& query) const;
  [[nodiscard]] QueryRecord* new_record(std::uint32_t number);
  void record_decision(QueryRecord& record,
                       std::uint32_t client,
                       const Belief& belief,
                       TimePoint now) const;
  [[nodiscard]] QueryRecord* record_of(std::uint32_t number);
  void record_completion(std::uint32_t number, Duration download);
  void close_batch(TimePoint now);
  /// Whether there are too many for this run to tell anything, which ends it.
  [[nodiscard]] bool gives_up(Loop& loop);
  [[nodiscard]] FleetLines lines() const;
  [[nodiscard]] RunEnd end_of(const Loop& loop) const;
  void end_period(Loop& loop);
  void feed_pool(Loop& loop);
  [[nodiscard]] DurationSum expected_wait(TimePoint now) const;
  std::uint32_t new_query();
  /// Queries of clients.
  [[nodiscard]] std::uint64_t in_flight() const { return in_system() - in_background(); }
  [[nodiscard]] std::uint64_t in_system() const { return queries_.size() - free_queries_.size(); }
  [[nodiscard]] std::uint64_t in_background() const {
    return background_ ? background_->in_pool : 0;
  }
  /// Whether clients will issue queries, or wait for some.
  [[nodiscard]] bool is_under_way() const { return !last_has_arrived_ || in_flight() > 0; }

  const FleetSettings& settings_;
  FleetPlan plan_;
  PoolSize pool_size_;
  ArrivalProcess arrivals_;
  RandomStream arrival_stream_;
  RandomStream client_stream_;
  FcfsStation<std::uint32_t> pool_;
  LoadSignal load_;
  std::optional<BackgroundSource> background_;
  Jitter jitter_;
  bool links_change_;  // of any: their rates, or what radios do between transfers
  FleetBatch open_;
  SteadyState<FleetBatch, FleetTarget> steady_;
  std::vector<Client> clients_;
  std::vector<Query> queries_;
  std::vector<std::uint32_t> free_queries_;
  std::vector<RadioUse> radios_;  // by client, if any has states
  std::vector<QueryRecord> records_;
  std::vector<std::uint32_t>
      record_numbers_;  // by query, while any are kept: into records_, or kNone
  // Of the next arrival, drawn ahead like the times of bare queues.
  Duration next_interval_{};
  std::uint32_t next_client_ = 0;
  bool arrivals_ended_ = false;    // none is left to be scheduled,
  bool last_has_arrived_ = false;  // nor to come
  TimeIntegral busy_;
  TimePoint batch_opened_{};
  DurationSum busy_when_opened_{};
  DurationSum waiting_work_{};     // service time of the queries in line
  DurationSum running_end_sum_{};  // completion times of the running ones
  std::uint64_t issued_ = 0;
  std::uint64_t uploading_ = 0;  // or waiting for it
  std::uint64_t most_in_system_;
  bool has_given_up_ = false;
  LineGrowth growth_{kFleetLineCount};
  Duration filling_time_{};
};

}  // namespace cutpoint
