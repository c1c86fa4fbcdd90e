#include "sim/queues/queue_model.hpp"

#include "base/contract.hpp"

namespace cutpoint {
namespace {

std::vector<QueueTarget> targets_of(const QueueSystem& system, const QueueRunSettings& settings) {
  std::vector<QueueTarget> targets;
  for (const QueueMetric metric : settings.targets) {
    targets.push_back({metric, server_count(system)});
  }
  return targets;
}

}  // namespace

QueueModel::QueueModel(const QueueSystem& system, const QueueRunSettings& settings)
    : system_{system},
      settings_{settings},
      classes_{{settings.seed, settings.replication, 0, Purpose::JobClass}},
      has_classes_{system.class_shares.size() > 1},
      stations_per_copy_{static_cast<std::uint32_t>(system.stations.size())},
      steady_{settings.stop, targets_of(system, settings), kFirstBatch},
      most_in_system_{most_in_system(settings.stop, server_count(system))},
      growth_{system.stations.size()} {
  for (std::uint32_t copy = 0; copy < system.copies; ++copy) {
    const StreamAddress arrivals{settings.seed, settings.replication, copy, Purpose::Arrival};
    sources_.push_back({.process = system.arrivals, .stream = RandomStream{arrivals}});
    sources_.back().draw();
    for (const StationSettings& station : system.stations) {
      add_station(station);
    }
  }
}

void QueueModel::add_station(const StationSettings& settings) {
  const StreamAddress services{
      settings_.seed, settings_.replication, stations_.size(), Purpose::Service};
  Station added{.service = &settings.service,
                .stream = RandomStream{services},
                .capacity = settings.capacity,
                .discipline = settings.discipline,
                .is_last = &settings == &system_.stations.back()};
  draw_service(added);
  const auto next_of = [&added](auto& stations, auto... arguments) {
    added.number = static_cast<std::uint32_t>(stations.size());
    stations.emplace_back(arguments...);
  };
  switch (settings.discipline) {
    case Discipline::Fcfs:
      next_of(fcfs_, settings.servers);
      break;
    case Discipline::LcfsPreemptive:
      next_of(lcfs_, settings.servers);
      break;
    case Discipline::ProcessorSharing:
      next_of(shared_, settings.servers);
      break;
    case Discipline::Priority:
      next_of(priority_, settings.servers, system_.class_shares.size());
      break;
  }
  stations_.push_back(added);
}

void QueueModel::start(Loop& loop) {
  for (std::uint32_t copy = 0; copy < system_.copies; ++copy) {
    schedule_arrival(copy, loop);
  }
}

// Flattened because the calls are many and short: without it an event takes a tenth longer.
[[gnu::flatten]] void QueueModel::handle(Event event, Loop& loop) {
  switch (static_cast<Kind>(event.tag & ((1U << kKindBits) - 1U))) {
    case Kind::Arrival:
      arrive(event.subject, loop);
      break;
    case Kind::Completion:
      if (is_current(event, jobs_[event.subject].epoch)) {
        complete(event.subject, loop);
      }
      break;
    case Kind::SharedCompletion:
      if (is_current(event, stations_[event.subject].epoch)) {
        complete_shared(event.subject, loop);
      }
      break;
  }
}

void QueueModel::schedule_arrival(std::uint32_t copy, Loop& loop) {
  if (arrival_count_ >= settings_.max_arrivals) {
    return;
  }
  Source& source = sources_[copy];
  if (source.has_next) {
    loop.schedule_after(source.next, event(copy, Kind::Arrival));
    source.draw();
  }
}

void QueueModel::arrive(std::uint32_t copy, Loop& loop) {
  if (arrival_count_ == settings_.max_arrivals) {
    return;  // Another copy's arrival was the last one.
  }
  if (static_cast<std::uint64_t>(in_system_.value()) >= most_in_system_) [[unlikely]] {
    give_up(loop);
    return;
  }
  ++arrival_count_;
  in_system_.change(loop.now(), +1);
  const JobId id = jobs_.take();
  Job& job = jobs_[id];
  job.arrival = loop.now();
  job.service = Duration{};
  job.of_class = has_classes_ ? draw_class() : 0;
  enter(id, copy * stations_per_copy_, loop);
  // Last, so that a service that begins now and ends with the next arrival ends before it: who
  // arrives when another leaves finds the place free. Assumption A16b.
  schedule_arrival(copy, loop);
}

void QueueModel::enter(JobId id, std::uint32_t number, Loop& loop) {
  Station& station = stations_[number];
  if (station.present == station.capacity) {
    lose(id, loop);
    return;
  }
  Job& job = jobs_[id];
  job.station = number;
  job.remaining = station.next_service;
  draw_service(station);
  job.service = clock_sum(job.service, job.remaining);
  ++station.present;
  switch (station.discipline) {
    case Discipline::Fcfs:
      if (fcfs_[station.number].arrive(id)) {
        occupy_server(id, loop);
      }
      break;
    case Discipline::Priority:
      if (priority_[station.number].arrive(id, job.of_class)) {
        occupy_server(id, loop);
      }
      break;
    case Discipline::LcfsPreemptive:
      if (const auto preempted = lcfs_[station.number].arrive(jobs_, id)) {
        stop_service(*preempted, loop);
        start_service(id, loop);
      } else {
        occupy_server(id, loop);
      }
      break;
    case Discipline::ProcessorSharing: {
      SharedServers& shared = shared_[station.number];
      const std::int64_t busy = shared.busy();
      shared.arrive(loop.now(), id, job.remaining);
      busy_.change(loop.now(), shared.busy() - busy);
      share(number, loop);
      break;
    }
  }
}

void QueueModel::occupy_server(JobId id, Loop& loop) {
  busy_.change(loop.now(), +1);
  start_service(id, loop);
}

void QueueModel::pass_server(std::optional<JobId> next, Loop& loop) {
  if (next) {
    start_service(*next, loop);
  } else {
    busy_.change(loop.now(), -1);
  }
}

void QueueModel::complete(JobId id, Loop& loop) {
  const std::uint32_t number = jobs_[id].station;
  Station& station = stations_[number];
  --station.present;
  if (station.discipline == Discipline::Fcfs) {
    pass_server(fcfs_[station.number].depart(), loop);
  } else if (station.discipline == Discipline::Priority) {
    pass_server(priority_[station.number].depart(), loop);
  } else {
    pass_server(lcfs_[station.number].depart(jobs_, id), loop);
  }
  go_on(id, number, loop);
}

void QueueModel::complete_shared(std::uint32_t number, Loop& loop) {
  Station& station = stations_[number];
  --station.present;
  SharedServers& shared = shared_[station.number];
  const std::int64_t busy = shared.busy();
  const JobId job = shared.depart(loop.now());
  busy_.change(loop.now(), shared.busy() - busy);
  share(number, loop);
  go_on(job, number, loop);
}

void QueueModel::go_on(JobId job, std::uint32_t number, Loop& loop) {
  if (stations_[number].is_last) {
    leave(job, loop);
  } else {
    enter(job, number + 1, loop);
  }
}

void QueueModel::leave(JobId job, Loop& loop) {
  in_system_.change(loop.now(), -1);
  record(jobs_[job], loop.now());
  jobs_.give_back(job);
  if (steady_.step()) [[unlikely]] {
    close_batch(loop.now());
  }
  if (steady_.is_over()) [[unlikely]] {
    loop.stop();
  }
}

void QueueModel::lose(JobId job, Loop& loop) {
  in_system_.change(loop.now(), -1);
  ++blocked_count_;
  jobs_.give_back(job);
}

void QueueModel::start_service(JobId id, Loop& loop) {
  Job& job = jobs_[id];
  job.started = loop.now();
  loop.schedule_after(job.remaining, event(id, Kind::Completion, job.epoch));
}

/// Makes the scheduled completion void.
void QueueModel::stop_service(JobId id, Loop& loop) {
  Job& job = jobs_[id];
  job.remaining -= loop.now() - job.started;
  ++job.epoch;
}

/// Schedules the next completion of a shared station in place of the one scheduled before.
void QueueModel::share(std::uint32_t number, Loop& loop) {
  Station& station = stations_[number];
  ++station.epoch;
  const SharedServers& shared = shared_[station.number];
  if (shared.size() > 0) {
    loop.schedule(shared.next_completion(), event(number, Kind::SharedCompletion, station.epoch));
  }
}

std::uint32_t QueueModel::draw_class() {
  double rest = classes_.uniform();
  std::uint32_t number = 0;
  while (number + 1 < system_.class_shares.size() && rest >= system_.class_shares[number]) {
    rest -= system_.class_shares[number];
    ++number;
  }
  return number;
}

void QueueModel::record(const Job& job, TimePoint now) {
  const Duration sojourn = now - job.arrival;
  // Processor sharing rounds completions to whole nanoseconds.
  const Duration waiting = std::max(Duration{}, sojourn - job.service);
  service_sum_ += job.service;
  open_.waiting += waiting;
  open_.sojourn += sojourn;
  open_.sojourn_times.add(sojourn);
  open_.waiting_times.add(waiting);
  if (has_classes_) {
    open_.classes.resize(system_.class_shares.size());
    ++open_.classes[job.of_class].jobs;
    open_.classes[job.of_class].waiting += waiting;
  }
}

void QueueModel::close_batch(TimePoint now) {
  const Marks ends{.time = now,
                   .busy = busy_.area(now),
                   .in_system = in_system_.area(now),
                   .arrivals = arrival_count_,
                   .blocked = blocked_count_};
  open_.jobs = open_.sojourn_times.count();
  open_.arrivals = ends.arrivals - opened_.arrivals;
  open_.blocked = ends.blocked - opened_.blocked;
  open_.elapsed = ends.time - opened_.time;
  open_.busy = ends.busy - opened_.busy;
  open_.in_system = ends.in_system - opened_.in_system;
  opened_ = ends;
  if (growth_.is_due(steady_.observations())) {
    growth_.mark(steady_.observations(), present());
  }
  steady_.close(open_, static_cast<std::uint64_t>(in_system_.value()));
}

/// Too many are in the system for this run to tell anything.
void QueueModel::give_up(Loop& loop) {
  has_given_up_ = true;
  if (settings_.stop.may_be_unstable) {
    steady_.call_unstable();
  }
  loop.stop();
}

/// By station, the jobs in all its copies. O(stations).
std::span<const std::uint64_t> QueueModel::present() {
  present_.assign(stations_per_copy_, 0);
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    present_[i % stations_per_copy_] += stations_[i].present;
  }
  return present_;
}

