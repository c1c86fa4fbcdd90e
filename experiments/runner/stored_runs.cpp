#include "experiments/runner/stored_runs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <vector>

#include "experiments/runner/run_record.hpp"
#include "results/byte_archive.hpp"
#include "results/provenance.hpp"

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

// More than these cannot be asked for: a scenario's replications with many extensions, and shards.
constexpr std::uint32_t kMostStoredReplications = 2'000'000;
constexpr std::size_t kMostShards = 1'000'000;

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

std::string text_of(const Dataset& dataset, const char* name, const std::filesystem::path& path) {
  const auto value = text_attribute(dataset, name);
  if (!value) {
    throw ResultsError{path, "no results of a run: it has no attribute " + std::string{name}};
  }
  return *value;
}

/// An attribute that counts something; nothing if there is none.
std::optional<std::size_t> count_of(const Dataset& dataset,
                                    const char* name,
                                    const std::filesystem::path& path) {
  const auto value = integer_attribute(dataset, name);
  if (value && *value < 0) {
    refuse_damaged(path);
  }
  return value ? std::optional{static_cast<std::size_t>(*value)} : std::nullopt;
}

/// Throws: ResultsError if what a file says of its runs cannot be.
void expect_possible(const StoredRuns& stored) {
  const RunOrigin& origin = stored.origin;
  if (origin.replications < 1 || origin.replications > kMostStoredReplications ||
      origin.shard.count > kMostShards || origin.shard.index >= origin.shard.count ||
      !std::isfinite(stored.seconds) || stored.seconds < 0.0) {
    refuse_damaged(stored.path);
  }
}

template <class Values>
const Values& values_of(const Group& group, const char* name, const std::filesystem::path& path) {
  const Variable* variable = find_variable(group.variables, name);
  if (variable == nullptr || !std::holds_alternative<Values>(variable->values)) {
    refuse_damaged(path);
  }
  return std::get<Values>(variable->values);
}

RunSet read_records(const Group& group, const std::filesystem::path& path) {
  RunSet runs;
  const auto& ends = values_of<std::vector<std::int64_t>>(group, "end", path);
  const auto& bytes = values_of<std::vector<std::uint8_t>>(group, "bytes", path);
  const auto size = static_cast<std::int64_t>(bytes.size());
  std::int64_t start = 0;
  for (const std::int64_t end : ends) {
    if (end < start || end > size) {
      refuse_damaged(path);
    }
    std::string record{bytes.begin() + start, bytes.begin() + end};
    const RunKey key = decode_head(record, path).key;
    if (!runs.emplace(key, std::move(record)).second) {
      refuse_damaged(path);
    }
    start = end;
  }
  if (start != size) {
    refuse_damaged(path);
  }
  return runs;
}

StoredRuns read_results(const std::filesystem::path& path, const Reading& reading) {
  const Dataset dataset = read_dataset(path, reading);
  StoredRuns stored{path, {}, {}, number_attribute(dataset, "run_seconds").value_or(0.0)};
  const std::size_t replications = count_of(dataset, "replications", path).value_or(1);
  stored.origin = {.scenario = text_of(dataset, "scenario", path),
                   .scenario_path = text_of(dataset, "scenario_path", path),
                   .version = text_of(dataset, "cutpoint_version", path) + ", " +
                              text_of(dataset, "git_describe", path),
                   .replications = static_cast<std::uint32_t>(std::min<std::size_t>(
                       replications, std::numeric_limits<std::uint32_t>::max())),
                   .shard = {count_of(dataset, "shard_index", path).value_or(0),
                             count_of(dataset, "shard_count", path).value_or(1)}};
  expect_possible(stored);
  const Group* records = find_group(dataset, kRecords);
  if (records == nullptr) {
    throw ResultsError{path,
                       "keeps no single runs: it was written by an earlier Cutpoint, or nothing "
                       "had ended; run the scenario again"};
  }
  stored.runs = read_records(*records, path);
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

StoredRuns decode_journal(const JournalBlocks& blocks,
                          const std::filesystem::path& path,
                          const Reading& reading) {
  StoredRuns stored{path, {}, {}, 0.0};
  if (blocks.first.empty()) {
    throw ResultsError{path, "a journal of nothing; delete it"};
  }
  ByteReader origin{blocks.first};
  transfer(origin, stored.origin);
  if (!origin.ok() || !origin.at_end()) {
    refuse_damaged(path);
  }
  for (const std::string& block : blocks.others) {
    ByteReader reader{block};
    stored.seconds += reader.real();
    std::string record = reader.text();
    if (!reader.ok() || !reader.at_end()) {
      refuse_damaged(path);
    }
    const RunKey key = decode_head(record, path).key;
    stored.runs.insert_or_assign(key, std::move(record));
  }
  expect_possible(stored);
  if (blocks.damaged > 0) {
    reading.about(path,
                  std::to_string(blocks.damaged) + " damaged " +
                      (blocks.damaged == 1 ? "record" : "records") + " of " +
                      std::to_string(blocks.damaged + blocks.others.size()) +
                      (blocks.damaged == 1 ? " was" : " were") +
                      " skipped; --resume simulates such runs again");
  }
  return stored;
}

StoredRuns read_runs(const std::filesystem::path& path, const Reading& reading) {
  return is_journal(path) ? decode_journal(read_journal(path), path, reading)
                          : read_results(path, reading);
}

}  // namespace cutpoint
