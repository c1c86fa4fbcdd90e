// What a fleet keeps of its queries: the part of FleetModel that measures.
#include <algorithm>

#include "base/contract.hpp"
#include "fleet/fleet_model.hpp"

namespace cutpoint {
namespace {

DurationSum& at(SpanSums& spans, Span span) { return spans[static_cast<std::size_t>(span)]; }

}  // namespace

/// By how much the chosen cut is expected to cost more than the best one, by the actual costs and
/// the truth at this moment. The wait for the pool is the same for all cuts that wait, so the best
/// of them is always the same, and so is the best of the others. The oracle takes the better one.
void FleetModel::record_regret(const DnnPlan& dnn, std::uint32_t cut, TimePoint now) {
  const bool is_measured =
      !links_change_ && !dnn.objective.is_bounded() &&
      (dnn.objective.kind == Objective::Latency || dnn.objective.kind == Objective::Energy);
  if (!is_measured) {
    return;
  }
  double regret = 0.0;
  if (dnn.knowledge == Knowledge::Predicted) {
    const ExpectedCost& chosen = plan_.expected[cut];
    const double wait = expected_wait(now).seconds().count();
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

void FleetModel::complete(std::uint32_t number, TimePoint done, Loop& loop) {
  const Query& query = queries_[number];
  const Duration download = done - loop.now();
  if (settings_.source == SourceKind::Open) {
    const Duration latency = done - query.arrival;
    const auto& [phone_run, upload, server_run] = query.deviations;
    CUTPOINT_EXPECTS(latency == settings_.decision_overhead + cut_of(query).fixed() + phone_run +
                                    upload + server_run + query.phone_wait + query.uplink_wait +
                                    query.server_wait + (download - cut_of(query).download));
    open_.latency.add(latency);
  }
  ++open_.cuts[query.cut];
  at(open_.spans, Span::PhoneWait) += query.phone_wait;
  at(open_.spans, Span::UplinkWait) += query.uplink_wait;
  at(open_.spans, Span::ServerWait) += query.server_wait;
  if (links_change_) {
    at(open_.spans, Span::Download) += download - cut_of(query).download;
  }
  if (jitter_.is_on() || links_change_) {
    record_deviations(query);
  }
  if (!record_numbers_.empty()) {
    record_completion(number, download);
  }
  free_queries_.push_back(number);
  if (steady_.step()) [[unlikely]] {
    close_batch(loop.now());
  }
  if (steady_.is_over()) [[unlikely]] {
    loop.stop();
  }
}

/// Adds what close_batch(), which counts cuts, does not know.
void FleetModel::record_deviations(const Query& query) {
  const auto& [phone_run, upload, server_run] = query.deviations;
  at(open_.spans, Span::PhoneRun) += phone_run;
  at(open_.spans, Span::Upload) += upload;
  at(open_.spans, Span::ServerRun) += server_run;
  open_.mobile_energy += deviating_energy(query);
  open_.server_energy += plan_.powers[query.cut].server * Seconds{server_run};
}

Joules FleetModel::deviating_energy(const Query& query) const {
  const CutPowers& powers = plan_.powers[query.cut];
  return powers.phone * Seconds{query.deviations.phone_run} +
         powers.upload * Seconds{query.deviations.upload};
}

/// Where to keep the newest query; null if it is not kept.
QueryRecord* FleetModel::new_record(std::uint32_t number) {
  record_numbers_.resize(queries_.size(), kNone);
  if (records_.size() == settings_.record) {
    record_numbers_[number] = kNone;
    return nullptr;
  }
  record_numbers_[number] = static_cast<std::uint32_t>(records_.size());
  return &records_.emplace_back();
}

/// Everything that was known when a query was decided but what it asks for and where it is cut.
void FleetModel::record_decision(QueryRecord& record,
                                 std::uint32_t client,
                                 const Belief& belief,
                                 TimePoint now) const {
  const PoolLoad load = heard(clients_[client], now);
  record.arrival = now;
  record.client = client;
  record.client_class = clients_[client].class_index;
  record.believed_uplink = belief.uplink;
  record.uplink = true_uplink(client, now);
  record.load_level = load.slowdown;
  record.load_wait = load.wait;
  record.busy = pool_.busy();
  record.waiting = pool_.waiting();
}

/// Where a query is kept; null if it is not.
QueryRecord* FleetModel::record_of(std::uint32_t number) {
  if (record_numbers_.empty() || record_numbers_[number] == kNone) {
    return nullptr;
  }
  return &records_[record_numbers_[number]];
}

void FleetModel::record_completion(std::uint32_t number, Duration download) {
  QueryRecord* const record = record_of(number);
  if (record == nullptr) {
    return;
  }
  const Query& query = queries_[number];
  const CutPlan& cut = cut_of(query);
  record->is_complete = true;
  record->spans = {settings_.decision_overhead,
                   query.phone_wait,
                   cut.phone_run + query.deviations.phone_run,
                   query.uplink_wait,
                   cut.airtime + cut.round_trip + query.deviations.upload,
                   query.server_wait,
                   server_run(query),
                   download};
  record->mobile_energy += cut.mobile_energy + deviating_energy(query);
}

/// Adds what every query of a cut has alike, and what is integrated over time.
void FleetModel::close_batch(TimePoint now) {
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
  const DurationSum busy = busy_.area(now);
  open_.elapsed = now - batch_opened_;
  open_.busy = busy - busy_when_opened_;
  batch_opened_ = now;
  busy_when_opened_ = busy;
  if (growth_.is_due(steady_.observations())) {
    growth_.mark(steady_.observations(), lines());
  }
  steady_.close(open_, in_flight(), now.time_since_epoch() >= filling_time_);
}

}  // namespace cutpoint
