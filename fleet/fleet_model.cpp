#include "fleet/fleet_model.hpp"

#include <algorithm>

namespace cutpoint {

FleetModel::FleetModel(const FleetSettings& settings)
    : settings_{settings},
      plan_{settings},
      clients_{settings, plan_},
      links_{settings},
      radios_{settings, clients_.size()},
      data_center_{settings.pool, settings.ping_period, settings.ping_delay},
      decisions_{settings, plan_, clients_, links_, radios_, data_center_},
      jitter_{settings},
      source_{settings, clients_.size()},
      recorder_{settings, plan_, links_, data_center_},
      // A backlog fills the pool whatever its size; one that is too large for the budget, in vain.
      most_in_system_{most_in_system(
          settings.stop,
          settings.source == SourceKind::Open ? pool_size(settings.pool).executors : 0.0)} {
  if (settings.background) {
    background_.emplace(settings, plan_);
  }
}

void FleetModel::start(Loop& loop) {
  if (settings_.source == SourceKind::Backlogged) {
    feed_servers(loop);
    return;
  }
  source_.advance();
  schedule_arrival(loop);
  loop.schedule_after(data_center_.period(), {Kind::EndOfPeriod, 0});
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
      end_upload(event.subject, loop);
      break;
    case Kind::ServerDone:
      leave_servers(event.subject, loop);
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
    clients_.prefetch(event.subject);
  } else if (event.kind != Kind::EndOfPeriod && event.kind != Kind::BackgroundArrival) {
    queries_.prefetch(event.subject);
  }
}

void FleetModel::schedule_arrival(Loop& loop) {
  if (!source_.has_next()) {
    last_has_arrived_ = true;
    return;
  }
  loop.schedule_after(source_.next_interval(), {Kind::Arrival, source_.next_client()});
  source_.advance();
  clients_.prefetch(source_.next_client());
}

void FleetModel::arrive(std::uint32_t number_of_client, Loop& loop) {
  const TimePoint now = loop.now();
  if (gives_up(loop)) [[unlikely]] {
    return;
  }
  schedule_arrival(loop);

  const std::uint32_t number = queries_.take();
  ++issued_;
  Query& query = queries_[number];
  Client& client = clients_[number_of_client];
  query.arrival = now;
  query.client = number_of_client;
  const Choice choice = decisions_.decide(client, number_of_client, now);
  recorder_.add_decision(choice, now);
  if (recorder_.keeps_queries()) [[unlikely]] {
    const Network& network = clients_.network(number_of_client);
    recorder_.add_query(number, number_of_client, client, choice, network, now);
  }
  query.cut = choice.cut;
  const CutPlan& cut = cut_of(query);
  if (jitter_.is_on()) {
    query.deviations = jitter_.draw(cut, number_of_client, client.queries);
  }
  const TimePoint decided = now + settings_.decision_overhead;

  // A query whose first layers run on the phone takes its turn there; the others pass by.
  TimePoint phone_done = decided;
  if (cut.phone_run > Duration::zero()) {
    const TimePoint start = client.phone.start(decided);
    phone_done = client.phone.occupy(start, cut.phone_run + query.deviations.phone_run);
    query.phone_wait = start - decided;
  }
  if (phone_done == now) {
    upload(number, loop);
  } else {
    loop.schedule(phone_done, {Kind::PhoneDone, number});
  }
}

void FleetModel::upload(std::uint32_t number, Loop& loop) {
  const TimePoint now = loop.now();
  Query& query = queries_[number];
  const CutPlan& cut = cut_of(query);
  if (!cut.remote) {
    complete(number, now, loop);
    return;
  }
  KnownLine& uplink = clients_[query.client].uplink;
  TimePoint start = uplink.start(now);
  if (links_.change()) [[unlikely]] {
    start = begin_upload(number, start);
  }
  const TimePoint sent = uplink.occupy(start, cut.airtime + query.deviations.upload);
  query.uplink_wait = start - now;
  ++uploading_;
  loop.schedule(clock_sum(sent, cut.round_trip), {Kind::UploadDone, number});
}

void FleetModel::end_upload(std::uint32_t number, Loop& loop) {
  --uploading_;
  if (settings_.rate_belief == RateBelief::Averaged) {
    const Query& query = queries_[number];
    const Duration planned = cut_of(query).airtime;
    clients_[query.client].learn_rate(
        planned, planned + query.deviations.upload, settings_.estimator_weight);
  }
  enter_servers(number, loop);
}

/// What the data center is to do with whoever starts service now.
inline auto FleetModel::starter(Loop& loop) {
  return [this, &loop](std::uint32_t number, TimePoint done) {
    queries_[number].server_wait += loop.now().time_since_epoch();
    loop.schedule(done, {Kind::ServerDone, number});
  };
}

inline void FleetModel::enter_servers(std::uint32_t number, Loop& loop) {
  queries_[number].server_wait = -loop.now().time_since_epoch();
  data_center_.enter(task_of(number), loop.now(), starter(loop));
}

void FleetModel::leave_servers(std::uint32_t number, Loop& loop) {
  const TimePoint now = loop.now();
  const Query& query = queries_[number];
  const ServerTask task = task_of(number);
  const Duration sojourn = query.server_wait + task.service;
  data_center_.leave(task, sojourn, now, starter(loop));
  if (query.client == Query::kBackground) {
    background_->complete();
    queries_.give_back(number);
    return;
  }
  recorder_.add_server_sojourn(sojourn);
  // Results travel on the downlink without queueing, so nothing else depends on the moment of
  // completion and the query is recorded now. Assumption A9.
  complete(number, now + (links_.change() ? download(number, now) : cut_of(query).download), loop);
  if (settings_.source == SourceKind::Backlogged) {
    feed_servers(loop);
  }
}

