// The links and processors that a scenario may name: the built-in ones and its own.
#pragma once

#include <vector>

#include "experiments/scenario/table_reader.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint::scenario_file {

struct Definitions {
  std::vector<Link> links;
  std::vector<Processor> processors;
};

/// Reads [link.NAME] and [processor.NAME]. Throws: InputError, also for a built-in name.
[[nodiscard]] Definitions read_definitions(TableReader& root);

/// The link or processor of that name. Throws: InputError with a suggestion if there is none.
[[nodiscard]] const Link& find_link(const Definitions& definitions, const Text& name);
[[nodiscard]] const Processor& find_processor(const Definitions& definitions, const Text& name);

}  // namespace cutpoint::scenario_file
