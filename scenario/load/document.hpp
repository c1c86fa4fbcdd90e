// A scenario as a TOML tree that knows where each of its nodes was written.
//
// Private to this folder, like every header here that includes toml++: a copied TOML node forgets
// where it came from, so nodes are only ever moved, and readers hold references into this tree.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <toml++/toml.h>

#include "base/input_error.hpp"
#include "scenario/load/scenario_files.hpp"
#include "scenario/load/uses.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

/// A string with the place where it stands.
struct Text {
  std::string text;
  SourceLocation where;
};

class Document {
 public:
  /// Parses a scenario, with the files that it extends and includes, lays the variant over it (none
  /// if that is empty), and applies the overrides in their order. Throws: InputError for a syntax
  /// error, a file that cannot be had, an unknown variant, or an override whose key cannot be set.
  /// Readers of the document read further `files`, which must live as long.
  Document(ScenarioFiles& files,
           const std::vector<Override>& overrides,
           const std::string& variant = {});

  [[nodiscard]] const toml::table& root() const { return root_; }

  [[nodiscard]] ScenarioFiles& files() const { return *sources_; }

  /// Where readers note which of its keys have an effect.
  [[nodiscard]] Uses& uses() const { return *uses_; }

  /// Where a node or key was written; "--set key=value", without a line, if an override wrote it.
  [[nodiscard]] SourceLocation where(const toml::source_region& region) const;
  /// The scenario's own file as a whole.
  [[nodiscard]] SourceLocation whole() const { return {path_}; }
  /// Whether the place is in one of the scenario's files.
  [[nodiscard]] bool is_in_file(const SourceLocation& where) const;

  /// The order in which keys appear: those of a file after those of the file that it extends, then
  /// those that overrides brought in.
  using KeyOrder = std::tuple<std::size_t, toml::source_index, toml::source_index>;
  [[nodiscard]] KeyOrder order(const toml::key& key) const;

  /// Whether an override, a variant or an extending file has set this key anew; given in full
  /// ("clients.link") or by its last part.
  [[nodiscard]] bool is_overridden(std::string_view key) const;

  /// Where each value is written, by its full key. Laws and ranges are there as a whole, too.
  [[nodiscard]] std::map<std::string, SourceLocation> origins() const;

  /// The whole scenario before the overrides: the text as it was given, or, if that is only a part
  /// of it, one that loads to the same without the other files.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void apply(const Override& override, std::size_t index);
  [[nodiscard]] std::string flattened(const std::string& variant) const;

  ScenarioFiles* sources_;
  std::string path_;
  std::vector<std::string> files_;  // that of the scenario is the last but for those it includes
  std::vector<std::string> overridden_;
  toml::table root_;
  std::string text_;
  std::unique_ptr<Uses> uses_ = std::make_unique<Uses>();
};

/// Whether a value is several, a list or a range, where one value may stand.
[[nodiscard]] bool is_swept(const toml::node& node);

/// A node as error messages show it: "integer 10", "string \"abc\"", "a list".
[[nodiscard]] std::string describe(const toml::node& node);

}  // namespace cutpoint::scenario_file
