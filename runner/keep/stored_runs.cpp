#include "runner/keep/stored_runs.hpp"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "results/store/byte_archive.hpp"
#include "runner/keep/run_record.hpp"

namespace cutpoint {
namespace {

constexpr const char* kRecords = "records";

[[noreturn]] void refuse_damaged(const std::filesystem::path& path) {
  throw ResultsError{path, "its runs are damaged"};
}

/// Throws: ResultsError if runs cannot have taken that time.
void expect_possible_time(const StoredRuns& stored) {
  if (!std::isfinite(stored.seconds) || stored.seconds < 0.0) {
    refuse_damaged(stored.path);
  }
}

/// The values of a variable of a group. Throws: ResultsError if it is missing or of another type.
template <class Values>
const Values& values_of(const Group& group, const char* name, const std::filesystem::path& path) {
  const Variable* variable = find_variable(group.variables, name);
  if (variable == nullptr || !std::holds_alternative<Values>(variable->values)) {
    refuse_damaged(path);
  }
  return std::get<Values>(variable->values);
}

/// The runs of the group `records`. Throws: ResultsError unless the records fill the bytes exactly
/// and no run is there twice.
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
  stored.origin = read_origin(dataset, path);
  expect_possible_time(stored);
  const Group* records = find_group(dataset, kRecords);
  if (records != nullptr) {
    stored.runs = read_records(*records, path);
  } else if (!stored.origin.names_inputs) {
    throw ResultsError{path,
                       "keeps no single runs: it was written by an earlier Cutpoint, or nothing "
                       "had ended; run the scenario again"};
  } else if (find_group(dataset, "runs") != nullptr) {
    refuse_damaged(path);
  }  // Otherwise no run is missing: if there are more shards than runs, some shards are empty.
  return stored;
}

}  // namespace

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
  stored.origin = decode_origin(blocks.first, path);
  for (const std::string& block : blocks.others) {
    ByteReader reader{block};
    stored.seconds += reader.real();
    std::string record = reader.text();
    if (!reader.ok() || !reader.at_end()) {
      refuse_damaged(path);
    }
    const RunKey key = decode_head(record, path).key;
    // A run that was simulated again, with a larger budget, replaces what it was before.
    stored.runs.insert_or_assign(key, std::move(record));
  }
  expect_possible_time(stored);
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
