// A scenario's tree, put together from the files that it extends and includes.
//
//   extends = "base.toml"      takes everything from there that this file does not say anew
//   include = ["links.toml"]   takes definitions, [link.NAME] and [processor.NAME], from there
//   [variant.NAME]             what --variant NAME says anew; may extend another variant
//
// Tables that are written as sections or with dots add to what is there; everything else, a table
// in braces too, takes its place.
#pragma once

#include <string>
#include <vector>

#include <toml++/toml.h>

#include "base/input_error.hpp"
#include "scenario/load/scenario_files.hpp"

namespace cutpoint::scenario_file {

struct Composition {
  toml::table root;
  std::vector<std::string> files;       // in the order in which they were laid over each other
  std::vector<std::string> overridden;  // keys in full that one file or variant took from another
};

/// Parses one file. Throws: InputError.
[[nodiscard]] toml::table parse_toml(const std::string& text, const std::string& path);

/// Throws: InputError in the file that has the mistake.
[[nodiscard]] Composition compose(ScenarioFiles& files);

/// Lays [variant.NAME] over the rest. Throws: InputError with a suggestion.
void choose_variant(Composition& composition, const std::string& name);

/// Puts a value into a table as if it had been written there, in place of what it excludes.
/// `section` is the full key of the table.
void put(toml::table& table, const toml::key& key, toml::node& value, const std::string& section);

}  // namespace cutpoint::scenario_file
