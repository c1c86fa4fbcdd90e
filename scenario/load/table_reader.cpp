#include "scenario/load/table_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/number_text.hpp"
#include "base/suggest.hpp"
#include "scenario/load/range.hpp"

namespace cutpoint::scenario_file {
namespace {

/// An integer or floating-point node as a double. Requires: it is one of the two.
double to_double(const toml::node& node) {
  const auto* integer = node.as_integer();
  return integer != nullptr ? static_cast<double>(integer->get()) : node.as_floating_point()->get();
}

/// A whole number, also if it is written like 2e6; nothing for all else.
std::optional<std::int64_t> to_integer(const toml::node& node) {
  constexpr double kLargestExact = 9007199254740992.0;  // 2^53
  if (const auto* integer = node.as_integer()) {
    return integer->get();
  }
  const auto* number = node.as_floating_point();
  if (number == nullptr || number->get() != std::trunc(number->get()) ||
      std::abs(number->get()) > kLargestExact) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number->get());
}

/// The value as it stands in the file. Requires: a number or a string.
std::string written_value(const toml::node& node) {
  if (const auto* text = node.as_string()) {
    return '"' + text->get() + '"';
  }
  const auto* integer = node.as_integer();
  return integer != nullptr ? std::to_string(integer->get()) : number_text(to_double(node));
}

}  // namespace

TableReader::TableReader(const Document& document,
                         const toml::table* table,
                         std::string key,
                         Sweep* sweep)
    : document_{document}, table_{table}, key_{std::move(key)}, sweep_{sweep} {}

std::string TableReader::full_key(std::string_view key) const {
  return key_.empty() ? std::string{key} : key_ + '.' + std::string{key};
}

bool TableReader::has(std::string_view key) const {
  return table_ != nullptr && table_->contains(key);
}

bool TableReader::is_table(std::string_view key) const {
  return has(key) && table_->get(key)->is_table();
}

bool TableReader::is_list(std::string_view key) const {
  return has(key) && table_->get(key)->is_array();
}

const InputFile& TableReader::open(const Text& name, InputKind kind) const {
  const SourceLocation from = document_.is_in_file(name.where) ? name.where : document_.whole();
  return document_.files().read(name.text, from.path, kind, name.where);
}

SourceLocation TableReader::where() const {
  return table_ == nullptr ? document_.whole() : document_.where(table_->source());
}

SourceLocation TableReader::where(std::string_view key) const {
  return has(key) ? document_.where(table_->find(key)->first.source()) : where();
}

std::vector<std::string> TableReader::keys() const {
  std::vector<std::pair<Document::KeyOrder, std::string>> ordered;
  if (table_ != nullptr) {
    for (const auto& [key, value] : *table_) {
      ordered.emplace_back(document_.order(key), std::string{key.str()});
    }
  }
  std::ranges::sort(ordered);
  std::vector<std::string> keys;
  for (auto& [order, key] : ordered) {
    keys.push_back(std::move(key));
  }
  return keys;
}

/// The scalar or table of a key, with the selection applied if it is a list.
const toml::node* TableReader::find(std::string_view key) {
  ask(key);
  if (!has(key)) {
    return nullptr;
  }
  const auto entry = table_->find(key);
  const toml::array* list = entry->second.as_array();
  if (list == nullptr) {
    return &entry->second;
  }
  if (sweep_ == nullptr) {
    refuse_list(key);
  }
  return &sweep_->select(full_key(key), entry->first, *list);
}

/// The selected value of a range; nothing if the key has none.
template <class Read>
std::optional<double> TableReader::find_in_range(std::string_view key,
                                                 const Limits& limits,
                                                 std::string_view unit,
                                                 const Read& read,
                                                 bool is_whole) {
  if (sweep_ == nullptr || !is_table(key)) {
    return std::nullopt;
  }
  ask(key);
  const auto entry = table_->find(key);
  const toml::table& table = *entry->second.as_table();
  const double value = sweep_->select_range(full_key(key), entry->first, table, [&] {
    TableReader range{document_, &table, full_key(key), nullptr};
    return read_range(range, limits, read, is_whole);
  });
  sweep_->note(full_key(key), value, unit);
  return value;
}

