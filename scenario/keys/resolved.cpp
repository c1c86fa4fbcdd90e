#include "scenario/keys/resolved.hpp"

#include <string_view>

#include "base/number_text.hpp"
#include "scenario/keys/sections.hpp"

namespace cutpoint {
namespace {

using scenario_file::Draft;

using Values = std::vector<std::pair<std::string, std::string>>;

/// What follows a number that has a unit.
std::string with_blank(std::string_view unit) {
  return unit.empty() ? "" : ' ' + std::string{unit};
}

/// The constants of a link or processor, once for each name.
template <class T>
void add_constants(Values& values, const std::string& section, const T& thing) {
  const std::string start = section + '.' + thing.name + '.';
  for (const auto& [key, value] : values) {
    if (key.starts_with(start)) {
      return;
    }
  }
  for (const CatalogEntry& entry : catalog(thing)) {
    values.emplace_back(start + std::string{entry.name},
                        rounded_text(entry.value) + with_blank(entry.unit));
  }
}

void add_trace(Values& values, const Link& link) {
  if (link.trace == nullptr) {
    return;
  }
  const std::string key = "link." + link.name + ".trace";
  values.emplace_back(key, link.trace->is_of_packets() ? "packets of 1500 B" : "steps");
  values.emplace_back(key + ".duration",
                      rounded_text(Seconds{link.trace->period()}.count()) + " s");
  values.emplace_back(key + ".offsets", link.is_in_phase ? "none" : "random");
}

/// The key under which the scenario has a resolved value: a network from a file stands there by its
/// path.
std::string key_in_file(const Scenario& scenario, const std::string& key) {
  const FleetWorld* world = world_of(scenario.points.front());
  if (world == nullptr) {
    return key;
  }
  for (const MixEntry& entry : world->queries.mix) {
    const Application& application = *entry.application;
    for (const char* table : {"queries.mix.", "queries.items.", "queries.file."}) {
      if (!application.file.empty() && key == table + application.name) {
        const bool is_items = key.starts_with("queries.items.");
        return (is_items ? "queries.items." : "queries.mix.") + application.file;
      }
    }
  }
  return key;
}

}  // namespace

Values resolved_values(const Point& point) {
  const Draft draft = scenario_file::draft_of(point);
  Values values = scenario_file::list_values(draft);
  if (draft.of_queues()) {
    return values;
  }
  add_constants(values, "link", draft.clients.link);
  add_trace(values, draft.clients.link);
  add_constants(values, "processor", draft.clients.cpu);
  add_constants(values, "processor", draft.clients.gpu);
  add_constants(values, "processor", draft.server.processor);
  return values;
}

std::string origin_of(const Scenario& scenario, const std::string& resolved_key) {
  const std::string key = key_in_file(scenario, resolved_key);
  const auto text = [&](const std::string& part) -> std::optional<std::string> {
    const auto found = scenario.origins.find(part);
    if (found == scenario.origins.end()) {
      return std::nullopt;
    }
    const auto& [path, line, column] = found->second;
    return line == 0 ? path : path + ':' + std::to_string(line);
  };
  // A value may come with its table, as a law's mean does.
  for (std::size_t length = key.size(); length != std::string::npos && length > 0;
       length = key.rfind('.', length - 1)) {
    if (const auto origin = text(key.substr(0, length))) {
      return *origin;
    }
  }
  if (key.ends_with(".uplink") && text("clients.bandwidth")) {
    return *text("clients.bandwidth");
  }
  // Intensities that other keys settle.
  for (const char* other : {"load", "arrivals.mean", "arrivals.rates", "arrivals.file"}) {
    if (const auto origin =
            text(key.ends_with(".rate") ? key.substr(0, key.size() - 4) + other : "")) {
      return *origin;
    }
  }
  return "default";
}

}  // namespace cutpoint
