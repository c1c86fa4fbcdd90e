#include "sim/fleet/fleet_model.hpp"

#include <algorithm>
#include <numeric>

#include "sim/random/counter_stream.hpp"
#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

Duration& at(Spans& spans, Span span) { return spans[static_cast<std::size_t>(span)]; }

std::uint64_t nanoseconds(TimePoint at) {
  return static_cast<std::uint64_t>(at.time_since_epoch().count());
}

std::vector<FleetTarget> targets_of(const FleetSettings& settings, const PoolSize& pool) {
  std::vector<FleetTarget> targets;
  for (const FleetMetric metric : settings.targets) {
    targets.push_back({.metric = metric, .pool = pool});
  }
  // Where the pool may be busy all the time there may be no steady state, however calm it looks.
  // Who asks on which side of a bound a metric is needs no steady state.
  if (settings.source == SourceKind::Open && !settings.stop.decision) {
    targets.push_back({.metric = FleetMetric::Utilization, .pool = pool, .below = 1.0});
  }
  return targets;
}

/// From empty, a fleet cannot be steady before the slowest queries have come through, and hardly
/// before its clients have heard of the load several times.
Duration filling_time(const FleetSettings& settings, const FleetPlan& plan) {
  constexpr int kPings = 20;
  constexpr int kSlowestQueries = 2;
  if (settings.source == SourceKind::Backlogged) {
    return {};
  }
  Duration slowest{};
  for (std::size_t c = 0; c < plan.class_sizes.size(); ++c) {
    for (std::size_t a = 0; plan.class_sizes[c] > 0 && a < plan.applications; ++a) {
      const DnnPlan& dnn = plan.dnn(c, a);
      slowest = std::max(slowest, plan.cuts[dnn.first_cut + dnn.idle_cut].fixed());
    }
  }
  return std::max(kSlowestQueries * (settings.decision_overhead + slowest),
                  kPings * settings.ping_period + settings.ping_delay);
}

}  // namespace

FleetModel::FleetModel(const FleetSettings& settings)
    : settings_{settings},
      plan_{settings},
      pool_size_{cutpoint::pool_size(settings.pool)},
      arrivals_{settings.arrivals},
      arrival_stream_{{settings.seed, settings.replication, 0, Purpose::Arrival}},
      client_stream_{{settings.seed, settings.replication, 0, Purpose::Client}},
      pool_{settings.pool.servers * settings.pool.executors},
      load_{settings.ping_period, settings.ping_delay},
      steady_{settings.stop, targets_of(settings, pool_size_), kFirstBatch},
      filling_time_{filling_time(settings, plan_)} {
  const auto period = static_cast<std::uint64_t>(settings.ping_period.count());
  clients_.reserve(
      std::accumulate(plan_.class_sizes.begin(), plan_.class_sizes.end(), std::size_t{0}));
  for (std::uint32_t c = 0; c < plan_.class_sizes.size(); ++c) {
    for (std::uint32_t i = 0; i < plan_.class_sizes[c]; ++i) {
      CounterStream phases{
          {settings.seed, settings.replication, clients_.size(), Purpose::PingPhase}};
      clients_.push_back({.ping_phase = Duration{static_cast<Duration::rep>(phases.below(period))},
                          .class_index = c});
    }
  }
  CUTPOINT_EXPECTS(!clients_.empty());
  open_.cuts.resize(plan_.cuts.size());
}

void FleetModel::start(Loop& loop) {
  if (settings_.source == SourceKind::Backlogged) {
    feed_pool(loop);
    return;
  }
  next_interval_ = arrivals_.interval(arrival_stream_);
  next_client_ = draw_client();
  schedule_arrival(loop);
  loop.schedule_after(load_.period(), {Kind::EndOfPeriod, 0});
}

void FleetModel::handle(Event event, Loop& loop) {
  switch (event.kind) {
    case Kind::Arrival:
      arrive(event.subject, loop);
      break;
    case Kind::PhoneDone:
      upload(event.subject, loop);
      break;
    case Kind::UploadDone:
      enter_pool(event.subject, loop);
      break;
    case Kind::ServerDone:
      leave_pool(event.subject, loop);
      break;
    case Kind::EndOfPeriod:
      end_period(loop);
      break;
  }
}

