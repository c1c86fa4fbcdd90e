#include "base/printed.hpp"

#include <array>
#include <charconv>

namespace cutpoint {

std::string printed(double number) {
  std::array<char, 32> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::general, 9);
  return {buffer.begin(), end};
}

}  // namespace cutpoint
