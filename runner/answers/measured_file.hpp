// A results file as a table of points with estimates, and of the single runs behind them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "results/store/dataset.hpp"
#include "results/store/results_reader.hpp"
#include "runner/answers/comparison.hpp"
#include "runner/keep/run_origin.hpp"

namespace cutpoint {

/// An axis of the file with the values along it.
struct MeasuredAxis {
  std::string name;
  std::string unit;
  std::vector<ParameterValue> values;
};

/// A single run of a point, by the numbers that its random streams are found by.
struct MeasuredRun {
  std::size_t row;  // in the table of runs
  std::int64_t seed;
  std::int64_t replication;
};

/// A results file, checked: every array has the shape that its axes say.
class MeasuredFile {
 public:
  /// Throws: ResultsError if it cannot be read or contradicts itself, InputError if it has no
  /// metrics.
  explicit MeasuredFile(const std::filesystem::path& path, const Reading& reading = {});

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::string& experiment() const { return experiment_; }
  /// The files that its scenario used; none if the layout of the file does not name them.
  [[nodiscard]] const std::vector<ScenarioInput>& inputs() const { return inputs_; }
  /// The text of its scenario; empty if it has none.
  [[nodiscard]] const std::string& scenario() const { return scenario_; }

  [[nodiscard]] const std::vector<MeasuredAxis>& axes() const { return axes_; }
  /// The index of the axis of that name. Throws: InputError with a suggestion if there is none.
  [[nodiscard]] std::size_t axis(const std::string& name) const;
  /// The position of a value along an axis, given as a user types it. Throws: InputError if the
  /// axis has no such value.
  [[nodiscard]] std::size_t position(std::size_t axis, const std::string& value) const;

  [[nodiscard]] std::size_t points() const;
  /// The position of a point along each axis.
  [[nodiscard]] std::vector<std::size_t> position_of(std::size_t point) const;
  /// The index of the point at a position: row-major, the last axis fastest.
  [[nodiscard]] std::size_t index_of(const std::vector<std::size_t>& position) const;
  [[nodiscard]] const std::string& status(std::size_t point) const;

  /// The names of all arrays that have an interval at every point.
  [[nodiscard]] const std::vector<std::string>& metrics() const { return metrics_; }
  [[nodiscard]] const std::string& unit(const std::string& metric) const;
  [[nodiscard]] Estimate estimate(const std::string& metric, std::size_t point) const;

  /// Whether the file keeps single runs, which the next three functions are about.
  [[nodiscard]] bool has_runs() const { return !runs_.empty(); }
  [[nodiscard]] const std::vector<MeasuredRun>& runs(std::size_t point) const;
  [[nodiscard]] bool is_known_of_runs(const std::string& metric) const;
  [[nodiscard]] double of_run(const std::string& metric, std::size_t row) const;

 private:
  void read_points(const Dataset& dataset);
  void read_runs(const Group& table);
  [[noreturn]] void refuse(const std::string& why) const;

  std::filesystem::path path_;
  std::string experiment_;
  std::vector<ScenarioInput> inputs_;
  std::string scenario_;
  std::vector<MeasuredAxis> axes_;
  std::vector<std::string> status_;
  std::vector<std::string> metrics_;
  std::vector<Variable> variables_;             // numbers over all axes
  std::vector<Variable> of_runs_;               // numbers by run
  std::vector<std::vector<MeasuredRun>> runs_;  // by point; empty if the file keeps none
};

}  // namespace cutpoint
