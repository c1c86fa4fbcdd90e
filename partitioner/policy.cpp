#include "partitioner/policy.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/suggest.hpp"
#include "partitioner/policies/policies.hpp"

namespace cutpoint {

std::span<const Policy> policies() {
  static const std::array registry = {
      cloud_only_policy(),
      mobile_only_policy(),
      neurosurgeon_policy(),
      min_cut_policy(),
      oracle_policy(),
      maui_policy(),
      threshold_policy(),
      static_policy(),
      random_policy(),
  };
  return registry;
}

const Policy& find_policy(std::string_view name, const SourceLocation& where) {
  const auto found = std::ranges::find(policies(), name, &Policy::name);
  if (found == policies().end()) {
    std::vector<std::string> known;
    for (const Policy& policy : policies()) {
      known.emplace_back(policy.name);
    }
    throw InputError{where,
                     "unknown policy \"" + std::string{name} + "\"" + suggestion(name, known)};
  }
  return *found;
}

}  // namespace cutpoint
