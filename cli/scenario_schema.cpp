#include "cli/scenario_schema.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/unit_grammar.hpp"
#include "scenario/keys/descriptions.hpp"

namespace cutpoint {
namespace {

using scenario_file::Form;
using scenario_file::KeyDescription;
using scenario_file::SectionDescription;

Json object_of(Json properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

/// What stands in the schema once, under "definitions".
Json definition(const std::string& name) { return {{"$ref", "#/definitions/" + name}}; }

/// A text with a number and one of these units, as the unit grammar has it.
Json quantity(std::span<const std::string_view> units) {
  std::string names;
  for (const std::string_view unit : units) {
    names += (names.empty() ? "" : "|") + std::string{unit};
  }
  return {{"type", "string"},
          {"pattern", "^-?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)? ?(" + names + ")$"}};
}

Json number(const KeyDescription& key) {
  Json value{{"type", "number"}};
  if (key.form == Form::Whole) {
    value["multipleOf"] = 1;
  }
  constexpr double kUnbounded = 1e300;
  if (!key.limits.text.empty() && key.limits.high < kUnbounded) {
    value["minimum"] = key.limits.low;
    value["maximum"] = key.limits.high;
  }
  return value;
}

Json names_of(const KeyDescription& key) { return {{"enum", key.names}}; }

Json any_of(std::vector<Json> choices) { return {{"anyOf", std::move(choices)}}; }

Json list_of(const Json& item) { return {{"type", "array"}, {"items", item}, {"minItems", 1}}; }

Json properties_of(const std::vector<KeyDescription>& keys);

/// A table with these keys, and others where users choose what a key is called.
Json table_of(const std::vector<KeyDescription>& keys);

/// Laws as tables, each with its own parameters. A service has not those that arrivals alone have.
Json laws(bool for_service) {
  std::vector<Json> tables;
  for (const scenario_file::LawDescription& law : scenario_file::law_descriptions()) {
    if (for_service && !law.is_for_service) {
      continue;
    }
    Json properties = properties_of(law.parameters);
    properties["law"] = {{"enum", {law.word}}};
    tables.push_back(object_of(std::move(properties)));
  }
  return any_of(std::move(tables));
}

/// One value of a key.
Json value_of(const KeyDescription& key) {
  const Json text{{"type", "string"}};
  switch (key.form) {
    case Form::Boolean:
      return {{"type", "boolean"}};
    case Form::Whole:
    case Form::Number:
      return number(key);
    case Form::Percentage:
      return definition("percentage");
    case Form::Time:
      return definition("time");
    case Form::Bandwidth:
      return definition("bandwidth");
    case Form::Rate:
      return definition("rate");
    case Form::Energy:
      return definition("energy");
    case Form::Name:
      return names_of(key);
    case Form::OpenName:
      return any_of({names_of(key), text});
    case Form::Text:
      return text;
    case Form::TextOrTable:
      return any_of({text, {{"type", "object"}, {"additionalProperties", text}}});
    case Form::NameOrLaw: {
      return any_of({names_of(key), definition(key.name + "_law")});
    }
    case Form::Constant:
      return any_of({text, {{"type", "number"}}});
    case Form::Texts:
      return any_of({text, list_of(text)});
    case Form::TextLists:
      return list_of(list_of(text));
    case Form::Table:
      return table_of(key.inner);
    case Form::Conditions:
      return any_of({{{"type", "object"}}, list_of({{"type", "object"}})});
    case Form::Variants:
      return {{"type", "object"}, {"additionalProperties", {{"$ref", "#/definitions/variant"}}}};
  }
  return {};
}

/// Whether a value may be a list, and so an axis of a sweep.
bool can_be_swept(const KeyDescription& key) {
  switch (key.form) {
    case Form::TextLists:
    case Form::Texts:
    case Form::Table:
    case Form::Conditions:
    case Form::Variants:
      return false;
    default:
      return !key.is_single;
  }
}

bool is_number(Form form) {
  return form == Form::Whole || form == Form::Number || form == Form::Percentage ||
         form == Form::Time || form == Form::Bandwidth || form == Form::Rate ||
         form == Form::Energy;
}

/// { from, to, step } or { from, to, steps, log }.
Json range_of(const Json& value, Form form) {
  const Json step = form == Form::Whole || form == Form::Number ? Json{{"type", "number"}} : value;
  Json range = object_of({{"from", value},
                          {"to", value},
                          {"steps", {{"type", "number"}, {"multipleOf", 1}, {"minimum", 2}}},
                          {"step", step},
                          {"log", {{"type", "boolean"}}}});
  range["required"] = {"from", "to"};
  return range;
}

/// The default as a value; nothing if the reference has it in words.
Json default_of(const KeyDescription& key) { return Json::parse(key.otherwise, nullptr, false); }

Json schema_of(const KeyDescription& key) {
  const Json value = value_of(key);
  Json schema = value;
  if (key.is_list) {
    schema = list_of(value);
  } else if (can_be_swept(key)) {
    std::vector<Json> choices{value, list_of(value)};
    if (is_number(key.form)) {
      choices.push_back(range_of(value, key.form));
    }
    schema = any_of(std::move(choices));
  }
  std::string meaning = key.meaning;
  if (!key.limits.text.empty()) {
    meaning += (meaning.empty() ? "" : "; ") + std::string{key.limits.text};
  }
  for (const scenario_file::Need& need : key.needs) {
    meaning += "; only with " + need.key + ' ' + need.value;
  }
  if (schema.contains("$ref")) {  // beside which nothing counts
    schema = {{"allOf", {schema}}};
  }
  if (!meaning.empty()) {
    schema["description"] = meaning;
  }
  if (const Json otherwise = default_of(key); !otherwise.is_discarded()) {
    schema["default"] = otherwise;
  }
  return schema;
}

Json properties_of(const std::vector<KeyDescription>& keys) {
  Json properties = Json::object();
  for (const KeyDescription& key : keys) {
    if (!scenario_file::is_placeholder(key.name)) {
      properties[key.name] = schema_of(key);
      continue;
    }
    for (const std::string& name : key.names) {
      properties[name] = schema_of(key);
    }
  }
  return properties;
}

Json table_of(const std::vector<KeyDescription>& keys) {
  Json table = object_of(properties_of(keys));
  const auto free = std::ranges::find_if(keys, [](const KeyDescription& key) {
    return scenario_file::is_placeholder(key.name) && key.names.empty();
  });
  if (free != keys.end()) {
    table["additionalProperties"] = schema_of(*free);
  }
  return table;
}

}  // namespace

Json scenario_schema() {
  Json definitions{{"time", quantity(time_units())},
                   {"bandwidth", quantity(bandwidth_units())},
                   {"rate", quantity(rate_units())},
                   {"energy", quantity(energy_units())},
                   {"percentage", quantity(percentage_units())},
                   {"service_law", laws(true)},
                   {"arrivals_law", laws(false)}};
  Json properties = Json::object();
  for (const SectionDescription& section : scenario_file::section_descriptions()) {
    if (section.name.empty()) {
      properties.update(properties_of(section.keys));
      continue;
    }
    if (section.name == "law") {
      continue;
    }
    Json table = table_of(section.keys);
    if (!section.introduction.empty()) {
      table["description"] = section.introduction;
    }
    const std::size_t dot = section.name.find('.');
    const std::string name = section.name.substr(0, dot);
    if (dot != std::string::npos) {
      table = Json{{"type", "object"}, {"additionalProperties", std::move(table)}};
    }
    definitions[name] = std::move(table);
    properties[name] = definition(name);
  }
  // A variant holds what a scenario holds; what it extends is another variant.
  Json of_variant = properties;
  for (const char* of_files : {"variant", "include"}) {
    of_variant.erase(of_files);
  }
  of_variant["extends"] = {{"type", "string"}, {"description", "another variant, taken first"}};
  definitions["variant"] = object_of(std::move(of_variant));
  Json schema{{"$schema", "http://json-schema.org/draft-04/schema#"},
              {"title", "Cutpoint scenario"}};
  schema.update(object_of(std::move(properties)));
  schema["definitions"] = std::move(definitions);
  return schema;
}

}  // namespace cutpoint
