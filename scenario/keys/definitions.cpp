#include "scenario/keys/definitions.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/suggest.hpp"
#include "predictor/device_file.hpp"
#include "scenario/keys/queue_keys.hpp"
#include "scenario/keys/trace_keys.hpp"

namespace cutpoint::scenario_file {
namespace {

// The base of a link that names none: it differs from this one in the constants that it gives.
constexpr std::string_view kDefaultBase = "lte";

constexpr std::string_view kFilePrefix = "file:";

template <class T>
const T& find_named(std::span<const T> things, const Text& name, const std::string& what) {
  const auto found = std::ranges::find(things, name.text, &T::name);
  if (found == things.end()) {
    std::vector<std::string> known;
    for (const T& thing : things) {
      known.push_back(thing.name);
    }
    throw InputError{name.where,
                     "unknown " + what + " \"" + name.text + '"' + suggestion(name.text, known)};
  }
  return *found;
}

/// Sets every key of the table but "base" and "trace" as a constant of `thing`.
template <class T>
void set_constants(T& thing, TableReader& own) {
  for (const std::string& key : own.keys()) {
    if (key == "base" || (std::is_same_v<T, Link> && key == "trace")) {
      continue;
    }
    const Text value = *own.constant(key);
    set_constant(thing, key, value.text, value.where);
  }
}

template <class T>
void refuse_shadowing(std::span<const T> built_in,
                      const std::string& name,
                      const TableReader& table,
                      const std::string& what) {
  if (std::ranges::find(built_in, name, &T::name) != built_in.end()) {
    throw InputError{table.where(name),
                     '[' + table.full_key(name) + "] has the name of a built-in " + what +
                         "; choose another, and the built-in one as its base"};
  }
}

Link read_link(TableReader& links, const std::string& name) {
  refuse_shadowing(built_in_links(), name, links, "link");
  TableReader own = links.table(name, nullptr);
  const Text base = own.text("base").value_or(Text{std::string{kDefaultBase}, {}});
  Link link = find_named(built_in_links(), base, "built-in link");
  link.name = name;
  set_constants(link, own);
  read_link_trace(own, link);
  return link;
}

Processor read_processor(TableReader& processors, const std::string& name) {
  refuse_shadowing(built_in_processors(), name, processors, "processor");
  TableReader own = processors.table(name, nullptr);
  const std::optional<Text> base = own.text("base");
  if (!base) {
    throw InputError{processors.where(name),
                     '[' + processors.full_key(name) +
                         "] needs the processor that it is like, e.g. base = \"tk1-gpu\""};
  }
  Processor processor = find_named(built_in_processors(), *base, "built-in processor");
  processor.base = processor.name;
  processor.name = name;
  set_constants(processor, own);
  return processor;
}

/// A later network, or one from a file: what is wrong with the file is wrong with the scenario.
std::shared_ptr<const Application> open_network(const TableReader& mix, const std::string& key) {
  if (!names_network_file(key)) {
    return open_application(key, mix.where(key));
  }
  const InputFile& file = mix.open({network_path(key), mix.where(key)}, InputKind::Network);
  try {
    return open_application(key, mix.where(key), {.file = &file, .given = {}});
  } catch (const InputError& error) {
    const bool leaves_open = error.message().find("--") != std::string::npos;
    throw InputError{
        mix.where(key),
        std::string{error.what()} +
            (leaves_open ? "; in a scenario these entries follow the file's name, as in "
                           "\"net.onnx:x=1x3x224x224\""
                         : "")};
  }
}

void read_networks(TableReader& root, Definitions& definitions) {
  for (const Application& application : applications()) {
    definitions.networks.emplace_back(application.name, open_application(application.name));
  }
  if (!root.is_table("queries")) {
    return;
  }
  TableReader queries = root.table("queries", nullptr);
  if (!queries.is_table("mix")) {
    return;
  }
  TableReader mix = queries.table("mix", nullptr);
  for (const std::string& key : mix.keys()) {
    const bool is_listed = std::ranges::any_of(
        applications(), [&](const Application& application) { return application.name == key; });
    if (is_listed) {
      continue;
    }
    const auto network = open_network(mix, key);
    for (const auto& [other, known] : definitions.networks) {
      if (known->name == network->name) {
        throw InputError{mix.where(key),
                         "\"" + key + "\" and \"" + other + "\" are both called \"" +
                             network->name + "\" in results; rename the file"};
      }
    }
    definitions.networks.emplace_back(key, network);
  }
}

}  // namespace

Definitions read_definitions(TableReader& root) {
  Definitions definitions;
  definitions.links.assign(built_in_links().begin(), built_in_links().end());
  TableReader links = root.table("link", nullptr);
  for (const std::string& name : links.keys()) {
    definitions.links.push_back(read_link(links, name));
  }
  definitions.processors.assign(built_in_processors().begin(), built_in_processors().end());
  TableReader processors = root.table("processor", nullptr);
  for (const std::string& name : processors.keys()) {
    definitions.processors.push_back(read_processor(processors, name));
  }
  if (!has_queues(root)) {
    read_networks(root, definitions);
  }
  return definitions;
}

const Link& find_link(const Definitions& definitions, const Text& name) {
  return find_named(std::span{definitions.links}, name, "link");
}

Processor find_processor(const Definitions& definitions,
                         const Text& name,
                         const TableReader& section) {
  if (name.text.starts_with(kFilePrefix)) {
    const Text file{name.text.substr(kFilePrefix.size()), name.where};
    return read_device(section.open(file, InputKind::Device), name.text);
  }
  return find_named(std::span{definitions.processors}, name, "processor");
}

}  // namespace cutpoint::scenario_file
