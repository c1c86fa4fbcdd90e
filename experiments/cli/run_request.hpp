// What the options of `cutpoint run` ask for.
#pragma once

#include <optional>
#include <string>

#include "experiments/cli/options.hpp"
#include "experiments/runner/checkpoint.hpp"

namespace cutpoint {

struct RunRequest {
  std::optional<std::string> output;
  Existing existing = Existing::Refuse;
  std::uint32_t more_replications = 0;
  Shard shard{};
  std::string progress = "auto";
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
  bool verified_only = false;
};

/// Throws: InputError for values that mean nothing, or nothing together.
[[nodiscard]] RunRequest run_request(const po::variables_map& values);

}  // namespace cutpoint
