// A key whose value is one of a few names.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/suggest.hpp"
#include "scenario/load/table_reader.hpp"

namespace cutpoint::scenario_file {

template <class T>
struct Choice {
  std::string_view name;
  T value;
};

/// The value that a name stands for. Throws: InputError with a suggestion; `what` is in it.
template <class T>
T chosen(const Text& name, std::string_view what, std::initializer_list<Choice<T>> choices) {
  std::vector<std::string> known;
  for (const Choice<T>& choice : choices) {
    if (choice.name == name.text) {
      return choice.value;
    }
    known.emplace_back(choice.name);
  }
  throw InputError{
      name.where,
      "unknown " + std::string{what} + " \"" + name.text + '"' + suggestion(name.text, known)};
}

/// The value that a key names, if it is there. Throws: InputError with a suggestion.
template <class T>
std::optional<T> choose(TableReader& section,
                        std::string_view key,
                        std::initializer_list<Choice<T>> choices) {
  std::vector<std::string> names;
  for (const Choice<T>& choice : choices) {
    names.emplace_back(choice.name);
  }
  const std::optional<Text> name = section.among(names).text(key);
  return name ? std::optional{chosen(*name, key, choices)} : std::nullopt;
}

}  // namespace cutpoint::scenario_file
