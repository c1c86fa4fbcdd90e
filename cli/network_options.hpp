// The options of commands that take a network: what its file leaves open.
#pragma once

#include <memory>
#include <string>

#include "cli/options.hpp"
#include "workloads/dnn/application.hpp"

namespace cutpoint {

/// Adds the options --input-shape and --branch.
void add_network_options(po::options_description& options);

/// The network of that name or file. Throws: InputError.
[[nodiscard]] std::shared_ptr<const Application> open_network(const std::string& name,
                                                              const po::variables_map& values);

/// Checks that a command that was asked for no network has none of these options. Throws:
/// InputError if one is given.
void refuse_network_options(const po::variables_map& values);

}  // namespace cutpoint