void FleetModel::approach(Event event) const {
  if (event.kind == Kind::Arrival) {
    __builtin_prefetch(&clients_[event.subject], 1);
  } else if (event.kind != Kind::EndOfPeriod) {
    __builtin_prefetch(&queries_[event.subject], 1);
  }
}

void FleetModel::schedule_arrival(Loop& loop) {
  if (arrivals_ended_) {
    return;
  }
  loop.schedule_after(next_interval_, {Kind::Arrival, next_client_});
  arrivals_ended_ = arrivals_.has_ended();
  if (!arrivals_ended_) {
    next_interval_ = arrivals_.interval(arrival_stream_);
    next_client_ = draw_client();
    __builtin_prefetch(&clients_[next_client_], 1);
  }
}

std::uint32_t FleetModel::draw_client() {
  return static_cast<std::uint32_t>(client_stream_.below(clients_.size()));
}

void FleetModel::arrive(std::uint32_t number_of_client, Loop& loop) {
  const TimePoint now = loop.now();
  schedule_arrival(loop);

  const std::uint32_t number = new_query();
  Query& query = queries_[number];
  Client& client = clients_[number_of_client];
  query.arrival = now;
  query.client = number_of_client;
  query.cut = decide(client, number_of_client, now);
  const CutPlan& cut = cut_of(query);
  const TimePoint decided = now + settings_.decision_overhead;

  // A query whose first layers run on the phone takes its turn there; the others pass by.
  TimePoint phone_done = decided;
  if (cut.phone_run > Duration::zero()) {
    const TimePoint start = std::max(decided, client.phone_free);
    phone_done = client.phone_free = start + cut.phone_run;
    query.phone_wait = start - decided;
  }
  if (phone_done == now) {
    upload(number, loop);
  } else {
    loop.schedule(phone_done, {Kind::PhoneDone, number});
  }
}

/// Draws the client's next application from its own stream and asks its policy where to cut.
std::uint32_t FleetModel::decide(Client& client, std::uint32_t number, TimePoint now) const {
  CounterStream stream{{settings_.seed, settings_.replication, number, Purpose::Application},
                       client.queries++};
  const DnnPlan& dnn = plan_.dnn(client.class_index, plan_.mix.pick(stream.uniform()));
  if (settings_.source == SourceKind::Backlogged) {
    return dnn.first_cut + dnn.idle_cut;
  }
  Belief belief = dnn.idle_belief;
  if (dnn.knowledge == Knowledge::Predicted) {
    belief.load_level = load_.heard(now, client.ping_phase);
  } else {
    // The truth: no slowdown, but the work ahead in the pool as well.
    belief.remote_overhead += Seconds{expected_wait(now)};
  }
  return dnn.first_cut + dnn.decider->decide(belief);
}

void FleetModel::upload(std::uint32_t number, Loop& loop) {
  const TimePoint now = loop.now();
  Query& query = queries_[number];
  const CutPlan& cut = cut_of(query);
  if (!cut.remote) {
    complete(number, now, loop);
    return;
  }
  Client& client = clients_[query.client];
  const TimePoint start = std::max(now, client.uplink_free);
  client.uplink_free = start + cut.airtime;
  query.uplink_wait = start - now;
  loop.schedule(client.uplink_free + cut.round_trip, {Kind::UploadDone, number});
}

void FleetModel::enter_pool(std::uint32_t number, Loop& loop) {
  Query& query = queries_[number];
  query.at_pool = loop.now();
  if (pool_.arrive(number)) {
    busy_.change(loop.now(), +1);
    start_service(number, loop);
  } else {
    waiting_work_ += cut_of(query).server_run;
  }
}

void FleetModel::start_service(std::uint32_t number, Loop& loop) {
  Query& query = queries_[number];
  const TimePoint done = loop.now() + cut_of(query).server_run;
  query.server_wait = loop.now() - query.at_pool;
  running_end_sum_ += nanoseconds(done);
  loop.schedule(done, {Kind::ServerDone, number});
}

