// What is on the disk of a run whose results go to a file: the file, if there is one already, and
// the journal beside it, `FILE.journal`, which holds what has ended since. The program may be
// killed at any time and loses only the runs that it was simulating.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "results/store/journal.hpp"
#include "runner/keep/run_record.hpp"
#include "runner/keep/stored_runs.hpp"

namespace cutpoint {

/// What to do about results that are there already.
enum class Existing : std::uint8_t { Refuse, Overwrite, Resume };

struct CheckpointRequest {
  std::filesystem::path output;
  Existing existing = Existing::Refuse;
  /// Beyond those that the file has; Existing::Resume only.
  std::uint32_t more_replications = 0;
  Shard shard{};
  std::optional<std::uint32_t> replications{};  // if not as many as the scenario says
  /// Whether files that the scenario uses are still held if those that are there hold them.
  bool keeps_inputs = true;
  Reading reading{};
};

/// Where the journal of a results file is.
[[nodiscard]] std::filesystem::path journal_path(const std::filesystem::path& output);

/// Whether a stored run stands for one with the point's present budget: it ended for another reason
/// than a smaller one.
[[nodiscard]] bool is_final(const RunHead& head, const Point& point);

class Checkpoint {
 public:
  /// Finds out what is there, and keeps others from writing the same. Throws: InputError if
  /// something is there and not to be touched, or cannot be continued; ResultsError if it cannot be
  /// read, or nothing can be written.
  Checkpoint(const Scenario& scenario, const CheckpointRequest& request);
  /// Leaves no journal behind if there was none and no run has ended.
  ~Checkpoint();
  Checkpoint(const Checkpoint&) = delete;
  Checkpoint& operator=(const Checkpoint&) = delete;
  Checkpoint(Checkpoint&&) = delete;
  Checkpoint& operator=(Checkpoint&&) = delete;

  /// What is to be there in the end.
  [[nodiscard]] const RunPlan& plan() const { return plan_; }
  /// What is there already and need not be run again.
  [[nodiscard]] const RunSet& finished() const { return finished_; }
  /// What the scenario was loaded from, with what is to be held of it.
  [[nodiscard]] const ScenarioSource& source() const { return source_; }
  /// Seconds that all runs took, those of add() included.
  [[nodiscard]] double run_seconds() const { return run_seconds_; }

  /// Keeps a run. By one thread at a time. Throws: ResultsError.
  void add(const FinishedRun& run);

  /// Writes the results file, unless it has had everything before, and deletes the journal. Throws:
  /// ResultsError; the journal is then still there.
  void finish(const Dataset& dataset);

 private:
  void take_over(const Scenario& scenario, const StoredRuns& stored);
  void add_replications(const Scenario& scenario, const CheckpointRequest& request);

  std::filesystem::path output_;
  RunPlan plan_;
  RunSet finished_;
  ScenarioSource source_;
  bool keeps_inputs_;
  double run_seconds_ = 0.0;
  std::unique_ptr<Journal> journal_;
  bool is_worth_keeping_ = false;  // the journal
  bool has_news_ = false;          // for the file
};

}  // namespace cutpoint
