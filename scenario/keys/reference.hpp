// The reference of what scenarios may say, as their loader knows it.
#pragma once

#include <string>
#include <vector>

namespace cutpoint {

struct ReferenceKey {
  std::string section;    // as in a scenario, "clients.ping"; NAME where users choose the names
  std::string key;        // "period"
  std::string type;       // "time", "number", "name", …
  std::string values;     // names in backticks, or limits; may be empty
  std::string otherwise;  // the default, as it could be written or in words
  std::string meaning;    // Markdown
};

/// Every key of the tables, in their order. Laws are in the sections where they may stand.
[[nodiscard]] std::vector<ReferenceKey> reference_keys();

/// The keys as Markdown: the second part of docs/scenario.md.
[[nodiscard]] std::string scenario_reference();

}  // namespace cutpoint
