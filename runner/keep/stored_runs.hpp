// Finished runs on the disk: in results files, and in the journals that are kept while running.
#pragma once

#include <filesystem>
#include <string>

#include "results/store/dataset.hpp"
#include "results/store/journal.hpp"
#include "results/store/results_reader.hpp"
#include "runner/keep/run_origin.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/keep/scenario_result.hpp"

namespace cutpoint {

/// The runs of one file, and where they come from.
struct StoredRuns {
  std::filesystem::path path;
  RunOrigin origin;
  RunSet runs;
  double seconds = 0.0;  // seconds that the runs took, one after the other
};

/// Reads the runs of a results file or of a journal. What the records say of themselves is
/// possible, but they may be of another scenario than they say: see summarize(). Throws:
/// ResultsError if the file is neither, or keeps no runs.
[[nodiscard]] StoredRuns read_runs(const std::filesystem::path& path, const Reading& reading = {});

/// A finished run as a block of a journal. The first block of a journal is encode_origin(), the
/// others are such runs.
[[nodiscard]] std::string encode_finished(const FinishedRun& run);
/// The runs of a journal. Warns of damaged blocks, whose runs are missing.
[[nodiscard]] StoredRuns decode_journal(const JournalBlocks& blocks,
                                        const std::filesystem::path& path,
                                        const Reading& reading = {});

/// Adds the groups `runs`, a table of all runs with their metrics, and `records`, the runs as they
/// are read back. The same for the same runs, whenever and wherever they ran. Nothing without runs.
void add_runs(Dataset& dataset, const Scenario& scenario, const ScenarioResult& result);

}  // namespace cutpoint
