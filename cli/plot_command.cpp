#include "cli/python_script.hpp"

namespace cutpoint {

ExitCode plot_command(const Arguments& arguments) {
  return run_reading_script("results/plots/plot.py", arguments);
}

ExitCode trace_command(const Arguments& arguments) {
  return run_reading_script("results/plots/timeline.py", arguments);
}

ExitCode report_command(const Arguments& arguments) {
  return run_reading_script("results/report/report.py", arguments);
}

}  // namespace cutpoint
