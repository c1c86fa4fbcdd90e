#include "scenario/scenario.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "scenario/keys/definitions.hpp"
#include "scenario/keys/sections.hpp"
#include "scenario/keys/warnings.hpp"
#include "scenario/load/document.hpp"
#include "scenario/load/flat_text.hpp"
#include "scenario/load/published.hpp"
#include "scenario/load/read_scenario.hpp"
#include "scenario/load/scenario_files.hpp"
#include "scenario/load/sweep.hpp"
#include "scenario/load/sweep_section.hpp"
#include "scenario/load/table_reader.hpp"
#include "sim/queues/queue_metrics.hpp"

namespace cutpoint {
namespace {

using scenario_file::Definitions;
using scenario_file::Document;
using scenario_file::ScenarioFiles;
using scenario_file::Sweep;
using scenario_file::TableReader;
using scenario_file::Text;

std::vector<Point> read_points(TableReader& root,
                               TableReader& sweep_section,
                               const Definitions& definitions,
                               Sweep& sweep) {
  // The first reading only discovers the axes.
  static_cast<void>(scenario_file::read_point(root, definitions, sweep));
  root.refuse_unknown();
  scenario_file::read_zips(sweep_section, sweep);
  sweep.start();
  std::vector<Point> points;
  do {
    points.push_back(scenario_file::read_point(root, definitions, sweep));
  } while (sweep.advance());
  return points;
}

/// Gains are measured against a policy, so it must be simulated.
void check_baseline(TableReader& root, const std::vector<Point>& points) {
  std::set<std::string_view> policies;
  for (const Point& point : points) {
    if (const FleetWorld* world = world_of(point)) {
      policies.insert(world->clients.policy->name);
    }
  }
  for (const Point& point : points) {
    const ThroughputSettings* search = throughput_of(point);
    if (search != nullptr && !policies.contains(search->baseline)) {
      throw InputError{root.table("throughput", nullptr).where("baseline"),
                       "throughput.baseline = \"" + search->baseline +
                           "\" is not among the policies; add it to clients.policy, or choose "
                           "another"};
    }
  }
}

/// `source` has the variant and the overrides; its inputs are replaced by what is read.
Scenario load(const Document& document,
              const std::filesystem::path& path,
              const ScenarioSource& source,
              std::optional<std::uint64_t> most_kept) {
  Scenario scenario = scenario_file::read_scenario(document, path);
  scenario.source = {source.variant, source.overrides, document.files().used(most_kept)};
  return scenario;
}

/// A scenario that a user has written just now, so that every key of it has to have an effect.
Scenario load_written(ScenarioFiles files,
                      const std::filesystem::path& path,
                      const ScenarioSource& source,
                      std::uint64_t most_kept) {
  const Document document{files, source.overrides, source.variant};
  Scenario scenario = load(document, path, source, most_kept);
  scenario_file::refuse_idle_keys(document);
  return scenario;
}

}  // namespace

Scenario scenario_file::read_scenario(const Document& document, const std::filesystem::path& path) {
  TableReader root{document, &document.root(), "", nullptr};
  Sweep sweep{document};

  Scenario scenario;
  scenario.path = path;
  const std::optional<Text> title = root.text("title");
  scenario.title = title ? title->text : path.stem().string();
  for (const char* of_composition : {"extends", "include", "variant"}) {
    root.pass(of_composition);
  }
  scenario.origins = document.origins();
  scenario.text = document.text();
  const Definitions definitions = scenario_file::read_definitions(root);
  // Asked for here, so that the keys are known to the readings of the points.
  TableReader published = root.table("published", nullptr);
  TableReader sweep_section = root.table("sweep", nullptr);
  scenario.points = read_points(root, sweep_section, definitions, sweep);
  scenario.axes = sweep.axes();
  for (const std::string& name : root.table("variant", nullptr).keys()) {
    scenario.variants.push_back(name);
  }
  scenario_file::read_exclusions(sweep_section, document, scenario);
  sweep_section.refuse_unknown();
  check_baseline(root, scenario.points);
  scenario.published = scenario_file::read_published(published, scenario.axes, document);
  scenario.warnings = scenario_file::find_warnings(root, scenario.points);
  return scenario;
}

std::vector<Coordinate> coordinates(const std::vector<Axis>& axes) {
  std::vector<Coordinate> all;
  for (std::size_t dimension = 0; dimension < axes.size(); ++dimension) {
    all.push_back({&axes[dimension], dimension});
    for (const Axis& zipped : axes[dimension].zipped) {
      all.push_back({&zipped, dimension});
    }
  }
  return all;
}

std::string to_string(const Warning& warning) {
  return place_text(warning.where) + "warning: " + warning.message;
}

std::string_view to_string(ExperimentKind kind) {
  switch (kind) {
    case ExperimentKind::SteadyState:
      return "steady_state";
    case ExperimentKind::Throughput:
      return "throughput";
    case ExperimentKind::Decisions:
      return "decisions";
  }
  return "unknown";
}

Scenario load_scenario(const std::filesystem::path& path,
                       const std::vector<Override>& overrides,
                       const std::string& variant,
                       std::uint64_t most_kept) {
  return load_written(ScenarioFiles{path}, path, {variant, overrides, {}}, most_kept);
}

Scenario parse_scenario(const std::string& text,
                        const std::filesystem::path& path,
                        const std::vector<Override>& overrides,
                        const std::string& variant) {
  return load_written(ScenarioFiles{path, text}, path, {variant, overrides, {}}, kMostKeptBytes);
}

Scenario restore_scenario(const std::filesystem::path& path,
                          const ScenarioSource& source,
                          std::optional<std::uint64_t> most_kept) {
  // Keys without an effect pass, as they did when the results were made.
  ScenarioFiles files{path, source};
  return load(Document{files, source.overrides, source.variant}, path, source, most_kept);
}

std::vector<std::string> settings_of(const std::filesystem::path& path,
                                     const ScenarioSource& source) {
  ScenarioFiles files{path, source};
  std::istringstream text{
      scenario_file::flat_text(Document{files, source.overrides, source.variant})};
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> precision_metrics(bool of_queues) {
  std::vector<std::string> names;
  const auto add_targets = [&](const auto& metrics) {
    for (const auto& metric : metrics) {
      if (metric.is_target) {
        names.emplace_back(metric.name);
      }
    }
  };
  of_queues ? add_targets(kQueueMetrics) : add_targets(kFleetMetrics);
  return names;
}

}  // namespace cutpoint
