#include "experiments/scenario/document.hpp"

#include <sstream>
#include <utility>

#include "experiments/scenario/number_text.hpp"

namespace cutpoint::scenario_file {
namespace {

toml::table parse(std::string_view text, const std::string& path) {
  try {
    return toml::parse(text, path);
  } catch (const toml::parse_error& error) {  // the library's own way to report a syntax error
    const toml::source_position at = error.source().begin;
    throw InputError{{path, static_cast<int>(at.line), static_cast<int>(at.column)},
                     std::string{error.description()}};
  }
}

/// The value of an override: a TOML value, or else a string that need not be quoted.
toml::table parse_value(const std::string& value, const std::string& label) {
  try {
    // A line break would let the value bring keys of its own along.
    if (value.find('\n') == std::string::npos) {
      return toml::parse("value = " + value, label);
    }
  } catch (const toml::parse_error&) {  // not TOML, so a bare string
  }
  std::ostringstream quoted;
  quoted << "value = " << toml::value<std::string>{value};
  return parse(quoted.str(), label);
}

std::vector<std::string> split(const std::string& key, const SourceLocation& where) {
  std::vector<std::string> parts;
  std::istringstream stream{key + '.'};
  for (std::string part; std::getline(stream, part, '.');) {
    if (part.empty()) {
      throw InputError{where, "\"" + key + "\" is not a key; write it like clients.link=lte"};
    }
    parts.push_back(part);
  }
  return parts;
}

}  // namespace

Document::Document(std::string_view text, std::string path, const std::vector<Override>& overrides)
    : path_{std::move(path)}, root_{parse(text, path_)} {
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    apply(overrides[i], i);
  }
}

SourceLocation Document::where(const toml::source_region& region) const {
  if (region.path != nullptr && *region.path != path_) {
    return {*region.path};
  }
  return {path_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Document::KeyOrder Document::order(const toml::key& key) const {
  const toml::source_region& region = key.source();
  const bool from_override = region.path != nullptr && *region.path != path_;
  return {from_override, region.begin.line, region.begin.column};
}

bool Document::is_overridden(std::string_view key) const {
  for (const std::string& full : overridden_) {
    if (full == key || full.ends_with('.' + std::string{key})) {
      return true;
    }
  }
  return false;
}

void Document::apply(const Override& override, std::size_t index) {
  const std::string label = "--set " + override.key + '=' + override.value;
  const std::vector<std::string> parts = split(override.key, {label});
  toml::table parsed = parse_value(override.value, label);
  // Keys of overrides are told apart, and put in order, by their number in place of the line.
  const toml::source_position position{static_cast<toml::source_index>(index + 1), 1};
  const toml::source_region region{position, position, std::make_shared<const std::string>(label)};

  toml::table* table = &root_;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (!table->contains(parts[i])) {
      table->insert(toml::key{parts[i], region}, toml::table{});
    }
    toml::node* inner = table->get(parts[i]);
    table = inner->as_table();
    if (table == nullptr) {
      throw InputError{{label}, parts[i] + " is no table: " + describe(*inner)};
    }
  }
  // The offered load and the rate are two ways to say the same, so one takes the other's place.
  if (override.key == "queries.load" || override.key == "queries.rate") {
    table->erase(override.key == "queries.load" ? "rate" : "load");
  }
  // A list that replaces a list keeps its place among the axes; any other value is new.
  const toml::node* former = table->get(parts.back());
  if (former != nullptr && !(former->is_array() && parsed.get("value")->is_array())) {
    table->erase(parts.back());
  }
  parsed.get("value")->visit([&](auto& value) {
    table->insert_or_assign(toml::key{parts.back(), region}, std::move(value));
  });
  overridden_.push_back(override.key);
}

std::string describe(const toml::node& node) {
  if (const auto* integer = node.as_integer()) {
    return "integer " + std::to_string(integer->get());
  }
  if (const auto* number = node.as_floating_point()) {
    return "number " + number_text(number->get());
  }
  if (const auto* text = node.as_string()) {
    return "string \"" + text->get() + '"';
  }
  if (const auto* boolean = node.as_boolean()) {
    return boolean->get() ? "true" : "false";
  }
  if (node.is_array()) {
    return "a list";
  }
  return node.is_table() ? "a table" : "a date or time";
}

}  // namespace cutpoint::scenario_file
