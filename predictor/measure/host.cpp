#include "predictor/measure/host.hpp"

#include <fstream>
#include <string_view>

#include <dlfcn.h>
#include <sched.h>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

/// Tells OpenMP how many threads to use, if it is there. oneDNN brings its own OpenMP library,
/// which this program is not linked with and which has read its environment before main(), so its
/// function is looked up at run time.
void set_openmp_threads(int threads) {
  if (void* const symbol = ::dlsym(RTLD_DEFAULT, "omp_set_num_threads")) {
    reinterpret_cast<void (*)(int)>(symbol)(threads);
  }
}

}  // namespace

std::string processor_name() {
  constexpr std::string_view key = "model name";
  std::ifstream file{"/proc/cpuinfo"};
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with(key) && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "unknown processor";
}

int pin_threads(int threads) {
  CUTPOINT_EXPECTS(threads >= 1);
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  const bool system_answers = ::sched_getaffinity(0, sizeof allowed, &allowed) == 0;
  CUTPOINT_EXPECTS(system_answers);
  const int processors = CPU_COUNT(&allowed);
  if (processors < threads) {
    return processors;
  }
  cpu_set_t chosen;
  CPU_ZERO(&chosen);
  for (int i = CPU_SETSIZE - 1; i >= 0 && CPU_COUNT(&chosen) < threads; --i) {
    const auto processor = static_cast<std::size_t>(i);
    if (CPU_ISSET(processor, &allowed)) {
      CPU_SET(processor, &chosen);
    }
  }
  ::sched_setaffinity(0, sizeof chosen, &chosen);  // a refusal leaves the system's choice
  set_openmp_threads(threads);
  return processors;
}

}  // namespace cutpoint
