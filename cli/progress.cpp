#include "cli/progress.hpp"

#include <array>

#include <fmt/core.h>
#include <unistd.h>

#include "base/input_error.hpp"
#include "base/suggest.hpp"
#include "cli/json.hpp"
#include "cli/streams.hpp"

namespace cutpoint {
namespace {

using RealSeconds = std::chrono::duration<double>;

/// The time left, if the remaining runs take as long as those that ended since the start. Runs that
/// were kept from before count for neither.
RealSeconds time_left(const RunProgress& progress) {
  const auto ended = static_cast<double>(progress.runs_done - progress.runs_kept);
  const auto left = static_cast<double>(progress.runs - progress.runs_done);
  return progress.elapsed * (left / ended);
}

double events_per_second(const RunProgress& progress) {
  return static_cast<double>(progress.events) / progress.elapsed.count();
}

std::string text_of(const RunProgress& progress, std::string_view what) {
  std::string text = fmt::format("{}/{} {}", progress.runs_done, progress.runs, what);
  if (progress.points > 0 && progress.points != progress.runs) {
    text += fmt::format(", {}/{} points", progress.points_done, progress.points);
  }
  text += fmt::format(
      ", {:.0f} s, about {:.0f} s left", progress.elapsed.count(), time_left(progress).count());
  if (progress.events > 0) {
    const double rate = events_per_second(progress);
    text += rate < 1e6 ? fmt::format(", {:.0f} k events/s", 1e-3 * rate)
                       : fmt::format(", {:.1f} M events/s", 1e-6 * rate);
  }
  if (progress.worst_precision > 0.0) {
    text += fmt::format(", widest interval ± {:.1f} %", 100.0 * progress.worst_precision);
  }
  return text;
}

void draw_bar(const RunProgress& progress, std::string_view what) {
  constexpr std::size_t kWidth = 30;
  const std::size_t filled = kWidth * progress.runs_done / progress.runs;
  print_error("\r[{}{}] {}\033[K",
              std::string(filled, '#'),
              std::string(kWidth - filled, '.'),
              text_of(progress, what));
  if (progress.runs_done == progress.runs) {
    print_error("\n");
  }
}

/// Prints a line at most every two seconds, and one at the end: for logs, which a bar that redraws
/// itself would fill.
class PlainLines {
 public:
  explicit PlainLines(std::string_view what) : what_{what} {}

  void operator()(const RunProgress& progress) {
    constexpr RealSeconds kInterval{2.0};
    if (progress.runs_done < progress.runs && progress.elapsed - last_ < kInterval) {
      return;
    }
    last_ = progress.elapsed;
    print_error("{}\n", text_of(progress, what_));
  }

 private:
  std::string_view what_;
  RealSeconds last_{0.0};
};

void print_json_line(const RunProgress& progress) {
  const Json line{
      {"runs_done", progress.runs_done},
      {"runs", progress.runs},
      {"points_done", progress.points_done},
      {"points", progress.points},
      {"elapsed", progress.elapsed.count()},
      {"left", number_or_null(time_left(progress).count())},
      {"events_per_second", number_or_null(events_per_second(progress))},
      {"worst_precision",
       progress.worst_precision > 0.0 ? Json(progress.worst_precision) : Json(nullptr)}};
  print_error("{}\n", line.dump());
}

}  // namespace

std::function<void(const RunProgress&)> make_progress(const std::string& style,
                                                      std::string_view what) {
  if (style == "none" || (style == "auto" && ::isatty(STDERR_FILENO) == 0)) {
    return {};
  }
  if (style == "json") {
    return print_json_line;
  }
  if (style == "plain") {
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
