#include "scenario/load/composition.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "base/suggest.hpp"
#include "scenario/load/document.hpp"
#include "scenario/load/plain_text.hpp"

namespace cutpoint::scenario_file {
namespace {

SourceLocation where_of(const toml::source_region& region) {
  return {region.path == nullptr ? "" : *region.path,
          static_cast<int>(region.begin.line),
          static_cast<int>(region.begin.column)};
}

std::string joined(const std::string& section, std::string_view key) {
  return section.empty() ? std::string{key} : section + '.' + std::string{key};
}

/// Lays `above` over `below`, whose full key is `section`.
void overlay(toml::table& below,
             toml::table& above,
             const std::string& section,
             std::vector<std::string>& overridden) {
  for (auto&& [key, value] : above) {
    toml::node* former = below.get(key.str());
    const toml::table* added = value.as_table();
    if (former != nullptr && former->is_table() && added != nullptr && !added->is_inline() &&
        !is_swept(value) && !is_swept(*former)) {
      overlay(*former->as_table(), *value.as_table(), joined(section, key.str()), overridden);
      continue;
    }
    if (former != nullptr) {
      overridden.push_back(joined(section, key.str()));
    }
    put(below, key, value, section);
  }
}

/// Puts files together, and knows which are open.
class Composer {
 public:
  explicit Composer(ScenarioFiles& files) : files_{files} {}

  Composition compose() {
    composition_.root = read(files_.scenario());
    return std::move(composition_);
  }

 private:
  /// The tree of a file, laid over what it extends and with what it includes.
  toml::table read(const InputFile& own) {
    const std::string path = own.path.string();
    toml::table table = parse_toml(own.bytes, path);
    open_.push_back(identity(path));
    toml::table below;
    if (const toml::node* base = table.get("extends")) {
      below = read(named_file(*base, "extends", "\"base.toml\"", path));
    }
    composition_.files.push_back(path);
    for (const toml::node* entry : entries(table, "include")) {
      include(table, *entry, path);
    }
    open_.pop_back();
    overlay(below, table, "", composition_.overridden);
    return below;
  }

  /// Takes the definitions of a file that is included.
  void include(toml::table& table, const toml::node& entry, const std::string& includer) {
    const InputFile& file = named_file(entry, "include", "[\"links.toml\"]", includer);
    const std::string path = file.path.string();
    if (std::ranges::find(included_, identity(path)) != included_.end()) {
      return;  // it was included by way of another file already
    }
    toml::table definitions = parse_toml(file.bytes, path);
    open_.push_back(identity(path));
    included_.push_back(identity(path));
    composition_.files.push_back(path);
    for (const toml::node* inner : entries(definitions, "include")) {
      include(definitions, *inner, path);
    }
    open_.pop_back();
    for (auto&& [key, value] : definitions) {
      if (key.str() == "include") {
        continue;
      }
      if ((key.str() != "link" && key.str() != "processor") || !value.is_table()) {
        throw InputError{where_of(key.source()),
                         "\"" + std::string{key.str()} +
                             "\" in an included file, which holds only [link.NAME] and "
                             "[processor.NAME]; a file that shares more is extended"};
      }
      take(table, key, *value.as_table());
    }
  }

  static void take(toml::table& table, const toml::key& kind, toml::table& definitions) {
    if (!table.contains(kind.str())) {
      table.insert(kind, toml::table{});
    }
    toml::table* own = table.get(kind.str())->as_table();
    for (auto&& [name, definition] : definitions) {
      if (own == nullptr || own->contains(name.str())) {
        const SourceLocation other =
            where_of(own == nullptr ? table.get(kind.str())->source()
                                    : own->find(name.str())->first.source());
        throw InputError{where_of(name.source()),
                         '[' + joined(std::string{kind.str()}, name.str()) + "] is also in " +
                             other.path + ':' + std::to_string(other.line) + "; rename one"};
      }
      put(*own, name, definition, std::string{kind.str()});
    }
  }

