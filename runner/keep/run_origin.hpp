// Where runs come from: what has to agree before they are put together, and what repeats them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "results/store/dataset.hpp"
#include "runner/keep/run_plan.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint {

struct RunOrigin {
  std::string scenario_path;  // as it was given
  ScenarioSource source;
  std::vector<std::string> settings;  // settings_of() these
  std::string version;                // of the program: version_text()
  std::uint32_t replications = 1;
  Shard shard{};
  /// Whether the source has all inputs. Results files of an earlier layout name none.
  bool names_inputs = true;
};

/// Version and commit of this program: "0.2.0, v0.2-12-g4711abc".
[[nodiscard]] std::string version_text();

[[nodiscard]] RunOrigin origin_of(const Scenario& scenario, const RunPlan& plan);

/// Why runs of one origin are no runs of the other, in words; nothing if they are. The budget, the
/// number of replications and the shard may differ: they decide which runs there are, not what
/// comes of one.
[[nodiscard]] std::optional<std::string> difference(const RunOrigin& stored, const RunOrigin& now);
/// The same, if the budgets have to agree as well.
[[nodiscard]] std::optional<std::string> any_difference(const RunOrigin& stored,
                                                        const RunOrigin& now);

/// The file among the others that has its name or, if none has, its content; null if there is none.
[[nodiscard]] const ScenarioInput* counterpart(const ScenarioInput& input,
                                               const std::vector<ScenarioInput>& others);

/// Throws: ResultsError about `file`, which the origin was read from, if there cannot be so many
/// replications, or no such shard; or not of the scenario.
void expect_possible(const RunOrigin& origin, const std::filesystem::path& file);
void expect_possible(const RunOrigin& origin,
                     const Scenario& scenario,
                     const std::filesystem::path& file);

/// The scenario of an origin that was read from `file`, as restore_scenario(). Throws: ResultsError
/// about that file if it holds all inputs, but no valid scenario, if it needs inputs that it does
/// not name, or as expect_possible(); InputError if other files are needed, and are not what they
/// were.
[[nodiscard]] Scenario restore(const RunOrigin& origin,
                               const std::filesystem::path& file,
                               std::optional<std::uint64_t> most_kept = std::nullopt);

/// Takes over what one source holds of inputs that the other only knows.
void take_content(ScenarioSource& source, const ScenarioSource& other);

/// As the first block of a journal. Throws: ResultsError about `source` if the bytes are damaged.
[[nodiscard]] std::string encode_origin(const RunOrigin& origin);
[[nodiscard]] RunOrigin decode_origin(const std::string& bytes,
                                      const std::filesystem::path& source);

/// The same without the bytes of files other than the scenario's own, which no comparison needs.
[[nodiscard]] RunOrigin without_content(RunOrigin origin);

/// As parts of a results file: attributes, and the groups `inputs` and, if there are any,
/// `overrides`.
void add_origin_attributes(Dataset& dataset, const Scenario& scenario, const RunPlan& plan);
void add_origin_groups(Dataset& dataset, const ScenarioSource& source);
/// Throws: ResultsError about `source` if the file is of no run, or damaged.
[[nodiscard]] RunOrigin read_origin(const Dataset& dataset, const std::filesystem::path& source);
/// Only its inputs; none if it is of a layout that had none. Throws: likewise.
[[nodiscard]] std::vector<ScenarioInput> read_inputs(const Dataset& dataset,
                                                     const std::filesystem::path& source);

}  // namespace cutpoint
