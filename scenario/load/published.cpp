#include "scenario/load/published.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "base/number_text.hpp"
#include "base/suggest.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr Limits kFinite{
    std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max(), "a finite number"};

constexpr std::string_view kNameLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

Text require_text(TableReader& table, std::string_view key) {
  const std::optional<Text> text = table.text(key);
  if (!text) {
    throw InputError{table.where(), table.full_key(key) + " is missing"};
  }
  return *text;
}

/// The values of an axis as text: names as they are, numbers in the unit of the axis.
std::vector<std::string> labels(const Axis& axis) {
  if (const auto* names = std::get_if<std::vector<std::string>>(&axis.values)) {
    return *names;
  }
  std::vector<std::string> labels;
  for (const double number : std::get<std::vector<double>>(axis.values)) {
    labels.push_back(number_text(number));
  }
  return labels;
}

/// Null if there is none.
const Axis* find_axis(const std::vector<Axis>& axes, const std::string& name) {
  const auto found = std::ranges::find_if(
      axes, [&](const Axis& axis) { return axis.name == name || axis.key == name; });
  return found == axes.end() ? nullptr : &*found;
}

[[noreturn]] void fail_unknown_axis(const Text& name, const std::vector<Axis>& axes) {
  std::vector<std::string> known;
  for (const Axis& axis : axes) {
    known.push_back(axis.name);
  }
  throw InputError{name.where, "unknown axis \"" + name.text + '"' + suggestion(name.text, known)};
}

std::optional<Published> read_one(TableReader& section,
                                  const std::string& name,
                                  const std::vector<Axis>& axes,
                                  const Document& document) {
  TableReader own = section.table(name, nullptr);
  const Text axis_name = require_text(own, "axis");
  const Text source = require_text(own, "source");
  const std::optional<double> maximum = own.number("maximum", kFinite);
  TableReader values = own.table("values", nullptr);
  own.refuse_unknown();
  const Axis* axis = find_axis(axes, axis_name.text);
  if (axis == nullptr && document.is_overridden(axis_name.text)) {
    return std::nullopt;
  }
  if (axis == nullptr) {
    fail_unknown_axis(axis_name, axes);
  }

  if (name == "throughput_gain" && (axis->key == "clients.policy" ||
                                    std::holds_alternative<std::vector<double>>(axis->values))) {
    throw InputError{
        axis_name.where,
        "published.throughput_gain needs an axis of names other than the policy; gains "
        "are compared along it"};
  }
  Published published{
      .name = name, .axis = axis->name, .values = {}, .source = source.text, .maximum = maximum};
  bool any = false;
  for (const std::string& label : labels(*axis)) {
    const std::optional<double> value = values.number(label, kFinite);
    any = any || value.has_value();
    published.values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  if (document.is_overridden(axis->key)) {
    return any ? std::optional{std::move(published)} : std::nullopt;
  }
  values.refuse_unknown();
  if (!any) {
    throw InputError{own.where(), own.full_key("values") + " needs at least one value"};
  }
  return published;
}

}  // namespace

std::vector<Published> read_published(TableReader& section,
                                      const std::vector<Axis>& axes,
                                      const Document& document) {
  std::vector<Published> all;
  for (const std::string& name : section.keys()) {
    if (name.find_first_not_of(kNameLetters) != std::string::npos) {
      throw InputError{
          section.where(name),
          "[published.\"" + name + "\"] names a variable of results; use letters, digits, _ and -"};
    }
    if (std::optional<Published> one = read_one(section, name, axes, document)) {
      all.push_back(*std::move(one));
    }
  }
  return all;
}

}  // namespace cutpoint::scenario_file