  /// The file that an entry of `extends` or `include` names, seen from the folder of the file that
  /// has the entry.
  const InputFile& named_file(const toml::node& entry,
                              const std::string& key,
                              const std::string& example,
                              const std::string& from) {
    const auto* name = entry.as_string();
    if (name == nullptr || name->get().empty()) {
      throw InputError{where_of(entry.source()),
                       key + ": expected a file, e.g. " + example + ", found " + describe(entry)};
    }
    const std::string path =
        (std::filesystem::path{from}.parent_path() / name->get()).lexically_normal().string();
    if (std::ranges::find(open_, identity(path)) != open_.end()) {
      throw InputError{where_of(entry.source()),
                       key + ": " + path + " comes back to itself; end the circle"};
    }
    return files_.read(name->get(), from, InputKind::Scenario, where_of(entry.source()));
  }

  /// The entries of a key that holds one or a list of them.
  static std::vector<const toml::node*> entries(const toml::table& table, std::string_view key) {
    std::vector<const toml::node*> nodes;
    const toml::node* node = table.get(key);
    if (node != nullptr && !node->is_array()) {
      nodes.push_back(node);
    } else if (node != nullptr) {
      for (const toml::node& inner : *node->as_array()) {
        nodes.push_back(&inner);
      }
    }
    return nodes;
  }

  static std::string identity(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::weakly_canonical(path, ignored).string();
  }

  ScenarioFiles& files_;
  Composition composition_;
  std::vector<std::string> open_;
  std::vector<std::string> included_;
};

}  // namespace

toml::table parse_toml(const std::string& text, const std::string& path) {
  expect_shallow(text, path);
  try {
    toml::table table = toml::parse(text, path);
    expect_text(table);
    return table;
  } catch (const toml::parse_error& error) {  // the library's own way to report a syntax error
    const toml::source_position at = error.source().begin;
    throw InputError{{path, static_cast<int>(at.line), static_cast<int>(at.column)},
                     std::string{error.description()}};
  }
}

Composition compose(ScenarioFiles& files) { return Composer{files}.compose(); }

void choose_variant(Composition& composition, const std::string& name) {
  toml::table* variants = composition.root["variant"].as_table();
  std::vector<std::string> known;
  if (variants != nullptr) {
    for (const auto& [key, value] : *variants) {
      known.emplace_back(key.str());
    }
  }
  SourceLocation where{"--variant " + name};
  std::vector<std::string> chain;  // from the chosen variant to the one that extends no other
  for (std::string next = name; !next.empty();) {
    if (std::ranges::find(known, next) == known.end()) {
      throw InputError{
          where,
          "unknown variant \"" + next + '"' +
              (known.empty() ? "; the scenario has no [variant.NAME]" : suggestion(next, known))};
    }
    if (std::ranges::find(chain, next) != chain.end()) {
      throw InputError{where, "variant \"" + next + "\" comes back to itself; end the circle"};
    }
    chain.push_back(next);
    const toml::node& variant = *variants->get(next);
    if (!variant.is_table()) {
      throw InputError{where_of(variant.source()),
                       "variant." + next + ": expected a table, found " + describe(variant)};
    }
    const toml::node* extended = variant.as_table()->get("extends");
    if (extended != nullptr && !extended->is_string()) {
      throw InputError{where_of(extended->source()),
                       "variant." + next + ".extends: expected the name of a variant, found " +
                           describe(*extended)};
    }
    where = extended == nullptr ? where : where_of(extended->source());
    next = extended == nullptr ? "" : extended->as_string()->get();
  }
  for (auto link = chain.rbegin(); link != chain.rend(); ++link) {
    toml::table chosen = std::move(*variants->get(*link)->as_table());
    chosen.erase("extends");
    overlay(composition.root, chosen, "", composition.overridden);
  }
}

void put(toml::table& table, const toml::key& key, toml::node& value, const std::string& section) {
  // The offered load and the rate are two ways to say the same, so one takes the other's place.
  for (const std::string_view place : {"queries", "source"}) {
    if (section == place && (key.str() == "load" || key.str() == "rate")) {
      table.erase(key.str() == "load" ? "rate" : "load");
    }
  }
  // A list or range that replaces one keeps its place among the axes; any other value is new.
  const toml::node* former = table.get(key.str());
  if (former != nullptr && !(is_swept(*former) && is_swept(value))) {
    table.erase(key.str());
  }
  value.visit([&](auto& concrete) { table.insert_or_assign(key, std::move(concrete)); });
}

}  // namespace cutpoint::scenario_file
