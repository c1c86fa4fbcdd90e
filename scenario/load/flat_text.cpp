#include "scenario/load/flat_text.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>
#include <vector>

namespace cutpoint::scenario_file {
namespace {

using Lines = std::vector<std::pair<Document::KeyOrder, std::string>>;

std::string quoted(const std::string& text) {
  std::ostringstream stream;
  stream << toml::value<std::string>{text};
  return stream.str();
}

std::string key_text(std::string_view key) {
  const bool is_bare = !key.empty() && std::ranges::all_of(key, [](unsigned char letter) {
    return letter < 128 && (std::isalnum(letter) != 0 || letter == '-' || letter == '_');
  });
  return is_bare ? std::string{key} : quoted(std::string{key});
}

/// A value as text, the same for the same value however it was written.
std::string value_text(const toml::node& node) {
  std::string text;
  if (const auto* string = node.as_string()) {
    return quoted(string->get());
  }
  if (const auto* integer = node.as_integer()) {
    return std::to_string(integer->get());
  }
  if (const auto* list = node.as_array()) {
    for (const toml::node& inner : *list) {
      text += (text.empty() ? "" : ", ") + value_text(inner);
    }
    return '[' + text + ']';
  }
  if (const auto* table = node.as_table()) {
    for (const auto& [key, value] : *table) {
      text += (text.empty() ? "" : ", ") + key_text(key.str()) + " = " + value_text(value);
    }
    return "{ " + text + " }";
  }
  std::ostringstream stream;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_value<decltype(value)>) {
      stream << value;
    }
  });
  return stream.str();
}

void add_lines(const Document& document,
               const toml::table& table,
               const std::string& section,
               Lines& lines) {
  for (const auto& [key, value] : table) {
    const std::string full = section + key_text(key.str());
    const toml::table* inner = value.as_table();
    if (inner != nullptr && !inner->empty() && !is_swept(value)) {
      add_lines(document, *inner, full + '.', lines);
    } else {
      lines.emplace_back(document.order(key), full + " = " + value_text(value) + '\n');
    }
  }
}

}  // namespace

std::string flat_text(const Document& document) {
  Lines lines;
  for (const auto& [key, value] : document.root()) {
    const std::string_view name = key.str();
    if (name == "extends" || name == "include" || name == "variant") {
      continue;
    }
    if (const toml::table* table = value.as_table()) {
      add_lines(document, *table, key_text(name) + '.', lines);
    } else {
      lines.emplace_back(document.order(key), key_text(name) + " = " + value_text(value) + '\n');
    }
  }
  std::ranges::stable_sort(lines, {}, &Lines::value_type::first);
  std::string text;
  for (const auto& [order, line] : lines) {
    text += line;
  }
  return text;
}

}  // namespace cutpoint::scenario_file
