// The events of a system of bare queues. Used by queue_run.cpp and benchmarks.
#pragma once

#include <span>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/steady_state.hpp"
#include "sim/queues/queue_run.hpp"
#include "sim/stations/job_pool.hpp"
#include "sim/stations/line_growth.hpp"
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

  struct Line {
    JobId first = kNoJob;
    JobId last = kNoJob;
  };
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
    std::uint32_t servers = 0;
    Discipline discipline = Discipline::Fcfs;
    std::uint64_t present = 0;  // jobs waiting and in service
    std::uint32_t busy = 0;     // servers
    JobId top = kNoJob;         // LCFS: the latest arrival
    JobId lowest = kNoJob;      // LCFS: the oldest of the jobs in service
    std::uint32_t line = 0;     // FCFS, priority: the first of its lines, one per class
    std::uint32_t shared = 0;   // processor sharing: its SharedServers
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
  void occupy_server(Station& station, TimePoint now);
  void depart(Station& station, TimePoint now);
  void complete(JobId job, Loop& loop);
  void complete_shared(std::uint32_t number, Loop& loop);
  /// The job has left `number`: to the next station, or away.
  void go_on(JobId job, std::uint32_t number, Loop& loop);
  void leave(JobId job, Loop& loop);
  void lose(JobId job, Loop& loop);

  void start_service(JobId job, Loop& loop);
  void stop_service(JobId job, Loop& loop);
  void wait_in_line(Station& station, JobId job);
  [[nodiscard]] JobId take_from_line(Station& station);
  void push_on_stack(Station& station, JobId job, bool finds_server, Loop& loop);
  void take_off_stack(Station& station, JobId job, Loop& loop);
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
  std::vector<Line> lines_;
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
