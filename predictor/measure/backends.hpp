// The libraries that can compute layers here.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "predictor/measure/kernel.hpp"

namespace cutpoint {

/// A library of kernels that layers can be computed with.
struct Backend {
  std::string_view name;  // "onednn"
  /// The library with its version, and what is computed by another: "oneDNN 2.6.3 (…)".
  std::string library;
  bool has_threads = false;  // if not, it computes on one thread
  std::unique_ptr<Kernel> (*make_kernel)(const LayerConfiguration& configuration,
                                         LayerTensors tensors);
};

/// The libraries that this build has, the default first.
[[nodiscard]] const std::vector<Backend>& backends();

/// The library of that name. Throws: InputError for an unknown name, or for a library that this
/// build lacks, with what to install.
[[nodiscard]] const Backend& find_backend(std::string_view name);

}  // namespace cutpoint
