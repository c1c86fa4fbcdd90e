#include "base/unit_grammar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <system_error>

namespace cutpoint {
namespace {

/// A value v in this unit is v * multiplier / divisor in the base unit. Two whole numbers, because
/// neither a thousandth nor the inverse of an hour is exact in binary.
struct Unit {
  std::string_view symbol;
  double multiplier;
  double divisor;
};

/// A kind of quantity, with what its error messages recommend.
struct Kind {
  std::span<const Unit> units;
  std::string_view usual_unit;  // for a number that has none
  std::string_view examples;
};

constexpr double kKibi = 1024.0;
constexpr double kMebi = kKibi * 1024.0;
constexpr double kGibi = kMebi * 1024.0;
constexpr double kTebi = kGibi * 1024.0;

constexpr auto kTimeUnits = std::to_array<Unit>(
    {{"s", 1, 1}, {"ms", 1, 1e3}, {"us", 1, 1e6}, {"ns", 1, 1e9}, {"min", 60, 1}, {"h", 3600, 1}});
constexpr auto kBandwidthUnits = std::to_array<Unit>({{"bit/s", 1, 8},
                                                      {"kbit/s", 1e3, 8},
                                                      {"Mbit/s", 1e6, 8},
                                                      {"Gbit/s", 1e9, 8},
                                                      {"Tbit/s", 1e12, 8},
                                                      {"Kibit/s", kKibi, 8},
                                                      {"Mibit/s", kMebi, 8},
                                                      {"Gibit/s", kGibi, 8},
                                                      {"Tibit/s", kTebi, 8},
                                                      {"B/s", 1, 1},
                                                      {"kB/s", 1e3, 1},
                                                      {"MB/s", 1e6, 1},
                                                      {"GB/s", 1e9, 1},
                                                      {"TB/s", 1e12, 1},
                                                      {"KiB/s", kKibi, 1},
                                                      {"MiB/s", kMebi, 1},
                                                      {"GiB/s", kGibi, 1},
                                                      {"TiB/s", kTebi, 1}});
constexpr auto kByteUnits = std::to_array<Unit>({{"B", 1, 1},
                                                 {"kB", 1e3, 1},
                                                 {"MB", 1e6, 1},
                                                 {"GB", 1e9, 1},
                                                 {"TB", 1e12, 1},
                                                 {"KiB", kKibi, 1},
                                                 {"MiB", kMebi, 1},
                                                 {"GiB", kGibi, 1},
                                                 {"TiB", kTebi, 1}});
constexpr auto kRateUnits = std::to_array<Unit>({{"/s", 1, 1},
                                                 {"/min", 1, 60},
                                                 {"/h", 1, 3600},
                                                 {"Hz", 1, 1},
                                                 {"kHz", 1e3, 1},
                                                 {"MHz", 1e6, 1}});
constexpr auto kPowerUnits =
    std::to_array<Unit>({{"W", 1, 1}, {"mW", 1, 1e3}, {"uW", 1, 1e6}, {"kW", 1e3, 1}});
constexpr auto kEnergyUnits = std::to_array<Unit>(
    {{"J", 1, 1}, {"mJ", 1, 1e3}, {"uJ", 1, 1e6}, {"nJ", 1, 1e9}, {"kJ", 1e3, 1}});
constexpr auto kFlopRateUnits = std::to_array<Unit>({{"FLOP/s", 1, 1},
                                                     {"kFLOP/s", 1e3, 1},
                                                     {"MFLOP/s", 1e6, 1},
                                                     {"GFLOP/s", 1e9, 1},
                                                     {"TFLOP/s", 1e12, 1},
                                                     {"PFLOP/s", 1e15, 1}});
constexpr auto kPercentageUnits = std::to_array<Unit>({{"%", 1, 100}});

constexpr Kind kTime{kTimeUnits, "ms", R"("180 ms" or "2 s")"};
constexpr Kind kBandwidth{kBandwidthUnits, "Mbit/s", R"("12.8 Mbit/s" or "1.6 MB/s")"};
constexpr Kind kBytes{kByteUnits, "kB", R"("152 kB" or "4 MiB")"};
constexpr Kind kRate{kRateUnits, "/s", R"("200 /s" or "3 kHz")"};
constexpr Kind kPower{kPowerUnits, "W", R"("2 W" or "870 mW")"};
constexpr Kind kEnergy{kEnergyUnits, "J", R"("2 J" or "870 mJ")"};
constexpr Kind kFlopRate{kFlopRateUnits, "GFLOP/s", R"("68 GFLOP/s" or "1.8 TFLOP/s")"};
constexpr Kind kPercentage{kPercentageUnits, "%", R"("2 %")"};

[[noreturn]] void fail(std::string_view text,
                       const std::string& reason,
                       const SourceLocation& where) {
  throw InputError{where, '"' + std::string{text} + '"' + reason};
}

/// The unit of that symbol among those of the kind, or null.
const Unit* find_unit(std::string_view symbol, const Kind& kind) {
  const auto found = std::ranges::find(kind.units, symbol, &Unit::symbol);
  return found == kind.units.end() ? nullptr : &*found;
}

/// The value of `text` in the base unit of its kind.
double parse(std::string_view text, const Kind& kind, const SourceLocation& where) {
  const std::string write_it = "; write it like " + std::string{kind.examples};

  double number = 0.0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument) {
    fail(text, " does not start with a number" + write_it, where);
  }
  const auto digits = static_cast<std::size_t>(rest - text.data());
  std::string_view symbol = text.substr(digits);
  if (symbol.starts_with(' ')) {
    symbol.remove_prefix(1);
  }
  if (symbol.empty()) {
    const std::string with_unit =
        std::string{text.substr(0, digits)} + ' ' + std::string{kind.usual_unit};
    fail(text, " has no unit; add one, e.g. \"" + with_unit + '"', where);
  }
  const Unit* unit = find_unit(symbol, kind);
  if (unit == nullptr) {
    fail(text, ": unknown unit \"" + std::string{symbol} + '"' + write_it, where);
  }
  const double value = number * unit->multiplier / unit->divisor;
  if (error == std::errc::result_out_of_range || !std::isfinite(value)) {
    fail(text, " is infinite, not a number, or out of range" + write_it, where);
  }
  return value;
}

/// The symbols of units, in their order.
template <std::size_t kSize>
constexpr std::array<std::string_view, kSize> symbols_of(const std::array<Unit, kSize>& units) {
  std::array<std::string_view, kSize> symbols;
  for (std::size_t i = 0; i < kSize; ++i) {
    symbols[i] = units[i].symbol;
  }
  return symbols;
}

constexpr auto kTimeSymbols = symbols_of(kTimeUnits);
constexpr auto kBandwidthSymbols = symbols_of(kBandwidthUnits);
constexpr auto kRateSymbols = symbols_of(kRateUnits);
constexpr auto kEnergySymbols = symbols_of(kEnergyUnits);
constexpr auto kPercentageSymbols = symbols_of(kPercentageUnits);

}  // namespace

