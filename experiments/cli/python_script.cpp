#include "experiments/cli/python_script.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/core.h>
#include <unistd.h>

#include "results/dataset.hpp"

namespace cutpoint {
namespace {

// The Debian modules for plots and reports belong to the system's interpreter; another python3 on
// the PATH may not have them.
constexpr const char* kPython = "/usr/bin/python3";

}  // namespace

void run_python_script(const std::string& script, const Arguments& arguments) {
  const std::filesystem::path path = std::filesystem::path{CUTPOINT_SCRIPTS} / script;
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
