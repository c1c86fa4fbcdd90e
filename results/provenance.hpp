// Where numbers came from: enough to repeat a run.
#pragma once

#include <string>
#include <vector>

#include "results/dataset.hpp"

namespace cutpoint {

/// What the build knows: version, git describe, compiler and flags, library versions.
[[nodiscard]] std::vector<Attribute> build_provenance();

/// What this process knows: host name, operating system, start time in UTC.
[[nodiscard]] std::vector<Attribute> host_provenance();

/// SHA-256 of a text, in hexadecimal.
[[nodiscard]] std::string sha256(const std::string& text);

}  // namespace cutpoint
