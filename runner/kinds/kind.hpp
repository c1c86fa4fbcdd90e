// What everybody else asks of an experiment, whatever its kind: how a run of it is simulated, how
// several are merged, and how what came of them is named, kept and shown.
//
// Each kind answers in a file of its own in this folder. Which kind a point is of is asked only
// here and there (tests/kind_rules.py), once per point and never per event.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "runner/kinds/point_result.hpp"
#include "runner/kinds/record_parts.hpp"
#include "runner/kinds/result_variables.hpp"
#include "scenario/scenario.hpp"
#include "sim/engine/fingerprint.hpp"

namespace cutpoint {

class PredictorSet;

/// Which run of a point is to be simulated, and with what.
struct RunRequirements {
  std::uint32_t replication = 0;
  const PredictorSet& predictors;                  // fit_predictors() of the scenario
  const std::atomic<bool>* interrupted = nullptr;  // set from outside to stop at once; may be null
};

/// What one run came to.
struct SimulatedPoint {
  PointResult result;
  std::uint64_t events = 0;  // those of all simulations that it took
};

/// A number with its unit, as tables show it.
struct ShownValue {
  double value = 0.0;
  std::string unit;
};

/// An estimate with its unit, as tables show it.
struct ShownEstimate {
  Estimate estimate;
  std::string unit;
};

/// The results of a scenario as a table for people, without the columns of the axes.
struct ResultTable {
  using Cell = std::variant<std::string, ShownValue, ShownEstimate>;
  struct Row {
    std::size_t point;  // index into Scenario::points
    std::vector<Cell> cells;
  };

  std::vector<std::string> header;
  std::size_t labels = 1;  // leading columns of names, which are aligned to the left
  std::vector<Row> rows;
};

/// What a point's result holds besides metrics: a number, a text, or more such parts by name.
struct Detail {
  using Parts = std::vector<Detail>;

  std::string name;
  std::variant<double, std::string, Parts> value;
};

/// One kind of experiment. The results that are handed to it are of points of its kind, and may be
/// those of points that were not run.
class Kind {
 public:
  Kind() = default;
  virtual ~Kind() = default;
  Kind(const Kind&) = delete;
  Kind& operator=(const Kind&) = delete;
  Kind(Kind&&) = delete;
  Kind& operator=(Kind&&) = delete;

  /// The name of the kind, as `run.experiment` of a scenario has it: "steady_state".
  [[nodiscard]] virtual std::string_view name() const = 0;

  /// The things that the budget of a run counts: "jobs", "queries per rate that is tried"; nothing
  /// if a run takes no simulated time.
  [[nodiscard]] virtual std::optional<std::string> budget_unit() const = 0;

  /// Whether a point may have several independent runs.
  [[nodiscard]] virtual bool may_be_replicated() const { return false; }

  /// Refuses points whose runs would leave simulated time or take their user too long: see
  /// expect_representable(). Throws: InputError.
  virtual void expect_representable(const Scenario& scenario, const Point& point) const = 0;

  /// Values that follow from a point's settings and are worth knowing before it runs, by name.
  [[nodiscard]] virtual std::vector<std::pair<std::string, ShownValue>> derived_values(
      const Point& point) const = 0;

  /// Simulates one run. What was interrupted is worth nothing.
  [[nodiscard]] virtual SimulatedPoint run(const Point& point,
                                           const RunRequirements& requirements) const = 0;

  /// Whether a run that was stored has what a run of the point has: it may come from a file that
  /// anybody has made, and all else relies on its shape.
  [[nodiscard]] virtual bool is_possible(const Point& point, const PointResult& run) const = 0;

  /// Whether two possible runs can be replications of one point.
  [[nodiscard]] virtual bool have_same_shape(const PointResult& a, const PointResult& b) const;

  /// Merges several possible runs of one shape, each of which is one observation of every metric.
  /// Requires: may_be_replicated().
  [[nodiscard]] virtual PointOutcome merge(const Point& point,
                                           std::span<const PointResult> runs) const;

  /// Every metric, the same ones in the same order at all points of a scenario.
  [[nodiscard]] virtual std::vector<NamedEstimate> metrics(const Point& point,
                                                           const PointResult& result) const = 0;

  /// The largest relative half-width among what was to be precise; 0 if nothing was.
  [[nodiscard]] virtual double precision_reached(const Point& point,
                                                 const PointResult& result) const;

  /// The exact facts of a run: how many queries or jobs, events, and its fingerprint.
  [[nodiscard]] virtual Bookkeeping bookkeeping(const PointResult& result) const = 0;

  /// What kept a point from converging: its budget of "queries" or "jobs", "arrivals" that came to
  /// an end, the "clock", or the line that grew: "phone", "uplink", "pool" or "station NAME". Empty
  /// if nothing did, or nothing was simulated, and where no run was kept from it and yet the result
  /// is not precise: replications that disagree, searches that are not settled.
  [[nodiscard]] virtual std::string limited_by(const Point& point, const PointResult& result) const;

  /// Mixes a point's result into the fingerprint of its scenario: three words, of which kinds
  /// without throughputs leave two zero.
  virtual void add_to(Fingerprint& all, const PointResult& result) const;

  /// A result as records hold it.
  [[nodiscard]] virtual RecordParts take_apart(PointOutcome outcome) const = 0;
  /// The result whose parts these are; nothing if they are not those of this kind.
  [[nodiscard]] virtual std::optional<PointOutcome> put_together(RecordParts& parts) const = 0;

  /// Adds attributes of a results file that only some kinds have.
  virtual void add_attributes(Dataset& dataset,
                              const Scenario& scenario,
                              std::uint32_t replications) const;

  /// Adds variables over the axes besides the metrics: how runs ended, what they found.
  virtual void add_point_variables(ResultVariables& variables) const;

  /// Adds variables that have dimensions of their own beside the axes.
  virtual void add_detail_variables(ResultVariables& variables) const;

  /// The times of whose distributions a results file has histograms.
  [[nodiscard]] virtual std::span<const ObservedTime> observed_times() const { return {}; }

  /// The results as a table for people.
  [[nodiscard]] virtual ResultTable table(const Scenario& scenario,
                                          std::span<const PointResult> results) const = 0;

  /// The parts of a result besides metrics, as JSON has them.
  [[nodiscard]] virtual Detail::Parts details(const Point& point, const PointResult& result) const;

 protected:
  /// The things that a run observes: "queries" or "jobs".
  [[nodiscard]] virtual std::string observations() const = 0;
  /// The name of a line that grew without end, by its number in RunEnd.
  [[nodiscard]] virtual std::string line_name(const Point& point, std::uint32_t line) const = 0;

  /// Adds how each point's run ended, and its bookkeeping.
  void add_bookkeeping(ResultVariables& variables) const;
};

/// The kind of a point.
[[nodiscard]] const Kind& kind_of(const Point& point);
/// The kind of a scenario, which is that of all of its points.
[[nodiscard]] const Kind& kind_of(const Scenario& scenario);

/// What came of a point as records hold it. Requires: it was run.
[[nodiscard]] RecordParts take_apart(PointResult result);
/// Puts what came of a point into its result; false if no kind has just these parts.
[[nodiscard]] bool put_together(RecordParts parts, PointResult& result);

}  // namespace cutpoint
