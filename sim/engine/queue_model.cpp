#include "sim/engine/queue_model.hpp"

namespace cutpoint {
namespace {

/// What is kept of a stretch of consecutive departures.
struct QueueBatch {
  std::uint64_t jobs = 0;
  Duration waiting{};
  Duration sojourn{};
  Duration elapsed{};
  Duration busy{};  // busy servers integrated over `elapsed`
  Histogram sojourn_times;

  void merge(const QueueBatch& later) {
    jobs += later.jobs;
    waiting += later.waiting;
    sojourn += later.sojourn;
    elapsed += later.elapsed;
    busy += later.busy;
    sojourn_times.merge(later.sojourn_times);
  }
  void clear() {
    jobs = 0;
    waiting = sojourn = elapsed = busy = Duration{};
    sojourn_times.clear();
  }
};

/// sum(numerator) / sum(denominator) over batches, as an estimate.
template <class Numerator, class Denominator>
Estimate ratio(std::span<const QueueBatch> batches,
               const Numerator& numerator,
               const Denominator& denominator) {
  if (batches.size() < 2) {
    return {};
  }
  std::vector<double> above;
  std::vector<double> below;
  for (const QueueBatch& batch : batches) {
    above.push_back(numerator(batch));
    below.push_back(denominator(batch));
  }
  return ratio_estimate(above, below);
}

double seconds(Duration duration) { return Seconds{duration}.count(); }
double job_count(const QueueBatch& batch) { return static_cast<double>(batch.jobs); }

struct MeanTarget {
  QueueMetric metric;

  [[nodiscard]] double sum(const QueueBatch& batch) const {
    return seconds(metric == QueueMetric::WaitingTime ? batch.waiting : batch.sojourn);
  }
  [[nodiscard]] double value(const QueueBatch& batch) const {
    return sum(batch) / job_count(batch);
  }
  [[nodiscard]] Estimate estimate(std::span<const QueueBatch> batches) const {
    return ratio(
        batches, [this](const QueueBatch& b) { return sum(b); }, job_count);
  }
};

class QueueModel {
 public:
  enum class Kind : std::uint32_t { Arrival, ServiceCompletion };
  struct Event {
    Kind kind;
    std::uint32_t job;
  };

  explicit QueueModel(const QueueSettings& settings)
      : settings_{settings},
        arrivals_{address(Purpose::Arrival)},
        services_{address(Purpose::Service)},
        station_{settings.servers},
        steady_{settings.stop, MeanTarget{settings.target}, kFirstBatch} {}

  void start(Engine<QueueModel>& engine) { schedule_arrival(engine); }

  void handle(Event event, Engine<QueueModel>& engine) {
    if (event.kind == Kind::Arrival) {
      arrive(engine);
    } else {
      depart(event.job, engine);
    }
  }

  [[nodiscard]] QueueResult result(const Engine<QueueModel>& engine) const;

 private:
  static constexpr std::uint64_t kFirstBatch = 64;

  struct Job {
    TimePoint arrival{};
    TimePoint start{};
    Duration service{};
  };

  [[nodiscard]] StreamAddress address(Purpose purpose) const {
    return {settings_.seed, settings_.replication, 0, purpose};
  }

  void schedule_arrival(Engine<QueueModel>& engine) {
    if (arrival_count_ < settings_.max_arrivals) {
      engine.schedule_after(to_duration(settings_.interarrival.sample(arrivals_)),
                            {Kind::Arrival, 0});
    }
  }

  void arrive(Engine<QueueModel>& engine) {
    ++arrival_count_;
    in_system_.change(engine.now(), +1);
    const std::uint32_t job = new_job();
    jobs_[job].arrival = engine.now();
    jobs_[job].service = to_duration(settings_.service.sample(services_));
    if (station_.arrive(job)) {
      busy_.change(engine.now(), +1);
      start_service(job, engine);
    }
    schedule_arrival(engine);
  }

