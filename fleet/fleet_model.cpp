#include "fleet/fleet_model.hpp"

#include <algorithm>
#include <numeric>

#include "base/contract.hpp"
#include "sim/random/counter_stream.hpp"
#include "sim/random/wide_product.hpp"

namespace cutpoint {
namespace {

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
      slowest = std::max(slowest, plan.dnn(c, a).slowest_when_idle);
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
      jitter_{settings},
      links_change_{settings.source == SourceKind::Open &&
                    std::ranges::any_of(settings.classes,
                                        [](const ClientClass& client_class) {
                                          const Network& network = client_class.network;
                                          return network.varying || network.radio;
                                        })},
      steady_{settings.stop, targets_of(settings, pool_size_), kFirstBatch},
      // A backlog fills the pool whatever its size; one that is too large for the budget, in vain.
      most_in_system_{most_in_system(
          settings.stop, settings.source == SourceKind::Open ? pool_size_.executors : 0.0)},
      filling_time_{filling_time(settings, plan_)} {
  static_assert(sizeof(Client) == 32 && sizeof(Query) == 64);
  clients_.reserve(
      std::accumulate(plan_.class_sizes.begin(), plan_.class_sizes.end(), std::size_t{0}));
  for (std::uint32_t c = 0; c < plan_.class_sizes.size(); ++c) {
    for (std::uint32_t i = 0; i < plan_.class_sizes[c]; ++i) {
      CounterStream phases{
          {settings.seed, settings.replication, clients_.size(), Purpose::PingPhase}};
      clients_.push_back(
          {.ping_phase = static_cast<std::uint32_t>(phases.bits() >> 32U), .class_index = c});
    }
  }
  CUTPOINT_EXPECTS(!clients_.empty());
  if (links_change_) {
    prepare_links();
  }
  CUTPOINT_EXPECTS(settings.record == 0 || settings.source == SourceKind::Open);
  records_.reserve(settings.record);
  open_.cuts.resize(plan_.cuts.size());
  if (settings.background) {
    const StreamAddress arrival{settings.seed, settings.replication, 0, Purpose::BackgroundArrival};
    const StreamAddress application{
        settings.seed, settings.replication, 0, Purpose::BackgroundApplication};
    background_.emplace(BackgroundSource{.arrivals = settings.background->arrivals,
                                         .arrival_stream = RandomStream{arrival},
                                         .application_stream = RandomStream{application}});
  }
}

Duration FleetModel::phase_of(std::uint32_t share, Duration period) {
  const auto nanoseconds = static_cast<std::uint64_t>(period.count());
  const std::uint64_t phase = wide_product(std::uint64_t{share} << 32U, nanoseconds).high;
  return Duration{static_cast<Duration::rep>(phase)};
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
  if (background_) {
    schedule_background(loop);
  }
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
      --uploading_;
      if (settings_.rate_belief == RateBelief::Averaged) {
        learn_rate(queries_[event.subject]);
      }
      enter_pool(event.subject, loop);
      break;
    case Kind::ServerDone:
      leave_pool(event.subject, loop);
      break;
    case Kind::EndOfPeriod:
      end_period(loop);
      break;
    case Kind::BackgroundArrival:
      arrive_in_background(loop);
      break;
  }
}

void FleetModel::approach(Event event) const {
  if (event.kind == Kind::Arrival) {
    __builtin_prefetch(&clients_[event.subject], 1);
  } else if (event.kind != Kind::EndOfPeriod && event.kind != Kind::BackgroundArrival) {
    __builtin_prefetch(&queries_[event.subject], 1);
  }
}

void FleetModel::schedule_arrival(Loop& loop) {
  if (arrivals_ended_) {
    last_has_arrived_ = true;
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
  if (gives_up(loop)) [[unlikely]] {
    return;
  }
  schedule_arrival(loop);

  const std::uint32_t number = new_query();
  ++issued_;
  Query& query = queries_[number];
  Client& client = clients_[number_of_client];
  query.arrival = now;
  query.client = number_of_client;
  QueryRecord* const record = settings_.record > 0 ? new_record(number) : nullptr;
  query.cut = decide(client, number_of_client, now, record);
  const CutPlan& cut = cut_of(query);
  if (jitter_.is_on()) {
    query.deviations = jitter_.draw(cut, number_of_client, client.queries);
  }
  const TimePoint decided = now + settings_.decision_overhead;

  // A query whose first layers run on the phone takes its turn there; the others pass by.
  TimePoint phone_done = decided;
  if (cut.phone_run > Duration::zero()) {
    const TimePoint start = std::max(decided, client.phone_free);
    phone_done = client.phone_free = clock_sum(start, cut.phone_run + query.deviations.phone_run);
    query.phone_wait = start - decided;
  }
  if (phone_done == now) {
    upload(number, loop);
  } else {
    loop.schedule(phone_done, {Kind::PhoneDone, number});
  }
}

/// Draws the client's next application from its own stream and asks its policy where to cut.
std::uint32_t FleetModel::decide(Client& client,
                                 std::uint32_t number,
                                 TimePoint now,
                                 QueryRecord* record) {
  CounterStream stream{{settings_.seed, settings_.replication, number, Purpose::Application},
                       client.queries++};
  const std::uint32_t application = plan_.mix.pick(stream.uniform());
  const DnnPlan& dnn = plan_.dnn(client.class_index, application);
  Belief belief = dnn.idle_belief;
  if (dnn.draws) {
    belief.draw = CounterStream{{settings_.seed, settings_.replication, number, Purpose::Decision},
                                client.queries}
                      .uniform();
  }
  if (dnn.objective.kind == Objective::Battery) {
    belief.charge = battery_charge(settings_, number);  // assumption A13b
  }
  if (settings_.source == SourceKind::Backlogged) {
    return dnn.first_cut + (dnn.draws || dnn.objective.kind == Objective::Battery
                                ? dnn.decider->decide(belief)
                                : dnn.idle_cut);
  }
  if (dnn.knowledge == Knowledge::Predicted) {
    const PoolLoad load = heard(client, now);
    if (settings_.load_form == LoadForm::Slowdown) {
      belief.load_level = load.slowdown;
    } else {
      belief.remote_overhead += load.wait;
    }
    belief.uplink = static_cast<double>(client.rate_share) * belief.uplink;
    if (links_change_) {
      believe_rate(belief, number, now);
    }
  } else {
    // The truth: no slowdown, but the work ahead in the pool as well.
    belief.remote_overhead += expected_wait(now).seconds();
  }
  const bool knows_all = links_change_ && dnn.knowledge == Knowledge::Actual;
  const std::uint32_t cut = dnn.first_cut + (knows_all ? best_in_truth(dnn, number, belief, now)
                                                       : dnn.decider->decide(belief));
  record_regret(dnn, cut, now);
  if (record != nullptr) [[unlikely]] {
    record_decision(*record, number, belief, now);
    record->application = application;
    record->cut = cut - dnn.first_cut;
  }
  return cut;
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
  TimePoint start = std::max(now, client.uplink_free);
  if (links_change_) {
    start = begin_upload(number, start);
  }
  client.uplink_free = clock_sum(start, cut.airtime + query.deviations.upload);
  query.uplink_wait = start - now;
  ++uploading_;
  loop.schedule(clock_sum(client.uplink_free, cut.round_trip), {Kind::UploadDone, number});
}

/// An upload has ended: its client has seen the rate that it had.
void FleetModel::learn_rate(const Query& query) {
  const Duration planned = cut_of(query).airtime;
  const Duration taken = planned + query.deviations.upload;
  if (taken > Duration::zero()) {
    float& believed = clients_[query.client].rate_share;
    const double seen = Seconds{planned} / Seconds{taken};
    believed +=
        static_cast<float>(settings_.estimator_weight * (seen - static_cast<double>(believed)));
  }
}

void FleetModel::enter_pool(std::uint32_t number, Loop& loop) {
  Query& query = queries_[number];
  query.server_wait = -loop.now().time_since_epoch();
  if (pool_.arrive(number)) {
    busy_.change(loop.now(), +1);
    start_service(number, loop);
  } else {
    waiting_work_ += server_run(query);
  }
}

void FleetModel::start_service(std::uint32_t number, Loop& loop) {
  Query& query = queries_[number];
  const TimePoint done = clock_sum(loop.now(), server_run(query));
  query.server_wait += loop.now().time_since_epoch();
  running_end_sum_ += done.time_since_epoch();
  loop.schedule(done, {Kind::ServerDone, number});
}

void FleetModel::leave_pool(std::uint32_t number, Loop& loop) {
  const TimePoint now = loop.now();
  running_end_sum_ -= now.time_since_epoch();
  if (const auto next = pool_.depart()) {
    waiting_work_ -= server_run(queries_[*next]);
    start_service(*next, loop);
  } else {
    busy_.change(now, -1);
  }
  const Query& query = queries_[number];
  const Duration sojourn = query.server_wait + server_run(query);
  load_.completed(sojourn, server_run(query));
  if (query.client == kBackground) {
    --background_->in_pool;
    free_queries_.push_back(number);
    return;
  }
  open_.server_sojourn.add(sojourn);
  // Results travel on the downlink without queueing, so nothing else depends on the moment of
  // completion and the query is recorded now. Assumption A9.
  complete(number, now + (links_change_ ? download(number, now) : cut_of(query).download), loop);
  if (settings_.source == SourceKind::Backlogged) {
    feed_pool(loop);
  }
}

void FleetModel::end_period(Loop& loop) {
  load_.publish(pool_.busy() == 0);
  if (is_under_way()) {
    loop.schedule_after(load_.period(), {Kind::EndOfPeriod, 0});
  }
}

/// Fills idle executors from the backlog. What the clients did beforehand has no place on this time
/// axis, so their phones and links are not simulated; queries that need no server complete at once.
void FleetModel::feed_pool(Loop& loop) {
  while (pool_.busy() < pool_.servers() && !loop.is_stopped() && !gives_up(loop)) {
    const std::uint32_t number = new_query();
    ++issued_;
    Query& query = queries_[number];
    query.arrival = loop.now();
    query.client = draw_client();
    Client& client = clients_[query.client];
    query.cut = decide(client, query.client, loop.now(), nullptr);
    if (jitter_.is_on()) {
      query.deviations = jitter_.draw(cut_of(query), query.client, client.queries);
    }
    if (cut_of(query).remote) {
      enter_pool(number, loop);
    } else {
      complete(number, loop.now(), loop);
    }
  }
}

DurationSum FleetModel::expected_wait(TimePoint now) const {
  if (pool_.busy() < pool_.servers()) {
    return {};
  }
  const DurationSum running = running_end_sum_ - pool_.busy() * DurationSum{now.time_since_epoch()};
  return (waiting_work_ + running) / pool_.servers();
}

std::uint32_t FleetModel::new_query() {
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
