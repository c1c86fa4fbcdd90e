// The files of a scenario: those that it is put together from, and those that it uses.
//
// Each is read once while a scenario is loaded, however often it is named, so what a scenario was
// computed with has one identity: name, size and SHA-256.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/input_file.hpp"
#include "scenario/scenario.hpp"

namespace cutpoint::scenario_file {

class ScenarioFiles {
 public:
  /// The files of a scenario that is on the disk, or whose own text is in memory.
  /// Throws: InputError.
  explicit ScenarioFiles(const std::filesystem::path& scenario);
  ScenarioFiles(const std::filesystem::path& scenario, std::string text);
  /// The files of a scenario that has been loaded before. A file whose bytes were not kept is read
  /// from the disk, and must have the same SHA-256 as then. The source must outlive this object.
  /// Throws: InputError.
  ScenarioFiles(const std::filesystem::path& scenario, const ScenarioSource& source);

  /// The scenario's own file.
  [[nodiscard]] const InputFile& scenario() const { return entries_.front().file; }

  /// The file that is called `name` in the scenario's file `from`, as seen from the folder of that.
  /// Throws: InputError at `where`.
  const InputFile& read(const std::string& name,
                        const std::string& from,
                        InputKind kind,
                        const SourceLocation& where);

  /// All that was read, in that order. Bytes are kept of the scenario's own files, of others up to
  /// `most_kept`, and, if that is nothing, of those that had been kept before.
  [[nodiscard]] std::vector<ScenarioInput> used(std::optional<std::uint64_t> most_kept) const;

 private:
  struct Entry {
    std::string name;
    InputKind kind;
    std::string sha256;
    bool was_kept;
    InputFile file;
  };

  void add_scenario(InputFile file, bool was_kept);
  [[nodiscard]] const ScenarioInput* known(const std::string& name) const;
  [[nodiscard]] InputFile restored(const std::string& name,
                                   const std::filesystem::path& path,
                                   InputKind kind,
                                   const SourceLocation& where) const;

  const ScenarioSource* source_ = nullptr;    // what was loaded before
  std::deque<Entry> entries_;                 // references into it stay valid
  std::map<std::string, std::string> names_;  // of the scenario's files, by path
};

}  // namespace cutpoint::scenario_file