void TableReader::refuse_list(std::string_view key) const {
  if (has(key) && is_swept(*table_->get(key))) {
    throw InputError{
        document_.where(table_->get(key)->source()),
        full_key(key) + " cannot be a " + (is_list(key) ? "list" : "range") + "; give one value"};
  }
}

std::vector<const toml::node*> TableReader::alternatives(std::string_view key) const {
  const toml::node& node = *table_->get(key);
  if (!node.is_array()) {
    return {&node};
  }
  std::vector<const toml::node*> nodes;
  for (const toml::node& inner : *node.as_array()) {
    nodes.push_back(&inner);
  }
  return nodes;
}

std::vector<std::vector<Text>> TableReader::text_lists(std::string_view key) {
  ask(key);
  std::vector<std::vector<Text>> lists;
  if (!has(key)) {
    return lists;
  }
  if (!is_list(key)) {
    fail_type(key, "a list of lists of keys", *table_->get(key));
  }
  for (const toml::node& list : *table_->get(key)->as_array()) {
    if (!list.is_array()) {
      fail_type(key, "a list of lists of keys", list);
    }
    std::vector<Text>& texts = lists.emplace_back();
    for (const toml::node& node : *list.as_array()) {
      if (!node.is_string()) {
        fail_type(key, "a key in quotes", node);
      }
      texts.push_back({node.as_string()->get(), document_.where(node.source())});
    }
  }
  return lists;
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  ask(key);
  std::vector<TableReader> readers;
  if (!has(key)) {
    return readers;
  }
  for (const toml::node* node : alternatives(key)) {
    if (!node->is_table()) {
      fail_type(key, "a table", *node);
    }
    readers.emplace_back(document_, node->as_table(), full_key(key), nullptr);
  }
  return readers;
}

void TableReader::refuse_unknown() const {
  for (const std::string& key : keys()) {
    if (std::ranges::find(asked_, key) == asked_.end()) {
      const std::string place = key_.empty() ? "" : " in [" + key_ + ']';
      throw InputError{where(key), "unknown key \"" + key + '"' + place + suggestion(key, asked_)};
    }
  }
}

void TableReader::fail_type(std::string_view key,
                            const std::string& expected,
                            const toml::node& found) const {
  throw InputError{document_.where(found.source()),
                   full_key(key) + ": expected " + expected + ", found " + describe(found)};
}

void TableReader::check_limits(std::string_view key,
                               double value,
                               const Limits& limits,
                               const toml::node& written) const {
  if (!(value >= limits.low && value <= limits.high)) {  // so that NaN is refused
    throw InputError{
        document_.where(written.source()),
        full_key(key) + " = " + written_value(written) + "; must be " + std::string{limits.text}};
  }
}

TableReader TableReader::table(std::string_view key, Sweep* sweep) {
  ask(key);
  const toml::node* node = has(key) ? table_->get(key) : nullptr;
  if (node != nullptr && !node->is_table()) {
    fail_type(key, "a table", *node);
  }
  return {document_, node == nullptr ? nullptr : node->as_table(), full_key(key), sweep};
}

double TableReader::number_of(std::string_view key, const toml::node& node, const Limits& limits) {
  if (!node.is_number()) {
    fail_type(key, "a number", node);
  }
  const double value = to_double(node);
  check_limits(key, value, limits, node);
  return value;
}

double TableReader::quantity_of(std::string_view key,
                                const toml::node& node,
                                const QuantityKind& kind,
                                const Limits& limits) {
  if (!node.is_string()) {
    fail_type(key, "a string with a unit, e.g. \"" + std::string{kind.example} + '"', node);
  }
  const double value = kind.parse(node.as_string()->get(), document_.where(node.source()));
  check_limits(key, value, limits, node);
  return value;
}

