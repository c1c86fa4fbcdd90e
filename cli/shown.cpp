#include "cli/shown.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/core.h>

namespace cutpoint {
namespace {

/// A character and how many bytes it has; 0 if the text does not begin with UTF-8.
struct Decoded {
  std::uint32_t character = 0;
  std::size_t bytes = 0;
};

Decoded first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t bytes = lead < 0x80U                    ? 1
                            : lead >= 0xc2U && lead < 0xe0U ? 2
                            : lead >= 0xe0U && lead < 0xf0U ? 3
                            : lead >= 0xf0U && lead < 0xf5U ? 4
                                                            : 0;
  if (bytes == 0 || bytes > text.size()) {
    return {};
  }
  constexpr std::array<std::uint32_t, 5> kLeadBits{0, 0x7f, 0x1f, 0x0f, 0x07};
  std::uint32_t character = lead & kLeadBits[bytes];
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) {
      return {};
    }
    character = (character << 6U) | (byte(i) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = character >= 0xd800 && character < 0xe000;
  const bool is_character = character >= kLeast[bytes] && character <= 0x10ffff && !is_surrogate;
  return is_character ? Decoded{character, bytes} : Decoded{};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// The characters that are spelled out: Unicode's categories Cc, Zl and Zp, and those of Cf that
// hide text or turn its direction around.
constexpr auto kHidden = std::to_array<Range>({{0x00, 0x1f},
                                               {0x7f, 0x9f},
                                               {0xad, 0xad},
                                               {0x61c, 0x61c},
                                               {0x180e, 0x180e},
                                               {0x200b, 0x200f},
                                               {0x2028, 0x202e},
                                               {0x2060, 0x206f},
                                               {0xfeff, 0xfeff},
                                               {0xfff9, 0xfffb},
                                               {0xe0000, 0xe007f}});

std::string spelled(std::uint32_t character) {
  switch (character) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return character < 0x80 ? fmt::format("\\x{:02x}", character)
                              : fmt::format("\\u{:04x}", character);
  }
}

}  // namespace

std::string shown(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto [character, bytes] = first_of(text);
    const bool is_hidden = std::ranges::any_of(kHidden, [&, c = character](const Range& range) {
      return range.first <= c && c <= range.last;
    });
    if (bytes == 0) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (is_hidden) {
      result += spelled(character);
    } else {
      result += text.substr(0, bytes);
    }
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return result;
}

}  // namespace cutpoint
