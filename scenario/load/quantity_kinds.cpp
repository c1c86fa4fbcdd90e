#include "base/unit_grammar.hpp"
#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {
namespace {

double parse_time(std::string_view text, const SourceLocation& where) {
  return parse_seconds(text, where).count();
}

double parse_bits_per_second(std::string_view text, const SourceLocation& where) {
  return 8.0 * parse_bandwidth(text, where).value();
}

double parse_energy(std::string_view text, const SourceLocation& where) {
  return parse_joules(text, where).value();
}

double parse_per_second(std::string_view text, const SourceLocation& where) {
  return parse_rate(text, where).value();
}

}  // namespace

const QuantityKind kTime{parse_time, "100 ms", "s", "time"};
const QuantityKind kBandwidth{parse_bits_per_second, "10 Mbit/s", "bit/s", "bandwidth"};
const QuantityKind kRate{parse_per_second, "200 /s", "1/s", "rate"};
const QuantityKind kEnergy{parse_energy, "500 mJ", "J", "energy"};
const QuantityKind kPercentage{parse_percentage, "2 %", "", "%"};

}  // namespace cutpoint::scenario_file
