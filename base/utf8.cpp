#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cutpoint {
namespace {

struct Range {
  unsigned char first;
  unsigned char last;

  [[nodiscard]] bool holds(char byte) const {
    const auto value = static_cast<unsigned char>(byte);
    return first <= value && value <= last;
  }
};

constexpr Range kAscii{0x00, 0x7f};
constexpr Range kContinuation{0x80, 0xbf};

/// A kind of sequence: the range of its first byte, that of its second, and its length.
struct Sequence {
  Range first;
  Range second;
  std::size_t length;
};

// RFC 3629, sec. 4.
constexpr auto kSequences = std::to_array<Sequence>({{{0xc2, 0xdf}, kContinuation, 2},
                                                     {{0xe0, 0xe0}, {0xa0, 0xbf}, 3},
                                                     {{0xe1, 0xec}, kContinuation, 3},
                                                     {{0xed, 0xed}, {0x80, 0x9f}, 3},
                                                     {{0xee, 0xef}, kContinuation, 3},
                                                     {{0xf0, 0xf0}, {0x90, 0xbf}, 4},
                                                     {{0xf1, 0xf3}, kContinuation, 4},
                                                     {{0xf4, 0xf4}, {0x80, 0x8f}, 4}});

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    if (kAscii.holds(bytes.front())) {
      bytes.remove_prefix(1);
      continue;
    }
    const auto* const sequence = std::ranges::find_if(
        kSequences, [&](const Sequence& kind) { return kind.first.holds(bytes.front()); });
    if (sequence == kSequences.end() || bytes.size() < sequence->length ||
        !sequence->second.holds(bytes[1])) {
      return false;
    }
    const std::string_view rest = bytes.substr(2, sequence->length - 2);
    if (!std::ranges::all_of(rest, [](char byte) { return kContinuation.holds(byte); })) {
      return false;
    }
    bytes.remove_prefix(sequence->length);
  }
  return true;
}

bool is_storable_text(std::string_view bytes) {
  return is_utf8(bytes) && bytes.find('\0') == std::string_view::npos;
}

}  // namespace cutpoint
