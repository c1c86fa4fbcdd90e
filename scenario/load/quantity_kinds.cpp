#include "base/contract.hpp"
#include "base/unit_grammar.hpp"
#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {
namespace {

double parse_time(std::string_view text, const SourceLocation& where) {
  return parse_seconds(text, where).count();
}

double parse_bits_per_second(std::string_view text, const SourceLocation& where) {
  return in_bits_per_second(parse_bandwidth(text, where));
}

double parse_energy(std::string_view text, const SourceLocation& where) {
  return parse_joules(text, where).value();
}

double parse_per_second(std::string_view text, const SourceLocation& where) {
  return parse_rate(text, where).value();
}

}  // namespace

const QuantityKind kTime{parse_time, "100 ms", "s"};
const QuantityKind kBandwidth{parse_bits_per_second, "10 Mbit/s", "bit/s"};
const QuantityKind kRate{parse_per_second, "200 /s", "1/s"};
const QuantityKind kEnergy{parse_energy, "500 mJ", "J"};
const QuantityKind kPercentage{parse_percentage, "2 %", ""};

const QuantityKind& kind_of(Form form) {
  switch (form) {
    case Form::Time:
      return kTime;
    case Form::Bandwidth:
      return kBandwidth;
    case Form::Rate:
      return kRate;
    case Form::Energy:
      return kEnergy;
    default:
      CUTPOINT_EXPECTS(form == Form::Percentage);
      return kPercentage;
  }
}

}  // namespace cutpoint::scenario_file
