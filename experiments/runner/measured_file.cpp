#include "experiments/runner/measured_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include "results/results_reader.hpp"
#include "sim/units/input_error.hpp"
#include "sim/units/suggest.hpp"

namespace cutpoint {
namespace {

/// How far a number may be off that a user types for a value of an axis.
constexpr double kSame = 1e-6;

const Variable* find(const std::vector<Variable>& variables, const std::string& name) {
  const auto found = std::ranges::find(variables, name, &Variable::name);
  return found == variables.end() ? nullptr : &*found;
}

MeasuredAxis axis_of(const Dimension& dimension) {
  MeasuredAxis axis{dimension.name, dimension.unit, {}};
  if (const auto* labels = std::get_if<std::vector<std::string>>(&dimension.values)) {
    axis.values.assign(labels->begin(), labels->end());
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&dimension.values)) {
    axis.values.assign(numbers->begin(), numbers->end());
  }
  return axis;
}

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

MeasuredFile::MeasuredFile(const std::filesystem::path& path) : path_{path} {
  const ResultsReader reader{path};
  experiment_ = reader.text("experiment").value_or("");
  read_points(reader.group(""));
  if (reader.has_group("runs")) {
    read_runs(reader.group("runs"));
  }
}

void MeasuredFile::read_points(const Group& root) {
  const Variable* status = find(root.variables, "status");
  if (status == nullptr) {
    throw InputError{{path_.string()},
                     "has no metrics with intervals: it is of " +
                         (experiment_.empty() ? "no experiment" : experiment_)};
  }
  status_ = std::get<std::vector<std::string>>(status->values);
  for (const std::string& name : status->dimensions) {
    axes_.push_back(axis_of(*std::ranges::find(root.dimensions, name, &Dimension::name)));
  }
  for (const Variable& variable : root.variables) {
    if (variable.dimensions != status->dimensions ||
        !std::holds_alternative<std::vector<double>>(variable.values)) {
      continue;
    }
    variables_.push_back(variable);
    if (find(root.variables, variable.name + "_ci95") != nullptr) {
      metrics_.push_back(variable.name);
    }
  }
}

void MeasuredFile::read_runs(const Group& table) {
  const auto whole_numbers = [&](const char* name) -> const std::vector<std::int64_t>& {
    const Variable* column = find(table.variables, name);
    if (column == nullptr || !std::holds_alternative<std::vector<std::int64_t>>(column->values)) {
      throw ResultsError{path_, "its table of runs has no " + std::string{name}};
    }
    return std::get<std::vector<std::int64_t>>(column->values);
  };
  const std::vector<std::int64_t>& point = whole_numbers("point");
  const std::vector<std::int64_t>& seed = whole_numbers("seed");
  const std::vector<std::int64_t>& replication = whole_numbers("replication");
  runs_.resize(points());
  for (std::size_t row = 0; row < point.size(); ++row) {
    runs_.at(static_cast<std::size_t>(point[row])).push_back({row, seed[row], replication[row]});
  }
  std::ranges::copy_if(table.variables, std::back_inserter(of_runs_), [](const Variable& column) {
    return std::holds_alternative<std::vector<double>>(column.values);
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
  return find(variables_, metric)->unit;
}

Estimate MeasuredFile::estimate(const std::string& metric, std::size_t point) const {
  const auto at = [&](const std::string& name) {
    return std::get<std::vector<double>>(find(variables_, name)->values)[point];
  };
  return {.value = at(metric), .half_width = at(metric + "_ci95")};
}

const std::vector<MeasuredRun>& MeasuredFile::runs(std::size_t point) const {
  static const std::vector<MeasuredRun> kNone;
  return runs_.empty() ? kNone : runs_[point];
}

bool MeasuredFile::is_known_of_runs(const std::string& metric) const {
  return find(of_runs_, metric) != nullptr;
}

double MeasuredFile::of_run(const std::string& metric, std::size_t row) const {
  return std::get<std::vector<double>>(find(of_runs_, metric)->values)[row];
}

}  // namespace cutpoint
