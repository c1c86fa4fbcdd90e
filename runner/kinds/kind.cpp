#include "runner/kinds/kind.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "base/contract.hpp"
#include "runner/kinds/bare_queues.hpp"
#include "runner/kinds/decisions.hpp"
#include "runner/kinds/steady_state.hpp"
#include "runner/kinds/throughput.hpp"

namespace cutpoint {
namespace {

// A kind is added here and, with what its points and results are made of, to Experiment and
// PointOutcome; without an overload of these, or a place in the list, the code does not compile.

const Kind& of(const SteadyStateExperiment&) { return steady_state_kind(); }
const Kind& of(const ThroughputExperiment&) { return throughput_kind(); }
const Kind& of(const DecisionExperiment&) { return decision_kind(); }
const Kind& of(const QueueExperiment&) { return queue_kind(); }

const Kind& of(const SteadyStateResult&) { return steady_state_kind(); }
const Kind& of(const ThroughputResult&) { return throughput_kind(); }
const Kind& of(const DecisionResult&) { return decision_kind(); }
const Kind& of(const QueueResult&) { return queue_kind(); }

auto all_kinds() {
  return std::to_array<const Kind*>(
      {&steady_state_kind(), &throughput_kind(), &decision_kind(), &queue_kind()});
}
static_assert(std::tuple_size_v<decltype(all_kinds())> == std::variant_size_v<Experiment>);

}  // namespace

const Kind& kind_of(const Point& point) {
  return std::visit([](const auto& experiment) -> const Kind& { return of(experiment); },
                    point.experiment);
}

const Kind& kind_of(const Scenario& scenario) { return kind_of(scenario.points.front()); }

RecordParts take_apart(PointResult result) {
  const Kind* kind = std::visit(
      [](const auto& outcome) -> const Kind* {
        if constexpr (std::is_same_v<decltype(outcome), const std::monostate&>) {
          return nullptr;
        } else {
          return &of(outcome);
        }
      },
      result.outcome);
  CUTPOINT_EXPECTS(kind != nullptr);
  return kind->take_apart(std::move(result.outcome));
}

bool put_together(RecordParts parts, PointResult& result) {
  for (const Kind* kind : all_kinds()) {
    if (auto outcome = kind->put_together(parts)) {
      result.outcome = *std::move(outcome);
      return true;
    }
  }
  return false;
}

bool Kind::have_same_shape(const PointResult&, const PointResult&) const { return true; }

PointOutcome Kind::merge(const Point&, std::span<const PointResult> runs) const {
  CUTPOINT_EXPECTS(runs.size() == 1);
  return runs.front().outcome;
}

double Kind::precision_reached(const Point& point, const PointResult& result) const {
  double worst = 0.0;
  for (const NamedEstimate& metric : metrics(point, result)) {
    const double precision = metric.estimate.relative_half_width();
    if (std::isfinite(precision) &&
        std::ranges::count(point.run.precision.metrics, metric.name) > 0) {
      worst = std::max(worst, precision);
    }
  }
  return worst;
}

std::string Kind::limited_by(const Point& point, const PointResult& result) const {
  switch (result.end.limit) {
    case RunLimit::None:
      return "";
    case RunLimit::Observations:
      return observations();
    case RunLimit::Source:
      return "arrivals";
    case RunLimit::Clock:
      return "clock";
    case RunLimit::Line:
      break;
  }
  return line_name(point, result.end.line);
}

void Kind::add_to(Fingerprint& all, const PointResult& result) const {
  all.add(bookkeeping(result).fingerprint);
  all.add(0);
  all.add(0);
}

void Kind::add_attributes(Dataset& dataset, const Scenario&, std::uint32_t replications) const {
  dataset.attributes.push_back({"replications", std::int64_t{replications}});
  dataset.attributes.push_back(
      {"interval_method",
       replications > 1 ? "independent replications" : "batch means of one run"});
}

void Kind::add_point_variables(ResultVariables& variables) const { add_bookkeeping(variables); }

void Kind::add_detail_variables(ResultVariables&) const {}

Detail::Parts Kind::details(const Point&, const PointResult&) const { return {}; }

void Kind::add_bookkeeping(ResultVariables& variables) const {
  const std::string things = observations();
  variables.add_values("status", "why the point's run ended", [](const Point&, const auto& result) {
    return std::string{to_string(result.status)};
  });
  variables.add_values("limited_by", kLimitedBy, [this](const Point& point, const auto& result) {
    return limited_by(point, result);
  });
  variables.add_values(things,
                       things + " simulated, warm-up included",
                       [this](const Point&, const PointResult& result) {
                         return static_cast<std::int64_t>(bookkeeping(result).completed);
                       });
  variables.add_values("discarded_share",
                       "share of the " + things + " discarded as warm-up",
                       [this](const Point&, const PointResult& result) {
                         return bookkeeping(result).discarded_share;
                       });
  variables.add_values("events",
                       "events simulated, warm-up included",
                       [this](const Point&, const PointResult& result) {
                         return static_cast<std::int64_t>(bookkeeping(result).events);
                       });
  variables.add_values(
      "fingerprint", "hash of every event", [this](const Point&, const PointResult& result) {
        return fingerprint_text(bookkeeping(result).fingerprint);
      });
}

}  // namespace cutpoint
