// Finished runs on the disk: in results files, and in the journals that are kept while running.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "experiments/runner/run_scenario.hpp"
#include "results/dataset.hpp"
#include "results/journal.hpp"
#include "results/results_reader.hpp"

namespace cutpoint {

/// Where runs come from: what has to agree before they are put together.
struct RunOrigin {
  std::string scenario;       // Scenario::text
  std::string scenario_path;  // as it was given
  std::string version;        // of the program: version_text()
  std::uint32_t replications = 1;
  Shard shard{};

  friend bool operator==(const RunOrigin&, const RunOrigin&) = default;
};

/// Version and commit of this program: "0.1.0, v0.1-12-g4711abc".
[[nodiscard]] std::string version_text();

[[nodiscard]] RunOrigin origin_of(const Scenario& scenario, const RunPlan& plan);

/// Why runs of one origin are no runs of the other, in words; nothing if they are. The budget, the
/// number of replications and the shard may differ: they decide which runs there are, not what
/// comes of one.
[[nodiscard]] std::optional<std::string> difference(const RunOrigin& stored, const RunOrigin& now);

struct StoredRuns {
  std::filesystem::path path;
  RunOrigin origin;
  RunSet runs;
  double seconds = 0.0;  // that they took, all together
};

/// Of a results file or of a journal. What they say of themselves is possible, but they may be of
/// another scenario than they say: see summarize(). Throws: ResultsError if it is neither, or keeps
/// no runs.
[[nodiscard]] StoredRuns read_runs(const std::filesystem::path& path, const Reading& reading = {});

/// The blocks of a journal: the first is the origin, the others are runs.
[[nodiscard]] std::string encode_origin(const RunOrigin& origin);
[[nodiscard]] std::string encode_finished(const FinishedRun& run);
/// Warns of damaged blocks, whose runs are not among the result.
[[nodiscard]] StoredRuns decode_journal(const JournalBlocks& blocks,
                                        const std::filesystem::path& path,
                                        const Reading& reading = {});

/// Adds the groups `runs`, a table of all runs with their metrics, and `records`, the runs as they
/// are read back. The same for the same runs, whenever and wherever they ran. Nothing without runs.
void add_runs(Dataset& dataset, const Scenario& scenario, const ScenarioResult& result);

}  // namespace cutpoint
