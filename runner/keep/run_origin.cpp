#include "runner/keep/run_origin.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

#include <fmt/core.h>

#include "base/digest/sha256.hpp"
#include "base/input_error.hpp"
#include "results/store/byte_archive.hpp"
#include "results/store/provenance.hpp"
#include "runner/kinds/kind.hpp"

namespace cutpoint {

// These functions are found by the types of their arguments, so they are not in an unnamed
// namespace.

template <class Archive, class Value>
requires ValueOf<Value, Override>
void transfer(Archive& archive, Value& override) {
  auto& [key, value] = override;
  transfer_all(archive, key, value);
}

template <class Archive, class Value>
requires ValueOf<Value, ScenarioInput>
void transfer(Archive& archive, Value& input) {
  auto& [name, kind, size, sha256, bytes] = input;
  transfer(archive, name);
  transfer_enum(archive, kind, static_cast<InputKind>(kInputKindCount - 1));
  transfer_all(archive, size, sha256, bytes);
}

template <class Archive, class Value>
requires ValueOf<Value, ScenarioSource>
void transfer(Archive& archive, Value& source) {
  auto& [variant, overrides, inputs, is_complete] = source;
  transfer_all(archive, variant, overrides, inputs, is_complete);
}

template <class Archive, class Value>
requires ValueOf<Value, RunOrigin>
void transfer(Archive& archive, Value& origin) {
  // The last member is not written: journals always name their inputs.
  auto& [path, source, settings, version, replications, shard, names_inputs] = origin;
  auto& [index, count] = shard;
  transfer_all(archive, path, source, settings, version, replications, index, count);
}

namespace {

/// The most shards that a stored origin may claim, as many as can be asked for.
constexpr std::size_t kMostShards = 1'000'000;

[[noreturn]] void refuse_damaged(const std::filesystem::path& file) {
  throw ResultsError{file, "what it says about its scenario is damaged"};
}

/// Whether a line of settings says how many observations a run may have. One that says so of a
/// whole axis is no budget: with other values there are other points.
bool is_budget(std::string_view line) {
  for (const std::string_view key : {"run.max_queries = ", "run.max_jobs = "}) {
    if (line.starts_with(key)) {
      const char first = line[key.size()];
      return first != '[' && first != '{';
    }
  }
  return false;
}

std::vector<std::string> without_budget(std::vector<std::string> lines) {
  std::erase_if(lines, is_budget);
  return lines;
}

/// The key of a line of settings: "clients.count" of "clients.count = 10".
std::string_view key_of(std::string_view line) { return line.substr(0, line.find(" = ")); }

/// A line of `lines` that is not among the others; nothing if all are.
std::optional<std::string> stranger(const std::vector<std::string>& lines,
                                    const std::vector<std::string>& others) {
  const std::set<std::string_view> known{others.begin(), others.end()};
  const auto found =
      std::ranges::find_if(lines, [&](const std::string& line) { return !known.contains(line); });
  return found == lines.end() ? std::nullopt : std::optional{*found};
}

/// The line of a key in quotes, for messages; "nothing" if the key is not there.
std::string line_of(const std::vector<std::string>& lines, std::string_view key) {
  const auto found = std::ranges::find(lines, key, key_of);
  return found == lines.end() ? "nothing" : '"' + *found + '"';
}

/// The first setting, the budget aside, that two origins do not share, with both of its lines;
/// nothing if they share all.
std::optional<std::string> differing_setting(const RunOrigin& stored, const RunOrigin& now) {
  const std::vector<std::string> there = without_budget(stored.settings);
  const std::vector<std::string> here = without_budget(now.settings);
  if (there == here) {
    return std::nullopt;
  }
  std::optional<std::string> line = stranger(there, here);
  line = line ? line : stranger(here, there);
  if (!line) {  // The lines may differ only in order: axes and stations have that of their keys.
    return "the scenario differs: its keys have another order";
  }
  const std::string_view key = key_of(*line);
  return fmt::format(
      "the scenario differs: {} there, {} here", line_of(there, key), line_of(here, key));
}

/// Whether one of two origins uses files that the other does not name, though it may use them.
std::optional<std::string> unnamed_input(const RunOrigin& stored, const RunOrigin& now) {
  for (const auto& [one, other, place] :
       {std::tuple{&stored, &now, "there"}, std::tuple{&now, &stored, "here"}}) {
    const auto& inputs = other->source.inputs;
    const auto input = std::ranges::find_if(
        inputs, [](const ScenarioInput& each) { return each.kind != InputKind::Scenario; });
    if (!one->names_inputs && input != inputs.end()) {
      return fmt::format(
          "the results {} do not say which files they used, such as the {} {}; run the scenario "
          "again",
          place,
          to_string(input->kind),
          input->name);
    }
  }
  return std::nullopt;
}

/// The first file that two origins use in different versions, or only one of them. The scenario's
/// own files are left out: they are compared by the settings that they make.
std::optional<std::string> differing_input(const RunOrigin& stored, const RunOrigin& now) {
  for (const ScenarioInput& there : stored.source.inputs) {
    const ScenarioInput* here = counterpart(there, now.source.inputs);
    const std::string who = std::string{to_string(there.kind)} + ' ' + there.name;
    if (there.kind == InputKind::Scenario) {
      continue;
    }
    if (here == nullptr) {
      return "the " + who + " is used there, and not here";
    }
    if (here->sha256 != there.sha256) {
      return fmt::format("the {} differs: SHA-256 {} there, {} here",
                         who,
                         short_digest(there.sha256),
                         short_digest(here->sha256));
    }
  }
  return std::nullopt;
}

}  // namespace

const ScenarioInput* counterpart(const ScenarioInput& input,
                                 const std::vector<ScenarioInput>& others) {
  auto found = std::ranges::find(others, input.name, &ScenarioInput::name);
  if (found == others.end()) {  // The file may have been moved.
    found = std::ranges::find(others, input.sha256, &ScenarioInput::sha256);
  }
  return found == others.end() ? nullptr : &*found;
}

std::string version_text() {
  std::string version;
  std::string commit;
  for (const Attribute& attribute : build_provenance()) {
    if (attribute.name == "cutpoint_version") {
      version = std::get<std::string>(attribute.value);
    } else if (attribute.name == "git_describe") {
      commit = std::get<std::string>(attribute.value);
    }
  }
  return version + ", " + commit;
}

RunOrigin origin_of(const Scenario& scenario, const RunPlan& plan) {
  return {.scenario_path = scenario.path.generic_string(),
          .source = scenario.source,
          .settings = settings_of(scenario.path, scenario.source),
          .version = version_text(),
          .replications = plan.replications,
          .shard = plan.shard};
}

std::optional<std::string> difference(const RunOrigin& stored, const RunOrigin& now) {
  if (auto why = differing_setting(stored, now)) {
    return why;
  }
  if (auto why = unnamed_input(stored, now)) {
    return why;
  }
  if (auto why = differing_input(stored, now)) {
    return why;
  }
  if (stored.version != now.version) {
    return fmt::format("the program differs: {} there, {} here", stored.version, now.version);
  }
  return std::nullopt;
}

std::optional<std::string> any_difference(const RunOrigin& stored, const RunOrigin& now) {
  if (auto why = difference(stored, now)) {
    return why;
  }
  return stored.settings == now.settings ? std::nullopt : std::optional{"the budgets differ"};
}

void expect_possible(const RunOrigin& origin, const std::filesystem::path& file) {
  if (origin.replications < 1 || origin.replications > kMostPlannedRuns ||
      origin.shard.count > kMostShards || origin.shard.index >= origin.shard.count) {
    refuse_damaged(file);
  }
}

void expect_possible(const RunOrigin& origin,
                     const Scenario& scenario,
                     const std::filesystem::path& file) {
  const RunPlan plan{.points = scenario.points.size(), .replications = origin.replications};
  if (!plan.is_possible() || (origin.replications > 1 && !kind_of(scenario).may_be_replicated())) {
    throw ResultsError{file,
                       "has " + std::to_string(origin.replications) +
                           " replications, which its scenario cannot have"};
  }
}

Scenario restore(const RunOrigin& origin,
                 const std::filesystem::path& file,
                 std::optional<std::uint64_t> most_kept) {
  try {
    Scenario scenario = restore_scenario(origin.scenario_path, origin.source, most_kept);
    expect_possible(origin, scenario, file);
    return scenario;
  } catch (const InputError& error) {
    if (!origin.names_inputs) {
      throw ResultsError{file,
                         "its scenario cannot be loaded again: " + std::string{error.what()} +
                             "; the file does not say which files it used; run the scenario again"};
    }
    const bool holds_all =
        origin.source.is_complete &&
        std::ranges::all_of(origin.source.inputs,
                            [](const ScenarioInput& input) { return input.bytes.has_value(); });
    if (!holds_all) {
      throw;
    }
    throw ResultsError{file, "its scenario cannot be loaded again: " + std::string{error.what()}};
  }
}

void take_content(ScenarioSource& source, const ScenarioSource& other) {
  for (ScenarioInput& input : source.inputs) {
    const auto same = std::ranges::find(other.inputs, input.sha256, &ScenarioInput::sha256);
    if (!input.bytes && same != other.inputs.end()) {
      input.bytes = same->bytes;
    }
  }
}

std::string encode_origin(const RunOrigin& origin) {
  ByteWriter writer;
  transfer(writer, origin);
  return writer.take();
}

RunOrigin decode_origin(const std::string& bytes, const std::filesystem::path& source) {
  RunOrigin origin;
  ByteReader reader{bytes};
  transfer(reader, origin);
  if (!reader.ok() || !reader.at_end() || origin.source.inputs.empty()) {
    refuse_damaged(source);
  }
  expect_possible(origin, source);
  return origin;
}

RunOrigin without_content(RunOrigin origin) {
  for (ScenarioInput& input : origin.source.inputs) {
    if (input.kind != InputKind::Scenario) {
      input.bytes.reset();
    }
  }
  return origin;
}

}  // namespace cutpoint
