#include "scenario/load/plain_text.hpp"

#include <algorithm>

#include "base/input_error.hpp"

namespace cutpoint::scenario_file {
namespace {

/// Goes through a text of TOML without understanding more of it than comments, strings, brackets
/// and dots.
class DepthScan {
 public:
  DepthScan(std::string_view text, const std::string& path) : text_{text}, path_{path} {}

  void run() {
    while (at_ < text_.size()) {
      take(text_[at_]);
    }
  }

 private:
  void take(char c) {
    switch (c) {
      case '#':
        at_ = std::min(text_.find('\n', at_), text_.size());
        return;
      case '"':
      case '\'':
        skip_string(c);
        return;
      case '[':
      case '{':
        dots_ = 0;
        go_deeper(brackets_);
        break;
      case ']':
      case '}':
        brackets_ -= brackets_ > 0 ? 1 : 0;
        break;
      case '.':
        go_deeper(dots_);
        break;
      case '\n':
      case '=':
      case ',':
        dots_ = 0;
        break;
      default:
        break;
    }
    ++at_;
  }

  /// Goes to behind the string that begins here, or behind what a broken string leaves of its line.
  void skip_string(char quote) {
    const std::string three(3, quote);
    const bool is_long = text_.substr(at_).starts_with(three);
    const std::string_view end = is_long ? std::string_view{three} : std::string_view{&quote, 1};
    at_ += end.size();
    while (at_ < text_.size() && !text_.substr(at_).starts_with(end)) {
      if (text_[at_] == '\n' && !is_long) {
        return;
      }
      at_ += text_[at_] == '\\' && quote == '"' ? 2U : 1U;
    }
    at_ = std::min(at_ + end.size(), text_.size());
  }

  void go_deeper(std::size_t& level) const {
    if (++level <= kDeepest) {
      return;
    }
    const std::string_view before = text_.substr(0, at_);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t column = at_ - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
    throw InputError{{path_, static_cast<int>(line), static_cast<int>(column)},
                     "nested more than 32 levels deep here; shorten the key, or flatten the value"};
  }

  std::string_view text_;
  const std::string& path_;
  std::size_t at_ = 0;
  std::size_t brackets_ = 0;
  std::size_t dots_ = 0;  // dots of the key in hand
};

void expect_no_nul(std::string_view text, const toml::source_region& region) {
  if (text.find('\0') != std::string_view::npos) {
    throw InputError{{region.path == nullptr ? "" : *region.path,
                      static_cast<int>(region.begin.line),
                      static_cast<int>(region.begin.column)},
                     "a text with the character \\u0000, where other programs believe that it "
                     "ends; leave it out"};
  }
}

void expect_text_within(const toml::node& node) {
  if (const toml::table* table = node.as_table()) {
    expect_text(*table);
  } else if (const toml::array* list = node.as_array()) {
    for (const toml::node& inner : *list) {
      expect_text_within(inner);
    }
  } else if (const auto* text = node.as_string()) {
    expect_no_nul(text->get(), node.source());
  }
}

}  // namespace

void expect_shallow(std::string_view text, const std::string& path) { DepthScan{text, path}.run(); }

void expect_text(const toml::table& table) {
  for (const auto& [key, value] : table) {
    expect_no_nul(key.str(), key.source());
    expect_text_within(value);
  }
}

}  // namespace cutpoint::scenario_file
