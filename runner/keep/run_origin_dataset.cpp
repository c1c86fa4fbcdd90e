// The parts of a results file that say where its runs come from (docs/results-schema.md).
#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "base/digest/sha256.hpp"
#include "base/input_error.hpp"
#include "results/store/results_reader.hpp"
#include "runner/keep/run_origin.hpp"

namespace cutpoint {
namespace {

constexpr const char* kInputs = "inputs";
constexpr const char* kOverrides = "overrides";

/// The layout that had neither of these groups, and wrote overrides below the scenario's text.
constexpr std::int64_t kLayoutWithoutInputs = 1;

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;
using Bytes8 = std::vector<std::uint8_t>;

[[noreturn]] void refuse_damaged(const std::filesystem::path& path) {
  throw ResultsError{path, "what it says about its scenario is damaged"};
}

Group inputs_group(const std::vector<ScenarioInput>& inputs) {
  Texts names;
  Texts kinds;
  Integers sizes;
  Texts digests;
  Integers ends;
  Bytes8 bytes;
  for (const ScenarioInput& input : inputs) {
    names.push_back(input.name);
    kinds.emplace_back(to_string(input.kind));
    sizes.push_back(static_cast<std::int64_t>(input.size));
    digests.push_back(input.sha256);
    if (input.bytes) {
      bytes.insert(bytes.end(), input.bytes->begin(), input.bytes->end());
    }
    ends.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  Group group{kInputs, {{"input", names, "", "files that the scenario was loaded from"}}, {}};
  group.variables = {{"kind", {"input"}, kinds, "", "what the file is for"},
                     {"size", {"input"}, sizes, "B", "size of the file"},
                     {"sha256", {"input"}, digests, "", "SHA-256 of the file"},
                     {"end", {"input"}, ends, "1", "where the file ends in the bytes"}};
  if (!bytes.empty()) {
    group.dimensions.push_back({"byte", Length{bytes.size()}, "", ""});
    group.variables.push_back(
        {"bytes", {"byte"}, std::move(bytes), "1", "the files that are kept"});
  }
  return group;
}

Group overrides_group(const std::vector<Override>& overrides) {
  Texts keys;
  Texts values;
  for (const Override& override : overrides) {
    keys.push_back(override.key);
    values.push_back(override.value);
  }
  return {kOverrides,
          {{"override", Length{overrides.size()}, "", ""}},
          {{"key", {"override"}, std::move(keys), "", "key of the scenario"},
           {"value", {"override"}, std::move(values), "", "what it is set to"}}};
}

std::string text_of(const Dataset& dataset, const char* name, const std::filesystem::path& source) {
  const auto value = text_attribute(dataset, name);
  if (!value) {
    throw ResultsError{source, "no results of a run: it has no attribute " + std::string{name}};
  }
  return *value;
}

/// One of the values per position of the dimension that is written first. Throws: ResultsError.
template <class Values>
const Values& column(const Group& group, const char* name, const std::filesystem::path& source) {
  const Variable* variable = find_variable(group.variables, name);
  if (variable == nullptr || !std::holds_alternative<Values>(variable->values) ||
      variable->dimensions != std::vector{group.dimensions.front().name}) {
    refuse_damaged(source);
  }
  return std::get<Values>(variable->values);
}

InputKind kind_of(const std::string& name, const std::filesystem::path& source) {
  for (int i = 0; i < kInputKindCount; ++i) {
    if (name == to_string(static_cast<InputKind>(i))) {
      return static_cast<InputKind>(i);
    }
  }
  refuse_damaged(source);
}

/// The contents of the files that are kept, one after the other; empty if none is.
const Bytes8& bytes_of(const Group& group, const std::filesystem::path& source) {
  static const Bytes8 kNone;
  const Variable* variable = find_variable(group.variables, "bytes");
  if (variable == nullptr) {
    return kNone;
  }
  if (!std::holds_alternative<Bytes8>(variable->values)) {
    refuse_damaged(source);
  }
  return std::get<Bytes8>(variable->values);
}

/// What a layout without inputs keeps: one text that loads to the scenario. Throws: ResultsError if
/// its last lines may be overrides, which cannot be told from comments.
ScenarioSource source_of_text(const std::string& text,
                              const std::filesystem::path& scenario,
                              const std::filesystem::path& source) {
  const std::string_view body = std::string_view{text}.substr(0, text.find_last_not_of('\n') + 1);
  const std::size_t last_line = body.rfind('\n') + 1;  // 0 if there is only one
  if (body.substr(last_line).starts_with("# --set ")) {
    throw ResultsError{source,
                       "its scenario ends with \"# --set\": this may be a comment or, in this "
                       "earlier layout, an override; run the scenario again"};
  }
  return {.variant = {},
          .overrides = {},
          .inputs = {{.name = scenario.filename().generic_string(),
                      .kind = InputKind::Scenario,
                      .size = text.size(),
                      .sha256 = sha256(text),
                      .bytes = text}}};
}

std::vector<Override> read_overrides(const Dataset& dataset, const std::filesystem::path& source) {
  std::vector<Override> overrides;
  const Group* group = find_group(dataset, kOverrides);
  if (group == nullptr) {
    return overrides;
  }
  if (group->dimensions.empty()) {
    refuse_damaged(source);
  }
  const auto& keys = column<Texts>(*group, "key", source);
  const auto& values = column<Texts>(*group, "value", source);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    overrides.push_back({keys[i], values[i]});
  }
  return overrides;
}

/// An attribute that counts something.
std::uint32_t count_of(const Dataset& dataset,
                       const char* name,
                       std::uint32_t otherwise,
                       const std::filesystem::path& source) {
  const std::int64_t value = integer_attribute(dataset, name).value_or(otherwise);
  if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) {
    refuse_damaged(source);
  }
  return static_cast<std::uint32_t>(value);
}

}  // namespace

