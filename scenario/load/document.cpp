#include "scenario/load/document.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>
#include <variant>

#include "base/number_text.hpp"
#include "scenario/load/composition.hpp"
#include "scenario/load/flat_text.hpp"
#include "scenario/load/plain_text.hpp"

namespace cutpoint::scenario_file {
namespace {

/// The value of an override: a TOML value, or else a string that need not be quoted.
toml::table parse_value(const std::string& value, const std::string& label) {
  try {
    // A line break would let the value bring keys of its own along.
    if (value.find('\n') == std::string::npos) {
      expect_shallow("value = " + value, label);
      return toml::parse("value = " + value, label);
    }
  } catch (const toml::parse_error&) {  // not TOML, so a bare string
  }
  std::ostringstream quoted;
  quoted << "value = " << toml::value<std::string>{value};
  return parse_toml(quoted.str(), label);
}

/// A step on the way to a value: a key of a table, or an index of a list.
using Step = std::variant<std::string, std::size_t>;

std::vector<Step> split(const std::string& key, const SourceLocation& where) {
  const auto fail = [&]() -> InputError {
    return {where,
            "\"" + key + "\" is not a key; write it like clients.link=lte or clients.link[0]=lte"};
  };
  std::vector<Step> steps;
  std::istringstream stream{key + '.'};
  for (std::string part; std::getline(stream, part, '.');) {
    std::size_t open = part.find('[');
    if (part.empty() || open == 0) {
      throw fail();
    }
    if (steps.size() == kDeepest) {
      throw InputError{where, "this key is nested more than 32 levels deep; shorten it"};
    }
    steps.emplace_back(part.substr(0, open));
    while (open < part.size()) {
      std::size_t index = 0;
      const char* end = part.data() + part.size();
      const auto [rest, error] = std::from_chars(part.data() + open + 1, end, index);
      if (part[open] != '[' || error != std::errc{} || rest == end || *rest != ']') {
        throw fail();
      }
      steps.emplace_back(index);
      open = static_cast<std::size_t>(rest - part.data()) + 1;
    }
  }
  return steps;
}

/// The element of a list. Throws: InputError.
toml::node& element(toml::node& node, std::size_t index, const SourceLocation& where) {
  toml::array* list = node.as_array();
  if (list == nullptr) {
    throw InputError{
        where, '[' + std::to_string(index) + "] needs a list, and there is " + describe(node)};
  }
  if (index >= list->size()) {
    throw InputError{where,
                     '[' + std::to_string(index) + "] is beyond the list, whose " +
                         std::to_string(list->size()) + " values are counted from 0"};
  }
  return (*list)[index];
}

void add_origins(const Document& document,
                 const toml::table& table,
                 const std::string& section,
                 std::map<std::string, SourceLocation>& origins) {
  for (const auto& [key, value] : table) {
    const std::string full = section + std::string{key.str()};
    const toml::table* inner = value.as_table();
    if (inner == nullptr || inner->contains("law") || is_swept(value)) {
      origins[full] = document.where(value.source());
    }
    if (inner != nullptr) {
      add_origins(document, *inner, full + '.', origins);
    }
  }
}

}  // namespace

Document::Document(ScenarioFiles& files,
                   const std::vector<Override>& overrides,
                   const std::string& variant)
    : sources_{&files}, path_{files.scenario().path.string()} {
  Composition composition = compose(files);
  if (!variant.empty()) {
    choose_variant(composition, variant);
  }
  files_ = std::move(composition.files);
  overridden_ = std::move(composition.overridden);
  root_ = std::move(composition.root);
  text_ = files_.size() == 1 && variant.empty() ? files.scenario().bytes : flattened(variant);
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    apply(overrides[i], i);
  }
}

SourceLocation Document::where(const toml::source_region& region) const {
  if (region.path == nullptr) {
    return whole();
  }
  const SourceLocation where{
      *region.path, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  return is_in_file(where) ? where : SourceLocation{where.path};
}

bool Document::is_in_file(const SourceLocation& where) const {
  return std::ranges::find(files_, where.path) != files_.end();
}

Document::KeyOrder Document::order(const toml::key& key) const {
  const toml::source_region& region = key.source();
  const auto file = std::ranges::find(files_, region.path == nullptr ? path_ : *region.path);
  return {static_cast<std::size_t>(file - files_.begin()), region.begin.line, region.begin.column};
}

bool Document::is_overridden(std::string_view key) const {
  return std::ranges::any_of(overridden_, [&](const std::string& full) {
    return full == key || full.ends_with('.' + std::string{key});
  });
}

std::map<std::string, SourceLocation> Document::origins() const {
  std::map<std::string, SourceLocation> origins;
  add_origins(*this, root_, "", origins);
  return origins;
}

std::string Document::flattened(const std::string& variant) const {
  std::string text = "# Put together from";
  for (const std::string& file : files_) {
    text += (&file == &files_.front() ? " " : ", ") + file;
  }
  text += variant.empty() ? ".\n" : "; variant " + variant + ".\n";
  return text + flat_text(*this);
}

void Document::apply(const Override& override, std::size_t index) {
  const SourceLocation label{"--set " + override.key + '=' + override.value};
  const std::vector<Step> steps = split(override.key, label);
  toml::table parsed = parse_value(override.value, label.path);
  expect_text(parsed);
  // Keys of overrides are told apart, and put in order, by their number in place of the line.
  const toml::source_position position{static_cast<toml::source_index>(index + 1), 1};
  const toml::source_region region{
      position, position, std::make_shared<const std::string>(label.path)};

  toml::node* node = &root_;
  std::string full_key;
  std::string last;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool is_last = i + 1 == steps.size();
    if (const auto* at = std::get_if<std::size_t>(&steps[i])) {
      toml::node& inner = element(*node, *at, label);
      if (is_last) {
        toml::array& list = *node->as_array();
        parsed.get("value")->visit([&](auto& value) {
          list.replace(list.cbegin() + static_cast<std::ptrdiff_t>(*at), std::move(value));
        });
      }
      node = &inner;
      last = '[' + std::to_string(*at) + ']';
      continue;
    }
    const std::string& part = std::get<std::string>(steps[i]);
    toml::table* table = node->as_table();
    if (table == nullptr) {
      throw InputError{label, last + " is no table: " + describe(*node)};
    }
    if (is_last) {
      put(*table, toml::key{part, region}, *parsed.get("value"), full_key);
    } else if (!table->contains(part)) {
      if (std::holds_alternative<std::size_t>(steps[i + 1])) {
        throw InputError{label, part + " is not there; an index needs a list"};
      }
      table->insert(toml::key{part, region}, toml::table{});
    }
    full_key += (full_key.empty() ? "" : ".") + part;
    node = table->get(part);
    last = part;
  }
  overridden_.push_back(full_key);
}

bool is_swept(const toml::node& node) {
  return node.is_array() || (node.is_table() && node.as_table()->contains("from"));
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
