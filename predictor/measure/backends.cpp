#include "predictor/measure/backends.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "predictor/measure/eigen_kernels.hpp"
#include "predictor/measure/onednn_kernels.hpp"

namespace cutpoint {
namespace {

std::vector<Backend> make_backends() {
  std::vector<Backend> all;
#ifdef CUTPOINT_ONEDNN
  all.push_back({.name = "onednn",
                 .library = onednn_library(),
                 .has_threads = true,
                 .make_kernel = make_onednn_kernel});
#endif
  all.push_back({.name = "eigen",
                 .library = eigen_library(),
                 .has_threads = false,
                 .make_kernel = make_eigen_kernel});
  return all;
}

}  // namespace

const std::vector<Backend>& backends() {
  static const std::vector<Backend> all = make_backends();
  return all;
}

const Backend& find_backend(std::string_view name) {
  const auto found = std::ranges::find(backends(), name, &Backend::name);
  if (found != backends().end()) {
    return *found;
  }
  if (name == "onednn") {
    throw InputError{{},
                     "this program was built without oneDNN: install the package libdnnl-dev and "
                     "build again, or use the backend \"eigen\""};
  }
  refuse_unknown({.name = name, .what = "backend"}, std::array<std::string, 2>{"onednn", "eigen"});
}

}  // namespace cutpoint
