// The events of a system of bare queues. Used by queue_run.cpp and benchmarks.
//
// Who waits, who is served next and who is interrupted is decided by the classes of sim/stations,
// which the fleet uses as well. The model draws the times, counts, schedules, and moves jobs on.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/queues/queue_run.hpp"
#include "sim/stations/fcfs_station.hpp"
#include "sim/stations/job_pool.hpp"
#include "sim/stations/lcfs_station.hpp"
#include "sim/stations/line_growth.hpp"
#include "sim/stations/priority_station.hpp"
#include "sim/stations/shared_servers.hpp"
#include "sim/stats/time_integral.hpp"

namespace cutpoint {

class QueueModel {
 public:
  /// `subject` is a copy, a job or a station; `tag` is the kind and, above it, an epoch.
  struct Event {
    std::uint32_t subject;
    std::uint32_t tag;
  };
  using Loop = Engine<QueueModel>;

  /// Jobs of all copies together.
  static constexpr std::uint64_t kFirstBatch = 64;

  QueueModel(const QueueSystem& system, const QueueRunSettings& settings);

  void start(Loop& loop);
  void handle(Event event, Loop& loop);
  [[nodiscard]] QueueResult result(const Loop& loop);

 private:
  enum class Kind : std::uint32_t { Arrival, Completion, SharedCompletion };
  static constexpr std::uint32_t kKindBits = 2;

  // Times are drawn one ahead of need: the processor then does not wait for them to know which
  // event comes next.
  struct Source {
    ArrivalProcess process;
    RandomStream stream;
    Duration next{};  // interarrival time; none after the end of a trace
    bool has_next = true;

    void draw() {
      has_next = !process.has_ended();
      next = has_next ? process.interval(stream) : Duration{};
    }
  };
  struct Station {
    const Distribution* service;
    RandomStream stream;
    Duration next_service{};
    std::uint64_t capacity = 0;
    Discipline discipline = Discipline::Fcfs;
    std::uint64_t present = 0;  // jobs waiting and in service
    std::uint32_t number = 0;   // among the stations of its discipline
    std::uint32_t epoch = 0;    // processor sharing: of its scheduled completion
    bool is_last = false;
  };

  static Event event(std::uint32_t subject, Kind kind, std::uint32_t epoch = 0) {
    return {subject, static_cast<std::uint32_t>(kind) | (epoch << kKindBits)};
  }
  static bool is_current(Event event, std::uint32_t epoch) {
    return event.tag >> kKindBits == (epoch << kKindBits) >> kKindBits;
  }

  void schedule_arrival(std::uint32_t copy, Loop& loop);
  void arrive(std::uint32_t copy, Loop& loop);
  void enter(JobId job, std::uint32_t number, Loop& loop);
  void complete(JobId job, Loop& loop);
  void complete_shared(std::uint32_t number, Loop& loop);
  /// The job has left `number`: to the next station, or away.
  void go_on(JobId job, std::uint32_t number, Loop& loop);
  void leave(JobId job, Loop& loop);
  void lose(JobId job, Loop& loop);

  /// A service starts on a server that was idle until now.
  void occupy_server(JobId job, Loop& loop);
  /// A service has ended: the next one starts on its server, or it is idle if there is none.
  void pass_server(std::optional<JobId> next, Loop& loop);
  void start_service(JobId job, Loop& loop);
  void stop_service(JobId job, Loop& loop);
  void add_station(const StationSettings& settings);
  void share(std::uint32_t number, Loop& loop);

  void draw_service(Station& station) {
    station.next_service = to_clock_duration(station.service->sample(station.stream));
  }
  [[nodiscard]] std::uint32_t draw_class();
  void record(const Job& job, TimePoint now);
  void close_batch(TimePoint now);
  void give_up(Loop& loop);
  [[nodiscard]] std::span<const std::uint64_t> present();
  [[nodiscard]] RunEnd end_of(const Loop& loop);

  const QueueSystem& system_;
  const QueueRunSettings& settings_;
  std::vector<Source> sources_;  // by copy
  RandomStream classes_;
  bool has_classes_;
  std::uint32_t stations_per_copy_;
  std::vector<Station> stations_;  // copy by copy
  // By discipline, in the order in which they are added.
  std::vector<FcfsStation<JobId>> fcfs_;
  std::vector<PriorityStation<JobId>> priority_;
  std::vector<LcfsStation> lcfs_;
  std::vector<SharedServers> shared_;
  JobPool jobs_;
  QueueBatch open_;
  SteadyState<QueueBatch, QueueTarget> steady_;

  std::uint64_t most_in_system_;
  bool has_given_up_ = false;
  LineGrowth growth_;
  std::vector<std::uint64_t> present_;  // scratch

  TimeIntegral in_system_;
  TimeIntegral busy_;
  std::uint64_t arrival_count_ = 0;
  std::uint64_t blocked_count_ = 0;
  DurationSum service_sum_{};

  // When the open batch began, what the following had come to.
  struct Marks {
    TimePoint time{};
    DurationSum busy{};
    DurationSum in_system{};
    std::uint64_t arrivals = 0;
    std::uint64_t blocked = 0;
  };
  Marks opened_;
};

}  // namespace cutpoint
