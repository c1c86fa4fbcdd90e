#include "scenario/keys/reference.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "scenario/keys/descriptions.hpp"

namespace cutpoint {

namespace scenario_file {

bool is_placeholder(std::string_view name) {
  return std::ranges::all_of(name, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

}  // namespace scenario_file

namespace {

using scenario_file::Form;
using scenario_file::KeyDescription;
using scenario_file::SectionDescription;

/// What the reference calls a form.
std::string_view type_of(Form form) {
  switch (form) {
    case Form::Boolean:
      return "true, false";
    case Form::Whole:
      return "whole number";
    case Form::Number:
      return "number";
    case Form::Percentage:
      return "%";
    case Form::Time:
      return "time";
    case Form::Bandwidth:
      return "bandwidth";
    case Form::Rate:
      return "rate";
    case Form::Energy:
      return "energy";
    case Form::Name:
    case Form::OpenName:
      return "name";
    case Form::Text:
    case Form::Texts:
    case Form::TextOrTable:
      return "text";
    case Form::NameOrLaw:
      return "name or law";
    case Form::Constant:
      return "quantity";
    case Form::TextLists:
      return "lists of keys";
    case Form::Conditions:
      return "tables";
    case Form::Table:
    case Form::Variants:
      return "table";
  }
  return "unknown";
}

/// The names that a value may have, or its limits.
std::string values_of(const KeyDescription& key) {
  if (scenario_file::is_placeholder(key.name) || key.type == "policy" || key.type == "text") {
    return std::string{key.limits.text};
  }
  std::string names;
  for (const std::string& name : key.names) {
    names += (names.empty() ? "`" : " ") + name;
  }
  return names.empty() ? std::string{key.limits.text} : names + '`';
}

void add_keys(const std::string& section,
              const std::vector<KeyDescription>& keys,
              std::vector<ReferenceKey>& all) {
  for (const KeyDescription& key : keys) {
    if (key.form == Form::Table) {
      add_keys(section + (section.empty() ? "" : ".") + key.name, key.inner, all);
      continue;
    }
    std::string type = key.type.empty() ? std::string{type_of(key.form)} : key.type;
    if (key.is_list) {
      type = "list of " + type + 's';
    }
    std::string meaning = key.meaning;
    for (const scenario_file::Need& need : key.needs) {
      meaning += "; only with `" + need.key + "` " + need.value;
    }
    all.push_back({section, key.name, type, values_of(key), key.otherwise, meaning});
  }
}

/// A row of the table of a section.
std::string row(const ReferenceKey& key, const std::string& section) {
  const std::string name = (key.section.size() > section.size() && !section.empty()
                                ? key.section.substr(section.size() + 1) + '.'
                                : std::string{}) +
                           key.key;
  const bool is_written = key.otherwise.starts_with('"') || key.otherwise.starts_with('[');
  const std::string quote = is_written ? "`" : "";
  return "| `" + name + "` | " + key.type + " | " + quote + key.otherwise + quote + " | " +
         key.values + " | " + key.meaning + " |\n";
}

/// The parameters of laws that may stand in a place: services know fewer laws than arrivals.
std::vector<KeyDescription> law_keys(const SectionDescription& laws, bool for_services) {
  std::vector<KeyDescription> keys;
  const auto is_allowed = [&](const KeyDescription& key) {
    return std::ranges::any_of(
        scenario_file::law_descriptions(), [&](const scenario_file::LawDescription& law) {
          return (law.is_for_service || !for_services) &&
                 std::ranges::count(law.parameters, key.name, &KeyDescription::name) > 0;
        });
  };
  std::ranges::copy_if(laws.keys, std::back_inserter(keys), [&](const KeyDescription& key) {
    return key.name == "law" || is_allowed(key);
  });
  return keys;
}

}  // namespace

std::vector<ReferenceKey> reference_keys() {
  std::vector<ReferenceKey> keys;
  for (const SectionDescription& section : scenario_file::section_descriptions()) {
    if (section.name != "law") {
      add_keys(section.name, section.keys, keys);
      continue;
    }
    add_keys("station.NAME.service", law_keys(section, true), keys);
    add_keys("source.arrivals", law_keys(section, false), keys);
  }
  return keys;
}

std::string scenario_reference() {
  std::string text;
  for (const SectionDescription& section : scenario_file::section_descriptions()) {
    text += "\n### " + section.heading + "\n\n";
    text += section.introduction.empty() ? "" : section.introduction + "\n\n";
    text += "| key | type | default | values | meaning |\n|---|---|---|---|---|\n";
    std::vector<ReferenceKey> keys;
    add_keys(section.name, section.keys, keys);
    for (const ReferenceKey& key : keys) {
      text += row(key, section.name);
    }
  }
  return text;
}

}  // namespace cutpoint
