#include "runner/answers/measured_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "scenario/load/sweep.hpp"

namespace cutpoint {
namespace {

/// The largest relative difference between an axis value and the number that a user types for it.
constexpr double kSame = 1e-6;

/// The words that a point's status can be.
constexpr std::array<std::string_view, 5> kStatuses{
    "converged", "budget", "unstable", "not run", "excluded"};

/// The values along a dimension; nothing if its positions have none.
std::optional<MeasuredAxis> axis_of(const Dimension& dimension) {
  MeasuredAxis axis{dimension.name, dimension.unit, {}};
  if (const auto* labels = std::get_if<std::vector<std::string>>(&dimension.values)) {
    axis.values.assign(labels->begin(), labels->end());
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&dimension.values)) {
    axis.values.assign(numbers->begin(), numbers->end());
  }
  return axis.values.empty() ? std::nullopt : std::optional{std::move(axis)};
}

bool has_numbers(const Variable& variable) {
  return std::holds_alternative<std::vector<double>>(variable.values);
}

/// Whether the text that a user typed means this value of an axis: the same label, or the same
/// number but for its last digits.
bool is_meant(const ParameterValue& value, const std::string& text) {
  if (const auto* label = std::get_if<std::string>(&value)) {
    return *label == text;
  }
  double number = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const double wanted = std::get<double>(value);
  return error == std::errc{} && end == text.data() + text.size() &&
         std::abs(number - wanted) <= kSame * std::abs(wanted);
}

std::string text_of(const ParameterValue& value) {
  return std::holds_alternative<std::string>(value) ? std::get<std::string>(value)
                                                    : std::to_string(std::get<double>(value));
}

}  // namespace

MeasuredFile::MeasuredFile(const std::filesystem::path& path, const Reading& reading)
    : path_{path} {
  const Dataset dataset = read_dataset(path, reading);
  experiment_ = text_attribute(dataset, "experiment").value_or("");
  inputs_ = read_inputs(dataset, path);
  scenario_ = text_attribute(dataset, "scenario").value_or("");
  read_points(dataset);
  if (const Group* table = find_group(dataset, "runs")) {
    read_runs(*table);
  }
}

void MeasuredFile::refuse(const std::string& why) const { throw ResultsError{path_, why}; }

void MeasuredFile::read_points(const Dataset& dataset) {
  const Variable* status = find_variable(dataset.variables, "status");
  if (status == nullptr) {
    throw InputError{{path_.string()},
                     "has no metrics with intervals: it is of " +
                         (experiment_.empty() ? "no experiment" : experiment_)};
  }
  const auto* words = std::get_if<std::vector<std::string>>(&status->values);
  const bool is_known = words != nullptr && std::ranges::all_of(*words, [](const auto& word) {
                          return std::ranges::count(kStatuses, word) > 0;
                        });
  if (!is_known || words->size() > scenario_file::kMostPoints) {
    refuse("its array status is not one of results");
  }
  status_ = *words;
  for (const std::string& name : status->dimensions) {
    auto axis = axis_of(*find_dimension(dataset.dimensions, name));
    if (!axis) {
      refuse("its dimension " + name + " has no values");
    }
    axes_.push_back(*std::move(axis));
  }
  std::ranges::copy_if(
      dataset.variables, std::back_inserter(variables_), [&](const Variable& variable) {
        return variable.dimensions == status->dimensions && has_numbers(variable);
      });
  for (const Variable& variable : variables_) {
    if (find_variable(variables_, variable.name + "_ci95") != nullptr) {
      metrics_.push_back(variable.name);
    }
  }
}

void MeasuredFile::read_runs(const Group& table) {
  const std::vector<std::string> by_run{"run"};
  const auto whole_numbers = [&](const char* name) -> const std::vector<std::int64_t>& {
    const Variable* column = find_variable(table.variables, name);
    if (column == nullptr || column->dimensions != by_run ||
        !std::holds_alternative<std::vector<std::int64_t>>(column->values)) {
      refuse("its table of runs has no " + std::string{name});
    }
    return std::get<std::vector<std::int64_t>>(column->values);
  };
  const std::vector<std::int64_t>& point = whole_numbers("point");
  const std::vector<std::int64_t>& seed = whole_numbers("seed");
  const std::vector<std::int64_t>& replication = whole_numbers("replication");
  runs_.resize(points());
  std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> known;
  for (std::size_t row = 0; row < point.size(); ++row) {
    const bool is_there = point[row] >= 0 && static_cast<std::size_t>(point[row]) < points();
    if (!is_there || !known.emplace(point[row], seed[row], replication[row]).second) {
      refuse("its table of runs has one of no point, or one twice");
    }
    runs_[static_cast<std::size_t>(point[row])].push_back({row, seed[row], replication[row]});
  }
  std::ranges::copy_if(table.variables, std::back_inserter(of_runs_), [&](const Variable& column) {
    return column.dimensions == by_run && has_numbers(column);
  });
}

std::size_t MeasuredFile::axis(const std::string& name) const {
  std::vector<std::string> names;
  for (const MeasuredAxis& axis : axes_) {
    names.push_back(axis.name);
  }
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    throw InputError{{path_.string()}, "varies no \"" + name + '"' + suggestion(name, names)};
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::size_t MeasuredFile::position(std::size_t axis, const std::string& value) const {
  const std::vector<ParameterValue>& values = axes_[axis].values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_meant(values[i], value)) {
      return i;
    }
  }
  std::string known;
  for (const ParameterValue& each : values) {
    known += (known.empty() ? "" : ", ") + text_of(each);
  }
  throw InputError{{path_.string()},
                   axes_[axis].name + " has no value \"" + value + "\"; it has " + known};
}

std::size_t MeasuredFile::points() const { return status_.size(); }

// Arrays of results are in row-major order, the last axis fastest.
std::vector<std::size_t> MeasuredFile::position_of(std::size_t point) const {
  std::vector<std::size_t> position(axes_.size());
  for (std::size_t i = axes_.size(); i-- > 0;) {
    position[i] = point % axes_[i].values.size();
    point /= axes_[i].values.size();
  }
  return position;
}

std::size_t MeasuredFile::index_of(const std::vector<std::size_t>& position) const {
  std::size_t index = 0;
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    index = index * axes_[i].values.size() + position[i];
  }
  return index;
}

const std::string& MeasuredFile::status(std::size_t point) const { return status_[point]; }

const std::string& MeasuredFile::unit(const std::string& metric) const {
  return find_variable(variables_, metric)->unit;
}

Estimate MeasuredFile::estimate(const std::string& metric, std::size_t point) const {
  const auto at = [&](const std::string& name) {
    return std::get<std::vector<double>>(find_variable(variables_, name)->values)[point];
  };
  return {.value = at(metric), .half_width = at(metric + "_ci95")};
}

const std::vector<MeasuredRun>& MeasuredFile::runs(std::size_t point) const {
  static const std::vector<MeasuredRun> kNone;
  return runs_.empty() ? kNone : runs_[point];
}

bool MeasuredFile::is_known_of_runs(const std::string& metric) const {
  return find_variable(of_runs_, metric) != nullptr;
}

double MeasuredFile::of_run(const std::string& metric, std::size_t row) const {
  return std::get<std::vector<double>>(find_variable(of_runs_, metric)->values)[row];
}

}  // namespace cutpoint
