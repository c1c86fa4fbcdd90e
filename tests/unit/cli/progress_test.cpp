// The line that shows on a terminal how far a run has come.
#include "cli/progress.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace cutpoint {
namespace {

RunProgress half_done() {
  return {.runs_done = 20,
          .runs = 40,
          .elapsed = std::chrono::duration<double>{12.0},
          .points_done = 5,
          .points = 10,
          .events = 24'000'000,
          .worst_precision = 0.042};
}

std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
  }));
}

TEST_CASE("a wide terminal shows all that is known of a run") {
  CHECK(progress_line(half_done(), "runs", 200) ==
        "[###############...............] 20/40 runs, 12 s, about 12 s left, 5/10 points, "
        "2.0 M events/s, widest interval ± 4.2 %");
}

TEST_CASE("what matters least is left out where the terminal is narrow") {
  CHECK(progress_line(half_done(), "runs", 80) ==
        "[#######.......] 20/40 runs, 12 s, about 12 s left, 5/10 points, 2.0 M events/s");
  CHECK(progress_line(half_done(), "runs", 50) ==
        "[######.......] 20/40 runs, 12 s, about 12 s left");
  CHECK(progress_line(half_done(), "runs", 25) == "[#####......] 20/40 runs");
  CHECK(progress_line(half_done(), "runs", 20) == "20/40 runs");
  CHECK(progress_line(half_done(), "runs", 6) == "20/40");
}

TEST_CASE("the line never fills the terminal's last column") {
  for (std::size_t columns = 0; columns < 200; ++columns) {
    CAPTURE(columns);
    CHECK(columns_of(progress_line(half_done(), "runs", columns)) <
          std::max<std::size_t>(columns, 1));
  }
}

}  // namespace
}  // namespace cutpoint
