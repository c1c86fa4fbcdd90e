#include "experiments/cli/python_script.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/core.h>
#include <unistd.h>

#include "experiments/cli/options.hpp"
#include "results/dataset.hpp"

namespace cutpoint {
namespace {

// The Debian modules for plots and reports belong to the system's interpreter; another python3 on
// the PATH may not have them.
constexpr const char* kPython = "/usr/bin/python3";

/// Where the script is: beside an installed program, or in the tree that it was built from.
std::filesystem::path scripts_folder(const std::string& script) {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const std::filesystem::path shared = program.parent_path().parent_path() / "share" / "cutpoint";
  return std::filesystem::exists(shared / script, ignored) ? shared : CUTPOINT_SCRIPTS;
}

}  // namespace

void run_python_script(const std::string& script, const Arguments& arguments) {
  if (is_describing()) {
    throw NotDescribed{};
  }
  const std::filesystem::path path = scripts_folder(script) / script;
  // -B: the scripts' folder may not be ours to write to.
  std::vector<std::string> words{kPython, "-B", path.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  ::execv(kPython, argv.data());  // returns only if it fails
  throw ResultsError{kPython,
                     fmt::format("{}; plots and reports need the packages python3, "
                                 "python3-xarray, python3-h5netcdf, python3-matplotlib and "
                                 "python3-jinja2",
                                 std::strerror(errno))};
}

}  // namespace cutpoint