RunEnd QueueModel::end_of(const Loop& loop) {
  const RunLimit limit = has_given_up_ ? RunLimit::Line : steady_.limit(loop.clock_has_ended());
  return {.limit = limit, .line = limit == RunLimit::Line ? growth_.greatest(present()) : 0};
}

QueueResult QueueModel::result(const Loop& loop) {
  const std::span<const QueueBatch> batches = steady_.steady_batches();
  QueueResult result;
  result.status = steady_.status();
  result.end = end_of(loop);
  for (const QueueMetric metric : QueueMetric::all()) {
    result.metrics[metric.index()] = metric->estimate(batches, server_count(system_));
  }
  for (std::size_t i = 0; system_.class_shares.size() > 1 && i < system_.class_shares.size(); ++i) {
    result.class_waiting_times.push_back(class_waiting_time(batches, i));
  }
  for (const QueueBatch& batch : batches) {
    result.steady.merge(batch);
  }
  result.discarded_share = steady_.discarded_share();
  result.arrivals = arrival_count_;
  result.departures = steady_.observations();
  result.blocked = blocked_count_;
  result.sojourn_sum = open_.sojourn;
  for (const QueueBatch& batch : steady_.closed_batches()) {
    result.sojourn_sum += batch.sojourn;
  }
  result.jobs_in_system_integral = in_system_.area(loop.now());
  result.busy_integral = busy_.area(loop.now());
  result.service_sum = service_sum_;
  result.simulated = loop.now().time_since_epoch();
  result.fingerprint = loop.fingerprint().value();
  result.events = loop.event_count();
  return result;
}

}  // namespace cutpoint
