// The constants of a processor or link as a table, one line each, for setting and listing them by
// name. Internal to this room.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "workloads/constant.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {

/// The values that a constant may take.
enum class Range : std::uint8_t { Positive, NonNegative };

/// One constant of an Owner: its name in scenarios and the unit that people use for it.
template <class Owner>
struct ConstantField {
  template <class Q>
  using Member = Constant<Q> Owner::*;

  std::string_view name;
  std::string_view unit;
  double unit_size;  // in base units
  Range range;
  std::variant<Member<FlopPerSecond>,
               Member<BytesPerSecond>,
               Member<Bytes>,
               Member<Seconds>,
               Member<Watts>,
               Member<JoulesPerByte>,
               Member<double>>
      member;
};

/// Reads a quantity such as "70 GFLOP/s" into `value`, whose type decides the grammar
/// (base/unit_grammar.hpp). Throws: InputError at `where`.
void parse_constant(std::string_view text, const SourceLocation& where, FlopPerSecond& value);
void parse_constant(std::string_view text, const SourceLocation& where, BytesPerSecond& value);
void parse_constant(std::string_view text, const SourceLocation& where, Bytes& value);
void parse_constant(std::string_view text, const SourceLocation& where, Seconds& value);
void parse_constant(std::string_view text, const SourceLocation& where, Watts& value);
void parse_constant(std::string_view text, const SourceLocation& where, JoulesPerByte& value);
/// Reads a number of `unit`, such as "30 tiles". Throws: InputError at `where`.
[[nodiscard]] double parse_count(std::string_view text,
                                 std::string_view unit,
                                 const SourceLocation& where);

/// The magnitude of a constant in its base unit.
template <class Unit>
[[nodiscard]] double in_base_unit(Quantity<Unit> value) {
  return value.value();
}
[[nodiscard]] inline double in_base_unit(Seconds value) { return value.count(); }
[[nodiscard]] inline double in_base_unit(double value) { return value; }

/// A line such as `uplink = "40 Mbit/s"`.
struct Setting {
  std::string_view name;
  std::string_view text;
};

/// Whether a value lies in a range.
[[nodiscard]] bool is_in(Range range, double value);

/// The complaint about a value that is not in its range; `unit` is for the example in it.
[[nodiscard]] std::string out_of_range(Range range, const Setting& setting, std::string_view unit);

/// Sets the constant that the table calls setting.name; it becomes an assumption of the scenario.
/// Throws: InputError for an unknown name (with a suggestion), a bad value, or one out of range.
template <class Owner>
void set_by_name(std::span<const ConstantField<Owner>> table,
                 Owner& owner,
                 const Setting& setting,
                 const SourceLocation& where) {
  const std::string within = " of \"" + std::string{owner.name} + '"';
  const auto found =
      find_or_suggest(table,
                      {.name = setting.name, .what = "constant", .where = where, .within = within},
                      &ConstantField<Owner>::name);
  std::visit(
      [&](auto member) {
        auto value = (owner.*member).value;
        if constexpr (std::is_same_v<decltype(value), double>) {
          value = parse_count(setting.text, found->unit, where);
        } else {
          parse_constant(setting.text, where, value);
        }
        if (!is_in(found->range, in_base_unit(value))) {
          throw InputError{where, out_of_range(found->range, setting, found->unit)};
        }
        owner.*member = {value, Evidence::Assumed, "scenario"};
      },
      found->member);
}

/// Every constant of the owner as a line of the catalog, in the table's order. The entries refer to
/// the owner's name, so they must not outlive it.
template <class Owner>
std::vector<CatalogEntry> list_constants(std::span<const ConstantField<Owner>> table,
                                         const Owner& owner) {
  std::vector<CatalogEntry> entries;
  for (const ConstantField<Owner>& field : table) {
    std::visit(
        [&](auto member) {
          const auto& constant = owner.*member;
          entries.push_back({.owner = owner.name,
                             .name = field.name,
                             .value = in_base_unit(constant.value) / field.unit_size,
                             .unit = field.unit,
                             .evidence = constant.evidence,
                             .source = constant.source,
                             .spread = constant.spread});
        },
        field.member);
  }
  return entries;
}

}  // namespace cutpoint
