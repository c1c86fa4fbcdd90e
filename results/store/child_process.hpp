// Work that may crash, take too much memory or never end, done in a process of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>

namespace cutpoint {

/// What a child may take before it is stopped.
struct ChildLimits {
  std::size_t memory = 0;  // bytes beyond what this process has; no limit if kIsInstrumented
  std::chrono::milliseconds time{};
  std::size_t output = 0;  // bytes that it may send back
};

/// Why a child gave no output, in words.
class ChildError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Calls `work` in a child process and returns what it returns. The child can open no file (unless
/// kIsInstrumented), write none and print nothing. It costs about a millisecond. Requires: this
/// process has one thread that allocates memory. Throws: ChildError if the child crashed or was
/// stopped by a limit, or with the words of the exception that `work` ended with.
[[nodiscard]] std::string run_in_child(const std::function<std::string()>& work,
                                       const ChildLimits& limits);

}  // namespace cutpoint
