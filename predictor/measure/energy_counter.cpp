#include "predictor/measure/energy_counter.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

namespace cutpoint {
namespace {

namespace fs = std::filesystem;

std::optional<double> read_number(const fs::path& path) {
  std::ifstream file{path};
  double number = 0.0;
  return file >> number ? std::optional{number} : std::nullopt;
}

std::string read_word(const fs::path& path) {
  std::ifstream file{path};
  std::string word;
  file >> word;
  return word;
}

/// The entries of a folder, ordered by name; none if there is no such folder.
std::vector<fs::path> entries_of(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> entries;
  for (fs::directory_iterator entry{folder, ignored}, end; !ignored && entry != end;
       entry.increment(ignored)) {
    entries.push_back(entry->path());
  }
  std::ranges::sort(entries);
  return entries;
}

/// Whether a name is that of a package, such as "intel-rapl:0"; "intel-rapl:0:1" is a part of one,
/// which counts there already.
bool is_package(const fs::path& zone) {
  const std::string name = zone.filename();
  return name.starts_with("intel-rapl:") && std::ranges::count(name, ':') == 1;
}

}  // namespace

EnergyCounter::EnergyCounter(const fs::path& root) {
  for (const fs::path& zone : entries_of(root / "sys/class/powercap")) {
    if (is_package(zone)) {
      add(zone / "energy_uj", read_number(zone / "max_energy_range_uj").value_or(0.0));
    }
  }
  if (!packages_.empty()) {
    return;
  }
  for (const fs::path& monitor : entries_of(root / "sys/class/hwmon")) {
    if (read_word(monitor / "name") != "amd_energy") {
      continue;
    }
    for (const fs::path& label : entries_of(monitor)) {
      const std::string name = label.filename();
      constexpr std::string_view suffix = "_label";
      if (name.ends_with(suffix) && read_word(label).starts_with("Esocket")) {
        add(monitor / (name.substr(0, name.size() - suffix.size()) + "_input"), 0.0);
      }
    }
  }
}

void EnergyCounter::add(const fs::path& counter, double range) {
  if (const std::optional<double> now = read_number(counter)) {
    packages_.push_back({.counter = counter, .range = range, .last = *now});
  }
}

std::optional<Joules> EnergyCounter::take() {
  double microjoules = 0.0;
  for (Package& package : packages_) {
    const std::optional<double> now = read_number(package.counter);
    if (!now) {
      return std::nullopt;
    }
    microjoules += *now - package.last + (*now < package.last ? package.range : 0.0);
    package.last = *now;
  }
  return Joules{microjoules * 1e-6};
}

}  // namespace cutpoint
