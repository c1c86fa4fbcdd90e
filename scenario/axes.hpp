// What varies within a scenario, and published values along it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cutpoint {

/// A key of the scenario that was given as a list or a range: a dimension of the results.
struct Axis {
  std::string name;  // last part of the key: "link"; the whole key if that is not unique
  std::string key;   // "clients.link"
  std::variant<std::vector<std::string>, std::vector<double>> values;  // doubles in base units
  std::string unit;  // of the numbers: "s", "bit/s", "1/s"; empty for names and plain numbers
  std::vector<Axis> zipped{};  // axes that advance together with it; of the same size
};

/// Published values that simulated ones are shown beside: one per label of an axis.
struct Published {
  std::string name;            // "throughput_gain"
  std::string axis;            // "link"
  std::vector<double> values;  // one per label of that axis, NaN if not published
  std::string source;
  std::optional<double> maximum{};  // the largest value of all, where that was published too
};

/// An axis or what is zipped to one, and the dimension along which it lies.
struct Coordinate {
  const Axis* axis;
  std::size_t dimension;  // position in Scenario::axes and in Point::position
};

/// All coordinates of a scenario: each axis, followed by what is zipped to it.
[[nodiscard]] std::vector<Coordinate> coordinates(const std::vector<Axis>& axes);

}  // namespace cutpoint
