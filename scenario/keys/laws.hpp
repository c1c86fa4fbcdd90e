// Laws of times and arrival processes as scenarios write them: a name, or a table with a law and
// its parameters.
#pragma once

#include "scenario/load/table_reader.hpp"
#include "sim/random/arrival_process.hpp"

namespace cutpoint::scenario_file {

/// The law of a service time, which must say its mean. Throws: InputError, also if there is none.
[[nodiscard]] Distribution read_service(TableReader& section, std::string_view key, Sweep& sweep);

struct Arrivals {
  ArrivalProcess process;
  bool has_own_rate;  // else its mean is only a placeholder
};

/// The key "arrivals" of a section; Poisson arrivals if it is not there. Throws: InputError.
[[nodiscard]] Arrivals read_arrivals(TableReader& section, Sweep& sweep);

}  // namespace cutpoint::scenario_file
