#include "scenario/load/range.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "base/number_text.hpp"

namespace cutpoint::scenario_file {
namespace {

constexpr int kDigits = 12;  // significant digits of a value, so that 0.1 + 2 * 0.1 is 0.3
constexpr Limits kSteps{2.0, double(kMostPoints), "from 2 to 100000"};
constexpr Limits kStep{
    std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max(), "above 0"};

/// The end of a range, which has both. Throws: InputError if it is missing.
double required(const TableReader& range, std::string_view key, std::optional<double> value) {
  if (!value) {
    throw InputError{range.where(), range.full_key(key) + " is missing; a range has both ends"};
  }
  return *value;
}

/// The number of values of a range that is written with a step.
std::size_t count_of(const TableReader& range, double from, double to, double step) {
  const double steps = std::abs(to - from) / step;
  constexpr double kSlack = 1e-9;  // for steps that have no exact binary fraction
  if (std::abs(steps - std::round(steps)) > kSlack * steps) {
    throw InputError{range.where("step"),
                     range.full_key("step") + " misses the end of the range, which is " +
                         number_text(rounded(steps, kDigits)) +
                         " steps away; choose another, or give steps"};
  }
  if (steps >= kSteps.high) {
    throw InputError{
        range.where("step"),
        range.full_key("step") + " makes more than 100000 values; choose a longer one"};
  }
  return static_cast<std::size_t>(std::round(steps)) + 1;
}

}  // namespace

std::vector<double> read_range(TableReader& range,
                               const Limits& limits,
                               const RangeRead& read,
                               bool is_whole) {
  const std::optional<double> first = read(range, "from", limits);
  const std::optional<double> last = read(range, "to", limits);
  const std::optional<std::int64_t> steps = range.integer("steps", kSteps);
  const std::optional<double> step = read(range, "step", kStep);
  const bool is_log = range.boolean("log").value_or(false);
  range.refuse_unknown();
  const double from = required(range, "from", first);
  const double to = required(range, "to", last);
  if (from == to) {
    throw InputError{range.where("to"),
                     range.full_key("to") + " is where the range begins; give the value alone"};
  }
  if (steps.has_value() == step.has_value()) {
    throw InputError{range.where(),
                     range.full_key("steps") +
                         ", how many values, or step, how far apart: a range needs one of the two"};
  }
  if (is_log && (step || from <= 0.0 || to <= 0.0)) {
    throw InputError{range.where("log"),
                     range.full_key("log") + " needs " +
                         (step ? "steps, how many values, in place of step" : "ends above 0")};
  }

  const std::size_t count =
      step ? count_of(range, from, to, *step) : static_cast<std::size_t>(*steps);
  // The ends are taken as they are written; only what lies between them is computed and rounded.
  std::vector<double> values{from};
  for (std::size_t i = 1; i + 1 < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    double value =
        rounded(is_log ? from * std::pow(to / from, share) : from + share * (to - from), kDigits);
    // A logarithmic range of whole numbers is a choice of sizes, so it is rounded. A linear one
    // that misses whole numbers is a mistake in the count of steps.
    if (is_whole && is_log) {
      value = std::round(value);
    } else if (is_whole && value != std::round(value)) {
      throw InputError{range.where(steps ? "steps" : "step"),
                       range.full_key("steps") + " gives " + number_text(value) +
                           ", but values are whole; choose another number of them"};
    }
    values.push_back(value);
  }
  values.push_back(to);
  return values;
}

}  // namespace cutpoint::scenario_file
