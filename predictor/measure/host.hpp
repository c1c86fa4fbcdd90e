// What the host says about itself, and the processors that a measurement may use.
#pragma once

#include <string>

namespace cutpoint {

/// The name of the processor, such as "AMD EPYC"; "unknown processor" if the system does not say.
[[nodiscard]] std::string processor_name();

/// Lets this thread, and threads that it starts, run only on the last `threads` of the processors
/// that it may use (the first one serves most interrupts), and tells OpenMP to use so many threads.
/// Returns how many processors there were; with fewer than `threads` of them nothing is changed.
/// Requires: threads >= 1.
int pin_threads(int threads);

}  // namespace cutpoint
