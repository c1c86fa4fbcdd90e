#include "experiments/runner/stored_runs.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include "experiments/runner/run_record.hpp"
#include "results/byte_archive.hpp"
#include "results/journal.hpp"
#include "results/provenance.hpp"
#include "results/results_reader.hpp"

namespace cutpoint {

template <class Archive, class Value>
requires ValueOf<Value, RunOrigin>
void transfer(Archive& archive, Value& origin) {
  auto& [scenario, path, version, replications, shard] = origin;
  auto& [index, count] = shard;
  transfer_all(archive, scenario, path, version, replications, index, count);
}

namespace {

constexpr const char* kRecords = "records";

[[noreturn]] void refuse_damaged(const std::filesystem::path& path) {
  throw ResultsError{path, "its runs are damaged"};
}

/// The lines of a scenario that say how many observations a run may have.
bool is_budget(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t");
  line.remove_prefix(start == std::string_view::npos ? line.size() : start);
  for (const std::string_view word :
       {"max_queries", "max_jobs", "# --set run.max_queries", "# --set run.max_jobs"}) {
    if (line.starts_with(word)) {
      const std::string_view rest = line.substr(word.size());
      const std::size_t next = rest.find_first_not_of(" \t");
      return next != std::string_view::npos && rest[next] == '=';
    }
  }
  return false;
}

std::vector<std::string> lines_without_budget(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) {
    if (!is_budget(line)) {
      lines.push_back(line);
    }
  }
  return lines;
}

std::string quoted(const std::vector<std::string>& lines, std::size_t i) {
  return i < lines.size() ? '"' + lines[i] + '"' : "nothing";
}

std::string text_of(const ResultsReader& reader, const char* name) {
  const auto value = reader.text(name);
  if (!value) {
    throw ResultsError{reader.path(),
                       "no results of a run: it has no attribute " + std::string{name}};
  }
  return *value;
}

Shard shard_of(const ResultsReader& reader) {
  const auto index = reader.integer("shard_index");
  const auto count = reader.integer("shard_count");
  return index && count ? Shard{static_cast<std::size_t>(*index), static_cast<std::size_t>(*count)}
                        : Shard{};
}

template <class Values>
const Values& values_of(const Group& group, const char* name, const std::filesystem::path& path) {
  const auto variable = std::ranges::find(group.variables, name, &Variable::name);
  if (variable == group.variables.end() || !std::holds_alternative<Values>(variable->values)) {
    refuse_damaged(path);
  }
  return std::get<Values>(variable->values);
}

void add_record(RunSet& runs, std::string record, const std::filesystem::path& path) {
  const RunKey key = decode_head(record, path).key;
  runs.insert_or_assign(key, std::move(record));
}

RunSet read_records(const ResultsReader& reader) {
  RunSet runs;
  const Group group = reader.group(kRecords);
  const auto& ends = values_of<std::vector<std::int64_t>>(group, "end", reader.path());
  const auto& bytes = values_of<std::vector<std::uint8_t>>(group, "bytes", reader.path());
  std::int64_t start = 0;
  for (const std::int64_t end : ends) {
    if (end < start || static_cast<std::size_t>(end) > bytes.size()) {
      refuse_damaged(reader.path());
    }
    add_record(runs, {bytes.begin() + start, bytes.begin() + end}, reader.path());
    start = end;
  }
  return runs;
}

StoredRuns read_results(const std::filesystem::path& path) {
  const ResultsReader reader{path};
  StoredRuns stored{path, {}, {}, reader.number("run_seconds").value_or(0.0)};
  stored.origin = {
      .scenario = text_of(reader, "scenario"),
      .scenario_path = text_of(reader, "scenario_path"),
      .version = text_of(reader, "cutpoint_version") + ", " + text_of(reader, "git_describe"),
      .replications = static_cast<std::uint32_t>(reader.integer("replications").value_or(1)),
      .shard = shard_of(reader)};
  if (!reader.has_group(kRecords)) {
    throw ResultsError{path,
                       "keeps no single runs: it was written by an earlier Cutpoint, or nothing "
                       "had ended; run the scenario again"};
  }
  stored.runs = read_records(reader);
  return stored;
}

}  // namespace

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
  return {.scenario = scenario.text,
          .scenario_path = scenario.path.generic_string(),
          .version = version_text(),
          .replications = plan.replications,
          .shard = plan.shard};
}

std::optional<std::string> difference(const RunOrigin& stored, const RunOrigin& now) {
  const std::vector<std::string> there = lines_without_budget(stored.scenario);
  const std::vector<std::string> here = lines_without_budget(now.scenario);
  if (there != here) {
    const auto [first, ignored] = std::ranges::mismatch(there, here);
    const auto line = static_cast<std::size_t>(first - there.begin());
    return "the scenario differs: " + quoted(there, line) + " there, " + quoted(here, line) +
           " here";
  }
  if (stored.version != now.version) {
    return "the program differs: " + stored.version + " there, " + now.version + " here";
  }
  return std::nullopt;
}

std::string encode_origin(const RunOrigin& origin) {
  ByteWriter writer;
  transfer(writer, origin);
  return writer.take();
}

std::string encode_finished(const FinishedRun& run) {
  ByteWriter writer;
  writer.real(run.seconds);
  writer.text(run.record);
  return writer.take();
}

StoredRuns decode_journal(const std::vector<std::string>& blocks,
                          const std::filesystem::path& path) {
  StoredRuns stored{path, {}, {}, 0.0};
  if (blocks.empty()) {
    throw ResultsError{path, "a journal of nothing; delete it"};
  }
  ByteReader origin{blocks.front()};
  transfer(origin, stored.origin);
  if (!origin.ok()) {
    refuse_damaged(path);
  }
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    ByteReader reader{blocks[i]};
    stored.seconds += reader.real();
    add_record(stored.runs, reader.text(), path);
  }
  return stored;
}

StoredRuns read_runs(const std::filesystem::path& path) {
  return is_journal(path) ? decode_journal(read_journal(path), path) : read_results(path);
}

}  // namespace cutpoint
