// A scenario file as a TOML tree that knows where each of its nodes was written.
//
// Private to this folder, like every header here that includes toml++: a copied TOML node forgets
// where it came from, so nodes are only ever moved, and readers hold references into this tree.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <toml++/toml.h>

#include "experiments/scenario/scenario.hpp"
#include "sim/units/input_error.hpp"

namespace cutpoint::scenario_file {

class Document {
 public:
  /// Parses `text` and applies the overrides in their order.
  /// Throws: InputError for a syntax error or an override whose key cannot be set.
  Document(std::string_view text, std::string path, const std::vector<Override>& overrides);

  [[nodiscard]] const toml::table& root() const { return root_; }

  /// Where a node or key was written; "--set key=value", without a line, if an override wrote it.
  [[nodiscard]] SourceLocation where(const toml::source_region& region) const;
  /// The whole file.
  [[nodiscard]] SourceLocation whole() const { return {path_}; }

  /// The order in which keys appear: those of the file, then those that overrides brought in.
  using KeyOrder = std::tuple<bool, toml::source_index, toml::source_index>;
  [[nodiscard]] KeyOrder order(const toml::key& key) const;

  /// Whether an override set this key, given in full ("clients.link") or by its last part.
  [[nodiscard]] bool is_overridden(std::string_view key) const;

 private:
  void apply(const Override& override, std::size_t index);

  std::string path_;
  toml::table root_;
  std::vector<std::string> overridden_;
};

/// A node as error messages show it: "integer 10", "string \"abc\"", "a list".
[[nodiscard]] std::string describe(const toml::node& node);

}  // namespace cutpoint::scenario_file
