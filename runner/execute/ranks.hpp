// The processes that mpirun started, one of which hands out runs to the others.
//
// Optional: without MPI there is never more than this process. Outside mpirun nothing of MPI is
// initialized.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runner/execute/single_run.hpp"

namespace cutpoint {

/// MPI from here to the end of its life, by one thread.
class Ranks {
 public:
  Ranks() = default;
  virtual ~Ranks() = default;
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;
  Ranks(Ranks&&) = delete;
  Ranks& operator=(Ranks&&) = delete;

  /// Whether this process is the one that hands out, writes and speaks.
  [[nodiscard]] virtual bool is_first() const = 0;
  /// How many processes simulate: all but the first one.
  [[nodiscard]] virtual unsigned workers() const = 0;

  /// For the first process: gives every run to the next process that asks, calls `on_finished` with
  /// each that comes back, and dismisses who asks when none is left. Gives up what is in hand once
  /// interrupted. Throws: InputError if a process has read another scenario, std::runtime_error
  /// with the message of a process that failed, and what on_finished throws.
  virtual void hand_out(const Scenario& scenario,
                        const std::vector<RunKey>& runs,
                        const std::function<void(FinishedRun)>& on_finished,
                        const std::atomic<bool>* interrupted) = 0;

  /// For the others: simulates what it is given until it is dismissed.
  virtual void serve(const Scenario& scenario) = 0;
};

/// Null unless mpirun started several processes. Throws: InputError if it did, and this program was
/// built without MPI.
[[nodiscard]] std::unique_ptr<Ranks> join_ranks();

/// "Open MPI v4.1.4"; empty if built without MPI. Initializes nothing.
[[nodiscard]] std::string mpi_library();

}  // namespace cutpoint
