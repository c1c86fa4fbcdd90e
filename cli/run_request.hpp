// What the options of `cutpoint run` ask for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/options.hpp"
#include "runner/keep/checkpoint.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

struct RunRequest {
  std::optional<std::string> output;
  Existing existing = Existing::Refuse;
  std::uint32_t more_replications = 0;
  Shard shard{};
  /// How large files may be that the results hold, if that was said.
  std::optional<std::uint64_t> most_kept{};
  std::optional<std::uint32_t> replications{};  // if not as many as the scenario says
  std::string progress = "auto";
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
  bool strict = false;  // under mpirun, too
  bool verified_only = false;
};

/// Throws: InputError for values that mean nothing, or nothing together.
[[nodiscard]] RunRequest run_request(const po::variables_map& values);

}  // namespace cutpoint