Seconds parse_seconds(std::string_view text, const SourceLocation& where) {
  return Seconds{parse(text, kTime, where)};
}

BytesPerSecond parse_bandwidth(std::string_view text, const SourceLocation& where) {
  return BytesPerSecond{parse(text, kBandwidth, where)};
}

Bytes parse_bytes(std::string_view text, const SourceLocation& where) {
  return Bytes{parse(text, kBytes, where)};
}

Rate parse_rate(std::string_view text, const SourceLocation& where) {
  return Rate{parse(text, kRate, where)};
}

Watts parse_watts(std::string_view text, const SourceLocation& where) {
  return Watts{parse(text, kPower, where)};
}

Joules parse_joules(std::string_view text, const SourceLocation& where) {
  return Joules{parse(text, kEnergy, where)};
}

FlopPerSecond parse_flop_rate(std::string_view text, const SourceLocation& where) {
  return FlopPerSecond{parse(text, kFlopRate, where)};
}

double parse_percentage(std::string_view text, const SourceLocation& where) {
  return parse(text, kPercentage, where);
}

std::span<const std::string_view> time_units() { return kTimeSymbols; }
std::span<const std::string_view> bandwidth_units() { return kBandwidthSymbols; }
std::span<const std::string_view> rate_units() { return kRateSymbols; }
std::span<const std::string_view> energy_units() { return kEnergySymbols; }
std::span<const std::string_view> percentage_units() { return kPercentageSymbols; }

}  // namespace cutpoint