void FleetModel::leave_pool(std::uint32_t number, Loop& loop) {
  const TimePoint now = loop.now();
  running_end_sum_ -= nanoseconds(now);
  if (const auto next = pool_.depart()) {
    waiting_work_ -= cut_of(queries_[*next]).server_run;
    start_service(*next, loop);
  } else {
    busy_.change(now, -1);
  }
  const Query& query = queries_[number];
  const CutPlan& cut = cut_of(query);
  load_.completed(now - query.at_pool, cut.server_run);
  open_.server_sojourn.add(now - query.at_pool);
  // Results travel on the downlink without queueing, so nothing else depends on the moment of
  // completion and the query is recorded now. Assumption A9.
  complete(number, now + cut.download, loop);
  if (settings_.source == SourceKind::Backlogged) {
    feed_pool(loop);
  }
}

void FleetModel::complete(std::uint32_t number, TimePoint done, Loop& loop) {
  const Query& query = queries_[number];
  if (settings_.source == SourceKind::Open) {
    const Duration latency = done - query.arrival;
    CUTPOINT_EXPECTS(latency == settings_.decision_overhead + cut_of(query).fixed() +
                                    query.phone_wait + query.uplink_wait + query.server_wait);
    open_.latency.add(latency);
  }
  ++open_.cuts[query.cut];
  at(open_.spans, Span::PhoneWait) += query.phone_wait;
  at(open_.spans, Span::UplinkWait) += query.uplink_wait;
  at(open_.spans, Span::ServerWait) += query.server_wait;
  free_queries_.push_back(number);
  if (steady_.step()) [[unlikely]] {
    close_batch(loop.now());
  }
  if (steady_.is_over()) [[unlikely]] {
    loop.stop();
  }
}

/// Adds what every query of a cut has alike, and what is integrated over time.
void FleetModel::close_batch(TimePoint now) {
  for (std::size_t i = 0; i < plan_.cuts.size(); ++i) {
    const CutPlan& cut = plan_.cuts[i];
    const auto queries = static_cast<Duration::rep>(open_.cuts[i]);
    const auto weight = static_cast<double>(queries);
    open_.queries += open_.cuts[i];
    open_.remote += cut.remote ? open_.cuts[i] : 0;
    at(open_.spans, Span::Decision) += queries * settings_.decision_overhead;
    at(open_.spans, Span::PhoneRun) += queries * cut.phone_run;
    at(open_.spans, Span::Upload) += queries * (cut.airtime + cut.round_trip);
    at(open_.spans, Span::ServerRun) += queries * cut.server_run;
    at(open_.spans, Span::Download) += queries * cut.download;
    open_.mobile_energy += weight * cut.mobile_energy;
    open_.server_energy += weight * cut.server_energy;
  }
  const Duration busy = busy_.area(now);
  open_.elapsed = now - batch_opened_;
  open_.busy = busy - busy_when_opened_;
  batch_opened_ = now;
  busy_when_opened_ = busy;
  steady_.close(open_, in_flight(), now.time_since_epoch() >= filling_time_);
}

void FleetModel::end_period(Loop& loop) {
  load_.publish(pool_.busy() == 0);
  if (!arrivals_ended_ || in_flight() > 0) {
    loop.schedule_after(load_.period(), {Kind::EndOfPeriod, 0});
  }
}

/// Fills idle executors from the backlog. What the clients did beforehand has no place on this time
/// axis, so their phones and links are not simulated; queries that need no server complete at once.
void FleetModel::feed_pool(Loop& loop) {
  while (pool_.busy() < pool_.servers() && !loop.is_stopped()) {
    const std::uint32_t number = new_query();
    Query& query = queries_[number];
    query.arrival = query.at_pool = loop.now();
    query.client = draw_client();
    query.cut = decide(clients_[query.client], query.client, loop.now());
    if (cut_of(query).remote) {
      enter_pool(number, loop);
    } else {
      complete(number, loop.now(), loop);
    }
  }
}

Duration FleetModel::expected_wait(TimePoint now) const {
  if (pool_.busy() < pool_.servers()) {
    return {};
  }
  const std::uint64_t running = running_end_sum_ - pool_.busy() * nanoseconds(now);
  return (waiting_work_ + Duration{static_cast<Duration::rep>(running)}) / pool_.servers();
}

std::uint32_t FleetModel::new_query() {
  ++issued_;
  if (free_queries_.empty()) {
    queries_.emplace_back();
    return static_cast<std::uint32_t>(queries_.size() - 1);
  }
  const std::uint32_t number = free_queries_.back();
  free_queries_.pop_back();
  queries_[number] = Query{};
  return number;
}

}  // namespace cutpoint
