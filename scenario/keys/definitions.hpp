// The links, processors and networks that a scenario may name: the built-in ones and its own.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/load/table_reader.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/dnn/application.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint::scenario_file {

struct Definitions {
  std::vector<Link> links;
  std::vector<Processor> processors;
  /// Built-in ones under their names, files under the keys of queries.mix. Read once, as every
  /// point needs them.
  std::vector<std::pair<std::string, std::shared_ptr<const Application>>> networks;
};

/// Reads [link.NAME] and [processor.NAME], and the files in queries.mix. Throws: InputError, also
/// for a built-in name.
[[nodiscard]] Definitions read_definitions(TableReader& root);

/// The link of that name. Throws: InputError with a suggestion if there is none.
[[nodiscard]] const Link& find_link(const Definitions& definitions, const Text& name);
/// The processor of that name, or the device in the file of "file:NAME.json", relative to the
/// folder of the scenario that `section` is of. Throws: InputError.
[[nodiscard]] Processor find_processor(const Definitions& definitions,
                                       const Text& name,
                                       const TableReader& section);

}  // namespace cutpoint::scenario_file
