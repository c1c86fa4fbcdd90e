#include <filesystem>

#include "cli/python_script.hpp"

namespace cutpoint {

ExitCode reproduce_command(const Arguments& arguments) {
  // The script runs the scenarios with this very program.
  Arguments words{"--cutpoint", std::filesystem::read_symlink("/proc/self/exe").string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  run_python_script("experiments/figures/reproduce.py", words);
}

}  // namespace cutpoint
