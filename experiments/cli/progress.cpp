#include "experiments/cli/progress.hpp"

#include <array>

#include <fmt/core.h>
#include <unistd.h>

#include "sim/units/input_error.hpp"
#include "sim/units/suggest.hpp"

namespace cutpoint {
namespace {

using RealSeconds = std::chrono::duration<double>;

/// Time left if the remaining points take as long as those done.
RealSeconds time_left(const RunProgress& progress) {
  const auto done = static_cast<double>(progress.runs_done);
  const auto left = static_cast<double>(progress.runs - progress.runs_done);
  return progress.elapsed * (left / done);
}

void draw_bar(const RunProgress& progress, std::string_view what) {
  constexpr std::size_t kWidth = 30;
  const std::size_t filled = kWidth * progress.runs_done / progress.runs;
  fmt::print(stderr,
             "\r[{}{}] {}/{} {}, {:.0f} s, about {:.0f} s left ",
             std::string(filled, '#'),
             std::string(kWidth - filled, '.'),
             progress.runs_done,
             progress.runs,
             what,
             progress.elapsed.count(),
             time_left(progress).count());
  if (progress.runs_done == progress.runs) {
    fmt::print(stderr, "\n");
  }
}

/// A line at most every two seconds, and at the end.
class PlainLines {
 public:
  explicit PlainLines(std::string_view what) : what_{what} {}

  void operator()(const RunProgress& progress) {
    constexpr RealSeconds kInterval{2.0};
    if (progress.runs_done < progress.runs && progress.elapsed - last_ < kInterval) {
      return;
    }
    last_ = progress.elapsed;
    fmt::print(stderr,
               "{}/{} {}, {:.0f} s, about {:.0f} s left\n",
               progress.runs_done,
               progress.runs,
               what_,
               progress.elapsed.count(),
               time_left(progress).count());
  }

 private:
  std::string_view what_;
  RealSeconds last_{0.0};
};

void print_json_line(const RunProgress& progress) {
  fmt::print(stderr,
             "{{\"runs_done\":{},\"runs\":{},\"elapsed\":{:.3f},\"left\":{:.3f}}}\n",
             progress.runs_done,
             progress.runs,
             progress.elapsed.count(),
             time_left(progress).count());
}

}  // namespace

std::function<void(const RunProgress&)> make_progress(const std::string& style,
                                                      std::string_view what) {
  if (style == "none") {
    return {};
  }
  if (style == "json") {
    return print_json_line;
  }
  if (style == "plain" || (style == "auto" && ::isatty(STDERR_FILENO) == 0)) {
    return PlainLines{what};
  }
  if (style == "auto") {
    return [what](const RunProgress& progress) { draw_bar(progress, what); };
  }
  const std::array<std::string, 4> known{"auto", "plain", "json", "none"};
  throw InputError{
      {}, fmt::format("--progress: unknown style \"{}\"{}", style, suggestion(style, known))};
}

}  // namespace cutpoint
