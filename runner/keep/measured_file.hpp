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

struct MeasuredAxis {
  std::string name;
  std::string unit;
  std::vector<ParameterValue> values;
};

struct MeasuredRun {
  std::size_t row;  // in the table of runs
  std::int64_t seed;
  std::int64_t replication;
};

class MeasuredFile {
 public:
  /// Throws: ResultsError if it cannot be read or contradicts itself, InputError if it has no
  /// metrics.
  explicit MeasuredFile(const std::filesystem::path& path, const Reading& reading = {});

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::string& experiment() const { return experiment_; }
  /// Of its scenario; none if the file is of a layout that had none.
  [[nodiscard]] const std::vector<ScenarioInput>& inputs() const { return inputs_; }
  /// The text of its scenario; empty if it has none.
  [[nodiscard]] const std::string& scenario() const { return scenario_; }

  [[nodiscard]] const std::vector<MeasuredAxis>& axes() const { return axes_; }
  /// Throws: InputError if there is no such axis, or no such value on it.
  [[nodiscard]] std::size_t axis(const std::string& name) const;
  [[nodiscard]] std::size_t position(std::size_t axis, const std::string& value) const;

  [[nodiscard]] std::size_t points() const;
  /// Along each axis, where a point is; and the reverse.
  [[nodiscard]] std::vector<std::size_t> position_of(std::size_t point) const;
  [[nodiscard]] std::size_t index_of(const std::vector<std::size_t>& position) const;
  [[nodiscard]] const std::string& status(std::size_t point) const;

  /// Names of what has an interval at every point.
  [[nodiscard]] const std::vector<std::string>& metrics() const { return metrics_; }
  [[nodiscard]] const std::string& unit(const std::string& metric) const;
  [[nodiscard]] Estimate estimate(const std::string& metric, std::size_t point) const;

  /// Whether the file keeps single runs; then those of a point, and what they measured.
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
