// Links and processors that are built in, by name: tests must not depend on how many there are.
#pragma once

#include <algorithm>
#include <string_view>

#include "tests/support/catch.hpp"
#include "workloads/devices/processor.hpp"
#include "workloads/links/link.hpp"

namespace cutpoint {

inline const Link& built_in_link(std::string_view name) {
  const auto found = std::ranges::find(built_in_links(), name, &Link::name);
  REQUIRE(found != built_in_links().end());
  return *found;
}

inline const Processor& built_in_processor(std::string_view name) {
  const auto found = std::ranges::find(built_in_processors(), name, &Processor::name);
  REQUIRE(found != built_in_processors().end());
  return *found;
}

}  // namespace cutpoint