  void start_service(std::uint32_t job, Engine<QueueModel>& engine) {
    jobs_[job].start = engine.now();
    service_sum_ += jobs_[job].service;
    engine.schedule_after(jobs_[job].service, {Kind::ServiceCompletion, job});
  }

  void depart(std::uint32_t number, Engine<QueueModel>& engine) {
    const TimePoint now = engine.now();
    in_system_.change(now, -1);
    if (const auto next = station_.depart()) {
      start_service(*next, engine);
    } else {
      busy_.change(now, -1);
    }
    record(jobs_[number], engine);
    free_jobs_.push_back(number);
  }

  void record(const Job& job, Engine<QueueModel>& engine) {
    const TimePoint now = engine.now();
    ++departure_count_;
    sojourn_sum_ += now - job.arrival;
    QueueBatch& batch = steady_.current();
    ++batch.jobs;
    batch.waiting += job.start - job.arrival;
    batch.sojourn += now - job.arrival;
    batch.sojourn_times.add(now - job.arrival);
    batch.elapsed += now - last_departure_;
    const Duration busy_area = busy_.area(now);
    batch.busy += busy_area - last_busy_area_;
    last_departure_ = now;
    last_busy_area_ = busy_area;
    if (steady_.step(static_cast<std::uint64_t>(in_system_.value()))) {
      engine.stop();
    }
  }

  std::uint32_t new_job() {
    if (free_jobs_.empty()) {
      jobs_.emplace_back();
      return static_cast<std::uint32_t>(jobs_.size() - 1);
    }
    const std::uint32_t job = free_jobs_.back();
    free_jobs_.pop_back();
    return job;
  }

  const QueueSettings& settings_;
  RandomStream arrivals_;
  RandomStream services_;
  FcfsStation station_;
  SteadyState<QueueBatch, MeanTarget> steady_;
  std::vector<Job> jobs_;
  std::vector<std::uint32_t> free_jobs_;
  TimeIntegral in_system_;
  TimeIntegral busy_;
  TimePoint last_departure_{};
  Duration last_busy_area_{};
  std::uint64_t arrival_count_ = 0;
  std::uint64_t departure_count_ = 0;
  Duration sojourn_sum_{};
  Duration service_sum_{};
};

QueueResult QueueModel::result(const Engine<QueueModel>& engine) const {
  const std::span<const QueueBatch> batches = steady_.steady_batches();
  const auto elapsed = [](const QueueBatch& b) { return seconds(b.elapsed); };
  const double servers = settings_.servers;

  QueueResult result;
  result.status = steady_.status();
  result.waiting_time_mean = MeanTarget{QueueMetric::WaitingTime}.estimate(batches);
  result.sojourn_time_mean = MeanTarget{QueueMetric::SojournTime}.estimate(batches);
  if (batches.size() >= 2) {
    std::vector<const Histogram*> histograms;
    for (const QueueBatch& batch : batches) {
      histograms.push_back(&batch.sojourn_times);
    }
    result.sojourn_time_p95 = quantile_estimate(histograms, 0.95);
    result.sojourn_time_p99 = quantile_estimate(histograms, 0.99);
  }
  result.utilization = ratio(
      batches, [&](const QueueBatch& b) { return seconds(b.busy) / servers; }, elapsed);
  result.throughput = ratio(batches, job_count, elapsed);
  result.discarded_share = steady_.discarded_share();
  result.arrivals = arrival_count_;
  result.departures = departure_count_;
  result.sojourn_sum = sojourn_sum_;
  result.jobs_in_system_integral = in_system_.area(engine.now());
  result.busy_integral = busy_.area(engine.now());
  result.service_sum = service_sum_;
  result.fingerprint = engine.fingerprint().value();
  result.events = engine.event_count();
  return result;
}

}  // namespace

QueueResult run_queue(const QueueSettings& settings) {
  QueueModel model{settings};
  Engine<QueueModel> engine;
  model.start(engine);
  engine.run(model);
  return model.result(engine);
}

}  // namespace cutpoint