void FleetModel::complete(std::uint32_t number, TimePoint done, Loop& loop) {
  const TimePoint now = loop.now();
  const bool is_full = recorder_.add_completion(number, queries_[number], done, done - now);
  queries_.give_back(number);
  if (is_full) [[unlikely]] {
    recorder_.close_batch(now, in_flight(), lines());
  }
  if (recorder_.is_over()) [[unlikely]] {
    loop.stop();
  }
}

/// Fills idle executors from the backlog. What the clients did beforehand has no place on this time
/// axis, so their phones and links are not simulated; queries that need no server complete at once.
void FleetModel::feed_servers(Loop& loop) {
  while (data_center_.has_idle() && !loop.is_stopped() && !gives_up(loop)) {
    const std::uint32_t number = queries_.take();
    ++issued_;
    Query& query = queries_[number];
    query.arrival = loop.now();
    query.client = source_.draw_client();
    Client& client = clients_[query.client];
    query.cut = decisions_.decide_when_idle(client, query.client);
    if (jitter_.is_on()) {
      query.deviations = jitter_.draw(cut_of(query), query.client, client.queries);
    }
    if (cut_of(query).remote) {
      enter_servers(number, loop);
    } else {
      complete(number, loop.now(), loop);
    }
  }
}

void FleetModel::schedule_background(Loop& loop) {
  if (!is_under_way()) {
    return;
  }
  if (const std::optional<Duration> interval = background_->next_interval()) {
    loop.schedule_after(*interval, {Kind::BackgroundArrival, 0});
  }
}

void FleetModel::arrive_in_background(Loop& loop) {
  if (gives_up(loop)) [[unlikely]] {
    return;
  }
  schedule_background(loop);

  const std::uint32_t number = queries_.take();
  Query& query = queries_[number];
  query.arrival = loop.now();
  query.client = Query::kBackground;
  const std::uint32_t place = background_->issued();
  query.cut = background_->issue();
  if (jitter_.is_on()) {
    query.deviations = jitter_.draw(cut_of(query), Query::kBackground, place);
  }
  enter_servers(number, loop);
}

void FleetModel::end_period(Loop& loop) {
  data_center_.end_period();
  if (is_under_way()) {
    loop.schedule_after(data_center_.period(), {Kind::EndOfPeriod, 0});
  }
}

bool FleetModel::gives_up(Loop& loop) {
  if (queries_.in_system() < most_in_system_) [[likely]] {
    return false;
  }
  has_given_up_ = true;
  if (settings_.source == SourceKind::Open) {
    recorder_.call_unstable();
  }
  loop.stop();
  return true;
}

/// Accounts for what the radio costs before and after a transfer of the query; says when it begins.
TimePoint FleetModel::wake_radio(std::uint32_t number, TimePoint at) {
  const std::uint32_t client = queries_[number].client;
  const std::optional<RadioStates>& states = clients_.network(client).radio;
  if (!states) {
    return at;
  }
  const auto [start, bill] = radios_.start(*states, client, at, recorder_.record_of(number));
  recorder_.add_radio(number, bill);
  return start;
}

/// Works out how long the upload takes besides.
TimePoint FleetModel::begin_upload(std::uint32_t number, TimePoint at) {
  Query& query = queries_[number];
  const CutPlan& cut = cut_of(query);
  const Network& network = clients_.network(query.client);
  const TimePoint start = wake_radio(number, at);
  const Bytes amount = plan_.bytes[query.cut].upload;
  query.deviations.upload +=
      links_.transfer_time(network, query.client, amount, start) - cut.airtime;
  if (network.radio) {
    radios_.use_until(query.client, clock_sum(start, cut.airtime + query.deviations.upload));
  }
  return start;
}

/// How long a result is under way that leaves the servers now; accounts for the energy that this
/// takes besides what is planned.
Duration FleetModel::download(std::uint32_t number, TimePoint now) {
  const Query& query = queries_[number];
  const Network& network = clients_.network(query.client);
  const Bytes amount = plan_.bytes[query.cut].result;
  if (amount.value() == 0.0) {
    return {};
  }
  const TimePoint start = wake_radio(number, now);
  const Duration taken = links_.transfer_time(network, query.client, amount, start);
  if (network.radio) {
    radios_.use_until(query.client, clock_sum(start, taken));
  }
  recorder_.add_mobile_energy(number,
                              download_power(network) * Seconds{taken - cut_of(query).download});
  return start + taken - now;
}

FleetLines FleetModel::lines() const {
  const std::uint64_t at_servers = data_center_.busy() + data_center_.waiting() - in_background();
  return {in_flight() - uploading_ - at_servers, uploading_, at_servers};
}

FleetResult FleetModel::result(const Loop& loop) {
  FleetResult result = recorder_.result(has_given_up_, loop.clock_has_ended(), lines());
  result.issued = issued_;
  result.in_flight = in_flight();
  result.simulated = loop.now().time_since_epoch();
  result.events = loop.event_count();
  result.fingerprint = loop.fingerprint().value();
  return result;
}

}  // namespace cutpoint
