#include "scenario/keys/reference.hpp"

#include <array>
#include <string_view>

#include "scenario/load/document.hpp"
#include "scenario/load/read_scenario.hpp"

namespace cutpoint {
namespace {

using scenario_file::Document;
using scenario_file::KeyNote;
using scenario_file::ScenarioFiles;
using scenario_file::Schema;

// Scenarios that bring every reader to ask for every key, whatever the values.
constexpr std::array<const char*, 14> kScenarios{
    R"(
clients.link = ["NAME"]
queries.arrivals = "poisson"
link.NAME.uplink = "1 Mbit/s"
server.background = { load = 0.1, arrivals = "poisson" }
processor.NAME = { base = "k40", conv_rate = "1 GFLOP/s" }
published.NAME = { axis = "link", values = { NAME = 1 }, source = "nobody" }
)",
    R"(
link.NAME.trace = { rates = ["1 Mbit/s"], lengths = ["1 s"] }
)",
    R"(
[link.NAME.trace]
mean = "1 Mbit/s"
variation = 0.1
correlation_time = "1 s"
outages = { share = "1 %", length = "1 s" }
duration = "1 s"
)",
    R"(
source = { arrivals = "poisson", rate = "1 /s" }
station.NAME.service = "google_search"
)",
    "station.NAME.service = { law = 'gamma', mean = '1 s', cv = 1 }\nsource.rate = '1 /s'",
    "station.NAME.service = { law = 'two_moment', mean = '1 s', cv = 1 }\nsource.rate = '1 /s'",
    "station.NAME.service = { law = 'weibull', mean = '1 s', shape = 1 }\nsource.rate = '1 /s'",
    "station.NAME.service = { law = 'erlang', mean = '1 s', phases = 1 }\nsource.rate = '1 /s'",
    R"(
station.NAME.service = { law = "bounded_pareto", shape = 1, low = "1 s", high = "2 s" }
source.rate = "1 /s"
)",
    R"(
source.arrivals = { law = "mmpp", rates = ["1 /s", "2 /s"], holding = ["1 s", "2 s"] }
station.NAME.service = "google_search"
)",
    R"(
source.arrivals = { law = "schedule", rates = ["1 /s"], every = "1 s" }
station.NAME.service = "google_search"
)",
    // These end at a file that is not there, when all has been asked.
    R"(
link.NAME.trace = { file = "none", format = "csv", time_unit = "s", rate_unit = "B/s", duration = "1 s" }
)",
    "station.NAME.service = { law = 'empirical', file = 'none', unit = 's' }\nsource.rate = '1 /s'",
    R"(
source.arrivals = { law = "trace", file = "none", unit = "s" }
station.NAME.service = "google_search"
)",
};

/// A part of the reference: what its tables in scenarios begin with, its heading, what they are
/// for.
struct Part {
  std::string_view section;
  std::string_view heading;
  std::string_view introduction;
};

constexpr std::array<Part, 14> kParts{{
    {"", "Top level", ""},
    {"run", "`[run]`", "What is measured, and for how long."},
    {"clients",
     "`[clients]`",
     "The phones. Decisions (`experiment = \"decisions\"`) are made by phones that are alike: "
     "`gpu_share` is 0 or 1, or the list `[0, 1]`."},
    {"queries",
     "`[queries]`",
     "What is asked for. `load` and `rate` exclude each other, and have no place in a `throughput` "
     "experiment, which finds the rate, nor in one of `decisions`."},
    {"server", "`[server]`", "The data center."},
    {"actual",
     "`[actual]`",
     "How the simulated world differs from what a predictor can know. Own processors may set "
     "`layer_misfit`, `cache_bytes` and `cache_speedup`, where `\"0 %\"` and `\"0 B\"` turn one "
     "effect off."},
    {"throughput", "`[throughput]`", "Only with `experiment = \"throughput\"`."},
    {"source",
     "`[source]`",
     "With `[station.NAME]`: a scenario of bare queues, which has none of the sections above but "
     "`[run]`."},
    {"station.NAME", "`[station.NAME]`", "Stations are visited in the order of the file."},
    {"law",
     "A law",
     "A table in place of a name: `{ law = \"gamma\", mean = \"10 ms\", cv = 0.7 }`."},
    {"sweep", "`[sweep]`", ""},
    {"published.NAME", "`[published.NAME]`", "Published numbers that results are shown beside."},
    {"link.NAME", "`[link.NAME]`", "A link of your own, to be named like the built-in ones."},
    {"processor.NAME", "`[processor.NAME]`", "A processor of your own, likewise."},
}};

/// Whether a section is the part or in it; a law is where laws are.
bool belongs(const std::string& section, std::string_view part) {
  const bool is_law = section.ends_with(".service") || section.ends_with(".arrivals");
  if (is_law || part == "law") {
    return is_law && part == "law";
  }
  return section == part || (!part.empty() && section.starts_with(std::string{part} + '.'));
}

std::string row(const ReferenceKey& key, std::string_view part) {
  const bool is_inner = part != "law" && key.section.size() > part.size();
  const std::string name =
      (is_inner ? key.section.substr(part.size() + 1) + '.' : std::string{}) + key.key;
  const bool is_written = key.otherwise.starts_with('"') || key.otherwise.starts_with('[');
  const std::string quote = is_written ? "`" : "";
  return "| `" + name + "` | " + key.type + " | " + quote + key.otherwise + quote + " | " +
         key.values + " | " + key.meaning + " |\n";
}

}  // namespace

std::vector<ReferenceKey> reference_keys() {
  Schema schema;
  for (const char* text : kScenarios) {
    try {
      ScenarioFiles files{"reference.toml", text};
      const Document document{files, {}, {}, &schema};
      static_cast<void>(scenario_file::read_scenario(document, "reference.toml"));
    } catch (const InputError& error) {
      if (std::string_view{text}.find("'none'") == std::string_view::npos &&
          std::string_view{text}.find("\"none\"") == std::string_view::npos) {
        throw;
      }
    }
  }
  std::vector<ReferenceKey> keys;
  for (const KeyNote& note : schema.notes()) {
    keys.push_back({note.section, note.key, note.type, note.values, note.otherwise, note.meaning});
  }
  return keys;
}

std::string scenario_reference() {
  const std::vector<ReferenceKey> keys = reference_keys();
  std::string text;
  for (const Part& part : kParts) {
    text += "\n### " + std::string{part.heading} + "\n\n";
    text += part.introduction.empty() ? "" : std::string{part.introduction} + "\n\n";
    text += "| key | type | default | values | meaning |\n|---|---|---|---|---|\n";
    std::string rows;
    for (const ReferenceKey& key : keys) {
      if (!belongs(key.section, part.section)) {
        continue;
      }
      const std::string fresh = row(key, part.section);
      const std::string name = fresh.substr(0, fresh.find('|', 1) + 1);
      if (rows.find(name) == std::string::npos) {  // laws are read in several places
        rows += fresh;
      }
    }
    text += rows;
  }
  return text;
}

}  // namespace cutpoint
