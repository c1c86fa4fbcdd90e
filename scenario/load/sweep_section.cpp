#include "scenario/load/sweep_section.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/suggest.hpp"

namespace cutpoint::scenario_file {
namespace {

/// A condition of an exclusion: some values of one axis. A point meets it if it has one of them.
struct Condition {
  std::size_t dimension;
  std::vector<bool> is_met;  // by position along the axis
};

/// The kind of quantity that the numbers of an axis are written as; null if they have no unit.
const QuantityKind* kind_of(const std::string& unit) {
  for (const QuantityKind* kind : {&kTime, &kBandwidth, &kRate, &kEnergy}) {
    if (kind->unit == unit) {
      return kind;
    }
  }
  return nullptr;
}

/// The number that a condition names, in the unit of the axis.
std::optional<double> number_of(const toml::node& node,
                                const Axis& axis,
                                const SourceLocation& where) {
  const QuantityKind* kind = kind_of(axis.unit);
  if (const auto* text = node.as_string()) {
    return (kind == nullptr ? kPercentage : *kind).parse(text->get(), where);
  }
  if (kind != nullptr || !node.is_number()) {
    return std::nullopt;
  }
  return *node.value<double>();
}

/// The label that a condition names; nothing if it is no text.
std::optional<std::string> label_of(const toml::node& node) {
  if (const auto* boolean = node.as_boolean()) {
    return boolean->get() ? "true" : "false";
  }
  return node.value_exact<std::string>();
}

/// Marks the positions on the axis that have the value; false if none has.
bool mark(const toml::node& node,
          const Axis& axis,
          const SourceLocation& where,
          std::vector<bool>& marks) {
  bool is_any = false;
  const auto mark_if = [&](const auto& values, const auto& matches) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (matches(values[i])) {
        marks[i] = true;
        is_any = true;
      }
    }
  };
  if (const auto* labels = std::get_if<std::vector<std::string>>(&axis.values)) {
    const std::optional<std::string> wanted = label_of(node);
    mark_if(*labels, [&](const std::string& label) { return label == wanted; });
  } else if (const std::optional<double> wanted = number_of(node, axis, where)) {
    // Units and ranges make numbers that are the same but for their last digits.
    constexpr double kSlack = 1e-9;
    mark_if(std::get<std::vector<double>>(axis.values),
            [&](double value) { return std::abs(value - *wanted) <= kSlack * std::abs(*wanted); });
  }
  return is_any;
}

/// Reads a condition. Nothing if an override has taken its axis or its value away.
std::optional<Condition> read_condition(const TableReader& exclusion,
                                        const std::string& key,
                                        const std::vector<Axis>& axes,
                                        const Document& document) {
  const std::vector<Coordinate> known = coordinates(axes);
  const auto found = std::ranges::find_if(known, [&](const Coordinate& coordinate) {
    return coordinate.axis->name == key || coordinate.axis->key == key;
  });
  if (found == known.end()) {
    if (document.is_overridden(key)) {
      return std::nullopt;
    }
    std::vector<std::string> names;
    for (const Coordinate& coordinate : known) {
      names.push_back(coordinate.axis->name);
    }
    throw InputError{exclusion.where(key),
                     "sweep.exclude: \"" + key + "\" is no axis of this sweep" +
                         (names.empty() ? "" : suggestion(key, names))};
  }
  const auto size =
      std::visit([](const auto& values) { return values.size(); }, found->axis->values);
  Condition condition{found->dimension, std::vector<bool>(size)};
  bool is_any = false;
  for (const toml::node* node : exclusion.alternatives(key)) {
    const SourceLocation where = document.where(node->source());
    if (mark(*node, *found->axis, where, condition.is_met)) {
      is_any = true;
    } else if (!document.is_overridden(found->axis->key)) {
      throw InputError{where,
                       "sweep.exclude: " + describe(*node) + " is no value of " + found->axis->key +
                           (found->axis->unit.empty() ? "" : ", which has a unit") +
                           "; name one that the sweep has"};
    }
  }
  return is_any ? std::optional{std::move(condition)} : std::nullopt;
}

void exclude(Scenario& scenario, const std::vector<Condition>& conditions) {
  for (Point& point : scenario.points) {
    point.is_excluded =
        point.is_excluded || std::ranges::all_of(conditions, [&](const Condition& condition) {
          return bool{condition.is_met[point.position[condition.dimension]]};
        });
  }
}

}  // namespace

void read_zips(TableReader& section, Sweep& sweep) {
  for (const std::vector<Text>& keys : section.text_lists("zip")) {
    if (keys.size() < 2) {
      throw InputError{keys.empty() ? section.where("zip") : keys.front().where,
                       "sweep.zip joins two keys or more, e.g. "
                       "[[\"clients.link\", \"clients.bandwidth\"]]"};
    }
    sweep.zip(keys);
  }
}

void read_exclusions(TableReader& section, const Document& document, Scenario& scenario) {
  for (const TableReader& exclusion : section.tables("exclude")) {
    std::vector<Condition> conditions;
    const std::vector<std::string> keys = exclusion.keys();
    for (const std::string& key : keys) {
      if (auto condition = read_condition(exclusion, key, scenario.axes, document)) {
        conditions.push_back(*std::move(condition));
      }
    }
    if (keys.empty()) {
      throw InputError{exclusion.where(),
                       "an empty [[sweep.exclude]]; say what is left out, e.g. policy = \"maui\""};
    }
    if (conditions.size() == keys.size()) {
      exclude(scenario, conditions);
    }
  }
  if (std::ranges::all_of(scenario.points, &Point::is_excluded)) {
    throw InputError{section.where("exclude"), "sweep.exclude leaves no point; exclude less"};
  }
}

}  // namespace cutpoint::scenario_file
