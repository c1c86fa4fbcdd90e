#include "partitioner/policy.hpp"

#include <array>

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
  return *find_or_suggest(
      policies(), {.name = name, .what = "policy", .where = where}, &Policy::name);
}

}  // namespace cutpoint
