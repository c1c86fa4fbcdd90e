// What the options of `cutpoint run` ask for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/options.hpp"
#include "runner/keep/checkpoint.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

/// The options as values, checked for what they mean and whether they go together.
struct RunRequest {
  std::optional<std::string> output;
  Existing existing = Existing::Refuse;
  std::uint32_t more_replications = 0;
  Shard shard{};
  /// The most bytes of a file that the results hold, if --embed-inputs was given.
  std::optional<std::uint64_t> most_kept{};
  std::optional<std::uint32_t> replications{};  // if not those of the scenario
  std::string progress = "auto";
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
  bool strict = false;  // exit code 4 under mpirun, too, if a point has not converged
  bool verified_only = false;
};

/// Reads the options of `cutpoint run`. Throws: InputError for values that mean nothing, alone or
/// together.
[[nodiscard]] RunRequest run_request(const po::variables_map& values);

}  // namespace cutpoint
