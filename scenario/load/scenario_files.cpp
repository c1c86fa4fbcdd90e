#include "scenario/load/scenario_files.hpp"

#include <algorithm>
#include <utility>

#include "base/digest/sha256.hpp"
#include "base/input_error.hpp"
#include "base/utf8.hpp"

namespace cutpoint::scenario_file {

ScenarioFiles::ScenarioFiles(const std::filesystem::path& scenario) {
  add_scenario(read_input(scenario, InputKind::Scenario), false);
}

ScenarioFiles::ScenarioFiles(const std::filesystem::path& scenario, std::string text) {
  add_scenario({scenario, std::move(text)}, false);
}

ScenarioFiles::ScenarioFiles(const std::filesystem::path& scenario, const ScenarioSource& source)
    : source_{&source} {
  add_scenario(restored(scenario.filename().generic_string(), scenario, InputKind::Scenario, {}),
               true);
}

void ScenarioFiles::add_scenario(InputFile file, bool was_kept) {
  if (!is_storable_text(file.path.string())) {
    throw InputError{{file.path.string()},
                     "the path of a scenario stands in its results, where text is UTF-8, and this "
                     "one is not; give the file or folder another name"};
  }
  const std::string name = file.path.filename().generic_string();
  names_[file.path.string()] = name;
  std::string digest = sha256(file.bytes);
  entries_.push_back({name, InputKind::Scenario, std::move(digest), was_kept, std::move(file)});
}

const InputFile& ScenarioFiles::read(const std::string& name,
                                     const std::string& from,
                                     InputKind kind,
                                     const SourceLocation& where) {
  // A file has two names: where it is on this disk, and how the scenario's folder sees it. The
  // second is the same on every machine, so it is the one that results keep.
  const std::filesystem::path folder = std::filesystem::path{from}.parent_path();
  const std::filesystem::path folder_seen = std::filesystem::path{names_.at(from)}.parent_path();
  const std::string seen = (folder_seen / name).lexically_normal().generic_string();
  const auto entry = std::ranges::find(entries_, seen, &Entry::name);
  if (entry != entries_.end()) {
    return entry->file;
  }
  std::filesystem::path path = folder / name;
  if (kind == InputKind::Scenario) {
    path = path.lexically_normal();
    names_[path.string()] = seen;
  }
  InputFile file =
      source_ == nullptr ? read_input(path, kind, where) : restored(seen, path, kind, where);
  const ScenarioInput* before = known(seen);
  std::string digest = sha256(file.bytes);
  entries_.push_back(
      {seen, kind, std::move(digest), before != nullptr && before->bytes, std::move(file)});
  return entries_.back().file;
}

std::vector<ScenarioInput> ScenarioFiles::used(std::optional<std::uint64_t> most_kept) const {
  std::vector<ScenarioInput> inputs;
  for (const Entry& entry : entries_) {
    const std::uint64_t size = entry.file.bytes.size();
    const bool is_kept =
        entry.kind == InputKind::Scenario || (most_kept ? size <= *most_kept : entry.was_kept);
    inputs.push_back({.name = entry.name,
                      .kind = entry.kind,
                      .size = size,
                      .sha256 = entry.sha256,
                      .bytes = is_kept ? std::optional{entry.file.bytes} : std::nullopt});
  }
  return inputs;
}

const ScenarioInput* ScenarioFiles::known(const std::string& name) const {
  if (source_ == nullptr) {
    return nullptr;
  }
  const auto found = std::ranges::find(source_->inputs, name, &ScenarioInput::name);
  return found == source_->inputs.end() ? nullptr : &*found;
}

// The file as it was when the scenario was loaded first: from the kept bytes, or from the disk if
// it has the same SHA-256.
InputFile ScenarioFiles::restored(const std::string& name,
                                  const std::filesystem::path& path,
                                  InputKind kind,
                                  const SourceLocation& where) const {
  const ScenarioInput* before = known(name);
  if (before == nullptr && !source_->is_complete) {
    return read_input(path, kind, where);
  }
  if (before == nullptr) {
    throw InputError{where, path.string() + " is not among the inputs that are stored"};
  }
  if (before->bytes) {
    return {path, *before->bytes};
  }
  const std::string needed = "; the results do not hold it, only that it has SHA-256 " +
                             short_digest(before->sha256) + " (--embed-inputs decides that)";
  InputFile file;
  try {
    file = read_input(path, kind, where);
  } catch (const InputError& error) {
    throw InputError{error.where(), error.message() + needed};
  }
  const std::string digest = sha256(file.bytes);
  if (digest != before->sha256) {
    throw InputError{
        where,
        path.string() + " is another file now, with SHA-256 " + short_digest(digest) + needed};
  }
  return file;
}

}  // namespace cutpoint::scenario_file
