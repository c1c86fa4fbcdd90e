#include "base/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "base/contract.hpp"

namespace cutpoint {
namespace {

using Buffer = std::array<char, 32>;  // enough: 17 digits, sign, point and exponent

}  // namespace

std::string number_text(double number) {
  constexpr double kLongestPlain = 1e15;
  const bool plain = std::abs(number) < kLongestPlain && number == std::trunc(number);
  Buffer buffer{};
  const auto [end, error] =
      plain ? std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::fixed)
            : std::to_chars(buffer.begin(), buffer.end(), number);
  return {buffer.begin(), end};
}

std::string rounded_text(double number) {
  constexpr int kDigits = 9;
  Buffer buffer{};
  const auto [end, error] =
      std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::general, kDigits);
  return {buffer.begin(), end};
}

double rounded(double number, int digits) {
  CUTPOINT_EXPECTS(digits >= 1 && digits <= 17);
  Buffer buffer{};
  const auto [end, error] = std::to_chars(
      buffer.begin(), buffer.end(), number, std::chars_format::scientific, digits - 1);
  std::from_chars(buffer.begin(), end, number);
  return number;
}

}  // namespace cutpoint
