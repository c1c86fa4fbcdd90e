// Keys that name a link, a processor or a network, built in or of the scenario's own.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/keys/key_table.hpp"

namespace cutpoint::scenario_file {

/// The names of things that are built in.
template <class T>
std::vector<std::string> names_of(std::span<const T> things) {
  std::vector<std::string> names;
  for (const T& thing : things) {
    names.emplace_back(thing.name);
  }
  return names;
}

/// A key that names a processor; `otherwise` is the name of the default.
template <class S>
Key<S> processor_key(std::string_view name,
                     Processor S::*member,
                     const std::string& otherwise,
                     std::string_view meaning) {
  const std::string own{name};
  return special<S>(
      {.name = own,
       .form = Form::OpenName,
       .names = names_of(built_in_processors()),
       .otherwise = '"' + otherwise + '"',
       .meaning = std::string{meaning} +
                  "; also a `[processor.NAME]` of the scenario, or `file:DEVICE.json` relative to "
                  "it ([profiles.md](profiles.md))"},
      [own, member, otherwise](S& settings, TableReader& reader, const Context& context) {
        const Text text = reader.text(own).value_or(Text{otherwise, reader.where()});
        settings.*member = find_processor(context.definitions, text, reader);
      },
      [own, member](Values& values, const std::string& section, const S& settings, const Draft&) {
        values.emplace_back(section + own, (settings.*member).name);
      });
}

}  // namespace cutpoint::scenario_file
