#include "scenario/keys/value_text.hpp"

#include <array>
#include <cmath>
#include <span>
#include <string_view>

#include "base/number_text.hpp"

namespace cutpoint::scenario_file {
namespace {

struct Unit {
  double size;
  std::string_view name;
};

// The largest comes first.
constexpr std::array<Unit, 4> kTimes{{{1.0, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}}};
constexpr std::array<Unit, 4> kBandwidths{
    {{1e9, "Gbit/s"}, {1e6, "Mbit/s"}, {1e3, "kbit/s"}, {1.0, "bit/s"}}};
constexpr std::array<Unit, 1> kRates{{{1.0, "/s"}}};
constexpr std::array<Unit, 4> kEnergies{{{1.0, "J"}, {1e-3, "mJ"}, {1e-6, "uJ"}, {1e-9, "nJ"}}};
constexpr std::array<Unit, 1> kShares{{{0.01, "%"}}};

/// The units of a form; none of numbers that have none.
std::span<const Unit> units_of(Form form) {
  switch (form) {
    case Form::Time:
      return kTimes;
    case Form::Bandwidth:
      return kBandwidths;
    case Form::Rate:
      return kRates;
    case Form::Energy:
      return kEnergies;
    case Form::Percentage:
      return kShares;
    default:
      return {};
  }
}

std::string with_unit(double number, const Unit& unit) {
  // Multiplied by a whole number where there is one: 100 x 0.07 is nearer to 7 than 0.07 / 0.01.
  const double amount = unit.size < 1.0 ? number * std::round(1.0 / unit.size) : number / unit.size;
  return rounded_text(amount) + ' ' + std::string{unit.name};
}

/// The unit that axes have.
const Unit& unit_of_axes(std::span<const Unit> units) {
  for (const Unit& unit : units) {
    if (unit.size == 1.0) {
      return unit;
    }
  }
  return units.front();
}

}  // namespace

std::string written_text(Form form, double number) {
  const std::span<const Unit> units = units_of(form);
  if (units.empty()) {
    return number_text(number);
  }
  const Unit* chosen = &unit_of_axes(units);
  for (const Unit& unit : units) {
    if (std::abs(number) >= unit.size) {
      chosen = &unit;
      break;
    }
  }
  return '"' + with_unit(number, *chosen) + '"';
}

std::string resolved_text(Form form, double number) {
  const std::span<const Unit> units = units_of(form);
  if (form == Form::Whole) {
    return number_text(number);
  }
  return units.empty() ? rounded_text(number) : with_unit(number, unit_of_axes(units));
}

}  // namespace cutpoint::scenario_file
