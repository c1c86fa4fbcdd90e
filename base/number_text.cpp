#include "base/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace cutpoint::scenario_file {

std::string number_text(double number) {
  constexpr double kLongestPlain = 1e15;
  const bool plain = std::abs(number) < kLongestPlain && number == std::trunc(number);
  std::array<char, 32> buffer{};  // enough: 17 digits, sign, point and exponent
  const auto [end, error] =
      plain ? std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::fixed)
            : std::to_chars(buffer.begin(), buffer.end(), number);
  return {buffer.begin(), end};
}

}  // namespace cutpoint::scenario_file
