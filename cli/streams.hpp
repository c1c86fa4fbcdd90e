// The standard streams, which whoever starts the program may have closed or filled.
#pragma once

#include <cstdio>
#include <system_error>
#include <utility>

#include <fmt/core.h>

namespace cutpoint {

/// Makes sure that no file of ours takes the place of a closed stream, and that a reader who went
/// away is an error of writing, not the end of the program.
void prepare_streams();

/// Whether all that was printed to stdout has arrived. Flushes it.
[[nodiscard]] bool is_output_whole();

/// Prints to stderr. What cannot be written there is lost, and nobody could be told.
template <class... Arguments>
void print_error(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  try {
    fmt::print(stderr, format, std::forward<Arguments>(arguments)...);
  } catch (const std::system_error&) {
    std::clearerr(stderr);
  }
}

}  // namespace cutpoint
