// n independent M/M/k queues (FCFS) that share one calendar: the shape of BigHouse's experiments.
// One model for every calendar that is compared, with the work of a real one: jobs in a pool,
// waiting and sojourn times, a histogram, the engine's fingerprint.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/random/distribution.hpp"
#include "sim/stats/histogram.hpp"

namespace cutpoint::bench {

struct ManyQueuesSettings {
  std::uint32_t queues = 10'000;
  std::uint32_t servers = 4;
  double utilization = 0.5;
  std::uint64_t departures = 1'000'000;  // after so many the run ends
};

template <class CalendarChoice>
class ManyQueues {
 public:
  struct Event {
    std::uint32_t job;             // whose service ends
    std::uint32_t queue_and_kind;  // twice the queue's number, plus 1 if a service ends
  };
  using OwnEngine = Engine<ManyQueues, CalendarChoice>;

  explicit ManyQueues(const ManyQueuesSettings& settings)
      : settings_{settings},
        interarrival_{Exponential{Seconds{1.0 / (settings.utilization * settings.servers)}}},
        service_{Exponential{Seconds{1.0}}},
        queues_(settings.queues) {}

  void start(OwnEngine& engine) {
    engine.reserve(std::size_t{settings_.queues} * (settings_.servers + 1));
    for (std::uint32_t queue = 0; queue < settings_.queues; ++queue) {
      schedule_arrival(queue, engine);
    }
  }

  void handle(Event event, OwnEngine& engine) {
    const std::uint32_t queue = event.queue_and_kind / 2;
    if (event.queue_and_kind % 2 == 0) {
      arrive(queue, engine);
    } else {
      depart(event.job, queue, engine);
    }
  }

  [[nodiscard]] const Histogram& sojourn_times() const { return sojourn_times_; }
  [[nodiscard]] Seconds mean_waiting_time() const {
    return Seconds{waiting_sum_} / static_cast<double>(sojourn_times_.count());
  }

 private:
  struct Job {
    TimePoint arrival{};
    std::uint32_t next = 0;  // in the line, or in the list of free jobs
  };
  struct Queue {
    std::uint32_t first_waiting = 0;
    std::uint32_t last_waiting = 0;
    std::uint32_t in_system = 0;
  };

  void schedule_arrival(std::uint32_t queue, OwnEngine& engine) {
    engine.schedule_after(to_duration(interarrival_.sample(arrivals_)), {0, queue * 2});
  }
  void start_service(std::uint32_t job, std::uint32_t queue, OwnEngine& engine) {
    waiting_sum_ += engine.now() - jobs_[job].arrival;
    engine.schedule_after(to_duration(service_.sample(services_)), {job, queue * 2 + 1});
  }

  void arrive(std::uint32_t number, OwnEngine& engine) {
    const std::uint32_t job = new_job();
    jobs_[job].arrival = engine.now();
    Queue& queue = queues_[number];
    ++queue.in_system;
    if (queue.in_system <= settings_.servers) {
      start_service(job, number, engine);
    } else if (queue.in_system == settings_.servers + 1) {
      queue.first_waiting = queue.last_waiting = job;
    } else {
      jobs_[queue.last_waiting].next = job;
      queue.last_waiting = job;
    }
    schedule_arrival(number, engine);
  }

  void depart(std::uint32_t job, std::uint32_t number, OwnEngine& engine) {
    sojourn_times_.add(engine.now() - jobs_[job].arrival);
    Queue& queue = queues_[number];
    --queue.in_system;
    if (queue.in_system >= settings_.servers) {
      const std::uint32_t next = queue.first_waiting;
      queue.first_waiting = jobs_[next].next;
      start_service(next, number, engine);
    }
    jobs_[job].next = free_job_;
    free_job_ = job;
    if (sojourn_times_.count() == settings_.departures) {
      engine.stop();
    }
  }

  std::uint32_t new_job() {
    if (free_job_ == kNone) {
      jobs_.emplace_back();
      return static_cast<std::uint32_t>(jobs_.size() - 1);
    }
    const std::uint32_t job = free_job_;
    free_job_ = jobs_[job].next;
    return job;
  }

  static constexpr std::uint32_t kNone = 0xffff'ffff;

  ManyQueuesSettings settings_;
  Distribution interarrival_;
  Distribution service_;
  RandomStream arrivals_{{.purpose = Purpose::Arrival}};
  RandomStream services_{{.purpose = Purpose::Service}};
  std::vector<Queue> queues_;
  std::vector<Job> jobs_;
  std::uint32_t free_job_ = kNone;
  Histogram sojourn_times_;
  Duration waiting_sum_{};
};

}  // namespace cutpoint::bench