/// What `read` makes of every value in the list of a key.
template <class Read>
std::optional<std::vector<double>> TableReader::list_of(std::string_view key, const Read& read) {
  ask(key);
  if (!has(key)) {
    return std::nullopt;
  }
  const toml::node& list = *table_->get(key);
  if (!list.is_array() || list.as_array()->empty()) {
    fail_type(key, "a list of at least one value", list);
  }
  std::vector<double> values;
  for (const toml::node& node : *list.as_array()) {
    values.push_back(read(node));
  }
  return values;
}

std::optional<std::vector<double>> TableReader::numbers_of_form(std::string_view key,
                                                                Form form,
                                                                const Limits& limits) {
  return list_of(key, [&](const toml::node& node) {
    return form == Form::Number ? number_of(key, node, limits)
                                : quantity_of(key, node, kind_of(form), limits);
  });
}

std::optional<double> TableReader::number_of_form(std::string_view key,
                                                  Form form,
                                                  const Limits& limits) {
  return form == Form::Number ? number(key, limits) : quantity(key, kind_of(form), limits);
}

void TableReader::note_need(std::string_view key, const Need& need, bool is_met) {
  if (has(key)) {
    document_.uses().note({full_key(key), where(key), need, is_met});
  }
}

void TableReader::require(std::string_view key) const {
  if (!has(key)) {
    throw InputError{where(), full_key(key) + " is missing"};
  }
}

/// Makes the key a known one.
void TableReader::ask(std::string_view key) {
  if (std::ranges::find(asked_, key) == asked_.end()) {
    asked_.emplace_back(key);
  }
}

void TableReader::pass(std::string_view key) { ask(key); }

std::optional<double> TableReader::number(std::string_view key, const Limits& limits) {
  const auto read = [](TableReader& range, std::string_view part, const Limits& of_part) {
    return range.number(part, of_part);
  };
  if (const auto value = find_in_range(key, limits, "", read)) {
    return value;
  }
  const toml::node* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const double value = number_of(key, *node, limits);
  if (sweep_ != nullptr) {
    sweep_->note(full_key(key), value, "");
  }
  return value;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, const Limits& limits) {
  const auto read = [](TableReader& range, std::string_view part, const Limits& of_part) {
    const std::optional<std::int64_t> value = range.integer(part, of_part);
    return value ? std::optional{static_cast<double>(*value)} : std::nullopt;
  };
  if (const auto value = find_in_range(key, limits, "", read, true)) {
    return static_cast<std::int64_t>(*value);
  }
  const toml::node* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> value = to_integer(*node);
  if (!value) {
    fail_type(key, "a whole number", *node);
  }
  check_limits(key, static_cast<double>(*value), limits, *node);
  if (sweep_ != nullptr) {
    sweep_->note(full_key(key), static_cast<double>(*value), "");
  }
  return value;
}

std::optional<double> TableReader::quantity(std::string_view key,
                                            const QuantityKind& kind,
                                            const Limits& limits) {
  const auto read = [&kind](TableReader& range, std::string_view part, const Limits& of_part) {
    return range.quantity(part, kind, of_part);
  };
  if (const auto value = find_in_range(key, limits, kind.unit, read)) {
    return value;
  }
  const toml::node* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const double value = quantity_of(key, *node, kind, limits);
  if (sweep_ != nullptr) {
    sweep_->note(full_key(key), value, kind.unit);
  }
  return value;
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (!node->is_boolean()) {
    fail_type(key, "true or false", *node);
  }
  const bool value = node->as_boolean()->get();
  if (sweep_ != nullptr) {
    sweep_->note(full_key(key), value ? "true" : "false");
  }
  return value;
}

std::optional<Text> TableReader::text(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (!node->is_string()) {
    fail_type(key, "a string", *node);
  }
  const std::string& value = node->as_string()->get();
  if (sweep_ != nullptr) {
    sweep_->note(full_key(key), value);
  }
  return Text{value, document_.where(node->source())};
}

std::optional<Text> TableReader::constant(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const SourceLocation where = document_.where(node->source());
  if (node->is_number()) {
    return Text{written_value(*node), where};
  }
  if (!node->is_string()) {
    fail_type(key, "a string with a unit, or a number", *node);
  }
  return Text{node->as_string()->get(), where};
}

}  // namespace cutpoint::scenario_file
