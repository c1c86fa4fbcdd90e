#include "cli/progress.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <sys/ioctl.h>
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

/// What is known of a run, what matters most first. The events are those of all simulations, such
/// as the runs of a search that is itself one run.
std::vector<std::string> parts_of(const RunProgress& progress, std::string_view what) {
  std::vector<std::string> parts{
      fmt::format("{}/{} {}", progress.runs_done, progress.runs, what),
      fmt::format(
          "{:.0f} s, about {:.0f} s left", progress.elapsed.count(), time_left(progress).count())};
  if (progress.points > 0 && progress.points != progress.runs) {
    parts.push_back(fmt::format("{}/{} points", progress.points_done, progress.points));
  }
  if (progress.events > 0) {
    const double rate = events_per_second(progress);
    parts.push_back(rate < 1e6 ? fmt::format("{:.0f} k events/s", 1e-3 * rate)
                               : fmt::format("{:.1f} M events/s", 1e-6 * rate));
  }
  if (progress.worst_precision > 0.0) {
    parts.push_back(fmt::format("widest interval ± {:.1f} %", 100.0 * progress.worst_precision));
  }
  return parts;
}

std::string text_of(const RunProgress& progress, std::string_view what) {
  return fmt::format("{}", fmt::join(parts_of(progress, what), ", "));
}

/// How many columns of a terminal a text takes whose characters are all one column wide.
std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }));
}

/// How wide the terminal is now: it may have been resized since the last line.
std::size_t terminal_columns() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  const bool is_known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : kUsual;
}

void draw_bar(const RunProgress& progress, std::string_view what) {
  print_error("\r{}\033[K", progress_line(progress, what, terminal_columns()));
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

std::string progress_line(const RunProgress& progress, std::string_view what, std::size_t columns) {
  constexpr std::size_t kShortestBar = 10;
  constexpr std::size_t kLongestBar = 30;
  constexpr std::size_t kFrame = 3;  // "[", "]" and a space
  // A terminal goes on to the next line when its last column is filled.
  const std::size_t width = std::max<std::size_t>(columns, 1) - 1;
  std::vector<std::string> parts = parts_of(progress, what);
  std::string text = fmt::format("{}", fmt::join(parts, ", "));
  while (parts.size() > 1 && kShortestBar + kFrame + columns_of(text) > width) {
    parts.pop_back();
    text = fmt::format("{}", fmt::join(parts, ", "));
  }
  const std::size_t taken = kFrame + columns_of(text);
  if (taken + kShortestBar > width) {
    return text.substr(0, width);  // The first part has one byte for each column.
  }
  const std::size_t bar = std::min(kLongestBar, width - taken);
  const std::size_t filled = bar * progress.runs_done / progress.runs;
  return fmt::format("[{}{}] {}", std::string(filled, '#'), std::string(bar - filled, '.'), text);
}

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