void add_origin_attributes(Dataset& dataset, const Scenario& scenario, const RunPlan& plan) {
  std::vector<Attribute>& attributes = dataset.attributes;
  if (plan.shard.count > 1) {
    attributes.push_back({"shard_index", static_cast<std::int64_t>(plan.shard.index)});
    attributes.push_back({"shard_count", static_cast<std::int64_t>(plan.shard.count)});
  }
  attributes.push_back({"scenario", scenario.text});
  attributes.push_back({"scenario_path", scenario.path.generic_string()});
  attributes.push_back({"scenario_sha256", sha256(scenario.text)});
  if (!scenario.source.variant.empty()) {
    attributes.push_back({"variant", scenario.source.variant});
  }
}

void add_origin_groups(Dataset& dataset, const ScenarioSource& source) {
  dataset.groups.push_back(inputs_group(source.inputs));
  if (!source.overrides.empty()) {
    dataset.groups.push_back(overrides_group(source.overrides));
  }
}

std::vector<ScenarioInput> read_inputs(const Dataset& dataset,
                                       const std::filesystem::path& source) {
  const Group* group = find_group(dataset, kInputs);
  if (group == nullptr) {
    return {};
  }
  if (group->dimensions.empty() ||
      !std::holds_alternative<Texts>(group->dimensions.front().values)) {
    refuse_damaged(source);
  }
  const auto& names = std::get<Texts>(group->dimensions.front().values);
  const auto& kinds = column<Texts>(*group, "kind", source);
  const auto& sizes = column<Integers>(*group, "size", source);
  const auto& digests = column<Texts>(*group, "sha256", source);
  const auto& ends = column<Integers>(*group, "end", source);
  const Bytes8& bytes = bytes_of(*group, source);
  std::vector<ScenarioInput> inputs;
  std::int64_t start = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::int64_t end = ends[i];
    const bool is_digest = digests[i].size() == 64 &&
                           digests[i].find_first_not_of("0123456789abcdef") == std::string::npos;
    if (sizes[i] < 0 || end < start || end > static_cast<std::int64_t>(bytes.size()) ||
        !is_digest) {
      refuse_damaged(source);
    }
    const bool is_kept = end - start == sizes[i];
    if (end > start && !is_kept) {
      refuse_damaged(source);
    }
    const InputKind kind = kind_of(kinds[i], source);
    ScenarioInput input{.name = names[i],
                        .kind = kind,
                        .size = static_cast<std::uint64_t>(sizes[i]),
                        .sha256 = digests[i]};
    if (is_kept) {
      input.bytes.emplace(bytes.begin() + start, bytes.begin() + end);
      if (sha256(*input.bytes) != input.sha256) {
        refuse_damaged(source);
      }
    }
    inputs.push_back(std::move(input));
    start = end;
  }
  return inputs;
}

RunOrigin read_origin(const Dataset& dataset, const std::filesystem::path& source) {
  const std::string text = text_of(dataset, "scenario", source);
  // The parts are made one by one, because g++ 12 destroys what it has built twice if a later part
  // of a braced list throws.
  RunOrigin origin;
  origin.scenario_path = text_of(dataset, "scenario_path", source);
  origin.source.variant = text_attribute(dataset, "variant").value_or("");
  origin.source.overrides = read_overrides(dataset, source);
  origin.source.inputs = read_inputs(dataset, source);
  origin.version = text_of(dataset, "cutpoint_version", source) + ", " +
                   text_of(dataset, "git_describe", source);
  origin.replications = count_of(dataset, "replications", 1, source);
  origin.shard.index = count_of(dataset, "shard_index", 0, source);
  origin.shard.count = count_of(dataset, "shard_count", 1, source);
  expect_possible(origin, source);
  if (text_attribute(dataset, "scenario_sha256") != sha256(text)) {
    refuse_damaged(source);
  }
  if (integer_attribute(dataset, "schema_version") == kLayoutWithoutInputs) {
    origin.source = source_of_text(text, origin.scenario_path, source);
    origin.names_inputs = false;
  } else if (origin.source.inputs.empty() || !origin.source.inputs.front().bytes) {
    refuse_damaged(source);
  }
  try {
    origin.settings = settings_of(origin.scenario_path, origin.source);
  } catch (const InputError& error) {
    throw ResultsError{source, "its scenario cannot be loaded again: " + std::string{error.what()}};
  }
  return origin;
}

}  // namespace cutpoint
