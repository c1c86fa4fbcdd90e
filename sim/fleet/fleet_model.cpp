#include "sim/fleet/fleet_model.hpp"

#include <algorithm>

#include "sim/units/contract.hpp"

namespace cutpoint {
namespace {

Duration& at(Spans& spans, Span span) { return spans[static_cast<std::size_t>(span)]; }

Duration sum(const Spans& spans) {
  Duration total{};
  for (const Duration span : spans) {
    total += span;
  }
  return total;
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
  for (std::uint32_t c = 0; c < settings.classes.size(); ++c) {
    for (std::uint32_t a = 0; settings.classes[c].clients > 0 && a < settings.mix.size(); ++a) {
      const CutPlan& cut = plan.dnns[c][a].cuts[idle_decision(settings, plan, c, a)];
      slowest = std::max(
          slowest, cut.phone_run + cut.airtime + cut.round_trip + cut.server_run + cut.download);
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
      arrivals_{{settings.seed, settings.replication, 0, Purpose::Arrival}},
      applications_{{settings.seed, settings.replication, 0, Purpose::Application}},
      client_choice_{{settings.seed, settings.replication, 0, Purpose::Client}},
      pool_{settings.pool.servers * settings.pool.executors},
      load_{settings.ping_period, settings.ping_delay},
      steady_{settings.stop, targets_of(settings, pool_size_), kFirstBatch},
      clients_(plan_.clients),
      filling_time_{filling_time(settings, plan_)} {}

void FleetModel::start(Loop& loop) {
  if (settings_.source == SourceKind::Backlogged) {
    feed_pool(loop);
    return;
  }
  loop.schedule_after(to_duration(settings_.interarrival.sample(arrivals_)), {Kind::Arrival, 0});
  loop.schedule_after(load_.period(), {Kind::EndOfPeriod, 0});
}

void FleetModel::handle(Event event, Loop& loop) {
  switch (event.kind) {
    case Kind::Arrival:
      arrive(loop);
      break;
    case Kind::PhoneDone:
      upload(event.query, loop);
      break;
    case Kind::UploadDone:
      enter_pool(event.query, loop);
      break;
    case Kind::ServerDone:
      leave_pool(event.query, loop);
      break;
    case Kind::EndOfPeriod:
      load_.publish(pool_.busy() == 0);
      loop.schedule_after(load_.period(), {Kind::EndOfPeriod, 0});
      break;
  }
}

void FleetModel::arrive(Loop& loop) {
  const TimePoint now = loop.now();
  loop.schedule_after(to_duration(settings_.interarrival.sample(arrivals_)), {Kind::Arrival, 0});

  const std::uint32_t number = new_query();
  Query& query = queries_[number];
  query.arrival = now;
  decide(query, now);
  at(query.spans, Span::Decision) = settings_.decision_overhead;
  const TimePoint decided = now + settings_.decision_overhead;

  // A query whose first layers run on the phone takes its turn there; the others pass by.
  TimePoint phone_done = decided;
  if (query.cut->phone_run > Duration::zero()) {
    Client& client = clients_[query.client];
    const TimePoint start = std::max(decided, client.phone_free);
    phone_done = client.phone_free = start + query.cut->phone_run;
    at(query.spans, Span::PhoneWait) = start - decided;
    at(query.spans, Span::PhoneRun) = query.cut->phone_run;
  }
  if (phone_done == now) {
    upload(number, loop);
  } else {
    loop.schedule(phone_done, {Kind::PhoneDone, number});
  }
}

void FleetModel::decide(Query& query, TimePoint now) {
  query.client = static_cast<std::uint32_t>(client_choice_.below(plan_.clients));
  const std::uint32_t application = plan_.mix.draw(applications_);
  const std::uint32_t class_index = plan_.class_of(query.client);
  const InstalledDnn& dnn = settings_.classes[class_index].dnns[application];
  const DnnPlan& plan = plan_.dnns[class_index][application];

  const CutId cut = settings_.source == SourceKind::Backlogged
                        ? idle_decision(settings_, plan_, class_index, application)
                        : dnn.decider->decide(belief_of(query, class_index, application, now));
  query.cut = &plan.cuts[cut];
  query.flat_cut = plan.first_cut + cut;
}

Belief FleetModel::belief_of(const Query& query,
                             std::uint32_t class_index,
                             std::uint32_t application,
                             TimePoint now) const {
  Belief belief = plan_.idle_belief[class_index];
  if (settings_.classes[class_index].dnns[application].knowledge == Knowledge::Predicted) {
    belief.load_level = load_.heard(now, ping_phase(query.client));
    return belief;
  }
  // The truth: no slowdown, but the work ahead in the pool, the round trip and the download.
  const CutPlan& cloud_only = plan_.dnns[class_index][application].cuts.front();
  belief.remote_overhead =
      Seconds{expected_wait(now) + cloud_only.round_trip + cloud_only.download};
  return belief;
}

Duration FleetModel::ping_phase(std::uint32_t client) const {
  RandomStream stream{{settings_.seed, settings_.replication, client, Purpose::PingPhase}};
  const auto period = static_cast<std::uint64_t>(load_.period().count());
  return Duration{static_cast<Duration::rep>(stream.below(period))};
}

void FleetModel::upload(std::uint32_t number, Loop& loop) {
  const TimePoint now = loop.now();
  Query& query = queries_[number];
  if (!query.cut->remote) {
    complete(number, now, loop);
    return;
  }
  Client& client = clients_[query.client];
  const TimePoint start = std::max(now, client.uplink_free);
  client.uplink_free = start + query.cut->airtime;
  at(query.spans, Span::UplinkWait) = start - now;
  at(query.spans, Span::Upload) = query.cut->airtime + query.cut->round_trip;
  loop.schedule(client.uplink_free + query.cut->round_trip, {Kind::UploadDone, number});
}

void FleetModel::enter_pool(std::uint32_t number, Loop& loop) {
  Query& query = queries_[number];
  query.at_pool = loop.now();
  if (pool_.arrive(number)) {
    busy_.change(loop.now(), +1);
    start_service(number, loop);
  } else {
    waiting_work_ += query.cut->server_run;
  }
}

void FleetModel::start_service(std::uint32_t number, Loop& loop) {
  Query& query = queries_[number];
  const TimePoint done = loop.now() + query.cut->server_run;
  at(query.spans, Span::ServerWait) = loop.now() - query.at_pool;
  at(query.spans, Span::ServerRun) = query.cut->server_run;
  running_end_sum_ += done.time_since_epoch();
  loop.schedule(done, {Kind::ServerDone, number});
}

void FleetModel::leave_pool(std::uint32_t number, Loop& loop) {
  const TimePoint now = loop.now();
  running_end_sum_ -= now.time_since_epoch();
  if (const auto next = pool_.depart()) {
    waiting_work_ -= queries_[*next].cut->server_run;
    start_service(*next, loop);
  } else {
    busy_.change(now, -1);
  }
  Query& query = queries_[number];
  load_.completed(now - query.at_pool, query.cut->server_run);
  at(query.spans, Span::Download) = query.cut->download;
  // Results travel on the downlink without queueing, so nothing else depends on the moment of
  // completion and the query is recorded now. Assumption A9.
  complete(number, now + query.cut->download, loop);
  if (settings_.source == SourceKind::Backlogged) {
    feed_pool(loop);
  }
}

void FleetModel::complete(std::uint32_t number, TimePoint done, Loop& loop) {
  const TimePoint now = loop.now();
  const Query& query = queries_[number];
  const Duration latency = sum(query.spans);
  CUTPOINT_EXPECTS(settings_.source == SourceKind::Backlogged || latency == done - query.arrival);

  FleetBatch& batch = steady_.current();
  batch.cuts.resize(plan_.cut_count);
  ++batch.cuts[query.flat_cut];
  ++batch.queries;
  for (std::size_t i = 0; i < kSpanCount; ++i) {
    batch.spans[i] += query.spans[i];
  }
  batch.latency.add(latency);
  batch.mobile_energy += query.cut->mobile_energy;
  if (query.cut->remote) {
    ++batch.remote;
    batch.server_energy += query.cut->server_energy;
    batch.server_sojourn.add(query.spans[static_cast<std::size_t>(Span::ServerWait)] +
                             query.spans[static_cast<std::size_t>(Span::ServerRun)]);
  }
  const Duration busy_area = busy_.area(now);
  batch.elapsed += now - last_completion_;
  batch.busy += busy_area - last_busy_area_;
  last_completion_ = now;
  last_busy_area_ = busy_area;

  ++completed_;
  free_queries_.push_back(number);
  if (steady_.step(issued_ - completed_, now.time_since_epoch() >= filling_time_)) {
    loop.stop();
  }
}

/// Fills idle executors from the backlog. What the clients did beforehand has no place on this time
/// axis, so their phones and links are not simulated; queries that need no server complete at once.
void FleetModel::feed_pool(Loop& loop) {
  while (pool_.busy() < pool_.servers() && !loop.is_stopped()) {
    const std::uint32_t number = new_query();
    Query& query = queries_[number];
    query.arrival = query.at_pool = loop.now();
    decide(query, loop.now());
    if (query.cut->remote) {
      enter_pool(number, loop);
    } else {
      complete(number, loop.now(), loop);
    }
  }
}

Duration FleetModel::expected_wait(TimePoint now) const {
  const Duration running = running_end_sum_ - pool_.busy() * now.time_since_epoch();
  return pool_.busy() < pool_.servers() ? Duration{} : (waiting_work_ + running) / pool_.servers();
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
