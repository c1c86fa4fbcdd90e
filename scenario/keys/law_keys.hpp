// Laws of times and arrival processes as scenarios write them: a name, or a table with a law and
// its parameters. Each law is a table of the keys that are its parameters.
#pragma once

#include <string>
#include <vector>

#include "scenario/keys/key_table.hpp"
#include "sim/random/arrival_process.hpp"

namespace cutpoint::scenario_file {

[[nodiscard]] KeyDescription service_description();
[[nodiscard]] KeyDescription arrivals_description(const std::string& otherwise);

/// The law of the key "service", which must say its mean. Throws: InputError, also if there is
/// none.
[[nodiscard]] Distribution read_service(TableReader& section, const Context& context);

struct Arrivals {
  ArrivalProcess process;
  bool has_own_rate;  // else its mean is only a placeholder
};

/// The key "arrivals" of a section; Poisson arrivals if it is not there. Throws: InputError.
[[nodiscard]] Arrivals read_arrivals(TableReader& section, const Context& context);

}  // namespace cutpoint::scenario_file
