// Values of keys as text: as they are written in a scenario, and as `cutpoint check` shows them.
#pragma once

#include <string>

#include "base/units.hpp"
#include "scenario/load/key.hpp"

namespace cutpoint::scenario_file {

/// A type of settings as scenarios write it: its form, and the number that it is on an axis.
template <class T>
struct Grammar {  // whole numbers
  static constexpr Form kForm = Form::Whole;
  static double number(T value) { return static_cast<double>(value); }
};
template <>
struct Grammar<double> {
  static constexpr Form kForm = Form::Number;
  static double number(double value) { return value; }
  static double value(double number) { return number; }
};
template <>
struct Grammar<Seconds> {
  static constexpr Form kForm = Form::Time;
  static double number(Seconds value) { return value.count(); }
  static Seconds value(double number) { return Seconds{number}; }
};
template <>
struct Grammar<BytesPerSecond> {
  static constexpr Form kForm = Form::Bandwidth;
  static double number(BytesPerSecond value) { return in_bits_per_second(value); }
  static BytesPerSecond value(double number) { return bits_per_second(number); }
};
template <>
struct Grammar<Rate> {
  static constexpr Form kForm = Form::Rate;
  static double number(Rate value) { return value.value(); }
  static Rate value(double number) { return Rate{number}; }
};
template <>
struct Grammar<Joules> {
  static constexpr Form kForm = Form::Energy;
  static double number(Joules value) { return value.value(); }
  static Joules value(double number) { return Joules{number}; }
};

/// A number of this form as a scenario could have it: "\"50 ms\"", "1000".
[[nodiscard]] std::string written_text(Form form, double number);

/// The same as `cutpoint check` shows it, in the unit of axes: "0.05 s", "2 %".
[[nodiscard]] std::string resolved_text(Form form, double number);

}  // namespace cutpoint::scenario_file
