#include "fleet/recorder/recorder.hpp"

#include <algorithm>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

DurationSum& at(SpanSums& spans, Span span) { return spans[static_cast<std::size_t>(span)]; }

std::vector<FleetTarget> targets_of(const FleetSettings& settings, const PoolSize& pool) {
  std::vector<FleetTarget> targets;
  for (const FleetMetric metric : settings.targets) {
    targets.push_back({.metric = metric, .pool = pool});
  }
  // Where the pool may be busy all the time there may be no steady state, however calm it looks.
  // Who asks on which side of a bound a metric is needs no steady state.
  if (settings.source == SourceKind::Open && !settings.stop.decision) {
    targets.push_back({.metric = "utilization", .pool = pool, .below = 1.0});
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

Recorder::Recorder(const FleetSettings& settings,
                   const FleetPlan& plan,
                   const Links& links,
                   const DataCenter& data_center)
    : settings_{settings},
      plan_{plan},
      links_{links},
      data_center_{data_center},
      pool_size_{cutpoint::pool_size(settings.pool)},
      deviates_{settings.jitter > 0.0 || settings.link_jitter > 0.0 || links.change()},
      filling_time_{filling_time(settings, plan)},
      steady_{settings.stop, targets_of(settings, pool_size_), kFirstBatch},
      records_{settings.record} {
  CUTPOINT_EXPECTS(settings.record == 0 || settings.source == SourceKind::Open);
  open_.cuts.resize(plan.cuts.size());
}

void Recorder::add_query(std::uint32_t number,
                         std::uint32_t client_number,
                         const Client& client,
                         const Choice& choice,
                         const Network& network,
                         TimePoint now) {
  QueryRecord* const record = records_.add(number);
  if (record == nullptr) {
    return;
  }
  const PoolLoad load = data_center_.heard(now, client.phase(data_center_.period()));
  record->arrival = now;
  record->client = client_number;
  record->client_class = client.class_index;
  record->application = choice.application;
  record->cut = choice.cut - choice.dnn->first_cut;
  record->believed_uplink = choice.belief.uplink;
  record->uplink = links_.uplink(network, client_number, now);
  record->load_level = load.slowdown;
  record->load_wait = load.wait;
  record->busy = data_center_.busy();
  record->waiting = data_center_.waiting();
}

/// By how much the chosen cut is expected to cost more than the best one, by the actual costs and
/// the truth at this moment. The wait for the pool is the same for all cuts that wait, so the best
/// of them is always the same, and so is the best of the others. The oracle takes the better one.
void Recorder::add_decision(const Choice& choice, TimePoint now) {
  const DnnPlan& dnn = *choice.dnn;
  const bool is_measured =
      !links_.change() && !dnn.objective.is_bounded() &&
      (dnn.objective.kind == Objective::Latency || dnn.objective.kind == Objective::Energy);
  if (!is_measured) {
    return;
  }
  double regret = 0.0;
  if (dnn.knowledge == Knowledge::Predicted) {
    const ExpectedCost& chosen = plan_.expected[choice.cut];
    const double wait = data_center_.expected_wait(now).seconds().count();
    const double best = std::min(dnn.least_waiting + wait, dnn.least_independent);
    regret = (chosen.waits ? chosen.value + wait : chosen.value) - best;
  }
  if (dnn.objective.kind == Objective::Latency) {
    open_.latency_regret += Seconds{regret};
    ++open_.latency_decisions;
  } else {
    open_.energy_regret += Joules{regret};
    ++open_.energy_decisions;
  }
}

void Recorder::add_radio(std::uint32_t number, const RadioBill& bill) {
  open_.mobile_energy += -1.0 * bill.saved_tail;
  if (bill.saved_for != kNoRecord) {
    records_[bill.saved_for].mobile_energy += -1.0 * bill.saved_tail;
  }
  add_mobile_energy(number, bill.energy);
}

void Recorder::add_mobile_energy(std::uint32_t number, Joules energy) {
  open_.mobile_energy += energy;
  if (QueryRecord* const record = records_.find(number)) {
    record->mobile_energy += energy;
  }
}

bool Recorder::add_completion(std::uint32_t number,
                              const Query& query,
                              TimePoint done,
                              Duration download) {
  const CutPlan& cut = plan_.cuts[query.cut];
  if (settings_.source == SourceKind::Open) {
    const Duration latency = done - query.arrival;
    const auto& [phone_run, upload, server_run] = query.deviations;
    CUTPOINT_EXPECTS(latency == settings_.decision_overhead + cut.fixed() + phone_run + upload +
                                    server_run + query.phone_wait + query.uplink_wait +
                                    query.server_wait + (download - cut.download));
    open_.latency.add(latency);
  }
  ++open_.cuts[query.cut];
  at(open_.spans, Span::PhoneWait) += query.phone_wait;
  at(open_.spans, Span::UplinkWait) += query.uplink_wait;
  at(open_.spans, Span::ServerWait) += query.server_wait;
  if (deviates_) {
    at(open_.spans, Span::Download) += download - cut.download;
    add_deviations(query);
  }
  if (QueryRecord* const record = records_.find(number)) [[unlikely]] {
    complete_record(*record, query, download);
  }
  return steady_.step();
}

/// Adds what close_batch(), which counts cuts, does not know.
void Recorder::add_deviations(const Query& query) {
  const auto& [phone_run, upload, server_run] = query.deviations;
  at(open_.spans, Span::PhoneRun) += phone_run;
  at(open_.spans, Span::Upload) += upload;
  at(open_.spans, Span::ServerRun) += server_run;
  open_.mobile_energy += deviating_energy(query);
  open_.server_energy += plan_.powers[query.cut].server * Seconds{server_run};
}

Joules Recorder::deviating_energy(const Query& query) const {
  const CutPowers& powers = plan_.powers[query.cut];
  return powers.phone * Seconds{query.deviations.phone_run} +
         powers.upload * Seconds{query.deviations.upload};
}

void Recorder::complete_record(QueryRecord& record, const Query& query, Duration download) const {
  const CutPlan& cut = plan_.cuts[query.cut];
  record.is_complete = true;
  record.spans = {settings_.decision_overhead,
                  query.phone_wait,
                  cut.phone_run + query.deviations.phone_run,
                  query.uplink_wait,
                  cut.airtime + cut.round_trip + query.deviations.upload,
                  query.server_wait,
                  cut.server_run + query.deviations.server_run,
                  download};
  record.mobile_energy += cut.mobile_energy + deviating_energy(query);
}

/// Adds what every query of a cut has alike, and what is integrated over time.
void Recorder::close_batch(TimePoint now, std::uint64_t in_flight, const FleetLines& lines) {
  for (std::size_t i = 0; i < plan_.cuts.size(); ++i) {
    const CutPlan& cut = plan_.cuts[i];
    const std::uint64_t queries = open_.cuts[i];
    const auto weight = static_cast<double>(queries);
    const auto add = [&](Span span, Duration of_each) {
      at(open_.spans, span) += queries * DurationSum{of_each};
    };
    open_.queries += queries;
    open_.remote += cut.remote ? queries : 0;
    add(Span::Decision, settings_.decision_overhead);
    add(Span::PhoneRun, cut.phone_run);
    add(Span::Upload, cut.airtime + cut.round_trip);
    add(Span::ServerRun, cut.server_run);
    add(Span::Download, cut.download);
    open_.mobile_energy += weight * cut.mobile_energy;
    open_.server_energy += weight * cut.server_energy;
  }
  const DurationSum busy = data_center_.busy_time(now);
  open_.elapsed = now - batch_opened_;
  open_.busy = busy - busy_when_opened_;
  batch_opened_ = now;
  busy_when_opened_ = busy;
  if (growth_.is_due(steady_.observations())) {
    growth_.mark(steady_.observations(), lines);
  }
  steady_.close(open_, in_flight, now.time_since_epoch() >= filling_time_);
}

namespace {

/// Splits the cut counts by class, application and cut.
std::vector<std::vector<std::vector<std::uint64_t>>> cut_counts(const FleetPlan& plan,
                                                                const FleetBatch& steady) {
  std::vector<std::vector<std::vector<std::uint64_t>>> counts(plan.class_sizes.size());
  for (std::size_t i = 0; i < plan.dnns.size(); ++i) {
    std::vector<std::uint64_t> of_cuts(plan.dnns[i].cut_count, 0U);
    for (std::size_t cut = 0; cut < of_cuts.size() && !steady.cuts.empty(); ++cut) {
      of_cuts[cut] = steady.cuts[plan.dnns[i].first_cut + cut];
    }
    counts[i / plan.applications].push_back(std::move(of_cuts));
  }
  return counts;
}

}  // namespace

FleetResult Recorder::result(bool has_given_up, bool clock_has_ended, const FleetLines& lines) {
  const std::span<const FleetBatch> batches = steady_.steady_batches();
  FleetResult result;
  result.status = steady_.status();
  result.end.limit = has_given_up ? RunLimit::Line : steady_.limit(clock_has_ended);
  if (result.end.limit == RunLimit::Line) {
    result.end.line = growth_.greatest(lines);
  }
  for (const FleetMetric metric : FleetMetric::all()) {
    if (settings_.source == SourceKind::Open || metric->is_of_backlog) {
      result.metrics[metric.index()] = metric->estimate(batches, pool_size_);
    }
  }
  for (const FleetBatch& batch : batches) {
    result.steady.merge(batch);
  }
  result.cut_counts = cut_counts(plan_, result.steady);
  result.discarded_share = steady_.discarded_share();
  result.records = records_.take();
  result.completed = steady_.observations();
  return result;
}

}  // namespace cutpoint
