// Work in a process of its own: what it may do, and what becomes of it if it does more.
#include "results/store/child_process.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "base/instrumented.hpp"
#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

constexpr ChildLimits kLimits{
    .memory = std::size_t{256} << 20U, .time = std::chrono::seconds{20}, .output = 1'000'000};

/// Why the work gave nothing, or "" if it did.
std::string failure(const std::function<std::string()>& work, const ChildLimits& limits = kLimits) {
  try {
    static_cast<void>(run_in_child(work, limits));
  } catch (const ChildError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("what a child returns arrives as it was, and nothing else changes here") {
  int here = 1;
  const std::string bytes("with\0zero", 9);
  CHECK(run_in_child(
            [&] {
              here = 2;
              return bytes;
            },
            kLimits) == bytes);
  CHECK(here == 1);
  CHECK(run_in_child([] { return std::string(900'000, 'x'); }, kLimits).size() == 900'000);
  CHECK(run_in_child([] { return std::string{}; }, kLimits).empty());
}

TEST_CASE("what a child throws is told with its words") {
  CHECK(failure([]() -> std::string { throw std::runtime_error{"why not"}; }) == "why not");
}

TEST_CASE("a child that crashes, ends, or never ends is an error") {
  CHECK(failure([] {
          std::raise(SIGKILL);
          return std::string{};
        }) == "the HDF5 library crashed (Killed)");
  CHECK(failure([]() -> std::string { _exit(3); }) ==
        "the HDF5 library ended the process that read it");
  ChildLimits limits = kLimits;
  limits.time = std::chrono::milliseconds{300};
  CHECK(failure(
            [] {
              pause();
              return std::string{};
            },
            limits) == "it takes longer than 1 s");
  limits = kLimits;
  limits.output = 10;
  CHECK(failure([] { return std::string(11, 'x'); }, limits) ==
        "there is more in it than such a file can hold");
}

TEST_CASE("a child prints nothing") {
  CHECK(run_in_child(
            [] {
              const std::string text = "not to be seen\n";
              return std::string{write(STDERR_FILENO, text.data(), text.size()) >= 0 ? "quiet"
                                                                                     : ""};
            },
            kLimits) == "quiet");
}

TEST_CASE("a child that opens a file or wants too much memory is an error") {
  if (kIsInstrumented) {
    SUCCEED("a sanitizer can be limited in neither");
    return;
  }
  CHECK(
      run_in_child([] { return std::string{open("/etc/passwd", O_RDONLY) < 0 ? "confined" : ""}; },
                   kLimits) == "confined");
  CHECK(failure([] { return std::string(std::size_t{1} << 30U, 'x'); }) ==
        "it asks for more memory than it may have");
}

}  // namespace
}  // namespace cutpoint
